/** Two million generated reports of 30 decimal cells, with regions and industries as the analytics store keeps them. */

import { mkdir } from 'node:fs/promises'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export const cellNames = Array.from({ length: 30 }, (_, index) => `M${String(index + 1).padStart(2, '0')}`)

const townships = 130
const villages = 900

const region = (village: string) => {
  const township = `(${village} % ${townships})`
  return {
    county: `printf('4302%02d000000', ${township} % 9 + 1)`,
    township: `printf('4302%02d%03d000', ${township} % 9 + 1, ${township} + 1)`,
    village: `printf('4302%02d%03d%03d', ${township} % 9 + 1, ${township} + 1, ${village})`,
  }
}

const tables = (reports: number): readonly string[] => {
  const own = region('v')
  const cells = cellNames.map(
    (name, index) => `(hash(i * 31 + ${index}) % 100000000 / 100)::DECIMAL(18, 2) AS ${name}`,
  )
  return [
    `CREATE TABLE dim_region AS
     SELECT '2026' AS edition, ${own.village} AS region_code, '430200000000' AS city_code, ${own.county} AS county_code,
            ${own.township} AS township_code, ${own.village} AS village_code
     FROM range(1, ${villages + 1}) t(v)`,
    `CREATE TABLE dim_region_map (edition_from VARCHAR, edition_to VARCHAR, from_code VARCHAR, to_code VARCHAR,
     weight DECIMAL(9, 8))`,
    `CREATE TABLE dim_industry AS
     SELECT printf('%04d', d * 100 + g) AS industry_code, chr((65 + d % 20)::INTEGER) AS section,
            printf('%02d', d) AS division, printf('%03d', (d * 100 + g) // 10) AS group_code,
            printf('%04d', d * 100 + g) AS class_code
     FROM range(1, 98) a(d), range(1, 15) b(g)`,
    `CREATE TABLE dim_label AS
     SELECT DISTINCT 'region:2026' AS dimension, code, '地区' || code AS zh, 'Region ' || code AS en, NULL::INTEGER AS ordinal
     FROM (SELECT unnest([county_code, township_code, village_code]) AS code FROM dim_region)
     UNION ALL
     SELECT DISTINCT 'industry', code, '行业' || code, 'Industry ' || code, NULL
     FROM (SELECT unnest([section, division, group_code, class_code]) AS code FROM dim_industry)`,
    `CREATE TABLE report_1 AS
     SELECT i::INTEGER AS unit_id, 1 AS collection_id, '2026-M10' AS period, '2026' AS region_edition,
            ${own.village} AS region_code, printf('%04d', (h % 97 + 1) * 100 + (h // 97) % 14 + 1) AS industry_code,
            printf('%d', h % 4 + 1) AS size_class, '110' AS register_type, 'legal' AS unit_kind,
            h % 3 = 0 AS above_threshold, 'submitted' AS state, 2 AS state_rank,
            ${cells.join(', ')}
     FROM (SELECT i, (hash(i) % ${villages} + 1)::INTEGER AS v, (hash(i + 7) % 100000)::INTEGER AS h
           FROM range(${reports}) t(i))`,
  ]
}

/** Opens `data/bench/tabulation-<reports>.duckdb`, generating it the first time. */
export const openReports = async (reports: number): Promise<DuckDBConnection> => {
  await mkdir('data/bench', { recursive: true })
  const db = await (await DuckDBInstance.create(`data/bench/tabulation-${reports}.duckdb`)).connect()
  const made = await db.runAndReadAll("SELECT 1 FROM duckdb_tables() WHERE table_name = 'report_1'")
  if (made.currentRowCount > 0) return db
  await db.run('BEGIN')
  for (const sql of tables(reports)) await db.run(sql)
  await db.run('COMMIT')
  return db
}

export const wideCellNames = Array.from(
  { length: 60 },
  (_, index) => `W${String(index + 1).padStart(2, '0')}`,
)

/** Opens `data/bench/rules-<reports>.duckdb`: reports of sixty decimal cells, one in fifty blank. */
export const openWideReports = async (reports: number): Promise<DuckDBConnection> => {
  await mkdir('data/bench', { recursive: true })
  const db = await (await DuckDBInstance.create(`data/bench/rules-${reports}.duckdb`)).connect()
  const cells = wideCellNames.map((name, index) => {
    const random = `hash(i * 61 + ${index})`
    return `CASE WHEN ${random} % 50 > 0 THEN (${random} % 100000000 / 100)::DECIMAL(18, 2) END AS ${name}`
  })
  await db.run(
    `CREATE TABLE IF NOT EXISTS report_60 AS
     SELECT i::INTEGER AS unit_id, '2026-M10' AS period, ${cells.join(', ')} FROM range(${reports}) t(i)`,
  )
  return db
}
