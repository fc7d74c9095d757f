import { describe, expect, it } from 'vitest'
import type { TabulationDefinition } from '../contract.ts'
import { turnedAcross, turnedDown } from './dimensions.ts'
import { columnRanges, strength } from './grid-rows.ts'

const definition: TabulationDefinition = {
  edition: '2023',
  periods: ['2026-M09'],
  rows: [{ kind: 'region', levels: ['county', 'township'] }, { kind: 'period' }],
  columns: [],
}

describe('turning a dimension', () => {
  it('should take a row across at its outermost level', () => {
    const turned = turnedAcross(definition, 0)
    expect(turned.rows).toEqual([{ kind: 'period' }])
    expect(turned.across).toEqual({ by: { kind: 'region', level: 'county' }, total: true })
  })

  it('should put what was across in the place of the row', () => {
    const across = { by: { kind: 'attribute', column: 'size_class' }, total: true } as const
    const turned = turnedAcross({ ...definition, across }, 1)
    expect(turned.rows).toEqual([definition.rows[0], { kind: 'attribute', column: 'size_class' }])
    expect(turned.across).toEqual({ by: { kind: 'period' }, total: true })
  })

  it('should bring it back where it was taken from', () => {
    const back = turnedDown(turnedAcross(definition, 1), 1)
    expect(back).toEqual(definition)
    expect(turnedDown(definition)).toBe(definition)
  })

  it('should leave named conditions where they are', () => {
    const conditions = { ...definition, rows: [{ kind: 'conditions', conditions: [] }] as const }
    expect(turnedAcross(conditions, 0)).toBe(conditions)
  })
})

describe('the strength of a cell', () => {
  const row = (cell: string) => ({
    step: { dimension: 'region', level: 'county', code: cell },
    level: 1,
    parent: -1,
    label: { 'zh-CN': cell },
    cells: [cell],
  })

  it('should be its share of the farthest from nought, with its sign', () => {
    const ranges = columnRanges({ columns: [], rows: ['-50', '100', '0'].map(row) })
    expect(['-50', '100', '0'].map(cell => strength(ranges, 0, 1, cell))).toEqual([-0.5, 1, 0])
    expect(strength(ranges, 1, 1, '7')).toBe(0)
  })
})
