/** A product table as a firm keeps it in a spreadsheet, and what the clipboard holds of it once LibreOffice copies it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Workbook } from '@cj-tech-master/excelts'

export type Product = Readonly<{ code: string; name: string }>

export const products = (count: number): readonly Product[] =>
  Array.from({ length: count }, (_, nth) => {
    const code = String(nth + 1).padStart(4, '0')
    return { code, name: `产品${code}` }
  })

/** Amounts with separators, shares in per cent, what went out of stock in brackets, as the sheet formats them. */
const AMOUNT = '#,##0.00'
const WHOLE = '#,##0'
const SHARE = '0.0%'
const BRACKETS = '#,##0.00_);(#,##0.00)'

export type Line = readonly (string | number | null)[]

/** Number, name, code as a number, output, value, share of good pieces, change of stock. */
export const lineOf = ({ code, name }: Product, nth: number): Line => [
  nth + 1,
  name,
  Number(code),
  1_234.5 + nth,
  98_765 + nth,
  0.985,
  nth % 2 === 0 ? -12.5 : null,
]

export const HEADS: Line = ['序号', '产品名称', '代码', '产量', '产值', '合格率', '库存增减']

async function saveWorkbook(path: string, lines: readonly Line[]): Promise<void> {
  const book = new Workbook()
  const sheet = book.addWorksheet('产品')
  for (const line of lines) {
    const row = sheet.addRow([...line])
    for (const [column, format] of [AMOUNT, WHOLE, SHARE, BRACKETS].entries())
      row.getCell(column + 4).numFmt = format
  }
  await book.xlsx.writeFile(path)
}

/** @returns the plain text of the clipboard: cells as shown, between tabs */
export async function copiedByLibreOffice(office: string, lines: readonly Line[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'zhitong-sheet-'))
  try {
    await saveWorkbook(join(folder, 'products.xlsx'), lines)
    execFileSync(office, [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true',
      '--outdir',
      folder,
      join(folder, 'products.xlsx'),
    ])
    return readFileSync(join(folder, 'products.csv'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
