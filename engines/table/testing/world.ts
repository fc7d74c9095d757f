/** Small generated worlds for tests: regions in two editions, industries, and the reports of a few units. */

import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import type { TabulationSource } from '../model.ts'

type RegionRow = Readonly<{
  edition: string
  code: string
  county: string | null
  township: string | null
}>
type MapRow = Readonly<{ from: string; to: string; weight: string | null }>
type IndustryRow = Readonly<{ code: string; section: string; division: string | null }>
export type ReportRow = Readonly<{
  unit: number
  period: string
  edition: '2025' | '2026'
  region: string | null
  industry: string | null
  size: string | null
  kind: string | null
  above: boolean | null
  rank: number
  row: string
  /** Hundredths. */
  x: bigint | null
  y: bigint | null
}>

export type World = Readonly<{
  regions: readonly RegionRow[]
  /** From edition 2025 to 2026. */
  map: readonly MapRow[]
  industries: readonly IndustryRow[]
  reports: readonly ReportRow[]
}>

export const source = (hasRowKey: boolean): TabulationSource => ({
  table: 'report_1',
  hasRowKey,
  columns: [
    { name: 'x', type: { kind: 'decimal', scale: 2 }, unitOfMeasure: '千元' },
    { name: 'y', type: { kind: 'decimal', scale: 0 }, unitOfMeasure: '人' },
  ],
})

const regions: readonly RegionRow[] = [
  { edition: '2026', code: '01', county: '01', township: null },
  ...['0101', '0102', '0201', '0202', '0301'].map(code => ({
    edition: '2026',
    code,
    county: code.slice(0, 2),
    township: code,
  })),
]

/** A rename, a merge, an even split, an uneven split, one that went nowhere known, one never mapped. */
const maps: readonly MapRow[] = [
  { from: 'old-a', to: '0101', weight: null },
  { from: 'old-b', to: '0101', weight: '1' },
  { from: 'old-c', to: '0102', weight: '0.5' },
  { from: 'old-c', to: '0201', weight: '0.5' },
  { from: 'old-d', to: '0202', weight: '0.75' },
  { from: 'old-d', to: '0301', weight: '0.125' },
  { from: 'old-d', to: '0101', weight: '0.125' },
  { from: 'old-e', to: '9999', weight: '1' },
]

const industries: readonly IndustryRow[] = [
  { code: 'C', section: 'C', division: null },
  { code: '1311', section: 'C', division: '13' },
  { code: '1320', section: 'C', division: '13' },
  { code: '1411', section: 'C', division: '14' },
  { code: '0610', section: 'B', division: '06' },
]

export const periods = [
  '2025-M07',
  '2025-M08',
  '2025-M09',
  '2026-M06',
  '2026-M07',
  '2026-M08',
  '2026-M09',
] as const

const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(-5_000n, 200_000n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 1n, 10n ** 17n + 1n, -(10n ** 17n)) },
)

const place = fc.oneof(
  fc.constantFrom('0101', '0102', '0201', '0202', '0301', '01', 'nowhere', null).map(region => ({
    edition: '2026' as const,
    region,
  })),
  fc.constantFrom('old-a', 'old-b', 'old-c', 'old-d', 'old-e', 'lost').map(region => ({
    edition: '2025' as const,
    region,
  })),
)

const report = fc
  .record({
    unit: fc.integer({ min: 1, max: 9 }),
    period: fc.constantFrom(...periods),
    place,
    industry: fc.constantFrom('1311', '1320', '1411', '0610', 'C', '9999', null),
    size: fc.constantFrom('1', '2', "3'|", null),
    kind: fc.constantFrom('legal', 'village', null),
    above: fc.constantFrom(true, false, null),
    rank: fc.integer({ min: 0, max: 4 }),
    row: fc.constantFrom('a', 'b'),
    x: fc.option(amount, { freq: 4 }),
    y: fc.option(fc.bigInt(0n, 50n), { freq: 4 }),
  })
  .map(({ place: where, ...rest }): ReportRow => ({ ...rest, ...where }))

/** One report per unit and period; with `hasRowKey`, one per unit, period and row. */
export const world = (hasRowKey: boolean): fc.Arbitrary<World> =>
  fc
    .uniqueArray(report, {
      maxLength: 40,
      selector: item => [item.unit, item.period, hasRowKey ? item.row : ''].join('/'),
    })
    .map(reports => ({ regions, map: maps, industries, reports }))

const cents = (value: bigint | null): string => {
  if (value === null) return 'NULL'
  const text = (value < 0n ? -value : value).toString().padStart(3, '0')
  return `${value < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`
}

const text = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`)

const fill = async (db: DuckDBConnection, table: string, columns: string, rows: readonly string[]) => {
  await db.run(`CREATE OR REPLACE TABLE ${table} (${columns})`)
  if (rows.length > 0) await db.run(`INSERT INTO ${table} VALUES ${rows.map(row => `(${row})`).join(', ')}`)
}

/** The columns every mirror table begins with, as the analytics store declares them. */
const mirrorColumns =
  'unit_id INTEGER, collection_id INTEGER, period VARCHAR, region_edition VARCHAR, region_code VARCHAR, ' +
  'industry_code VARCHAR, size_class VARCHAR, register_type VARCHAR, unit_kind VARCHAR, above_threshold BOOLEAN, ' +
  'state VARCHAR, state_rank INTEGER'

/** Writes a world into DuckDB under the names the engine expects. */
export const loadWorld = async (
  db: DuckDBConnection,
  { regions: places, map, industries: trades, reports }: World,
) => {
  await fill(
    db,
    'dim_region',
    'edition VARCHAR, region_code VARCHAR, city_code VARCHAR, county_code VARCHAR, township_code VARCHAR, village_code VARCHAR',
    places.map(
      row =>
        `${text(row.edition)}, ${text(row.code)}, '00', ${text(row.county)}, ${text(row.township)}, NULL`,
    ),
  )
  await fill(
    db,
    'dim_region_map',
    'edition_from VARCHAR, edition_to VARCHAR, from_code VARCHAR, to_code VARCHAR, weight DECIMAL(9, 8)',
    map.map(row => `'2025', '2026', ${text(row.from)}, ${text(row.to)}, ${row.weight ?? 'NULL'}`),
  )
  await fill(
    db,
    'dim_industry',
    'industry_code VARCHAR, section VARCHAR, division VARCHAR, group_code VARCHAR, class_code VARCHAR',
    trades.map(row => `${text(row.code)}, ${text(row.section)}, ${text(row.division)}, NULL, NULL`),
  )
  await fill(db, 'dim_label', 'dimension VARCHAR, code VARCHAR, zh VARCHAR, en VARCHAR, ordinal INTEGER', [])
  await fill(
    db,
    'report_1',
    `${mirrorColumns}, row_key VARCHAR, x DECIMAL(18, 2), y DECIMAL(18, 0)`,
    reports.map(row =>
      [
        row.unit,
        Number(row.period.slice(-2)),
        text(row.period),
        text(row.edition),
        text(row.region),
        text(row.industry),
        text(row.size),
        "'110'",
        text(row.kind),
        row.above ?? 'NULL',
        "'any'",
        row.rank,
        text(row.row),
        cents(row.x),
        row.y ?? 'NULL',
      ].join(', '),
    ),
  )
}
