/** A form as an Excel workbook that looks like the statutory form, may be filled in, and can be read back. */
import { type Cell, Workbook, type Worksheet } from '@cj-tech-master/excelts'
import {
  type CellPlace,
  type Codelists,
  codelistsOf,
  type FormSpec,
  type FormValues,
  type RowsSection,
  type Scalar,
} from '../../form/index.ts'
import { type ListEntry, type Locale, listEntries } from './lists.ts'
import { isLocked, valueAt } from './locks.ts'
import { type FormIdentity, listSheet, recordSheet, writeRecord } from './record.ts'
import { type FormSheet, formSheet, type SheetCell, type SheetField, sheetAddress } from './sheet.ts'
import { columnWidth, rowHeights, styleOf } from './styles.ts'
import { sheetTexts } from './texts.ts'
import { validationOf } from './validation.ts'

export type WriteOptions = Readonly<{
  identity: FormIdentity
  spec: FormSpec
  values: FormValues
  /** What prefilling gave: locked cells that have a value here stay locked. */
  initial?: FormValues
  /** Typed text that is no value yet. */
  unread?: readonly Readonly<{ cell: string; row?: string; text: string }>[]
  codelists?: Codelists
  locale: Locale
  /** The figures are generated for demonstration. */
  demonstration: boolean
}>

export type ListPlace = Readonly<{
  entries: readonly ListEntry[]
  labels: string
  codes: string
  units: string
}>
type Lists = ReadonlyMap<string, ListPlace>

const SPARE_ROWS = 10
const LEAST_ROWS = 20

/** Places for rows: those there are, some to spare, no more than the form or its code list allows. */
function roomFor(options: WriteOptions, codelists: Codelists): Readonly<Record<string, number>> {
  const sections = options.spec.sections.filter(section => section.kind === 'rows')
  return Object.fromEntries(
    sections.map(({ id, codelist, maxRows }) => {
      const now = options.values.rows?.[id]?.length ?? 0
      const known = codelists(codelist)?.length ?? maxRows
      return [id, Math.max(now, Math.min(maxRows, known, Math.max(LEAST_ROWS, now + SPARE_ROWS)))]
    }),
  )
}

function listNames(spec: FormSpec, layout: FormSheet): ReadonlySet<string> {
  const names = new Set<string>()
  for (const section of spec.sections) if (section.kind === 'rows') names.add(section.codelist)
  for (const cell of layout.cells) {
    const type = cell.field?.kind === 'value' ? cell.field.place.spec.type : undefined
    if (type?.kind === 'code') names.add(type.codelist)
  }
  return names
}

/** Writes every code list as three columns (name, code, unit of measure) for drop-downs to point at. */
function writeLists(
  sheet: Worksheet,
  names: ReadonlySet<string>,
  codelists: Codelists,
  locale: Locale,
): Lists {
  const lists = new Map<string, ListPlace>()
  let column = 1
  for (const name of names) {
    const entries = listEntries(codelists(name) ?? [], locale)
    if (entries.length === 0) continue
    for (const [i, { label, code, unitOfMeasure }] of entries.entries())
      for (const [j, text] of [label, code, unitOfMeasure].entries()) {
        const cell = sheet.getCell(i + 1, column + j)
        cell.value = text
        cell.numFmt = '@'
      }
    const range = (offset: number) => {
      const letters = sheetAddress({ row: 1, column: column + offset }).replace(/\d+$/, '')
      return `${listSheet}!$${letters}$1:$${letters}$${entries.length}`
    }
    lists.set(name, { entries, labels: range(0), codes: range(1), units: range(2) })
    column += 3
  }
  return lists
}

type Desk = Readonly<{ options: WriteOptions; lists: Lists; was: Map<string, string> }>

const rowAt = ({ values }: WriteOptions, section: string, slot: number) => values.rows?.[section]?.[slot]

const exactDigits = 15

/** Numbers that a spreadsheet, which keeps fifteen digits, would round are written as text. */
function numberOrText(value: string): number | string {
  return value.replace(/\D/g, '').replace(/^0+/, '').length <= exactDigits ? Number(value) : value
}

function shownValue(desk: Desk, { spec }: CellPlace, value: Scalar): number | string | null {
  if (value === null) return null
  const t = sheetTexts[desk.options.locale]
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (spec.type.kind === 'decimal') return numberOrText(value)
  if (spec.type.kind !== 'code') return value
  const entry = desk.lists.get(spec.type.codelist)?.entries.find(({ code }) => code === value)
  return entry?.label ?? value
}

function writeValue(
  desk: Desk,
  cell: Cell,
  where: string,
  field: Extract<SheetField, { kind: 'value' }>,
): void {
  const { options, lists } = desk
  const { place, slot } = field
  const row = slot === undefined ? undefined : rowAt(options, place.section, slot)
  const vacant = slot !== undefined && row === undefined
  const value = vacant ? null : valueAt(options.values, place, row?.key)
  const typed = vacant
    ? undefined
    : options.unread?.find(one => one.cell === place.code && one.row === row?.key)?.text
  const locked = isLocked(place, row?.key, options.initial)
  cell.value = typed ?? shownValue(desk, place, value)
  cell.style = styleOf(
    place.spec.kind === 'computed' ? 'computed' : locked ? 'locked' : 'input',
    place.spec.type,
  )
  const list = place.spec.type.kind === 'code' ? lists.get(place.spec.type.codelist) : undefined
  const validation = locked ? undefined : validationOf(place.spec.type, where, options.locale, list?.labels)
  if (validation) cell.dataValidation = validation
  desk.was.set(where, typed ?? (value === null ? '' : String(value)))
}

function writeKey(desk: Desk, cell: Cell, where: string, section: RowsSection, slot: number): void {
  const list = desk.lists.get(section.codelist)
  const key = rowAt(desk.options, section.id, slot)?.key
  const entry = list?.entries.find(({ code }) => code === key)
  cell.value = entry?.label ?? key ?? null
  cell.style = styleOf('key')
  const type = { kind: 'code', codelist: section.codelist } as const
  const validation = validationOf(type, where, desk.options.locale, list?.labels)
  if (validation) cell.dataValidation = validation
  desk.was.set(where, key ?? '')
}

/** The code and the unit of measure of a row follow its name by a look-up, as the person chooses it. */
function writeDerived(
  desk: Desk,
  cell: Cell,
  field: Extract<SheetField, { kind: 'derived' }>,
  row: number,
): void {
  const { section, slot, stub } = field
  const list = desk.lists.get(section.codelist)
  const key = rowAt(desk.options, section.id, slot)?.key
  cell.style = styleOf('derived')
  if (!list) {
    cell.value = stub === 'code' ? (key ?? null) : null
    return
  }
  const entry = list.entries.find(({ code }) => code === key)
  const [range, result] = stub === 'code' ? [list.codes, entry?.code] : [list.units, entry?.unitOfMeasure]
  const formula = `IFERROR(INDEX(${range},MATCH($A${row},${list.labels},0)),"")`
  cell.value = { formula, result: result ?? '' }
}

function writeCell(sheet: Worksheet, desk: Desk, place: SheetCell): void {
  const { row, column, rowSpan, colSpan } = place
  const cell = sheet.getCell(row, column)
  const where = sheetAddress(place)
  if (!place.field) {
    cell.value = place.text === '' ? null : place.text
    cell.style = styleOf(place.look, undefined, place.indent)
  } else if (place.field.kind === 'value') writeValue(desk, cell, where, place.field)
  else if (place.field.kind === 'key') writeKey(desk, cell, where, place.field.section, place.field.slot)
  else writeDerived(desk, cell, place.field, row)
  if (rowSpan === 1 && colSpan === 1) return
  const { style } = cell
  sheet.mergeCells(row, column, row + rowSpan - 1, column + colSpan - 1)
  for (let r = row; r < row + rowSpan; r += 1)
    for (let c = column; c < column + colSpan; c += 1) sheet.getCell(r, c).style = style
}

/** Excel refuses these characters and names over 31 characters. */
const safeSheetName = (title: string): string =>
  title
    .replaceAll(/[\\/?*[\]:']/g, ' ')
    .trim()
    .slice(0, 31) || 'Form'

function addFormSheet(workbook: Workbook, options: WriteOptions, layout: FormSheet): Worksheet {
  const { heads } = layout
  const wide = layout.columnCount > 7
  const title =
    options.locale === 'en'
      ? (options.spec.title.en ?? options.spec.title['zh-CN'])
      : options.spec.title['zh-CN']
  const sheet = workbook.addWorksheet(safeSheetName(`${options.spec.code} ${title}`), {
    views: [{ state: 'frozen', xSplit: 3, ySplit: heads?.to ?? 0, showGridLines: false }],
    pageSetup: {
      paperSize: 9,
      orientation: wide ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      ...(heads && { printTitlesRow: `${heads.from}:${heads.to}` }),
    },
    headerFooter: { oddFooter: `&C${sheetTexts[options.locale].page}` },
  })
  for (let column = 1; column <= layout.columnCount; column += 1)
    sheet.getColumn(column).width = columnWidth(column, layout.columnCount)
  for (const [row, height] of rowHeights(layout)) sheet.getRow(row).height = height
  return sheet
}

/** @returns the bytes of an .xlsx file */
export async function writeFormWorkbook(options: WriteOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { spec, identity, locale, demonstration } = options
  const codelists = codelistsOf(spec, options.codelists)
  const room = roomFor(options, codelists)
  const layout = formSheet(spec, { period: identity.period, locale, demonstration, room })
  const workbook = new Workbook()
  const sheet = addFormSheet(workbook, options, layout)
  const lists = writeLists(
    workbook.addWorksheet(listSheet, { state: 'hidden' }),
    listNames(spec, layout),
    codelists,
    locale,
  )
  const desk: Desk = { options, lists, was: new Map() }
  for (const cell of layout.cells) writeCell(sheet, desk, cell)
  const record = workbook.addWorksheet(recordSheet, { state: 'hidden' })
  writeRecord(record, { ...identity, locale, demonstration, room, was: desk.was }, layout)
  for (const one of workbook.worksheets)
    await one.protect(undefined, { formatColumns: true, formatRows: true })
  return Uint8Array.from(await workbook.xlsx.writeBuffer())
}
