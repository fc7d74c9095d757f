import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildGrid, labelsFromRows, type TabulationSpec } from './index.ts'
import { lines, openDatabase, planOf, tabulate } from './testing/database.ts'
import { loadWorld, type ReportRow, source } from './testing/world.ts'

let db: DuckDBConnection

const report = (unit: number, region: string, size: string | null, x: bigint): ReportRow => ({
  unit,
  period: '2026-M09',
  edition: '2026',
  region,
  industry: null,
  size,
  kind: 'legal',
  above: true,
  rank: 2,
  row: 'a',
  x,
  y: 2n,
})

const label = (zh: string) => ({ 'zh-CN': zh })

const spec: TabulationSpec = {
  source: source(false),
  edition: '2026',
  periods: ['2026-M09'],
  rows: [{ kind: 'region', levels: ['county'] }],
  across: { by: { kind: 'attribute', column: 'size_class' }, total: true },
  columns: [
    { key: 'n', label: label('单位数'), measure: { kind: 'units' } },
    {
      label: label('营业收入'),
      columns: [
        { key: 'x', label: label('本期'), measure: { kind: 'sum', column: 'x' }, unitOfMeasure: '万元' },
        { key: 'part', label: label('占比'), measure: { kind: 'share', of: 'x', within: 'across' } },
      ],
    },
    { key: 'hidden', label: label('隐藏'), measure: { kind: 'reports' }, hidden: true },
  ],
}

beforeAll(async () => {
  db = await openDatabase()
  await loadWorld(db, {
    regions: ['01', '02', '03'].map(code => ({ edition: '2026', code, county: code, township: null })),
    map: [],
    industries: [],
    reports: [
      report(1, '01', '1', 10_000n),
      report(2, '01', '2', 30_000n),
      report(3, '02', '1', 90_055n),
      report(4, '03', null, 5_000n),
      report(5, 'nowhere', '1', 1n),
    ],
  })
  await db.run(
    "INSERT INTO dim_label VALUES ('region:2026', '01', '荷塘区', 'Hetang', 2), ('region:2026', '02', '芦淞区', NULL, 1)",
  )
  await db.run("INSERT INTO dim_label VALUES ('size_class', '1', '大型', 'Large', 1)")
})
afterAll(() => db.closeSync())

describe('the grid', () => {
  it('should order by ordinal, then code, with what has no place last', async () => {
    const grid = await tabulate(db, spec)
    expect(grid.rows.map(row => row.label)).toEqual([
      { 'zh-CN': '合计', en: 'Total' },
      { 'zh-CN': '芦淞区' },
      { 'zh-CN': '荷塘区', en: 'Hetang' },
      { 'zh-CN': '03' },
      { 'zh-CN': '未归属', en: 'Unassigned' },
    ])
    expect(lines(grid)[2]).toBe(
      'county=01: 1 | 10.00 | 25.0 | 1 | 30.00 | 75.0 | 0 |  |  | 2 | 40.00 | 100.0',
    )
    expect(grid.rows.map(row => row.parent)).toEqual([-1, 0, 0, 0, 0])
  })

  it('should order by a column when asked to', async () => {
    const grid = await tabulate(db, { ...spec, total: false, order: { column: 'hidden', direction: 'desc' } })
    expect(grid.rows.map(row => row.step?.code)).toEqual(['01', '02', '03', ''])
    expect(grid.rows.map(row => [row.level, row.parent])).toEqual(Array.from({ length: 4 }, () => [0, -1]))
  })

  it('should lay out a heading tree whose spans fill every head row', async () => {
    const grid = await tabulate(db, spec)
    expect(grid.headRows).toBe(3)
    expect(grid.head.map(head => [head.label['zh-CN'], head.colSpan, head.rowSpan])).toEqual([
      ['大型', 3, 1],
      ['2', 3, 1],
      ['未填', 3, 1],
      ['合计', 3, 1],
    ])
    const [units, revenue] = grid.head[0]!.children!
    expect([units!.label['zh-CN'], units!.colSpan, units!.rowSpan, units!.column]).toEqual([
      '单位数',
      1,
      2,
      0,
    ])
    expect([revenue!.colSpan, revenue!.rowSpan, revenue!.children!.map(leaf => leaf.unitOfMeasure)]).toEqual([
      2,
      1,
      ['万元', '%'],
    ])
    expect(grid.columns.map(column => `${column.key}@${column.across}`).slice(-4)).toEqual([
      'part@',
      'n@null',
      'x@null',
      'part@null',
    ])
  })

  it('should put measures outside when asked to', async () => {
    const across = { ...spec.across!, outer: 'measures', values: ['2', '1'] } as const
    const grid = await tabulate(db, { ...spec, across })
    expect(grid.columns.map(column => `${column.key}@${column.across}`)).toEqual([
      ...['n@2', 'n@1', 'n@null'],
      ...['x@2', 'x@1', 'x@null'],
      ...['part@2', 'part@1', 'part@null'],
    ])
  })

  it('should say where it came from and stay a table when there is nothing', () => {
    const { across: _, ...plain } = spec
    const plan = planOf({ ...plain, columns: spec.columns.slice(0, 1) })
    const grid = buildGrid(plan, [], labelsFromRows([], '2026'), {
      drainedSequence: '42',
      drainedAt: '2026-10-08T09:00:00Z',
    })
    expect(lines(grid)).toEqual(['total: 0'])
    expect(grid.meta).toMatchObject({ drainedSequence: '42', edition: '2026', specHash: plan.specHash })
  })
})
