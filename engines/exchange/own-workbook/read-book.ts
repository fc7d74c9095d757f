/** A file of any layout read into a book, or refused with a sentence. Never throws for what a file holds. */
import type { Cell, CellValue, Worksheet } from '@cj-tech-master/excelts'
import { shiftDecimal } from '../../form/index.ts'
import { decodeText, recordsOf, separatorOf } from '../csv-records.ts'
import { cellText } from '../form-workbook/cell-text.ts'
import { type Detail, type WorkbookMessageCode, workbookMessage } from '../form-workbook/messages.ts'
import { openWorkbook, WORKBOOK_BYTES } from '../form-workbook/open.ts'
import type { Refusal } from '../form-workbook/read.ts'
import { type SourceBook, type SourceCell, type SourceSheet, type Spot, spotKey } from './book.ts'

const SHEETS = 60
const CELLS = 200_000
/** No sheet of figures is wider; what lies beyond is a stray mark. */
const SHEET_COLUMNS = 1_000

export type BookResult =
  | Readonly<{ book: SourceBook; refusal?: undefined }>
  | Readonly<{ book?: undefined; refusal: Refusal }>

const refused = (code: WorkbookMessageCode, detail: Detail = {}): BookResult => ({
  refusal: { code, message: workbookMessage(code, detail) },
})

function kindOf(value: NonNullable<CellValue>): SourceCell['kind'] {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'text'
  if (value instanceof Date) return 'date'
  if ('error' in value) return 'error'
  if ('formula' in value || 'sharedFormula' in value)
    return value.result === undefined || value.result === null ? 'uncached' : kindOf(value.result as never)
  return 'text'
}

/** Undefined where the cell is blank. */
function sourceCell({ value, numFmt }: Cell): SourceCell | undefined {
  if (value === null || value === undefined) return undefined
  const kind = kindOf(value)
  const { text } = cellText(value)
  if (kind === 'uncached') return { kind, text: '' }
  if (text.trim() === '') return undefined
  const percent = kind === 'number' && typeof numFmt === 'string' && numFmt.includes('%')
  return { kind, text: percent ? `${shiftDecimal(text, 2) ?? text}%` : text }
}

function sheetOf(sheet: Worksheet, room: number): SourceSheet | undefined {
  const cells = new Map<number, SourceCell>()
  const merged = new Map<number, Spot>()
  let rowCount = 0
  let columnCount = 0
  sheet.eachRow((row, rowNumber) => {
    row.eachCell((cell, column) => {
      if (column > SHEET_COLUMNS || cells.size > room) return
      const master = cell.isMerged ? cell.master : cell
      const at = { row: rowNumber, column }
      if (master !== cell) {
        merged.set(spotKey(at), { row: Number(master.row), column: Number(master.col) })
        return
      }
      const found = sourceCell(cell)
      if (!found) return
      cells.set(spotKey(at), found)
      rowCount = Math.max(rowCount, rowNumber)
      columnCount = Math.max(columnCount, column)
    })
  })
  return cells.size > room ? undefined : { name: sheet.name, rowCount, columnCount, cells, merged }
}

async function workbookBook(bytes: Uint8Array<ArrayBuffer>): Promise<BookResult> {
  const workbook = await openWorkbook(bytes)
  if (typeof workbook === 'string') return refused(workbook, { max: WORKBOOK_BYTES / 1_000_000 })
  const all = workbook.worksheets
  if (all.length > SHEETS) return refused('TOO_MANY_SHEETS', { count: all.length, max: SHEETS })
  const sheets: SourceSheet[] = []
  let room = CELLS
  for (const one of all.filter(({ state }) => state === 'visible')) {
    const sheet = sheetOf(one, room)
    if (!sheet) return refused('TOO_MANY_CELLS', { max: CELLS })
    room -= sheet.cells.size
    if (sheet.cells.size > 0) sheets.push(sheet)
  }
  if (sheets.length === 0) return refused('NO_SHEET')
  const hidden = all.filter(({ state }) => state !== 'visible').map(({ name }) => name)
  return { book: { sheets, hidden } }
}

const control = (text: string) => text.includes('\0') || text.includes('\uFFFD')

function textBook(bytes: Uint8Array, name: string): BookResult {
  if (bytes.length > WORKBOOK_BYTES) return refused('TOO_LARGE', { max: WORKBOOK_BYTES / 1_000_000 })
  const text = decodeText(bytes).text.replace(/^\uFEFF/, '')
  if (control(text)) return refused('NOT_A_TEXT_FILE')
  const records = recordsOf(text, separatorOf(text), CELLS)
  const cells = new Map<number, SourceCell>()
  for (const [i, record] of records.entries())
    for (const [j, field] of record.slice(0, SHEET_COLUMNS).entries())
      if (field.trim() !== '')
        cells.set(spotKey({ row: i + 1, column: j + 1 }), { kind: 'text', text: field.trim() })
  if (cells.size === 0) return refused('NO_SHEET')
  if (cells.size > CELLS) return refused('TOO_MANY_CELLS', { max: CELLS })
  const columnCount = records.reduce((most, record) => Math.max(most, record.length), 0)
  const sheet = { rowCount: records.length, columnCount: Math.min(columnCount, SHEET_COLUMNS), cells }
  return { book: { sheets: [{ name: name.slice(0, 100), ...sheet, merged: new Map() }], hidden: [] } }
}

/** Reads a workbook, or a table in text where its name ends so; the name of the file is that of its sheet. */
export async function readBook(bytes: Uint8Array<ArrayBuffer>, fileName: string): Promise<BookResult> {
  const [, name = ''] = /^(.*)\.(?:csv|txt|tsv)$/i.exec(fileName) ?? []
  return name === '' ? workbookBook(bytes) : textBook(bytes, name)
}
