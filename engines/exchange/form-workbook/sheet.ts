/**
 * A form as one sheet: what stands in which cell, how it looks and which value it holds. Writer and reader lay it out
 * by the same code, so that a file whose heads or stubs are not where they belong is recognised.
 *
 * Columns A, B and C hold the stub (name, unit of measure, code) of every section; heading leaves begin at D.
 */
import {
  type CellPlace,
  cellIndex,
  type FieldSpec,
  type FormSpec,
  formatPeriod,
  type Grid,
  type LocalText,
  matrixLayout,
  type RowsSection,
  rowsLayout,
  type StubColumn,
  unitText,
} from '../../form/index.ts'
import type { Locale } from './lists.ts'
import { sheetTexts } from './texts.ts'

export type Look =
  | 'title'
  | 'demonstration'
  | 'centre'
  | 'mark'
  | 'section'
  | 'label'
  | 'head'
  | 'number'
  | 'name'
  | 'group'
  | 'small'
  | 'closed'
  | 'blank'

/** Which value a cell holds; `slot` counts the places for rows of a `rows` section from 0. */
export type SheetField =
  | Readonly<{ kind: 'value'; place: CellPlace; slot?: number }>
  | Readonly<{ kind: 'key'; section: RowsSection; slot: number }>
  /** Follows from the key of its row: unit of measure and code. */
  | Readonly<{ kind: 'derived'; section: RowsSection; slot: number; stub: 'unit' | 'code' }>

export type SheetCell = Readonly<{
  row: number
  column: number
  rowSpan: number
  colSpan: number
  indent?: number
}> &
  (Readonly<{ look: Look; text: string; field?: undefined }> | Readonly<{ field: SheetField }>)

export type FormSheet = Readonly<{
  cells: readonly SheetCell[]
  columnCount: number
  rowCount: number
  /** The heads of the only grid: frozen and repeated on each page. Absent where a form has several. */
  heads?: Readonly<{ from: number; to: number }>
}>

export type SheetOptions = Readonly<{
  period: string
  locale: Locale
  demonstration: boolean
  /** Places for rows, by section. */
  room: Readonly<Record<string, number>>
}>

const stubColumn: Readonly<Record<StubColumn, number>> = { name: 1, unit: 2, code: 3 }
const firstLeaf = 4
const leastColumns = 7
/** The last column of a value of the head. */
const fieldEnd = 6

type Box = Pick<SheetCell, 'row' | 'column'> & Partial<Pick<SheetCell, 'rowSpan' | 'colSpan' | 'indent'>>
type Page = {
  readonly spec: FormSpec
  readonly options: SheetOptions
  readonly width: number
  readonly cells: SheetCell[]
  row: number
}

const local = (page: Page, text: LocalText): string =>
  page.options.locale === 'en' ? (text.en ?? text['zh-CN']) : text['zh-CN']

function put(
  page: Page,
  box: Box,
  content: Readonly<{ look: Look; text: string }> | Readonly<{ field: SheetField }>,
) {
  page.cells.push({ rowSpan: 1, colSpan: 1, ...box, ...content })
}

function line(page: Page, look: Look, text: string): void {
  put(page, { row: page.row, column: 1, colSpan: page.width }, { look, text })
  page.row += 1
}

function marksOf(page: Page): readonly string[] {
  const { spec, options } = page
  const t = sheetTexts[options.locale]
  const { tableNumber, issuer, approvalNumber, approver, validUntil } = spec.marks
  const [year = '', month = ''] = validUntil.split('-')
  const pairs = [
    [t.tableNumber, tableNumber],
    [t.issuer, issuer],
    [t.approvalNumber, approvalNumber],
    [t.approver, approver],
    [t.validUntil, t.month(year, month)],
    [t.unit, spec.unitOfMeasure && unitText(spec.unitOfMeasure, options.locale)],
  ] as const
  return pairs.flatMap(([name, text]) => (text ? [`${name}${t.colon}${text}`] : []))
}

/** A label, its value and its unit of measure, side by side. */
function putField(page: Page, row: number, field: FieldSpec, to: number): void {
  const { cell, unitOfMeasure } = field
  const place = cellIndex(page.spec).get(cell.code)!
  put(page, { row, column: 1 }, { look: 'label', text: local(page, field.name) })
  const box = { row, column: 2, colSpan: to - 1 }
  if (cell.kind === 'closed') put(page, box, { look: 'closed', text: '×' })
  else put(page, box, { field: { kind: 'value', place } })
  if (unitOfMeasure !== undefined)
    put(page, { row, column: to + 1 }, { look: 'small', text: unitText(unitOfMeasure, page.options.locale) })
}

/** Who reports at the left, the legal marks at the right. */
function putHead(page: Page): void {
  const { spec, options, width } = page
  line(page, 'title', local(page, spec.title))
  if (options.demonstration) line(page, 'demonstration', sheetTexts[options.locale].demonstration)
  line(page, 'centre', formatPeriod(options.period, options.locale))
  const marks = marksOf(page)
  for (const [i, mark] of marks.entries())
    put(page, { row: page.row + i, column: width - 1, colSpan: 2 }, { look: 'mark', text: mark })
  for (const [i, field] of spec.header.entries())
    putField(page, page.row + i, field, Math.min(width - 3, fieldEnd))
  page.row += Math.max(marks.length, spec.header.length) + 1
}

/** Where a stub column stands; the last one before a missing one reaches over its place. */
function stubBox(grid: Grid, stub: StubColumn): Readonly<{ column: number; colSpan: number }> {
  const next = grid.stubColumns[grid.stubColumns.indexOf(stub) + 1]
  return {
    column: stubColumn[stub],
    colSpan: (next ? stubColumn[next] : firstLeaf) - stubColumn[stub],
  }
}

const leafColumn = (grid: Grid, column: number) => firstLeaf + column - grid.stubColumns.length

function putGridHeads(page: Page, grid: Grid): void {
  const from = page.row
  for (const head of grid.headRows.flat()) {
    const across = head.stub
      ? stubBox(grid, head.stub)
      : { column: leafColumn(grid, head.column), colSpan: head.colSpan }
    const unit = head.unitOfMeasure ? `\n(${unitText(head.unitOfMeasure, page.options.locale)})` : ''
    const text = `${local(page, head.name)}${unit}`
    put(page, { row: from + head.row, rowSpan: head.rowSpan, ...across }, { look: 'head', text })
  }
  page.row += grid.headRows.length
  for (const [column, text] of grid.columnNumbers.entries()) {
    const stub = grid.stubColumns[column]
    const across = stub ? stubBox(grid, stub) : { column: leafColumn(grid, column) }
    put(page, { row: page.row, ...across }, { look: 'number', text })
  }
  page.row += 1
}

type GridRow = Grid['rows'][number]

function rowName(page: Page, row: GridRow): string {
  return `${row.ofWhichMark ? sheetTexts[page.options.locale].ofWhich : ''}${local(page, row.name)}`
}

function putStub(page: Page, grid: Grid, row: GridRow): void {
  const texts = { unit: unitText(row.unitOfMeasure ?? '', page.options.locale), code: row.code ?? '' }
  for (const stub of grid.stubColumns) {
    const box = { row: page.row, ...stubBox(grid, stub) }
    if (stub !== 'name') put(page, box, { look: 'small', text: texts[stub] })
    else {
      const indent = row.indent + (row.ofWhich && !row.ofWhichMark ? 2 : 0)
      put(page, { ...box, indent }, { look: row.group ? 'group' : 'name', text: rowName(page, row) })
    }
  }
}

function putRowStub(page: Page, grid: Grid, section: RowsSection, slot: number): void {
  for (const stub of grid.stubColumns) {
    const box = { row: page.row, ...stubBox(grid, stub) }
    const field: SheetField =
      stub === 'name' ? { kind: 'key', section, slot } : { kind: 'derived', section, slot, stub }
    put(page, box, { field })
  }
}

function putSlots(page: Page, grid: Grid, row: GridRow, slot?: number): void {
  for (const one of row.slots) {
    const box = { row: page.row, column: leafColumn(grid, one.column) }
    if (one.kind === 'closed') put(page, box, { look: 'closed', text: '×' })
    if (one.kind === 'blank') put(page, box, { look: 'blank', text: '' })
    if (one.kind === 'cell') {
      const field = { kind: 'value' as const, place: one.cell }
      put(page, box, { field: slot === undefined ? field : { ...field, slot } })
    }
  }
}

function putSections(page: Page): void {
  for (const section of page.spec.sections) {
    if (section.title) line(page, 'section', local(page, section.title))
    if (section.kind === 'record')
      for (const field of section.fields) {
        putField(page, page.row, field, 4)
        page.row += 1
      }
    if (section.kind === 'matrix') {
      const grid = matrixLayout(page.spec, section)
      putGridHeads(page, grid)
      for (const row of grid.rows) {
        putStub(page, grid, row)
        putSlots(page, grid, row)
        page.row += 1
      }
    }
    if (section.kind === 'rows') {
      const count = page.options.room[section.id] ?? 0
      const items = Array.from({ length: count }, (_, i) => ({ key: String(i), name: { 'zh-CN': '' } }))
      const grid = rowsLayout(page.spec, section, items)
      putGridHeads(page, grid)
      for (const [slot, row] of grid.rows.entries()) {
        putRowStub(page, grid, section, slot)
        putSlots(page, grid, row, slot)
        page.row += 1
      }
    }
    page.row += 1
  }
}

function leafCount(spec: FormSpec): number {
  const counts = spec.sections.map(section => {
    if (section.kind === 'record') return 0
    return (section.kind === 'matrix' ? matrixLayout(spec, section) : rowsLayout(spec, section, [])).leaves
      .length
  })
  return Math.max(0, ...counts)
}

function headsOf(page: Page): FormSheet['heads'] {
  const grids = page.spec.sections.filter(section => section.kind !== 'record')
  const rows = page.cells.flatMap(cell => ('look' in cell && cell.look === 'head' ? [cell.row] : []))
  const to = page.cells.findLast(cell => 'look' in cell && cell.look === 'number')?.row
  return grids.length === 1 && to !== undefined ? { from: Math.min(...rows), to } : undefined
}

/** Lays a form out as one sheet; rows and columns count from 1. */
export function formSheet(spec: FormSpec, options: SheetOptions): FormSheet {
  const width = Math.max(leastColumns, firstLeaf - 1 + leafCount(spec))
  const page: Page = { spec, options, width, cells: [], row: 1 }
  putHead(page)
  putSections(page)
  for (const field of spec.signers) {
    putField(page, page.row, field, 4)
    page.row += 1
  }
  const heads = headsOf(page)
  return { cells: page.cells, columnCount: width, rowCount: page.row - 1, ...(heads && { heads }) }
}

/** `E12`, as the spreadsheet names the place. */
export function sheetAddress({ row, column }: Pick<SheetCell, 'row' | 'column'>): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}
