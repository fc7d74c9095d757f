/**
 * A filled workbook read back: what each cell holds, which texts are no values, what was changed that may not be.
 * A file that is not this report's is refused whole, with a sentence.
 */
import type { Worksheet } from '@cj-tech-master/excelts'
import {
  type CellAddress,
  type CellPlace,
  type Codelists,
  codelistsOf,
  type FormSpec,
  type FormValues,
  formatPeriod,
  isPeriod,
  type LocalText,
  parseValue,
  type RowsSection,
  type Scalar,
  type ValueProblemCode,
} from '../../form/index.ts'
import { type CellText, cellText } from './cell-text.ts'
import { codeOf } from './lists.ts'
import { isLocked } from './locks.ts'
import { type Detail, type WorkbookMessageCode, workbookMessage } from './messages.ts'
import { openWorkbook, WORKBOOK_BYTES } from './open.ts'
import { type FileRecord, type FormIdentity, listSheet, readRecord, recordSheet } from './record.ts'
import { formSheet, type SheetCell, sheetAddress } from './sheet.ts'

export type ReadOptions = Readonly<{
  identity: FormIdentity
  spec: FormSpec
  initial?: FormValues
  codelists?: Codelists
}>

/** `where` is the place in the sheet (`E12`). `untouched`: as it was when the file was written. */
export type FoundCell = Readonly<{
  where: string
  at: CellAddress
  section?: string
  value: Scalar
  untouched: boolean
  /** How the value came of what stands there: converted, rounded. */
  told?: LocalText
}>
export type FoundRow = Readonly<{ where: string; section: string; key: string; untouched: boolean }>
export type SheetProblem = Readonly<{
  where: string
  at?: CellAddress
  section?: string
  text: string
  code: WorkbookMessageCode | ValueProblemCode
  message: LocalText
}>

export type Refusal = Readonly<{ code: WorkbookMessageCode; message: LocalText }>
export type FormReading = Readonly<{
  cells: readonly FoundCell[]
  rows: readonly FoundRow[]
  /** Rows that the file was written with and that are in it no more. */
  gone: readonly Readonly<{ section: string; key: string }>[]
  /** Texts that are not taken because they are no values. */
  problems: readonly SheetProblem[]
  /** Changes that are not taken because the cell is not the respondent's. */
  ignored: readonly SheetProblem[]
}>
export type ReadResult =
  | Readonly<{ reading: FormReading; refusal?: undefined }>
  | Readonly<{ reading?: undefined; refusal: Refusal }>

const refused = (code: WorkbookMessageCode, detail: Detail = {}): ReadResult => ({
  refusal: { code, message: workbookMessage(code, detail) },
})

type Desk = Readonly<{
  options: ReadOptions
  codelists: Codelists
  record: FileRecord
  sheet: Worksheet
  /** The key read for each place of a rows section. */
  keys: Map<string, string>
  cells: FoundCell[]
  rows: FoundRow[]
  problems: SheetProblem[]
  ignored: SheetProblem[]
}>

const textAt = (desk: Desk, cell: SheetCell): CellText =>
  cellText(desk.sheet.getCell(cell.row, cell.column).value)
const slotKey = (section: string, slot: number) => `${section}\n${slot}`

function note(
  desk: Desk,
  kind: 'problems' | 'ignored',
  problem: Omit<SheetProblem, 'message'>,
  detail: Detail = {},
) {
  desk[kind].push({ ...problem, message: workbookMessage(problem.code as WorkbookMessageCode, detail) })
}

function readKey(desk: Desk, cell: SheetCell, section: RowsSection, slot: number): void {
  const where = sheetAddress(cell)
  const { text } = textAt(desk, cell)
  if (text.trim() === '') return
  const { codelist, id, keyName } = section
  const was = desk.record.was.get(where) ?? ''
  const known = codeOf(text, codelist, desk.codelists, desk.record.locale)
  const problem = { where, section: id, text }
  if (known === undefined) {
    note(desk, 'problems', { ...problem, code: 'UNKNOWN_KEY' }, { text: text.slice(0, 40), name: keyName })
    return
  }
  if (desk.rows.some(row => row.section === id && row.key === known)) {
    note(desk, 'problems', { ...problem, code: 'DUPLICATE_KEY' }, { text: text.slice(0, 40) })
    return
  }
  desk.keys.set(slotKey(id, slot), known)
  desk.rows.push({ where, section: id, key: known, untouched: was === known })
}

type Parsed = Readonly<{ value: Scalar }> | Readonly<{ code: SheetProblem['code']; message: LocalText }>

function parsedText(desk: Desk, place: CellPlace, { text, broken }: CellText): Parsed {
  if (broken) return { code: 'FORMULA_ERROR', message: workbookMessage('FORMULA_ERROR', { text }) }
  const { type } = place.spec
  const code =
    type.kind === 'code' ? codeOf(text, type.codelist, desk.codelists, desk.record.locale) : undefined
  if (code !== undefined) return { value: code }
  const { unitOfMeasure } = place
  const parsed = parseValue(type, text, {
    codelists: desk.codelists,
    ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }),
  })
  return 'value' in parsed ? parsed : parsed.problem
}

function readValue(desk: Desk, cell: SheetCell, place: CellPlace, slot: number | undefined): void {
  const where = sheetAddress(cell)
  const found = textAt(desk, cell)
  const key = slot === undefined ? undefined : desk.keys.get(slotKey(place.section, slot))
  if (slot !== undefined && key === undefined) return
  const at = key === undefined ? { cell: place.code } : { cell: place.code, row: key }
  const there = { where, at, ...(key === undefined ? {} : { section: place.section }) }
  const was = desk.record.was.get(where) ?? ''
  const parsed = parsedText(desk, place, found)
  const untouched = 'value' in parsed ? String(parsed.value ?? '') === was : found.text === was
  if (isLocked(place, key, desk.options.initial)) {
    if (!untouched) note(desk, 'ignored', { ...there, text: found.text, code: 'LOCKED_CELL' })
  } else if ('value' in parsed) desk.cells.push({ ...there, value: parsed.value, untouched })
  else desk.problems.push({ ...there, text: found.text, ...parsed })
}

/** Values beside a key that was left out. */
function keylessRows(desk: Desk, layout: readonly SheetCell[]): void {
  const told = new Set<string>()
  for (const cell of layout) {
    const { field } = cell
    if (field?.kind !== 'value' || field.slot === undefined || field.place.spec.kind === 'computed') continue
    const slot = slotKey(field.place.section, field.slot)
    const where = sheetAddress({ row: cell.row, column: 1 })
    const text = textAt(desk, cell).text.trim()
    const said = desk.problems.some(problem => problem.where === where)
    if (text === '' || desk.keys.has(slot) || told.has(slot) || said) continue
    told.add(slot)
    const section = desk.options.spec.sections.find(({ id }) => id === field.place.section) as RowsSection
    note(
      desk,
      'problems',
      { where, section: section.id, text, code: 'ROW_WITHOUT_KEY' },
      { name: section.keyName },
    )
  }
}

const layoutLooks = new Set(['head', 'number', 'name', 'group', 'small', 'label'])

/** The first printed text that is not where it belongs. */
function movedText(desk: Desk, layout: readonly SheetCell[]): Detail | undefined {
  for (const cell of layout) {
    if (cell.field || !layoutLooks.has(cell.look)) continue
    const { text } = textAt(desk, cell)
    if (text.trim() !== cell.text.replace(/\r\n?/g, '\n').trim())
      return { where: sheetAddress(cell), expected: cell.text.replace(/\s+/g, ' ') }
  }
  return undefined
}

function closedCells(desk: Desk, layout: readonly SheetCell[]): void {
  for (const cell of layout) {
    if (cell.field || (cell.look !== 'closed' && cell.look !== 'blank')) continue
    const text = textAt(desk, cell).text.trim()
    if (text !== '' && text !== cell.text)
      note(desk, 'ignored', { where: sheetAddress(cell), text, code: 'CLOSED_CELL' })
  }
}

function goneRows({ record, rows }: Desk, layout: readonly SheetCell[]): FormReading['gone'] {
  return layout.flatMap(cell => {
    if (cell.field?.kind !== 'key') return []
    const { id } = cell.field.section
    const key = record.was.get(sheetAddress(cell)) ?? ''
    return key === '' || rows.some(row => row.section === id && row.key === key) ? [] : [{ section: id, key }]
  })
}

function otherReport(record: FileRecord, identity: FormIdentity): ReadResult | undefined {
  const pair = (found: string, expected: string) => ({ found, expected })
  const period = (text: string): LocalText =>
    isPeriod(text)
      ? { 'zh-CN': formatPeriod(text, 'zh-CN'), en: formatPeriod(text, 'en') }
      : { 'zh-CN': text.slice(0, 40) }
  if (record.formCode !== identity.formCode)
    return refused('OTHER_FORM', pair(record.formCode.slice(0, 40), identity.formCode))
  if (record.unitId !== identity.unitId) return refused('OTHER_UNIT', { found: record.unitName.slice(0, 80) })
  if (record.period !== identity.period)
    return refused('OTHER_PERIOD', { found: period(record.period), expected: period(identity.period) })
  if (record.formVersionId !== identity.formVersionId) return refused('OTHER_VERSION')
  return undefined
}

/** Reads a workbook against the report it should be for. Never throws for what a file holds. */
export async function readFormWorkbook(
  bytes: Uint8Array<ArrayBuffer>,
  options: ReadOptions,
): Promise<ReadResult> {
  const workbook = await openWorkbook(bytes)
  if (typeof workbook === 'string') return refused(workbook, { max: WORKBOOK_BYTES / 1_000_000 })
  const hidden = workbook.getWorksheet(recordSheet)
  const sheet = workbook.worksheets.find(({ name }) => name !== recordSheet && name !== listSheet)
  const record = hidden && readRecord(hidden, options.spec)
  if (!record || !sheet) return refused('NOT_OURS')
  const other = otherReport(record, options.identity)
  if (other) return other
  const layout = formSheet(options.spec, record).cells
  const codelists = codelistsOf(options.spec, options.codelists)
  const desk: Desk = {
    options,
    codelists,
    record,
    sheet,
    keys: new Map(),
    cells: [],
    rows: [],
    problems: [],
    ignored: [],
  }
  const moved = movedText(desk, layout)
  if (moved) return refused('LAYOUT_CHANGED', moved)
  for (const cell of layout)
    if (cell.field?.kind === 'key') readKey(desk, cell, cell.field.section, cell.field.slot)
  for (const cell of layout)
    if (cell.field?.kind === 'value') readValue(desk, cell, cell.field.place, cell.field.slot)
  keylessRows(desk, layout)
  closedCells(desk, layout)
  const { cells, rows, problems, ignored } = desk
  return { reading: { cells, rows, problems, ignored, gone: goneRows(desk, layout) } }
}
