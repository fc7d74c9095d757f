/** What stands beside and above the figures of a sheet: its labels and its heads. */
import { measureOf } from '../../form/index.ts'
import { cellAt, cellSeen, type SourceCell, type SourceSheet, type Spot, spotKey, spotOf } from './book.ts'
import { type Head, headOf, labelOf } from './labels.ts'

export type SheetView = Readonly<{
  sheet: SourceSheet
  period: string
  /** Filled cells of each row, by column. */
  rows: ReadonlyMap<number, readonly Spot[]>
  headRows: ReadonlySet<number>
  /** Rows that heads reach into, upwards from the last. */
  headLines: readonly number[]
  /** Columns whose cells name what their rows are about. */
  labelColumns: ReadonlySet<number>
  /** How many labels of a label column say the same, by `column\nlabel`. */
  labels: ReadonlyMap<string, readonly Spot[]>
}>

const number = /^[-+(]?[¥$]?[\d,]+(?:\.\d*)?\)?%?$/
const year = /^(?:19|20)\d\d$/
const besideLabels = /^(?:计量单位|单位|unitofmeasure|unit|代码|编码|指标代码|code|行次|序号|line|no)$/
const codeHeads = /^(?:代码|编码|指标代码|code)$/

export const isNumeric = ({ kind, text }: SourceCell): boolean =>
  kind === 'number' ||
  kind === 'uncached' ||
  (kind === 'text' && number.test(text.normalize('NFKC').replace(/\s+/g, '')))

/** A text with letters in it that is no unit of measure and no dash. */
export function isLabel(cell: SourceCell | undefined): cell is SourceCell {
  if (cell?.kind !== 'text') return false
  const text = cell.text.normalize('NFKC').trim()
  return /\p{L}/u.test(text) && measureOf(text) === undefined && !/^(?:无|不适用|x|n\/a)$/i.test(text)
}

function rowsOf(sheet: SourceSheet): ReadonlyMap<number, readonly Spot[]> {
  const rows = new Map<number, Spot[]>()
  for (const key of sheet.cells.keys()) {
    const spot = spotOf(key)
    const row = rows.get(spot.row)
    if (row) row.push(spot)
    else rows.set(spot.row, [spot])
  }
  for (const row of rows.values()) row.sort((a, b) => a.column - b.column)
  return rows
}

/** A row of words and no figures, but for years. */
function isHeadRow(sheet: SourceSheet, row: readonly Spot[]): boolean {
  const cells = row.map(spot => cellAt(sheet, spot) as SourceCell)
  return cells.some(isLabel) && cells.every(cell => !isNumeric(cell) || year.test(cell.text))
}

/** A head as it stands at the end of its column's heads: `代码` over a column of codes. */
const ownHead = (view: SheetView, at: Spot): string => labelOf(headTexts(view, at).at(-1) ?? '').bare

export function viewOf(sheet: SourceSheet, period: string): SheetView {
  const rows = rowsOf(sheet)
  const headRows = new Set([...rows].flatMap(([row, spots]) => (isHeadRow(sheet, spots) ? [row] : [])))
  const reaching = [...sheet.merged].flatMap(([key, from]) =>
    headRows.has(from.row) ? [spotOf(key).row] : [],
  )
  const headLines = [...new Set([...headRows, ...reaching])].sort((a, b) => b - a)
  const none = { labelColumns: new Set<number>(), labels: new Map<string, readonly Spot[]>() }
  const bare: SheetView = { sheet, period, rows, headRows, headLines, ...none }
  const counts = new Map<number, { words: number; figures: number; beside: number }>()
  for (const spot of [...rows.values()].flat()) {
    const cell = cellAt(sheet, spot)
    const count = counts.get(spot.column) ?? { words: 0, figures: 0, beside: 0 }
    counts.set(spot.column, count)
    if (cell && isNumeric(cell)) count.figures += 1
    else if (isLabel(cell)) {
      if (besideLabels.test(ownHead(bare, { row: spot.row, column: spot.column }))) count.beside += 1
      else count.words += 1
    }
  }
  const labelColumns = new Set(
    [...counts].flatMap(([column, { words, figures, beside }]) =>
      words > 0 && words >= figures && words >= beside ? [column] : [],
    ),
  )
  const labels = Map.groupBy(
    [...rows.values()].flat().filter(spot => labelColumns.has(spot.column) && isLabel(cellAt(sheet, spot))),
    spot => labelKey(spot.column, labelOf(cellAt(sheet, spot)?.text ?? '').full),
  )
  return { ...bare, labelColumns, labels }
}

export const labelKey = (column: number, label: string): string => `${column}\n${label}`

const startOf = (sheet: SourceSheet, at: Spot): Spot => sheet.merged.get(spotKey(at)) ?? at

/** Where the label of a figure stands: the nearest word to its left, a label column before any other. */
export function labelSpot(view: SheetView, at: Spot): Spot | undefined {
  const { sheet, labelColumns } = view
  const left = Array.from({ length: at.column - 1 }, (_, i) => ({ row: at.row, column: at.column - 1 - i }))
  const named = left.filter(spot => isLabel(cellSeen(sheet, spot)))
  const found = named.find(spot => labelColumns.has(startOf(sheet, spot).column)) ?? named[0]
  return found && startOf(sheet, found)
}

export function labelBeside(view: SheetView, at: Spot): string {
  const spot = labelSpot(view, at)
  return spot ? labelOf(cellAt(view.sheet, spot)?.text ?? '').full : ''
}

/** At most so many rows of heads over a table. */
const HEAD_ROWS = 6

const headsKnown = new WeakMap<SourceSheet, Map<string, readonly string[]>>()

/** The heads over a place, from the outer to the inner. A title across the sheet is none. */
export function headTexts({ sheet, headRows, headLines }: SheetView, at: Spot): readonly string[] {
  const line = headLines.findIndex(row => row < at.row)
  if (line < 0) return []
  const known = headsKnown.get(sheet) ?? new Map<string, readonly string[]>()
  headsKnown.set(sheet, known)
  const key = `${line}\n${at.column}`
  const texts = known.get(key) ?? readHeads(sheet, headRows, headLines.slice(line), at.column)
  known.set(key, texts)
  return texts
}

function readHeads(
  sheet: SourceSheet,
  headRows: ReadonlySet<number>,
  lines: readonly number[],
  column: number,
): readonly string[] {
  const found: Spot[] = []
  let above = 0
  for (const row of lines) {
    const spot = startOf(sheet, { row, column })
    const cell = cellAt(sheet, spot)
    const isYear = cell !== undefined && isNumeric(cell) && year.test(cell.text)
    const worded = isYear || isLabel(cell)
    const isHead = worded && headRows.has(spot.row) && !coversLabels(sheet, spot, column)
    if (found.length > 0 && (!isHead || row < above - 1 || found.length >= HEAD_ROWS)) break
    if (!isHead) continue
    above = row
    if (!found.some(one => one.row === spot.row && one.column === spot.column)) found.push(spot)
  }
  return found.toReversed().map(spot => cellAt(sheet, spot)?.text ?? '')
}

/** Merged from the first column of the sheet: a title or the name of a group. */
function coversLabels(sheet: SourceSheet, head: Spot, column: number): boolean {
  const first = firstColumn(sheet)
  return head.column <= first && column > first
}

const firstColumns = new WeakMap<SourceSheet, number>()
function firstColumn(sheet: SourceSheet): number {
  const known = firstColumns.get(sheet)
  if (known !== undefined) return known
  let first = Number.POSITIVE_INFINITY
  for (const key of sheet.cells.keys()) first = Math.min(first, spotOf(key).column)
  firstColumns.set(sheet, first)
  return first
}

export const headOver = (view: SheetView, at: Spot): Head => headOf(headTexts(view, at), view.period)

/** The code that a row is listed under: what stands in its column headed 代码. */
export function codeBeside(view: SheetView, at: Spot): string | undefined {
  const row = view.rows.get(at.row) ?? []
  const spot = row.find(one => one.column !== at.column && codeHeads.test(ownHead(view, one)))
  return spot && cellAt(view.sheet, spot)?.text.trim()
}

/** The unit that the sheet says its figures are in: `单位：元` above the table. */
export function sheetUnitText(view: SheetView): readonly string[] {
  const spots = [...view.rows].filter(([row]) => row <= 15).flatMap(([, row]) => row)
  return spots.map(spot => cellAt(view.sheet, spot)?.text ?? '').filter(text => /单位|unit/i.test(text))
}
