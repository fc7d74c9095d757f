import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildGrid, type DisclosureRule, type Grid, labelsFromRows, type TabulationSpec } from './index.ts'
import { lines, openDatabase, pathName, planOf, tabulate } from './testing/database.ts'
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
        kind: 'legal',
        above: true,
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
      'county=01/township=0101: !withheld | !withheld',
      'county=01/township=0102: !withheld | !withheld',
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
      'county=01/township=0101: 3 | !withheld',
      'county=01/township=0102: 3 | !withheld',
      'county=01/township=0103: 3 | 90',
    ])
  })

  it('should withhold another sibling when what is hidden together is still too little', async () => {
    await loadWorld(db, worldOf({ '0101': [5], '0102': [7], '0103': [30, 30, 30] }))
    expect(lines(await tabulate(db, spec)).slice(2)).toEqual([
      'county=01/township=0101: !withheld | !withheld',
      'county=01/township=0102: !withheld | !withheld',
      'county=01/township=0103: !withheld | !withheld',
    ])
  })

  it('should withhold across the level above when a whole county is unsafe', async () => {
    await loadWorld(db, worldOf({ '0101': [5, 6, 7], '0102': [7, 8, 9], '0201': [1, 2] }))
    expect(lines(await tabulate(db, spec))).toEqual([
      'total: 8 | 45',
      'county=01: !withheld | !withheld',
      'county=01/township=0101: !withheld | !withheld',
      'county=01/township=0102: 3 | 24',
      'county=02: !withheld | !withheld',
      'county=02/township=0201: !withheld | !withheld',
    ])
  })

  it('should withhold every column that gives the amount away, and minima and maxima always', async () => {
    await loadWorld(db, worldOf({ '0101': [5, 6], '0102': [7, 8, 9], '0103': [20, 20, 20] }))
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
      'county=01/township=0101: !withheld | !withheld | !withheld | !withheld',
      'county=01/township=0102: !withheld | !withheld | !withheld | !withheld',
      'county=01/township=0103: 20.00 | 63.2 | !withheld | 3',
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
      'conditions=large: !withheld | !withheld',
      'conditions=very: 3 | 210',
    ])
  })

  const label = { 'zh-CN': 'c' }
  const counts: TabulationSpec = {
    ...spec,
    columns: [
      { key: 'owed', label, measure: { kind: 'units', state: 'owed' } },
      { key: 'reported', label, measure: { kind: 'reports', state: 'submitted' } },
      {
        key: 'rate',
        label,
        measure: { kind: 'ratio', numerator: 'reported', denominator: 'owed', percent: true },
      },
    ],
  }
  const owing = (units: Readonly<Record<string, readonly number[]>>): World => {
    const made = worldOf(units)
    return { ...made, reports: made.reports.map(item => ({ ...item, rank: item.x === 0n ? 0 : 2 })) }
  }

  it('should not tell of a place with a single unit whether it reported, nor let the rest of the county tell', async () => {
    await loadWorld(
      db,
      owing({ '0101': [0], '0102': [1, 1, 0, 1], '0103': [1, 1, 1, 0, 0], '0201': [1, 0, 1, 1] }),
    )
    expect(lines(await tabulate(db, counts))).toEqual([
      'total: 14 | 9 | 64.29',
      'county=01: 10 | 6 | 60.00',
      'county=01/township=0101: !withheld | !withheld | !withheld',
      'county=01/township=0102: !withheld | !withheld | !withheld',
      'county=01/township=0103: 5 | 3 | 60.00',
      'county=02: 4 | 3 | 75.00',
      'county=02/township=0201: 4 | 3 | 75.00',
    ])
  })

  it('should show every place that owes a report alike, reported or not, when only what was reported is asked', async () => {
    const asked: TabulationSpec = {
      ...spec,
      columns: [
        { key: 'reported', label, measure: { kind: 'units', state: 'submitted' } },
        { key: 'x', label, measure: { kind: 'sum', column: 'x' } },
        { key: 'mean', label, measure: { kind: 'mean', column: 'x' } },
        { key: 'most', label, measure: { kind: 'max', column: 'x' } },
      ],
    }
    const late = owing({ '0101': [0], '0102': [1], '0103': [1, 1, 0, 1] })
    const blank = late.reports.map(item => (item.rank === 0 ? { ...item, x: null, y: null } : item))
    await loadWorld(db, { ...late, reports: blank })
    for (const columns of [asked.columns, ...asked.columns.map(column => [column])]) {
      const grid = lines(await tabulate(db, { ...asked, columns })).slice(2, 4)
      expect(grid).toEqual(
        ['0101', '0102'].map(
          code => `county=01/township=${code}: ${columns.map(() => '!withheld').join(' | ')}`,
        ),
      )
    }
  })

  it('should show every owing place of a section too, of which the mirror holds the rows that came only', async () => {
    const made = owing({ '0101': [0], '0102': [1], '0103': [1, 1, 0, 1] })
    await loadWorld(db, made)
    await db.run('CREATE OR REPLACE TABLE reports AS SELECT * EXCLUDE (row_key, x, y) FROM report_1')
    await db.run('DELETE FROM report_1 WHERE state_rank < 2')
    const columns: TabulationSpec['columns'] = [
      { key: 'rows', label, measure: { kind: 'reports' } },
      { key: 'owed', label, measure: { kind: 'units', state: 'owed' } },
      { key: 'x', label, measure: { kind: 'sum', column: 'x' }, decimals: 0 },
    ]
    const section = { ...source(true), reportTable: 'reports' }
    expect(lines(await tabulate(db, { ...spec, source: section, columns }))).toEqual([
      'total: 4 | 4 | 4',
      'county=01: 4 | 4 | 4',
      'county=01/township=0101: !withheld | !withheld | !withheld',
      'county=01/township=0102: !withheld | !withheld | !withheld',
      'county=01/township=0103: !withheld | !withheld | !withheld',
    ])
  })

  it('should not tell of the one unit that a column is about, nor of the one it leaves out', async () => {
    const made = owing({ '0101': [1, 1, 1, 0], '0102': [1, 0, 1, 1], '0103': [1, 1, 0, 1] })
    const sizes = (large: number) => ({
      ...made,
      reports: made.reports.map((item, at) => ({ ...item, size: (at + 1) % 4 < large ? '1' : '2' })),
    })
    const where = { op: 'eq', column: 'size_class', value: '1' } as const
    const columns: TabulationSpec['columns'] = [
      { key: 'all', label, measure: { kind: 'units' } },
      { key: 'large', label, measure: { kind: 'units', where } },
      { key: 'x', label, measure: { kind: 'sum', column: 'x', where }, decimals: 0 },
    ]
    for (const large of [1, 3]) {
      await loadWorld(db, sizes(large))
      const grid = lines(await tabulate(db, { ...spec, columns }))
      expect(grid.slice(2)).toEqual(
        ['0101', '0102', '0103'].map(code => `county=01/township=${code}: 3 | !withheld | !withheld`),
      )
    }
  })

  it('should not let a single unit be told by others of which none, or all, have reported', async () => {
    const reportedOf = async (units: Readonly<Record<string, readonly number[]>>) => {
      await loadWorld(db, owing(units))
      return lines(await tabulate(db, { ...counts, columns: counts.columns.slice(0, 2) })).slice(1)
    }
    const withheld = ['!withheld | !withheld', '!withheld | !withheld']
    expect(await reportedOf({ '0101': [0], '0102': [0, 0, 0, 0], '0103': [1, 1, 1, 0, 0] })).toEqual(
      ['county=01: 10 | 3'].concat(
        [...withheld, '5 | !withheld'].map((cells, at) => `county=01/township=010${at + 1}: ${cells}`),
      ),
    )
    expect(await reportedOf({ '0101': [1], '0102': [1, 1, 1, 1], '0103': [1, 1, 1, 0, 0] })).toEqual(
      ['county=01: 10 | 8'].concat(
        [...withheld, '5 | !withheld'].map((cells, at) => `county=01/township=010${at + 1}: ${cells}`),
      ),
    )
  })

  it('should withhold a further count when those withheld can have one value only', async () => {
    await loadWorld(
      db,
      owing({ '0101': [1], '0102': [1], '0103': [1], '0201': [1, 1, 1], '0202': [1, 1, 1, 1] }),
    )
    const [owed] = counts.columns
    const rows: TabulationSpec['rows'] = [{ kind: 'region', levels: ['township'] }]
    expect(lines(await tabulate(db, { ...counts, rows, columns: [owed!] }))).toEqual([
      'total: 10',
      'township=0101: !withheld',
      'township=0102: !withheld',
      'township=0103: !withheld',
      'township=0201: !withheld',
      'township=0202: 4',
    ])
  })

  it('should withhold the same cells however the query orders its answer', async () => {
    await loadWorld(db, owing({ '0101': [1], '0102': [1, 0, 1], '0103': [1, 1, 0], '0201': [1, 0, 1] }))
    const plan = planOf({ ...counts, columns: [...counts.columns, ...spec.columns] })
    const packed = (await db.runAndReadAll(plan.sql)).getRows().map(row => row[0] as string)
    const labels = labelsFromRows([], spec.edition)
    const grid = buildGrid(plan, packed, labels)
    for (const turn of [packed.toReversed(), packed.toSorted(), packed.toSorted().reverse()])
      expect(buildGrid(plan, turn, labels)).toEqual(grid)
  })

  it('should leave every withheld count more than one value in each dimension, whatever the world', async () => {
    const open: TabulationSpec = {
      ...counts,
      rows: [
        { kind: 'region', levels: ['county', 'township'] },
        { kind: 'industry', levels: ['section', 'division'], crossed: true },
      ],
      columns: counts.columns.slice(0, 2),
    }
    const { disclosure: _, ...uncontrolled } = open
    let withheld = 0
    await fc.assert(
      fc.asyncProperty(world(false), async made => {
        const reports = made.reports.map((item, at) => ({
          ...item,
          period: '2026-M09',
          unit: item.unit * 100 + at,
        }))
        await loadWorld(db, { ...made, reports })
        const grid = await tabulate(db, open)
        const truth = await tabulate(db, uncontrolled)
        expect(grid.rows).toHaveLength(truth.rows.length)
        withheld += assertCountsKept(grid, truth)
      }),
      { numRuns: 40 },
    )
    expect(withheld).toBeGreaterThan(0)
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
      { numRuns: 40 },
    )
  })
})

const isHidden = (flag: string | undefined) => flag === 'withheld'

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

/**
 * What a reader knows: published counts, how many units there are in each place, and of `owed` that there is one at
 * least. Each equation with a published whole must leave every withheld part at least two values; only where all
 * units of a published whole reported, or none, the whole itself says so of each. Gives the number of withheld cells.
 */
const assertCountsKept = (grid: Grid, truth: Grid): number => {
  const names = grid.rows.map((_, index) => pathName(grid, index))
  expect(truth.rows.map((_, index) => pathName(truth, index))).toEqual(names)
  let withheld = 0
  grid.columns.forEach(({ key }, at) => {
    const hides = (row: number) => isHidden(grid.rows[row]!.flags?.[at])
    const count = (row: number) => Number(truth.rows[row]!.cells[at])
    const owed = (row: number) => Number(truth.rows[row]!.cells[0])
    const families = new Map<string, { whole: number; parts: number[] }>()
    names.forEach((name, row) => {
      if (hides(row)) withheld += 1
      else
        expect(
          owed(row) === 0 || (owed(row) >= 3 && (count(row) === 0 || count(row) >= 3)),
          `${key} ${name}`,
        ).toBe(true)
      const steps = name.split('/')
      for (const dimension of [
        ['county', 'township'],
        ['section', 'division'],
      ]) {
        const last = steps.findLastIndex(step => dimension.includes(step.split('=')[0]!))
        const whole = names.indexOf(steps.filter((_, index) => index !== last).join('/'))
        if (last < 0 || whole < 0) continue
        const family = `${whole} ${dimension[0]}`
        families.set(family, { whole, parts: [...(families.get(family)?.parts ?? []), row] })
      }
    })
    for (const { whole, parts } of families.values()) {
      const hidden = parts.filter(hides)
      if (hides(whole) || hidden.length === 0) continue
      if (key === 'reported' && (count(whole) === 0 || count(whole) === owed(whole))) continue
      const together = hidden.reduce((sum, row) => sum + count(row), 0)
      const bounds = hidden.map(row => (key === 'owed' ? [1, 1_000] : [0, owed(row)]) as [number, number])
      const total = (end: 0 | 1) => bounds.reduce((sum, bound) => sum + bound[end], 0)
      bounds.forEach(([low, high], index) => {
        const from = Math.max(low, together - (total(1) - high))
        const to = Math.min(high, together - (total(0) - low))
        expect(to, `${key} ${names[hidden[index]!]} of ${names[whole]}`).toBeGreaterThan(from)
      })
    }
  })
  return withheld
}
