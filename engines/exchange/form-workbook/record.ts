/** The hidden sheet of a workbook: which report it is and where each value stands, so that it can be read back. */
import type { Worksheet } from '@cj-tech-master/excelts'
import type { FormSpec } from '../../form/index.ts'
import type { Locale } from './lists.ts'
import { type FormSheet, type SheetField, sheetAddress } from './sheet.ts'

export const recordSheet = '_zhitong'
export const listSheet = '_lists'
const mark = 'zhitong-form-1'
const mapMark = '#map'

/** The report a workbook is for. */
export type FormIdentity = Readonly<{
  formCode: string
  formVersionId: number
  period: string
  unitId: number
  unitName: string
}>

export type FileRecord = FormIdentity &
  Readonly<{
    locale: Locale
    demonstration: boolean
    room: Readonly<Record<string, number>>
    /** What stood in each cell when the file was written, by address: canonical, '' where blank. */
    was: ReadonlyMap<string, string>
  }>

/** `M13`, `P01@2` for the third place of its section, `products#2` for the key of that place. */
export function fieldName(field: SheetField): string {
  if (field.kind !== 'value') return `${field.section.id}#${field.slot}`
  return field.slot === undefined ? field.place.code : `${field.place.code}@${field.slot}`
}

export function writeRecord(sheet: Worksheet, record: FileRecord, layout: FormSheet): void {
  const pairs: readonly (readonly [string, string])[] = [
    ['format', mark],
    ['form', record.formCode],
    ['version', String(record.formVersionId)],
    ['period', record.period],
    ['unit', String(record.unitId)],
    ['unitName', record.unitName],
    ['locale', record.locale],
    ['demonstration', String(record.demonstration)],
    ...Object.entries(record.room).map(([id, count]) => [`room:${id}`, String(count)] as const),
    [mapMark, ''],
  ]
  const map = layout.cells.flatMap(cell => {
    if (!('field' in cell) || !cell.field || cell.field.kind === 'derived') return []
    const where = sheetAddress(cell)
    return [[where, record.was.get(where) ?? '', fieldName(cell.field)]]
  })
  for (const [i, texts] of [...pairs, ...map].entries())
    for (const [j, text] of texts.entries()) {
      const cell = sheet.getCell(i + 1, j + 1)
      cell.value = text
      cell.numFmt = '@'
    }
}

function textAt(sheet: Worksheet, row: number, column: number): string {
  const { value } = sheet.getCell(row, column)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function roomOf(spec: FormSpec, pairs: ReadonlyMap<string, string>): Readonly<Record<string, number>> {
  const sections = spec.sections.filter(section => section.kind === 'rows')
  return Object.fromEntries(
    sections.map(({ id, maxRows }) => {
      const count = Number(pairs.get(`room:${id}`) ?? 0)
      return [id, Number.isInteger(count) ? Math.min(Math.max(count, 0), maxRows) : 0]
    }),
  )
}

/** Undefined where the sheet is not one that was written here. */
export function readRecord(sheet: Worksheet, spec: FormSpec): FileRecord | undefined {
  const pairs = new Map<string, string>()
  let row = 1
  for (; row <= sheet.rowCount && textAt(sheet, row, 1) !== mapMark; row += 1)
    pairs.set(textAt(sheet, row, 1), textAt(sheet, row, 2))
  if (pairs.get('format') !== mark) return undefined
  const was = new Map<string, string>()
  for (row += 1; row <= sheet.rowCount; row += 1) was.set(textAt(sheet, row, 1), textAt(sheet, row, 2))
  return {
    formCode: pairs.get('form') ?? '',
    formVersionId: Number(pairs.get('version')),
    period: pairs.get('period') ?? '',
    unitId: Number(pairs.get('unit')),
    unitName: pairs.get('unitName') ?? '',
    locale: pairs.get('locale') === 'en' ? 'en' : 'zh-CN',
    demonstration: pairs.get('demonstration') === 'true',
    room: roomOf(spec, pairs),
    was,
  }
}
