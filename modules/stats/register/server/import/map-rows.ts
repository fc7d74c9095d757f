/** Rows of a file as candidates: field values and the errors of their cells. */
import { type ImportMapping, importProblems, unitField } from '../../contract.ts'
import type { FieldValues } from '../dated-state.ts'
import { DEFAULT_MISSING } from './mapping.ts'
import { type CellError, cellError, type Lists, parseCell } from './parse-values.ts'
import type { Table, TableRow } from './read-table.ts'

export type Candidate = Readonly<{
  line: number
  /** Fields the file gives; a blank cell gives nothing. */
  values: FieldValues
  errors: readonly CellError[]
}>

type Reader = Readonly<{
  mapping: ImportMapping
  missing: ReadonlySet<string>
  columns: ReadonlyMap<string, number>
  lists: Lists
}>

export function mapRows(table: Table, mapping: ImportMapping, lists: Lists): readonly Candidate[] {
  const reader: Reader = {
    mapping,
    missing: missingTexts(mapping),
    columns: new Map(table.headings.map((heading, at) => [heading, at])),
    lists,
  }
  return table.rows.map((row, at) => mapRow(reader, row, at + 1, table.headings.length))
}

function mapRow(reader: Reader, row: TableRow, number: number, width: number): Candidate {
  const { line, cells } = row
  const beyond = cells.slice(width).some(cell => cell !== '')
  if (cells.length < width || beyond) {
    const at = { field: '', heading: null, value: '' }
    const detail = { found: cells.length, expected: width }
    return { line, values: {}, errors: [cellError(importProblems.rowColumns, at, detail)] }
  }
  const values: Record<string, FieldValues[string]> = {}
  const errors: CellError[] = []
  for (const [name, source] of Object.entries(reader.mapping.fields)) {
    const heading = 'column' in source ? source.column : null
    const typed =
      'column' in source
        ? typedIn(cells[reader.columns.get(source.column)!]!)
        : source.text.replaceAll('{row}', String(number))
    const meanings = reader.mapping.values?.[name]
    const text = meanings && Object.hasOwn(meanings, typed) ? meanings[typed]! : typed
    if (saysNothing(text, reader.missing)) continue
    const parsed = parseCell(unitField(name)!, text, reader.lists)
    if ('value' in parsed) values[name] = parsed.value
    else errors.push(cellError(parsed.type, { field: name, heading, value: typed }, parsed.detail))
  }
  return { line, values, errors }
}

export const missingTexts = (mapping: ImportMapping): ReadonlySet<string> =>
  new Set(['', ...(mapping.missing ?? DEFAULT_MISSING)])

/** A text for blank, or nothing but spaces and characters that print nothing, as a copied cell may hold. */
export const saysNothing = (text: string, missing: ReadonlySet<string>): boolean =>
  missing.has(text) || /^[\s\p{Cf}]*$/u.test(text)

/** Full-width and stray spaces folded; the quote that keeps spreadsheets from reading a formula taken off. */
export const typedIn = (cell: string): string =>
  cell
    .normalize('NFKC')
    .trim()
    .replace(/^'(?=[=+\-@])/, '')
