import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DisclosureRule, Grid, TabulationSpec } from './index.ts'
import { lines, openDatabase, pathName, tabulate } from './testing/database.ts'
import { loadWorld, type ReportRow, source, type World, world } from './testing/world.ts'

let db: DuckDBConnection
beforeAll(async () => {
  db = await openDatabase()
})
afterAll(() => db.closeSync())

const townships = ['0101', '0102', '0103', '0201', '0202']
const base: World = {
  regions: townships.map(code => ({ edition: '2026', code, county: code.slice(0, 2), township: code })),
  map: [],
  industries: [],
  reports: [],
}

/** `amounts` by township, one unit each. */
const worldOf = (amounts: Readonly<Record<string, readonly number[]>>): World => {
  const reports = Object.entries(amounts).flatMap(([region, values]) =>
    values.map(value => ({ region, value })),
  )
  return {
    ...base,
    reports: reports.map(
      ({ region, value }, unit): ReportRow => ({
        unit,
        period: '2026-M09',
        edition: '2026',
        region,
        industry: null,
        size: '1',
        rank: 2,
        row: 'a',
        x: BigInt(value) * 100n,
        y: 1n,
      }),
    ),
  }
}

const spec: TabulationSpec = {
  source: source(false),
  edition: '2026',
  periods: ['2026-M09'],
  rows: [{ kind: 'region', levels: ['county', 'township'] }],
  columns: [
    { key: 'units', label: { 'zh-CN': '单位数' }, measure: { kind: 'units' } },
    { key: 'x', label: { 'zh-CN': '合计' }, measure: { kind: 'sum', column: 'x' }, decimals: 0 },
  ],
  disclosure: { minContributors: 3, dominance: { n: 1, k: 85 } },
}

describe('disclosure control', () => {
  it('should withhold a cell with too few contributors and the smallest sibling with it', async () => {
    await loadWorld(
      db,
      worldOf({
        '0101': [5, 6],
        '0102': [7, 8, 9],
        '0103': [20, 20, 20],
        '0201': [1, 2, 3],
        '0202': [4, 4, 4],
      }),
    )
    expect(lines(await tabulate(db, spec))).toEqual([
      'total: 14 | 113',
      'county=01: 8 | 95',
      'county=01/township=0101: 2 | !primary',
      'county=01/township=0102: 3 | !complementary',
      'county=01/township=0103: 3 | 60',
      'county=02: 6 | 18',
      'county=02/township=0201: 3 | 6',
      'county=02/township=0202: 3 | 12',
    ])
  })

  it('should withhold a cell that one unit dominates, units with zero not counted', async () => {
    await loadWorld(db, worldOf({ '0101': [90, 5, 5], '0102': [7, 8, 0], '0103': [30, 30, 30] }))
    expect(lines(await tabulate(db, spec))).toEqual([
      'total: 9 | 205',
      'county=01: 9 | 205',
      'county=01/township=0101: 3 | !primary',
      'county=01/township=0102: 3 | !primary',
      'county=01/township=0103: 3 | 90',
    ])
  })

  it('should withhold another sibling when what is hidden together is still too little', async () => {
    await loadWorld(db, worldOf({ '0101': [5], '0102': [7], '0103': [30, 30, 30] }))
    expect(lines(await tabulate(db, spec)).slice(2)).toEqual([
      'county=01/township=0101: 1 | !primary',
      'county=01/township=0102: 1 | !primary',
      'county=01/township=0103: 3 | !complementary',
    ])
  })

  it('should withhold across the level above when a whole county is unsafe', async () => {
    await loadWorld(db, worldOf({ '0101': [5, 6, 7], '0102': [7, 8, 9], '0201': [1, 2] }))
    expect(lines(await tabulate(db, spec))).toEqual([
      'total: 8 | 45',
      'county=01: 6 | !complementary',
      'county=01/township=0101: 3 | !complementary',
      'county=01/township=0102: 3 | 24',
      'county=02: 2 | !primary',
      'county=02/township=0201: 2 | !primary',
    ])
  })

  it('should withhold every column that gives the amount away, and minima and maxima always', async () => {
    await loadWorld(db, worldOf({ '0101': [5, 6], '0102': [7, 8, 9], '0103': [20, 20, 20] }))
    const label = { 'zh-CN': 'c' }
    const grid = await tabulate(db, {
      ...spec,
      columns: [
        { key: 'x', label, measure: { kind: 'sum', column: 'x' }, hidden: true },
        { key: 'mean', label, measure: { kind: 'mean', column: 'x' } },
        { key: 'share', label, measure: { kind: 'share', of: 'x', within: 'parent' } },
        { key: 'max', label, measure: { kind: 'max', column: 'x' } },
        { key: 'n', label, measure: { kind: 'reports' } },
      ],
    })
    expect(lines(grid).slice(2)).toEqual([
      'county=01/township=0101: !primary | !primary | !primary | 2',
      'county=01/township=0102: !complementary | !complementary | !primary | 3',
      'county=01/township=0103: 20.00 | 63.2 | !primary | 3',
    ])
  })

  it('should withhold a condition row that gives away the few records outside it', async () => {
    await loadWorld(db, worldOf({ '0101': [50, 60, 70, 80, 1, 2] }))
    const grid = await tabulate(db, {
      ...spec,
      rows: [
        {
          kind: 'conditions',
          conditions: [
            { key: 'large', label: { 'zh-CN': '规模以上' }, where: { op: 'ge', column: 'x', value: '10' } },
            { key: 'very', label: { 'zh-CN': '大型' }, where: { op: 'ge', column: 'x', value: '55' } },
          ],
        },
      ],
    })
    expect(lines(grid)).toEqual([
      'total: 6 | 263',
      'conditions=large: 4 | !complementary',
      'conditions=very: 3 | 210',
    ])
  })

  it('should never leave a withheld part to be found by subtraction along any dimension', async () => {
    const crossed: TabulationSpec = {
      ...spec,
      rows: [
        { kind: 'region', levels: ['county', 'township'] },
        { kind: 'industry', levels: ['section', 'division'], crossed: true },
      ],
      across: { by: { kind: 'attribute', column: 'size_class' }, total: true },
      columns: [{ key: 'x', label: { 'zh-CN': '合计' }, measure: { kind: 'sum', column: 'x' } }],
    }
    await fc.assert(
      fc.asyncProperty(world(false), fc.boolean(), async (made, dominated) => {
        const reports = made.reports.map(item => ({
          ...item,
          period: '2026-M09',
          unit: item.unit * 100 + made.reports.indexOf(item),
        }))
        await loadWorld(db, { ...made, reports })
        const rule: DisclosureRule = dominated ? spec.disclosure! : { minContributors: 3 }
        assertProtected(await tabulate(db, { ...crossed, disclosure: rule }))
      }),
      { numRuns: 60 },
    )
  })
})

const isHidden = (flag: string | undefined) => flag === 'primary' || flag === 'complementary'

/** Checked on the grid alone: every group of siblings and every row over the columns has no lone hidden part. */
const assertProtected = (grid: Grid) => {
  const families = new Map<string, boolean[]>()
  const add = (name: string, hidden: boolean) => families.set(name, [...(families.get(name) ?? []), hidden])
  const parents = new Map(grid.rows.map((row, index) => [pathName(grid, index), row]))
  grid.rows.forEach((row, index) => {
    const steps = pathName(grid, index).split('/')
    grid.columns.forEach((column, at) => {
      const hidden = isHidden(row.flags?.[at])
      if (column.across !== null) add(`across ${steps.join('/')}`, hidden)
      for (const dimension of [
        ['county', 'township'],
        ['section', 'division'],
      ]) {
        const last = steps.findLastIndex(step => dimension.includes(step.split('=')[0]!))
        const whole = steps.filter((_, i) => i !== last).join('/')
        if (last >= 0 && parents.has(whole)) add(`${whole} by ${dimension} @${column.across}`, hidden)
      }
    })
  })
  for (const [name, hidden] of families) {
    const whole = name.startsWith('across ') ? name.slice(7) : name.split(' by ')[0]!
    const at = grid.columns.findIndex(({ across }) =>
      name.startsWith('across ') ? across === null : `${across}` === name.split('@').at(-1)!,
    )
    const wholeHidden = isHidden(parents.get(whole)?.flags?.[at])
    expect([...hidden, wholeHidden].filter(Boolean).length, name).not.toBe(1)
  }
}
