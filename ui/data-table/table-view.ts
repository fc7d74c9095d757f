/** What part of the rows a table shows: search, sort and page, as plain functions. */
import { csvLine, generatedNoteLine } from '#engines/exchange/index.ts'
import { groupDigits } from '../i18n/format.ts'
import { matchRank } from '../search/pinyin-initials.ts'

export type Sort = Readonly<{ key: string; descending: boolean }>
export type TableView = Readonly<{ page: number; pageSize: number; search: string; sort: Sort | null }>

export const firstView = (pageSize = 50): TableView => ({ page: 1, pageSize, search: '', sort: null })

export type CellValue = string | number | null | undefined
export type ValueOf<Row> = Readonly<Record<string, ((row: Row) => CellValue) | undefined>>

const chinese = new Intl.Collator('zh-CN', { numeric: true })

/** Blank values come last in either direction. */
export function compareValues(a: CellValue, b: CellValue, descending: boolean): number {
  const [noA, noB] = [a === null || a === undefined || a === '', b === null || b === undefined || b === '']
  if (noA || noB) return Number(noA) - Number(noB)
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : chinese.compare(String(a), String(b))
  return descending ? -order : order
}

export function searchRows<Row>(rows: readonly Row[], search: string, values: ValueOf<Row>): readonly Row[] {
  if (search.trim() === '') return rows
  const readers = Object.values(values).filter(reader => reader !== undefined)
  return rows.filter(row => readers.some(read => matchRank(search, String(read(row) ?? '')) !== null))
}

export function sortRows<Row>(rows: readonly Row[], sort: Sort | null, values: ValueOf<Row>): readonly Row[] {
  const read = sort && values[sort.key]
  return read ? rows.toSorted((a, b) => compareValues(read(a), read(b), sort.descending)) : rows
}

export const pageCount = (total: number, pageSize: number): number => Math.max(1, Math.ceil(total / pageSize))

export function pageOf<Row>(rows: readonly Row[], view: TableView): readonly Row[] {
  const page = Math.min(view.page, pageCount(rows.length, view.pageSize))
  return rows.slice((page - 1) * view.pageSize, page * view.pageSize)
}

/** Ascending, then descending, then as it came. */
export function nextSort(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, descending: false }
  return sort.descending ? null : { key, descending: true }
}

export type CsvColumn<Row> = Readonly<{ title: string; value: (row: Row) => CellValue }>

/** With a byte-order mark, so that Excel reads it as UTF-8; `generated` data says so in the last line. */
export function csvOf<Row>(
  rows: readonly Row[],
  columns: readonly CsvColumn<Row>[],
  generated: boolean,
): string {
  const lines = rows.map(row => csvLine(columns.map(column => column.value(row))))
  const note = generated ? generatedNoteLine : ''
  return `\uFEFF${csvLine(columns.map(column => column.title))}${lines.join('')}${note}`
}

export const numberCell = (value: number | string | null | undefined): string =>
  value === null || value === undefined ? '' : groupDigits(String(value))
