import { describe, expect, it } from 'vitest'
import type { Grid } from '#engines/table/index.ts'
import { packed } from './address.ts'
import { decodeTarget, encodeTarget, placeIn, targetAt } from './drill-address.ts'
import { headsOver } from './grid-head.tsx'

const row = (parent: number, code: string | null) => ({
  step: code === null ? null : { dimension: 'brand', level: 'brand', code },
  level: parent + 1,
  parent,
  label: { 'zh-CN': code ?? '' },
  cells: [],
})
const grid = {
  rows: [row(-1, null), row(0, '甲/乙?#'), row(0, 'x'), row(2, 'x')],
  columns: [
    { key: 'value', across: '2026-M08' },
    { key: 'value', across: null },
    { key: 'units', across: null },
  ],
} as unknown as Grid

describe('the headings of a column', () => {
  it('should be all that it stands under, its own last', () => {
    const leaf = (zh: string) => ({ label: { 'zh-CN': zh }, colSpan: 1, rowSpan: 1 })
    const heads = [
      { ...leaf('单位数'), rowSpan: 2 },
      { ...leaf('产值'), colSpan: 2, children: [leaf('本期'), leaf('增长')] },
    ]
    const named = (column: number) => headsOver(heads, column).map(head => head.label['zh-CN'])
    expect([0, 1, 2, 3].map(named)).toEqual([['单位数'], ['产值', '本期'], ['产值', '增长'], []])
  })
})

describe('the number an address names', () => {
  it('should be found again, the total and the rows of one name included', () => {
    for (const [at] of grid.rows.entries()) {
      for (const [column] of grid.columns.entries()) {
        const text = encodeTarget(targetAt(grid, { row: at, column }))
        expect(encodeURIComponent(text)).toBe(text)
        expect(placeIn(grid, decodeTarget(text)!)).toEqual({ row: at, column })
      }
    }
  })

  it('should be nowhere in a table that has no such row or column', () => {
    const target = targetAt(grid, { row: 3, column: 0 })
    expect(placeIn({ ...grid, rows: grid.rows.slice(0, 3) }, target)).toBeNull()
    expect(placeIn({ ...grid, columns: grid.columns.slice(1) }, target)).toBeNull()
  })

  it('should be none where the address was typed', () => {
    const wrong = [
      {},
      [],
      [1, null],
      ['value', 3],
      ['value', null, ['region', 'county']],
      ['value', null, 'x'],
    ]
    for (const text of [null, '', '%', 'bm9uZQ', ...wrong.map(packed)]) expect(decodeTarget(text)).toBeNull()
  })
})
