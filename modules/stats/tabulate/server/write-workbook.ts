/** A grid as an Excel workbook: merged heads, units of measure, frozen panes, indented rows, notes below. */

import { Workbook, type Worksheet } from '@cj-tech-master/excelts'
import type { LocalText } from '#engines/form/index.ts'
import { bracketedUnit, formatPeriod } from '#engines/form/index.ts'
import type { CellFlag, Grid, GridHead, GridRow } from '#engines/table/index.ts'
import { workbookTexts } from '../locale/workbook.ts'

export type WorkbookOptions = Readonly<{
  title: string
  locale: 'zh-CN' | 'en'
  /** Regions, form and whatever else says what the numbers are about. */
  subtitle: string
  /** The figures are generated for demonstration. */
  demonstration: boolean
}>

const TITLE_ROWS = 2
const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEFF3F8' } } as const
const LINE = { style: 'thin', color: { argb: 'FFB8C2CC' } } as const
const BORDER = { top: LINE, bottom: LINE, left: LINE, right: LINE } as const
const FONT = 'Microsoft YaHei'

/** @returns the bytes of an .xlsx file */
export async function writeWorkbook(grid: Grid, options: WorkbookOptions): Promise<Buffer> {
  const workbook = new Workbook()
  const text = workbookTexts[options.locale]
  const sheet = workbook.addWorksheet(safeSheetName(options.title), {
    views: [{ state: 'frozen', xSplit: 1, ySplit: TITLE_ROWS + grid.headRows }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  })
  writeTitle(sheet, grid, options)
  writeHeads(sheet, grid, options.locale, text.rowHead)
  for (const [index, row] of grid.rows.entries()) {
    writeRow(sheet, grid, row, TITLE_ROWS + grid.headRows + index + 1, options.locale, text)
  }
  writeNotes(sheet, grid, options, text)
  sheet.getColumn(1).width = 32
  grid.columns.forEach((_, index) => {
    sheet.getColumn(index + 2).width = 16
  })
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

const localised = (label: LocalText, locale: 'zh-CN' | 'en'): string =>
  locale === 'en' ? (label.en ?? label['zh-CN']) : label['zh-CN']

/** Excel refuses these characters and names over 31 characters. */
const safeSheetName = (title: string): string =>
  title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'Sheet1'

function writeTitle(sheet: Worksheet, grid: Grid, options: WorkbookOptions): void {
  const width = grid.columns.length + 1
  const { demonstration: label } = workbookTexts[options.locale]
  const periods = grid.meta.periods.map(period => formatPeriod(period, options.locale)).join('、')
  sheet.mergeCells(1, 1, 1, width)
  sheet.getCell(1, 1).value = options.demonstration ? `${options.title}（${label}）` : options.title
  sheet.getCell(1, 1).style = {
    font: { name: FONT, size: 14, bold: true },
    alignment: { horizontal: 'center' },
  }
  sheet.mergeCells(2, 1, 2, width)
  sheet.getCell(2, 1).value = [options.subtitle, periods].filter(Boolean).join(' · ')
  sheet.getCell(2, 1).style = {
    font: { name: FONT, size: 10, color: { argb: 'FF5A6672' } },
    alignment: { horizontal: 'center' },
  }
}

function writeHeads(sheet: Worksheet, grid: Grid, locale: 'zh-CN' | 'en', rowHead: string): void {
  const top = TITLE_ROWS + 1
  headCell(sheet, top, 1, rowHead, 1, grid.headRows)
  const visit = (heads: readonly GridHead[], row: number, from: number): void => {
    let column = from
    for (const head of heads) {
      const unit = head.unitOfMeasure ? `\n${bracketedUnit(head.unitOfMeasure, locale).trim()}` : ''
      headCell(sheet, row, column, `${localised(head.label, locale)}${unit}`, head.colSpan, head.rowSpan)
      if (head.children) visit(head.children, row + head.rowSpan, column)
      column += head.colSpan
    }
  }
  visit(grid.head, top, 2)
}

function headCell(
  sheet: Worksheet,
  row: number,
  column: number,
  label: string,
  colSpan: number,
  rowSpan: number,
): void {
  if (colSpan > 1 || rowSpan > 1) sheet.mergeCells(row, column, row + rowSpan - 1, column + colSpan - 1)
  const cell = sheet.getCell(row, column)
  cell.value = label
  cell.style = {
    font: { name: FONT, size: 10, bold: true },
    fill: HEAD_FILL,
    border: BORDER,
    alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
  }
}

type Texts = (typeof workbookTexts)['zh-CN' | 'en']

function writeRow(
  sheet: Worksheet,
  grid: Grid,
  row: GridRow,
  at: number,
  locale: 'zh-CN' | 'en',
  text: Texts,
): void {
  const head = sheet.getCell(at, 1)
  head.value = localised(row.label, locale)
  const bold = row.step === null
  head.style = { font: { name: FONT, size: 10, bold }, border: BORDER, alignment: { indent: row.level } }
  row.cells.forEach((value, index) => {
    const cell = sheet.getCell(at, index + 2)
    const flag = row.flags?.[index]
    cell.value = flag ? text.flags[flag] : value === null ? null : Number(value)
    cell.style = {
      font: { name: FONT, size: 10, bold },
      border: BORDER,
      numFmt: numberFormat(grid.columns[index]?.decimals ?? 0),
      alignment: { horizontal: 'right' },
    }
  })
}

const numberFormat = (decimals: number): string => `#,##0${decimals > 0 ? `.${'0'.repeat(decimals)}` : ''}`

function writeNotes(sheet: Worksheet, grid: Grid, options: WorkbookOptions, text: Texts): void {
  const used = new Set<CellFlag>(grid.rows.flatMap(row => Object.values(row.flags ?? {})))
  const notes = [
    ...[...used].map(flag => `${text.flags[flag]}  ${text.flagNotes[flag]}`),
    `${text.edition} ${grid.meta.edition}`,
    ...(grid.meta.drainedAt ? [`${text.asOf} ${shanghaiTime(grid.meta.drainedAt)}`] : []),
    ...(options.demonstration ? [text.demonstrationNote] : []),
  ]
  const from = TITLE_ROWS + grid.headRows + grid.rows.length + 2
  notes.forEach((note, index) => {
    const cell = sheet.getCell(from + index, 1)
    cell.value = note
    cell.style = { font: { name: FONT, size: 9, color: { argb: 'FF5A6672' } } }
  })
}

const shanghaiTime = (instant: string): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(instant))
