/** The grid a tabulation gives to screens and to Excel: a heading tree, rows in tree order, and where it came from. */

import type { LocalText } from './model.ts'

/** One step down: `dimension` is region, industry, period, conditions or an attribute's column. */
export type PathStep = Readonly<{ dimension: string; level: string; code: string }>

/** A node of the heading tree, ready for merged heads: it covers `colSpan` columns and `rowSpan` head rows. */
export type GridHead = Readonly<{
  label: LocalText
  unitOfMeasure?: string
  colSpan: number
  rowSpan: number
  /** Index into `columns` for a leaf. */
  column?: number
  children?: readonly GridHead[]
}>

export type GridColumn = Readonly<{
  key: string
  label: LocalText
  unitOfMeasure?: string
  decimals: number
  /** The value of the column dimension; `null` is its total. Absent without a column dimension. */
  across?: string | null
}>

/**
 * `withheld`: by the disclosure rule or to protect another cell, one mark for both, because telling which would say
 * how large the count behind it is;
 * `undefined`: no value can be given (division by zero, growth on a base that is not positive).
 */
export type CellFlag = 'withheld' | 'undefined'

export type GridRow = Readonly<{
  /** The last step of the row's path; null for the total. `rowPath` gives the whole path. */
  step: PathStep | null
  /** Steps below the total. */
  level: number
  /** Index of the parent row in `rows`, -1 at the top. */
  parent: number
  label: LocalText
  /** Decimal strings, one per column; null is blank or flagged. */
  cells: readonly (string | null)[]
  /** By column index, only where there is something to say. */
  flags?: Readonly<Record<number, CellFlag>>
}>

/** What the caller knows about the freshness of the store: drained up to this change sequence at this time. */
export type GridFreshness = Readonly<{ drainedSequence?: string; drainedAt?: string }>

export type Grid = Readonly<{
  head: readonly GridHead[]
  /** Head rows that the heading tree takes. */
  headRows: number
  columns: readonly GridColumn[]
  rows: readonly GridRow[]
  meta: GridFreshness & Readonly<{ specHash: string; edition: string; periods: readonly string[] }>
}>

/** The steps from the total to a row; needs the parents' rows, so it works on a whole grid only. */
export const rowPath = (grid: Pick<Grid, 'rows'>, index: number): readonly PathStep[] => {
  const row = grid.rows[index]
  if (!row?.step) return []
  return [...rowPath(grid, row.parent), row.step]
}
