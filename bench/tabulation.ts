/**
 * A tabulation from request to JSON against the bare DuckDB query that gives the same numbers: county × township ×
 * industry division with totals over two million reports of 30 decimal cells.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import {
  buildGrid,
  type LabelRow,
  labelsFromRows,
  planTabulation,
  type TabulationSpec,
} from '#engines/table/index.ts'
import { type Timing, takeTurns } from './measure.ts'
import { cellNames, openReports } from './tabulation-data.ts'

const spec: TabulationSpec = {
  source: {
    table: 'report_1',
    columns: cellNames.map(name => ({ name, type: { kind: 'decimal', scale: 2 }, unitOfMeasure: '千元' })),
  },
  edition: '2026',
  periods: ['2026-M10'],
  rows: [
    { kind: 'region', levels: ['county', 'township'] },
    { kind: 'industry', levels: ['division'] },
  ],
  columns: cellNames.map(name => ({
    key: name,
    label: { 'zh-CN': name },
    measure: { kind: 'sum', column: name },
  })),
}

const rowsOf = async (db: DuckDBConnection, sql: string) => (await db.runAndReadAll(sql)).getRows()

/** What a request does: check and plan the spec, query, label, build the grid, write it as JSON. */
const request = async (db: DuckDBConnection, wanted: TabulationSpec): Promise<string> => {
  const result = planTabulation(wanted)
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics))
  const { sql, labelSql } = result.plan
  const packed = (await db.runAndReadAll(sql)).getColumns()[0] as string[]
  const labels = labelsFromRows((await rowsOf(db, labelSql)) as unknown as LabelRow[], wanted.edition)
  return JSON.stringify(buildGrid(result.plan, packed, labels))
}

const sums = cellNames.map(name => `sum(${name})`).join(', ')

/** The same roll-up written by hand, through the dimension tables. */
const joined = `SELECT county_code, township_code, division, ${sums}
  FROM report_1 JOIN dim_region USING (region_code) JOIN dim_industry USING (industry_code)
  WHERE period = '2026-M10' AND state_rank >= 2
  GROUP BY ROLLUP (county_code, township_code, division)`

/** The same again for codes whose prefixes happen to be the hierarchy: no dated editions, no sections. */
const prefixed = `SELECT substr(region_code, 1, 6) AS a, substr(region_code, 1, 9) AS b, substr(industry_code, 1, 2) AS c, ${sums}
  FROM report_1
  WHERE period = '2026-M10' AND state_rank >= 2
  GROUP BY ROLLUP (a, b, c)`

const drain = async (db: DuckDBConnection, sql: string) => {
  const result = await db.run(sql)
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk());
}

export type TabulationBench = Readonly<{
  reports: number
  timings: readonly Timing[]
  ratio: number
  ratioToPrefix: number
}>

/** Medians of interleaved runs; `ratio` is ours over the bare query. */
export const benchTabulation = async (reports = 2_000_000, rounds = 7): Promise<TabulationBench> => {
  const db = await openReports(reports)
  const timings = await takeTurns(
    [
      { name: 'tabulation, request to JSON', run: () => request(db, spec) },
      { name: 'bare query, dimension tables', run: () => drain(db, joined) },
      { name: 'bare query, code prefixes', run: () => drain(db, prefixed) },
    ],
    rounds,
  )
  db.closeSync()
  const [ours, bare, prefix] = timings.map(timing => timing.medianMs)
  return { reports, timings, ratio: ours! / bare!, ratioToPrefix: ours! / prefix! }
}

if (import.meta.main) console.log(JSON.stringify(await benchTabulation(), null, 2))
