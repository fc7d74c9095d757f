import { describe, expect, it } from 'vitest'
import type { Grid } from '#engines/table/index.ts'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { tabulateText } from '../locale/text.ts'
import { decodeDraft, encodeDraft } from './address.ts'
import { dimensionChoices } from './dimensions.ts'
import {
  type Draft,
  type FlatColumn,
  flatColumns,
  moved,
  nestColumns,
  type Source,
  withoutColumn,
} from './draft.ts'
import { collapsedBelow, rowKeys, visibleRows } from './grid-rows.ts'
import { inScope } from './in-scope.ts'
import { subjectsOf } from './predicate-subjects.ts'
import { runnable } from './runnable.ts'

const column = (key: string, heading?: string, of?: string): FlatColumn => ({
  key,
  label: { 'zh-CN': key },
  measure: of ? { kind: 'growth', of, on: 'yago' } : { kind: 'sum', column: 'M13' },
  headings: heading ? [{ 'zh-CN': heading }] : [],
})
const draft: Draft = {
  name: { 'zh-CN': '产值 “表”', en: 'Output' },
  formVersionId: 4,
  definition: {
    edition: '2023',
    periods: ['2026-M10'],
    rows: [{ kind: 'region', levels: ['county'] }],
    columns: nestColumns([column('a')]),
  },
}

describe('what may be chosen', () => {
  const source = (seesUnits: boolean): Source => ({
    formVersionId: 4,
    formCode: 'B204-1',
    title: { 'zh-CN': '工业产销总值' },
    programme: 'P',
    subject: '工业',
    versionNo: 1,
    seesUnits,
    columns: [
      { name: 'M13', type: { kind: 'decimal', scale: 0 } },
      { name: 'brand', type: { kind: 'text' } },
    ],
    periods: ['2026-M10'],
  })
  const register = ['size_class', 'register_type', 'unit_kind', 'above_threshold']

  it('should be every attribute of the register for rows, columns and conditions', () => {
    for (const sees of [true, false]) {
      expect(dimensionChoices(source(sees)).map(one => one.id)).toEqual(expect.arrayContaining(register))
      expect(subjectsOf(source(sees)).map(one => one.id)).toEqual(expect.arrayContaining(register))
    }
  })

  it('should leave out the state and what was reported where totals only are seen', () => {
    const offered = (sees: boolean) => [
      ...dimensionChoices(source(sees)).map(one => one.id),
      ...subjectsOf(source(sees)).map(one => one.id),
    ]
    const telling = ['state', 'brand', 'M13']
    expect(telling.filter(id => offered(true).includes(id))).toEqual(telling)
    expect(telling.filter(id => offered(false).includes(id))).toEqual([])
  })
})

describe('a draft', () => {
  it('should have every text in both languages', () => {
    expect(bundleFaults(tabulateText)).toEqual([])
  })

  it('should come back from the address as it was, and nothing from a broken one', () => {
    expect(decodeDraft(encodeDraft(draft))).toEqual(draft)
    for (const broken of ['', '#t=', '#t=%%%', '#t=e30', '#other']) expect(decodeDraft(broken)).toBeNull()
  })

  it('should nest neighbours under one heading, and those apart under two', () => {
    const flat = [column('a', '产值'), column('b', '产值'), column('c'), column('d', '产值')]
    const nested = nestColumns(flat)
    expect(nested.map(one => ('columns' in one ? one.columns.length : one.key))).toEqual([2, 'c', 1])
    expect(flatColumns(nested)).toEqual(flat)
  })

  it('should take what depends on a column away with it', () => {
    const flat = [column('a'), column('b', undefined, 'a'), column('c', undefined, 'b'), column('d')]
    expect(withoutColumn(flat, 'a').map(one => one.key)).toEqual(['d'])
  })

  it('should move an item before the place it is dropped on', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
    expect(moved(['a', 'b', 'c'], 1, 2)).toEqual(['a', 'b', 'c'])
  })

  it('should run without half-written conditions, and within the region of the scope bar', () => {
    const half = { op: 'inRegion', level: 'county', codes: [] } as const
    const definition = { ...draft.definition, filter: half }
    expect(runnable(definition, undefined).filter).toBeUndefined()
    expect(runnable(definition, '430281000000').filter).toEqual({
      op: 'inRegion',
      level: 'county',
      codes: ['430281000000'],
    })
    expect(runnable(definition, '430000000000').filter).toBeUndefined()
  })
})

describe('the scope', () => {
  it('should leave what is of its programme and subject, and what belongs to no form any more', () => {
    const source = { programme: 'industry', subject: '工业' }
    expect(inScope({}, source)).toBe(true)
    expect(inScope({ programme: 'industry', subject: '工业' }, source)).toBe(true)
    expect(inScope({ programme: 'trade' }, source)).toBe(false)
    expect(inScope({ programme: 'industry', subject: '贸易' }, source)).toBe(false)
    expect(inScope({ programme: 'trade' }, undefined)).toBe(true)
  })
})

describe('folding', () => {
  const row = (level: number, parent: number, code: string | null) => ({
    step: code === null ? null : { dimension: 'region', level: `l${level}`, code },
    level,
    parent,
    label: { 'zh-CN': code ?? '' },
    cells: [],
  })
  const grid: Pick<Grid, 'rows'> = {
    rows: [row(0, -1, null), row(1, 0, 'x'), row(2, 1, 'x1'), row(1, 0, 'y'), row(2, 3, 'y1')],
  }

  it('should hide what is under a folded row and nothing else', () => {
    const keys = rowKeys(grid)
    expect(visibleRows(grid, keys, new Set())).toEqual([0, 1, 2, 3, 4])
    expect(visibleRows(grid, keys, new Set([keys[1]!]))).toEqual([0, 1, 3, 4])
    expect(visibleRows(grid, keys, collapsedBelow(grid, keys, 1))).toEqual([0, 1, 3])
    expect(visibleRows(grid, keys, new Set([keys[0]!]))).toEqual([0])
  })
})
