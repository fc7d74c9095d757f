/** Workbooks of an enterprise's own for tests: real files, read back as the product reads them. */

import { readFileSync } from 'node:fs'
import { type CellValue, Workbook, type Worksheet } from '@cj-tech-master/excelts'
import { type FormSpec, importForm } from '../../../form/index.ts'
import { readBook, type SourceBook } from '../index.ts'

export const PERIOD = '2026-M10'

const folder = new URL('../../../../modules/stats/catalog/forms/', import.meta.url)
export const specOf = (name: string): FormSpec =>
  importForm(readFileSync(new URL(name, folder), 'utf8')).spec!

export type Rows = readonly (readonly CellValue[])[]

export function fileOf(
  sheets: Readonly<Record<string, Rows>>,
  finish: (book: Workbook, first: Worksheet) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const book = new Workbook()
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name)
    for (const [i, row] of rows.entries())
      for (const [j, value] of row.entries()) if (value !== null) sheet.getCell(i + 1, j + 1).value = value
  }
  finish(book, book.worksheets[0] as Worksheet)
  return book.xlsx.writeBuffer().then(bytes => Uint8Array.from(bytes))
}

export async function opened(bytes: Uint8Array<ArrayBuffer>, name = '台账.xlsx'): Promise<SourceBook> {
  const { book, refusal } = await readBook(bytes, name)
  if (!book) throw new Error(refusal.message['zh-CN'])
  return book
}

export const bookOf = async (
  sheets: Readonly<Record<string, Rows>>,
  finish?: (book: Workbook, first: Worksheet) => void,
): Promise<SourceBook> => opened(await fileOf(sheets, finish))

/** A ledger of B204-1 as enterprises keep it: other names of columns, numbering, lines nobody asks for. */
export const ledger = (extra: Rows = []): Rows => [
  ['株洲电瓷一厂 产销台账'],
  ['单位：元', null, null, '2026年10月'],
  ['项  目', '行次', '2026年10月', '1-10月累计', '上年同月', '上年同期累计'],
  ...extra,
  ['一、工业总产值（当年价格）', 1, 1234567.89, 12345678.9, 1100000, 11000000],
  ['二、工业销售产值', 2, 1200000, 12000000, 1000000, 10000000],
  ['　其中：出口交货值', 3, 50000, 400000, 40000, 300000],
  ['三、职工人数', 4, 120, 120, 118, 118],
]
