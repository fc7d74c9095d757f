/** The values a workbook gives the form by a matching, with everything that cannot be taken told by cell. */
import {
  amountIn,
  type CellAddress,
  type CellPlace,
  type Codelists,
  codelistsOf,
  type FormSpec,
  type FormValues,
  formCells,
  groupThousands,
  type LocalText,
  measureOf,
  parseValue,
  type RowsSection,
  roundDecimal,
  type Scalar,
  shiftDecimal,
  sumDecimals,
  unitOf,
  unitText,
} from '../../form/index.ts'
import { codeFinder } from '../form-workbook/lists.ts'
import { isLocked, valueAt } from '../form-workbook/locks.ts'
import { type Detail, type WorkbookMessageCode, workbookMessage } from '../form-workbook/messages.ts'
import type { FormReading, FoundCell, FoundRow, SheetProblem } from '../form-workbook/read.ts'
import { sheetAddress } from '../form-workbook/sheet.ts'
import { areaOf, columnNumber, type Source, sourcesText, spotsOf } from './address.ts'
import { cellAt, cellSeen, type SourceBook, type SourceCell, type Spot, sheetNamed } from './book.ts'
import { type CellSources, fillableColumns, type Matching, rowsSections } from './matching.ts'

export type ReadValuesOptions = Readonly<{
  spec: FormSpec
  /** What the report holds now: what a blank source leaves as it is. */
  values: FormValues
  initial?: FormValues
  codelists?: Codelists
}>

type Problem = Pick<SheetProblem, 'code' | 'message' | 'text'>
type Found = Readonly<{ value: Scalar; told?: LocalText }> | Readonly<{ problem: Problem }>

const problem = (code: WorkbookMessageCode, text = '', detail: Detail = {}): Found => ({
  problem: { code, text, message: workbookMessage(code, detail) },
})

/** Cells of the sources in order; one alone is the one a person sees, of several each is counted once. */
function cellsOf(book: SourceBook, sources: readonly Source[]): readonly (SourceCell | undefined)[] {
  const spots = sources.flatMap(({ sheet, at }) => {
    const [found, area] = [sheetNamed(book, sheet), areaOf(at)]
    return found && area ? spotsOf(area).map(spot => ({ sheet: found, spot })) : []
  })
  const [one, ...others] = spots
  if (one && others.length === 0) return [cellSeen(one.sheet, one.spot)]
  return spots.map(({ sheet, spot }) => cellAt(sheet, spot))
}

function unusable({ kind, text }: SourceCell, isNumber: boolean): Found | undefined {
  if (kind === 'error') return problem('FORMULA_ERROR', text, { text })
  if (kind === 'uncached') return problem('NO_CACHED_VALUE')
  return isNumber && kind === 'date' ? problem('DATE_NOT_NUMBER', text, { text }) : undefined
}

type Target = Readonly<{ place: CellPlace; unit: string | undefined; codelists: Codelists }>

function parsed({ place, unit, codelists }: Target, text: string): Found {
  const context = { codelists, ...(unit !== undefined && { unitOfMeasure: unit }) }
  const { type } = place.spec
  const known = type.kind === 'code' ? codeFinder(codelists(type.codelist) ?? [], 'zh-CN')(text) : undefined
  if (known !== undefined) return { value: known }
  const result = parseValue(type, text, context)
  return 'value' in result ? { value: result.value } : { problem: { ...result.problem, text } }
}

/** `12,345,678.9 元 → 12,346 千元（四舍五入）`. */
function conversion(
  amount: string,
  from: string,
  value: string,
  to: string,
  rounded: boolean,
): LocalText | undefined {
  if (from === to && !rounded) return undefined
  const [was, now] = [groupThousands(amount), groupThousands(value)]
  return {
    'zh-CN': `${was} ${from} → ${now} ${to}${rounded ? '（四舍五入）' : ''}`,
    en: `${was} ${unitText(from, 'en')} → ${now} ${unitText(to, 'en')}${rounded ? ' (rounded)' : ''}`,
  }
}

/** The unit a figure stands in, where it counts the same thing as the cell. */
export function sourceUnit(
  said: string | undefined,
  sheet: string | undefined,
  unit: string | undefined,
): string | undefined {
  const base = unit === undefined ? undefined : measureOf(unit)?.base
  return [said, sheet].find(one => one !== undefined && base !== undefined && measureOf(one)?.base === base)
}

function amount(target: Target, text: string, from: string | undefined): Found {
  const { place, unit } = target
  const { type } = place.spec
  if (from === undefined || unit === undefined || type.kind !== 'decimal') return parsed(target, text)
  const exact = amountIn(text, from, unit)
  if (exact === null) return parsed(target, text)
  const rounded = roundDecimal(exact, type.scale)
  const found = parsed(target, rounded)
  if (!('value' in found)) return found
  const told = conversion(shiftDecimal(text, 0) as string, from, rounded, unit, rounded !== exact)
  return { ...found, ...(told && { told }) }
}

/** One value out of the cells of its sources; null where all of them are blank. */
function valueFrom(
  target: Target,
  cells: readonly (SourceCell | undefined)[],
  from: string | undefined,
): Found {
  const filled = cells.filter(cell => cell !== undefined)
  const isNumber = target.place.spec.type.kind === 'decimal'
  const [first] = filled
  for (const cell of filled) {
    const bad = unusable(cell, isNumber)
    if (bad) return bad
  }
  if (!first) return { value: null }
  if (cells.length === 1) return isNumber ? amount(target, first.text, from) : parsed(target, first.text)
  if (!isNumber) return problem('SUM_OF_TEXT', first.text)
  const amounts = filled.map(({ text }) => shiftDecimal(text, 0))
  const odd = amounts.indexOf(null)
  if (odd >= 0) return parsed(target, filled[odd]?.text ?? '')
  return amount(target, sumDecimals(amounts as string[]), from)
}

type Desk = Readonly<{
  book: SourceBook
  matching: Matching
  options: ReadValuesOptions
  codelists: Codelists
  cells: FoundCell[]
  rows: FoundRow[]
  problems: SheetProblem[]
  ignored: SheetProblem[]
}>

type Taking = Readonly<{ place: CellPlace; at: CellAddress; section?: string }>

function take(
  desk: Desk,
  { place, at, section }: Taking,
  where: string,
  cells: readonly (SourceCell | undefined)[],
  said: string | undefined,
): void {
  const { options, codelists } = desk
  const there = { where, at, ...(section !== undefined && { section }) }
  const text = cells.find(cell => cell !== undefined)?.text ?? ''
  if (isLocked(place, at.row, options.initial)) {
    desk.ignored.push({ ...there, text, code: 'LOCKED_CELL', message: workbookMessage('LOCKED_CELL') })
    return
  }
  const unit = unitOf(options.spec, place, at.row, codelists)
  const found = valueFrom({ place, unit, codelists }, cells, said)
  if ('problem' in found) desk.problems.push({ ...there, ...found.problem })
  else if (found.value !== null) {
    const { value, told } = found
    desk.cells.push({ ...there, value, untouched: false, ...(told && { told }) })
  } else if (valueAt(options.values, place, at.row) !== null)
    desk.ignored.push({ ...there, text, code: 'SOURCE_BLANK', message: workbookMessage('SOURCE_BLANK') })
}

/** A unit said for the cell itself goes before that of its sheet, where it counts the same thing. */
function saidFor(
  desk: Desk,
  sheet: string | undefined,
  own: string | undefined,
  place: CellPlace,
  row?: string,
) {
  const unit = unitOf(desk.options.spec, place, row, desk.codelists)
  return sourceUnit(own, sheet === undefined ? undefined : desk.matching.units[sheet], unit)
}

const inUnit = (cell: SourceCell | undefined, from?: string, to?: string): SourceCell | undefined =>
  cell && from !== undefined && to !== undefined
    ? { ...cell, text: amountIn(cell.text, from, to) ?? cell.text }
    : cell

/** Terms of sheets in different units are added up in the unit of the cell. */
function takeCell(desk: Desk, place: CellPlace, { sources, unit: own }: CellSources): void {
  if (place.repeated || sources.length === 0) return
  const { book } = desk
  const unit = place.unitOfMeasure
  const said = sources.map(({ sheet }) => saidFor(desk, sheet, own, place))
  const isOne = said.every(one => one === said[0])
  const cells = isOne
    ? cellsOf(book, sources)
    : sources.flatMap((one, i) => cellsOf(book, [one]).map(cell => inUnit(cell, said[i] ?? unit, unit)))
  take(desk, { place, at: { cell: place.code } }, sourcesText(sources), cells, isOne ? said[0] : unit)
}

/** Rows of a table from its first key on, until one in which key and columns are blank. */
function takeRows(desk: Desk, section: RowsSection): void {
  const source = desk.matching.rows[section.id]
  const sheet = source && sheetNamed(desk.book, source.sheet)
  const first = source && areaOf(source.key)?.from
  if (!source || !sheet || !first) return
  const find = codeFinder(desk.codelists(section.codelist) ?? [], 'zh-CN')
  const columns = fillableColumns(desk.options.spec, section).flatMap(place => {
    const column = source.columns[place.code]
    return column ? [{ place, column: columnNumber(column.column), unit: column.unit }] : []
  })
  const isFilled = (row: number) =>
    [first.column, ...columns.map(({ column }) => column)].some(column => cellSeen(sheet, { row, column }))
  const keys = new Set<string>()
  let row = first.row
  for (; row <= sheet.rowCount && isFilled(row); row += 1) {
    const spot = { row, column: first.column }
    const key = takeKey(desk, section, sheet.name, spot, cellSeen(sheet, spot)?.text.trim() ?? '', find, keys)
    if (key === undefined) continue
    for (const { place, column, unit } of columns) {
      const at = { cell: place.code, row: key }
      const where = sourcesText([{ sheet: sheet.name, at: sheetAddress({ row, column }) }])
      const said = saidFor(desk, sheet.name, unit, place, key)
      take(desk, { place, at, section: section.id }, where, [cellSeen(sheet, { row, column })], said)
    }
  }
  const below = Array.from({ length: Math.max(0, sheet.rowCount - row) }, (_, i) => row + 1 + i)
  const isKnown = (one: number) =>
    find(cellSeen(sheet, { row: one, column: first.column })?.text.trim() ?? '') !== undefined
  if (below.some(isKnown)) {
    const where = sourcesText([{ sheet: sheet.name, at: sheetAddress({ row, column: first.column }) }])
    const message = workbookMessage('ROWS_LEFT', { name: section.title ?? section.keyName, row: row - 1 })
    desk.ignored.push({ where, section: section.id, text: '', code: 'ROWS_LEFT', message })
  }
}

function takeKey(
  desk: Desk,
  section: RowsSection,
  sheet: string,
  spot: Spot,
  text: string,
  find: (text: string) => string | undefined,
  keys: Set<string>,
): string | undefined {
  const key = text === '' ? undefined : find(text)
  const where = sourcesText([{ sheet, at: sheetAddress(spot) }])
  const refuse = (code: WorkbookMessageCode): undefined => {
    const detail = { text: text.slice(0, 40), name: section.keyName, max: section.maxRows }
    desk.problems.push({ where, section: section.id, text, code, message: workbookMessage(code, detail) })
  }
  if (key === undefined) return refuse(text === '' ? 'ROW_WITHOUT_KEY' : 'UNKNOWN_KEY')
  if (keys.has(key)) return refuse('DUPLICATE_KEY')
  const held = desk.options.values.rows?.[section.id] ?? []
  const others = held.filter(one => !keys.has(one.key) && one.key !== key).length
  if (keys.size + 1 + others > section.maxRows) return refuse('TOO_MANY_ROWS')
  keys.add(key)
  desk.rows.push({ where, section: section.id, key, untouched: false })
  return key
}

/** Reads what the matching names; a blank source takes nothing back, and rows that the workbook lacks stay. */
export function readMatched(book: SourceBook, matching: Matching, options: ReadValuesOptions): FormReading {
  const codelists = codelistsOf(options.spec, options.codelists)
  const desk: Desk = { book, matching, options, codelists, cells: [], rows: [], problems: [], ignored: [] }
  for (const place of formCells(options.spec)) {
    const sources = matching.cells[place.code]
    if (sources) takeCell(desk, place, sources)
  }
  for (const section of rowsSections(options.spec)) takeRows(desk, section)
  const { cells, rows, problems, ignored } = desk
  return { cells, rows, problems, ignored, gone: [] }
}
