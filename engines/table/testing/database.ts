/** Runs a tabulation on DuckDB as a caller would. */

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import {
  buildGrid,
  type Grid,
  type LabelRow,
  labelsFromRows,
  planTabulation,
  rowPath,
  type TabulationPlan,
  type TabulationSpec,
} from '../index.ts'

export const openDatabase = async (): Promise<DuckDBConnection> =>
  (await DuckDBInstance.create(':memory:')).connect()

export const planOf = (spec: TabulationSpec): TabulationPlan => {
  const result = planTabulation(spec)
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics))
  return result.plan
}

/** EXPLAINs and runs the plan's query, and builds the grid. */
export const tabulate = async (db: DuckDBConnection, spec: TabulationSpec): Promise<Grid> => {
  const plan = planOf(spec)
  await db.run(`EXPLAIN ${plan.sql}`)
  const packed = (await db.runAndReadAll(plan.sql)).getRows().map(row => row[0] as string)
  const labels = (await db.runAndReadAll(plan.labelSql)).getRows() as unknown as readonly LabelRow[]
  return buildGrid(plan, packed, labelsFromRows(labels, spec.edition))
}

/** `county=01/township=0101`; empty for the total. */
export const pathName = (grid: Grid, index: number): string =>
  rowPath(grid, index)
    .map(step => `${step.level}=${step.code}`)
    .join('/')

/** Rows as lines of text: path, then cells, flagged cells as `!flag`. */
export const lines = (grid: Grid): readonly string[] =>
  grid.rows.map((row, index) => {
    const cells = row.cells.map((cell, column) =>
      row.flags?.[column] ? `!${row.flags[column]}` : (cell ?? ''),
    )
    return `${pathName(grid, index) || 'total'}: ${cells.join(' | ')}`
  })
