import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TabulationSpec } from './index.ts'
import { lines, openDatabase, tabulate } from './testing/database.ts'
import { loadWorld, type ReportRow, source, type World } from './testing/world.ts'

let db: DuckDBConnection

const report = (
  unit: number,
  period: string,
  edition: '2025' | '2026',
  region: string,
  x: bigint,
): ReportRow => ({
  unit,
  period,
  edition,
  region,
  industry: '1311',
  size: '1',
  kind: 'legal',
  above: true,
  rank: 2,
  row: 'a',
  x,
  y: 1n,
})

/** In 2026 township `old-m1` and `old-m2` merged into 0101, `old-s` split 60:40 into 0102 and 0201, `old-r` became 0202. */
const made: World = {
  regions: ['0101', '0102', '0201', '0202'].map(code => ({
    edition: '2026',
    code,
    county: code.slice(0, 2),
    township: code,
  })),
  map: [
    { from: 'old-m1', to: '0101', weight: '1' },
    { from: 'old-m2', to: '0101', weight: '1' },
    { from: 'old-s', to: '0102', weight: '0.6' },
    { from: 'old-s', to: '0201', weight: '0.4' },
    { from: 'old-r', to: '0202', weight: null },
  ],
  industries: [],
  reports: [
    report(1, '2025-M09', '2025', 'old-m1', 100n),
    report(2, '2025-M09', '2025', 'old-m2', 200n),
    report(3, '2025-M09', '2025', 'old-s', 1001n),
    report(4, '2025-M09', '2025', 'old-r', 400n),
    report(5, '2025-M09', '2025', 'never mapped', 50n),
    report(1, '2026-M09', '2026', '0101', 150n),
    report(2, '2026-M09', '2026', '0101', 300n),
    report(3, '2026-M09', '2026', '0102', 900n),
    report(6, '2026-M09', '2026', '0202', 500n),
  ],
}

const spec: TabulationSpec = {
  source: source(false),
  edition: '2026',
  periods: ['2026-M09'],
  rows: [{ kind: 'region', levels: ['county', 'township'] }],
  columns: [
    { key: 'x', label: { 'zh-CN': '本期' }, measure: { kind: 'sum', column: 'x' } },
    { key: 'last', label: { 'zh-CN': '上年' }, measure: { kind: 'earlier', of: 'x', basis: 'yago' } },
    { key: 'growth', label: { 'zh-CN': '同比' }, measure: { kind: 'growth', of: 'x', on: 'yago' } },
    {
      key: 'n',
      label: { 'zh-CN': '上年份数' },
      measure: { kind: 'earlier', of: 'reports', basis: 'yago' },
      decimals: 1,
    },
    { key: 'reports', label: { 'zh-CN': '份数' }, measure: { kind: 'reports' } },
  ],
}

beforeAll(async () => {
  db = await openDatabase()
  await loadWorld(db, made)
})
afterAll(() => db.closeSync())

describe('region editions', () => {
  it('should give a split region whole to its heaviest part, and merge, rename and lose nothing', async () => {
    expect(lines(await tabulate(db, spec))).toEqual([
      'total: 18.50 | 17.51 | 5.7 | 5.0 | 4',
      'county=01: 13.50 | 13.01 | 3.8 | 3.0 | 3',
      'county=01/township=0101: 4.50 | 3.00 | 50.0 | 2.0 | 2',
      'county=01/township=0102: 9.00 | 10.01 | -10.1 | 1.0 | 1',
      'county=02: 5.00 | 4.00 | 25.0 | 1.0 | 1',
      'county=02/township=0202: 5.00 | 4.00 | 25.0 | 1.0 | 1',
      'county=:  | 0.50 |  | 1.0 | 0',
    ])
  })

  it('should share a split region out by weight when asked to, keeping the total', async () => {
    expect(lines(await tabulate(db, { ...spec, splits: 'allocate' }))).toEqual([
      'total: 18.50 | 17.51 | 5.7 | 5.0 | 4',
      'county=01: 13.50 | 9.01 | 49.9 | 2.6 | 3',
      'county=01/township=0101: 4.50 | 3.00 | 50.0 | 2.0 | 2',
      'county=01/township=0102: 9.00 | 6.01 | 49.9 | 0.6 | 1',
      'county=02: 5.00 | 8.00 | -37.5 | 1.4 | 1',
      'county=02/township=0201:  | 4.00 |  | 0.4 | 0',
      'county=02/township=0202: 5.00 | 4.00 | 25.0 | 1.0 | 1',
      'county=:  | 0.50 |  | 1.0 | 0',
    ])
  })
})
