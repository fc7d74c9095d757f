import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowPath } from './index.ts'
import type { AcrossDimension, MeasureColumn, Predicate, RowDimension, TabulationSpec } from './model.ts'
import { openDatabase, pathName, tabulate } from './testing/database.ts'
import { print } from './testing/fractions.ts'
import { referenceFor } from './testing/reference.ts'
import { loadWorld, source, type World, world } from './testing/world.ts'

let db: DuckDBConnection

beforeAll(async () => {
  db = await openDatabase()
})
afterAll(() => db.closeSync())

const measure = (key: string, of: MeasureColumn['measure'], decimals?: number): MeasureColumn => ({
  key,
  label: { 'zh-CN': key },
  measure: of,
  ...(decimals !== undefined && { decimals }),
})

const large: Predicate = { op: 'ge', column: 'x', value: '100' }

const columns: readonly MeasureColumn[] = [
  measure('owed', { kind: 'reports', state: 'owed' }, 8),
  measure('reported', { kind: 'reports', state: 'submitted' }),
  measure('units', { kind: 'units' }),
  measure('largeUnits', { kind: 'units', where: large }),
  measure('x', { kind: 'sum', column: 'x' }),
  measure('y', { kind: 'sum', column: 'y', state: 'accepted:county' }),
  measure('largeX', { kind: 'sum', column: 'x', where: { op: 'not', of: large } }),
  measure('mean', { kind: 'mean', column: 'x' }, 4),
  measure('min', { kind: 'min', column: 'x' }),
  measure('max', { kind: 'max', column: 'y' }),
  measure('weighted', { kind: 'weightedMean', column: 'x', weight: 'y' }, 3),
  measure('rate', { kind: 'ratio', numerator: 'reported', denominator: 'owed', percent: true }),
  measure('perHead', { kind: 'ratio', numerator: 'x', denominator: 'y' }, 5),
  measure('ofParent', { kind: 'share', of: 'x', within: 'parent' }, 3),
  measure('ofTotal', { kind: 'share', of: 'units', within: 'total' }),
  measure('lastYear', { kind: 'earlier', of: 'x', basis: 'yago' }),
  measure('growth', { kind: 'growth', of: 'x', on: 'yago' }),
  measure('meanGrowth', { kind: 'growth', of: 'mean', on: 'prev' }, 2),
  measure('unitGrowth', { kind: 'growth', of: 'units', on: 'yago' }),
  measure('rateChange', { kind: 'change', of: 'rate', on: 'yago' }, 2),
  measure('against', { kind: 'growth', of: 'x', on: { column: 'y' } }),
]

const conditions: RowDimension = {
  kind: 'conditions',
  conditions: [
    { key: 'large', label: { 'zh-CN': '规模以上' }, where: large },
    {
      key: 'small or first',
      label: { 'zh-CN': '其他' },
      where: {
        op: 'or',
        of: [
          { op: 'lt', column: 'x', value: '500' },
          { op: 'in', column: 'size_class', values: ['1'] },
        ],
      },
    },
  ],
}

const dimensions: readonly RowDimension[] = [
  { kind: 'region', levels: ['county', 'township'] },
  { kind: 'industry', levels: ['section', 'division'] },
  { kind: 'attribute', column: 'size_class' },
  { kind: 'attribute', column: 'unit_kind' },
  { kind: 'attribute', column: 'above_threshold' },
  conditions,
  { kind: 'period' },
]

const acrosses: readonly (AcrossDimension | undefined)[] = [
  undefined,
  { by: { kind: 'attribute', column: 'size_class' }, total: true },
  { by: { kind: 'attribute', column: 'unit_kind' } },
  { by: { kind: 'attribute', column: 'above_threshold' }, total: true },
  { by: { kind: 'period' }, total: true, outer: 'measures' },
  { by: { kind: 'region', level: 'county' }, values: ['02', '01'] },
  { by: { kind: 'industry', level: 'section' } },
]

const filters: readonly (Predicate | undefined)[] = [
  undefined,
  { op: 'inRegion', level: 'county', codes: ['01', '02'] },
  { op: 'not', of: { op: 'inIndustry', level: 'division', codes: ['13'] } },
  {
    op: 'and',
    of: [
      { op: 'notNull', column: 'size_class' },
      { op: 'ne', column: 'x', value: '0' },
    ],
  },
  { op: 'in', column: 'above_threshold', values: ['true'] },
  {
    op: 'or',
    of: [
      { op: 'eq', column: 'above_threshold', value: 'false' },
      { op: 'in', column: 'unit_kind', values: ['village'] },
    ],
  },
]

const conflicts = (rows: readonly RowDimension[], across: AcrossDimension | undefined) =>
  rows.some(
    row =>
      row.kind === across?.by.kind &&
      (row.kind === 'period' || (row.kind === 'attribute' && across.by.kind === 'attribute')),
  )

const spec = (hasRowKey: boolean): fc.Arbitrary<TabulationSpec> =>
  fc
    .record({
      rows: fc.shuffledSubarray([...dimensions], { maxLength: 3 }),
      crossed: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      across: fc.constantFrom(...acrosses),
      filter: fc.constantFrom(...filters),
      splits: fc.constantFrom('assign' as const, 'allocate' as const),
      minState: fc.constantFrom(undefined, 'draft' as const, 'accepted:county' as const),
      periods: fc.constantFrom(['2026-M09'], ['2026-M08', '2026-M09'], ['2026-M07', '2026-M08', '2026-M09']),
      chosen: fc.subarray([...columns], { minLength: 1 }),
    })
    .filter(({ rows, across }) => !conflicts(rows, across))
    .map(({ rows, crossed, across, filter, chosen, minState, ...rest }) => ({
      ...rest,
      source: source(hasRowKey),
      edition: '2026',
      rows: rows.map((row, index) => ({ ...row, crossed: crossed[index]! })),
      columns: withReferences(chosen),
      ...(across && { across }),
      ...(filter && { filter }),
      ...(minState && { minState }),
    }))

/** A chosen derived column brings the columns it is made of. */
const withReferences = (chosen: readonly MeasureColumn[]): readonly MeasureColumn[] => {
  const wanted = new Set<string>()
  const add = (key: string): void => {
    wanted.add(key)
    const of = columns.find(column => column.key === key)!.measure
    if ('of' in of) add(of.of)
    if (of.kind === 'ratio') for (const part of [of.numerator, of.denominator]) add(part)
    if ('on' in of && typeof of.on === 'object') add(of.on.column)
  }
  for (const column of chosen) add(column.key)
  return columns.filter(column => wanted.has(column.key))
}

const check = async (made: World, wanted: TabulationSpec) => {
  await loadWorld(db, made)
  const grid = await tabulate(db, wanted)
  const reference = referenceFor(made, wanted)
  const names = grid.rows.map((_, index) => pathName(grid, index))
  expect([...names].sort()).toEqual([...reference.rows()].sort())
  grid.rows.forEach((row, index) => {
    const steps = rowPath(grid, index)
    const got = row.cells.map((cell, column) => row.flags?.[column] ?? cell)
    const want = grid.columns.map(column =>
      print(reference.value(column.key, steps, column.across ?? null), column.decimals),
    )
    const titled = (cells: readonly (string | null)[]) =>
      cells.map(
        (cell, column) => `${grid.columns[column]!.key}@${grid.columns[column]!.across ?? ''}: ${cell}`,
      )
    expect(titled(got), names[index]).toEqual(titled(want))
  })
}

describe('tabulation against its definition', () => {
  it('should give what the definitions give at every level when units report once a period', async () => {
    await fc.assert(fc.asyncProperty(world(false), spec(false), check), { numRuns: 120 })
  })

  it('should give what the definitions give at every level when a report has several rows', async () => {
    await fc.assert(fc.asyncProperty(world(true), spec(true), check), { numRuns: 60 })
  })
})
