/**
 * A matching kept for later periods with what stood beside and above each source, and taken up again with another
 * workbook: what moved to exactly one other place is followed and said, what cannot be found is left out and said.
 */
import { cellIndex, type FormSpec, type LocalText } from '../../form/index.ts'
import { type Detail, type WorkbookMessageCode, workbookMessage } from '../form-workbook/messages.ts'
import { sheetAddress } from '../form-workbook/sheet.ts'
import { areaOf, areaText, columnLetters, columnNumber, type Source } from './address.ts'
import type { SourceBook, Spot } from './book.ts'
import { headOf, headText } from './labels.ts'
import type { CellSources, Matching, RowsSource } from './matching.ts'
import { headOver, labelBeside, labelKey, labelSpot, type SheetView, viewOf } from './sheet-view.ts'

/** A source with the label of each of its rows, how many rows of the sheet had it, and the head of each of its columns. */
export type RememberedSource = Source &
  Readonly<{ beside: readonly string[]; alike: readonly number[]; above: readonly string[] }>
export type RememberedCell = Readonly<{ sources: readonly RememberedSource[]; unit?: string }>
export type RememberedRows = Omit<RowsSource, 'columns'> &
  Readonly<{
    /** The head of the column of keys, and how many rows lie between the heads and the first key. */
    above: string
    skipped: number
    columns: Readonly<Record<string, Readonly<{ column: string; above: string; unit?: string }>>>
  }>
/** What is stored of a matching; nothing in it is a figure. */
export type RememberedMatching = Readonly<{
  /** Names of the sheets used, as they mean the same in another period. */
  sheets: Readonly<Record<string, string>>
  units: Readonly<Record<string, string>>
  cells: Readonly<Record<string, RememberedCell>>
  rows: Readonly<Record<string, RememberedRows>>
}>

export type MatchingNote = Readonly<{
  code: WorkbookMessageCode
  /** `followed`: the source was found elsewhere. `left`: nothing is taken. */
  kind: 'followed' | 'left'
  cell?: string
  section?: string
  message: LocalText
}>

const sheetMeaning = (name: string, period: string) => headText(headOf([name], period))
const headAt = (view: SheetView, at: Spot) => headText(headOver(view, at))

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Texts longer than this are no labels one would know again. */
const LABEL_LENGTH = 80
const cut = (text: string) => [...text].slice(0, LABEL_LENGTH).join('')

function alikeCount(view: SheetView, at: Spot, label: string): number {
  const spot = labelSpot(view, at)
  return spot ? (view.labels.get(labelKey(spot.column, label))?.length ?? 1) : 0
}

function rememberedSource(view: SheetView | undefined, source: Source, heads: boolean): RememberedSource {
  const area = areaOf(source.at)
  if (!view || !area) return { ...source, beside: [], alike: [], above: [] }
  const rows = range(area.from.row, area.to.row).map(row => ({ row, column: area.from.column }))
  const labels = rows.map(spot => labelBeside(view, spot))
  const columns = range(area.from.column, area.to.column)
  return {
    ...source,
    beside: labels.map(cut),
    alike: rows.map((spot, i) => alikeCount(view, spot, labels[i] as string)),
    above: heads ? columns.map(column => cut(headAt(view, { row: area.from.row, column }))) : [],
  }
}

function rememberedRows(view: SheetView | undefined, source: RowsSource): RememberedRows {
  const key = areaOf(source.key)?.from
  const columns = Object.entries(source.columns)
  if (!view || !key) {
    const bare = columns.map(([cell, one]) => [cell, { ...one, above: '' }])
    return { ...source, above: '', skipped: 0, columns: Object.fromEntries(bare) }
  }
  const above = (column: number) => cut(headAt(view, { row: key.row, column }))
  return {
    ...source,
    above: above(key.column),
    skipped: skippedAt(view, key.row),
    columns: Object.fromEntries(
      columns.map(([cell, one]) => [cell, { ...one, above: above(columnNumber(one.column)) }]),
    ),
  }
}

const skippedAt = (view: SheetView, row: number): number =>
  Math.min(row - 1 - (view.headLines.find(line => line < row) ?? row - 1), 20)

/** Whether the heads above a cell's source say what it is: not where the value of one field stands above the other's. */
const hasHead = (spec: FormSpec, cell: string): boolean => cellIndex(spec).get(cell)?.headingKey !== undefined

export function rememberMatching(
  matching: Matching,
  book: SourceBook,
  spec: FormSpec,
  period: string,
): RememberedMatching {
  const views = new Map(book.sheets.map(sheet => [sheet.name, viewOf(sheet, period)]))
  const cells = Object.entries(matching.cells).map(([cell, { sources, unit }]) => {
    const kept = sources.map(one => rememberedSource(views.get(one.sheet), one, hasHead(spec, cell)))
    return [cell, { sources: kept, ...(unit !== undefined && { unit }) }] as const
  })
  const rows = Object.entries(matching.rows).map(
    ([section, source]) => [section, rememberedRows(views.get(source.sheet), source)] as const,
  )
  const used = new Set([
    ...cells.flatMap(([, one]) => one.sources.map(({ sheet }) => sheet)),
    ...rows.map(([, { sheet }]) => sheet),
  ])
  return {
    sheets: Object.fromEntries([...used].map(name => [name, sheetMeaning(name, period)])),
    units: Object.fromEntries(Object.entries(matching.units).filter(([name]) => used.has(name))),
    cells: Object.fromEntries(cells),
    rows: Object.fromEntries(rows),
  }
}

type Recall = Readonly<{
  views: readonly SheetView[]
  notes: MatchingNote[]
  sheets: ReadonlyMap<string, SheetView>
}>
type Place = Readonly<{ cell?: string; section?: string }>

function say(
  { notes }: Recall,
  kind: MatchingNote['kind'],
  place: Place,
  code: WorkbookMessageCode,
  detail: Detail,
): undefined {
  notes.push({ code, kind, ...place, message: workbookMessage(code, detail) })
}

/** The sheet of this name, else the only one that means the same in this period. */
function sheetsNow(
  remembered: RememberedMatching,
  views: readonly SheetView[],
  period: string,
): ReadonlyMap<string, SheetView> {
  const found = Object.entries(remembered.sheets).flatMap(([was, meaning]) => {
    const alike = views.filter(view => sheetMeaning(view.sheet.name, period) === meaning)
    // `10月` of last month is there as well: what it meant then is another sheet now.
    const same = views.find(view => view.sheet.name === was)
    const now =
      same && sheetMeaning(was, period) === meaning ? same : alike.length === 1 ? alike[0] : undefined
    return now ? [[was, now] as const] : []
  })
  return new Map(found)
}

/** The row where the block stands now, by the labels of its rows. */
function rowNow(recall: Recall, view: SheetView, source: RememberedSource, place: Place): number | undefined {
  const area = areaOf(source.at)
  if (!area) return undefined
  const column = area.from.column
  const holds = (row: number) =>
    source.beside.every((label, i) => sameLabel(view, { row: row + i, column }, label))
  const { row } = area.from
  // Another row says the same now: it may be the one that was meant.
  const repeated = source.beside.some((one, i) => one !== '' && countNow(view, one) !== source.alike[i])
  if (holds(row) && !repeated) return row
  const label = source.beside[0] ?? ''
  const rows = label === '' ? [] : [...view.rows.keys()].filter(holds)
  const [only, ...others] = rows
  if (only === undefined) {
    const changed = Math.max(
      0,
      source.beside.findIndex((one, i) => !sameLabel(view, { row: row + i, column }, one)),
    )
    return say(recall, 'left', place, 'LABEL_CHANGED', {
      sheet: view.sheet.name,
      row: row + changed,
      label: source.beside[changed] ?? '',
      found: labelBeside(view, { row: row + changed, column }),
    })
  }
  if (others.length > 0) return say(recall, 'left', place, 'LABEL_AMBIGUOUS', { label, count: rows.length })
  if (only !== row) say(recall, 'followed', place, 'ROW_FOLLOWED', { label, was: row, now: only })
  return only
}

const sameLabel = (view: SheetView, at: Spot, label: string) => cut(labelBeside(view, at)) === label

/** In how many rows a label of label columns stands. */
function countNow(view: SheetView, label: string): number {
  const counts = [...view.labels].filter(([key]) => cut(key.slice(key.indexOf('\n') + 1)) === label)
  return Math.max(0, ...counts.map(([, spots]) => spots.length))
}

/** The first column of the block, by the heads over it. */
function columnNow(
  recall: Recall,
  view: SheetView,
  at: Spot,
  above: readonly string[],
  place: Place,
): number | undefined {
  const holds = (column: number) =>
    above.every((head, i) => cut(headAt(view, { row: at.row, column: column + i })) === head)
  if (holds(at.column)) return at.column
  const columns = above[0] === '' ? [] : range(1, view.sheet.columnCount).filter(holds)
  const [only, ...others] = columns
  const label = headWords(above[0] ?? '')
  if (only === undefined) {
    const found = headWords(headAt(view, at))
    const where = `${view.sheet.name}!${sheetAddress(at)}`
    return say(recall, 'left', place, 'HEAD_CHANGED', { where, label, found })
  }
  if (others.length > 0) return say(recall, 'left', place, 'HEAD_AMBIGUOUS', { label, count: columns.length })
  const [was, now] = [columnLetters(at.column), columnLetters(only)]
  say(recall, 'followed', place, 'COLUMN_FOLLOWED', { label, was, now })
  return only
}

const spanWords = { month: '本月', ytd: '1—本月', any: '' } as const

/** A remembered head as a person reads it. */
function headWords(head: string): string {
  const [, year = '', span = '', rest = ''] = /^@(this|last)\/(month|ytd|any) (.*)$/.exec(head) ?? []
  if (year === '') return head
  const when = `${year === 'last' ? '上年同期' : ''}${spanWords[span as keyof typeof spanWords]}`
  return `${rest}${when === '' ? '本期' : when}`
}

function sourceNow(recall: Recall, source: RememberedSource, cell: string): Source | undefined {
  const view = recall.sheets.get(source.sheet)
  const place = { cell }
  const area = areaOf(source.at)
  if (!view || !area) return say(recall, 'left', place, 'SHEET_GONE', { was: source.sheet })
  const row = rowNow(recall, view, source, place)
  if (row === undefined) return undefined
  const at = { row, column: area.from.column }
  const column = source.above.length === 0 ? at.column : columnNow(recall, view, at, source.above, place)
  if (column === undefined) return undefined
  const to = { row: row + area.to.row - area.from.row, column: column + area.to.column - area.from.column }
  return { sheet: view.sheet.name, at: areaText({ from: { row, column }, to }) }
}

/** A sum of which one term is not found is no sum: nothing of it is taken. */
function cellNow(recall: Recall, cell: string, remembered: RememberedCell): CellSources | undefined {
  const sources = remembered.sources.map(source => sourceNow(recall, source, cell))
  if (sources.some(source => source === undefined)) return undefined
  const { unit } = remembered
  return { sources: sources as readonly Source[], ...(unit !== undefined && { unit }) }
}

/** First rows of tables whose heads are as remembered. */
function tablesNow(view: SheetView, column: number, { above, skipped }: RememberedRows): readonly number[] {
  const firsts = view.headLines
    .filter(line => !view.headLines.includes(line + 1))
    .map(line => line + 1 + skipped)
  return firsts.filter(row => cut(headAt(view, { row, column })) === above)
}

function rowsNow(recall: Recall, section: string, remembered: RememberedRows): RowsSource | undefined {
  const view = recall.sheets.get(remembered.sheet)
  const key = areaOf(remembered.key)?.from
  const place = { section }
  if (!view || !key) return say(recall, 'left', place, 'SHEET_GONE', { was: remembered.sheet })
  const label = headWords(remembered.above)
  const own = cut(headAt(view, key)) === remembered.above && skippedAt(view, key.row) === remembered.skipped
  const firsts = own ? [key.row] : tablesNow(view, key.column, remembered)
  const [first, ...others] = firsts
  if (first === undefined) {
    const column = columnNow(recall, view, key, [remembered.above], place)
    return column === undefined
      ? undefined
      : tableAt(recall, view, section, remembered, { row: key.row, column })
  }
  if (others.length > 0) return say(recall, 'left', place, 'LABEL_AMBIGUOUS', { label, count: firsts.length })
  if (first !== key.row) say(recall, 'followed', place, 'ROW_FOLLOWED', { label, was: key.row, now: first })
  return tableAt(recall, view, section, remembered, { row: first, column: key.column })
}

function tableAt(
  recall: Recall,
  view: SheetView,
  section: string,
  remembered: RememberedRows,
  key: Spot,
): RowsSource {
  const columns = Object.entries(remembered.columns).flatMap(([cell, { column, above, unit }]) => {
    const at = { row: key.row, column: columnNumber(column) }
    const now = columnNow(recall, view, at, [above], { section, cell })
    return now === undefined
      ? []
      : [[cell, { column: columnLetters(now), ...(unit !== undefined && { unit }) }] as const]
  })
  return { sheet: view.sheet.name, key: sheetAddress(key), columns: Object.fromEntries(columns) }
}

/** Takes a remembered matching up with a workbook of a later period. */
export function recallMatching(
  remembered: RememberedMatching,
  book: SourceBook,
  spec: FormSpec,
  period: string,
): Readonly<{ matching: Matching; notes: readonly MatchingNote[] }> {
  const views = book.sheets.map(sheet => viewOf(sheet, period))
  const recall: Recall = { views, notes: [], sheets: sheetsNow(remembered, views, period) }
  for (const [was, view] of recall.sheets)
    if (view.sheet.name !== was) say(recall, 'followed', {}, 'SHEET_FOLLOWED', { was, now: view.sheet.name })
  const places = cellIndex(spec)
  const known = (cell: string) => {
    if (places.has(cell)) return true
    say(recall, 'left', {}, 'CELL_NOT_IN_FORM', { cell })
    return false
  }
  const cells = Object.entries(remembered.cells).flatMap(([cell, one]) => {
    const now = known(cell) ? cellNow(recall, cell, one) : undefined
    return now ? [[cell, now] as const] : []
  })
  const sections = new Set(spec.sections.flatMap(({ kind, id }) => (kind === 'rows' ? [id] : [])))
  const rows = Object.entries(remembered.rows).flatMap(([section, one]) => {
    if (!sections.has(section)) return say(recall, 'left', {}, 'CELL_NOT_IN_FORM', { cell: section }) ?? []
    const columns = Object.fromEntries(Object.entries(one.columns).filter(([cell]) => known(cell)))
    const now = rowsNow(recall, section, { ...one, columns })
    return now ? [[section, now] as const] : []
  })
  const units = Object.entries(remembered.units).flatMap(([was, unit]) => {
    const view = recall.sheets.get(was)
    return view ? [[view.sheet.name, unit] as const] : []
  })
  return {
    matching: {
      units: Object.fromEntries(units),
      cells: Object.fromEntries(cells),
      rows: Object.fromEntries(rows),
    },
    notes: recall.notes,
  }
}
