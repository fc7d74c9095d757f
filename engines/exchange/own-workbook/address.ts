/** Places of a workbook as people write them: `利润表!C12`, `C12+C14`, `C12:C14`. */
import { sheetAddress } from '../form-workbook/sheet.ts'
import type { Spot } from './book.ts'

export type Area = Readonly<{ from: Spot; to: Spot }>
/** One cell or block of a sheet; several are added up. `at` is canonical: `C12` or `C12:C14`. */
export type Source = Readonly<{ sheet: string; at: string }>

export type AddressProblem = 'SYNTAX' | 'UNKNOWN_SHEET' | 'TOO_MANY'

/** How many cells one block, and how many terms one sum, may have. */
export const AREA_CELLS = 200
export const SUM_TERMS = 20

const lastColumn = 16_384
const lastRow = 1_048_576

export function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}

export const columnLetters = (column: number): string => sheetAddress({ row: 1, column }).slice(0, -1)

function spotIn(text: string): Spot | undefined {
  const [, letters = '', digits = ''] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(text) ?? []
  const spot = { row: Number(digits), column: columnNumber(letters) }
  return letters !== '' && spot.column <= lastColumn && spot.row <= lastRow ? spot : undefined
}

/** Undefined where the text names no cell or block. */
export function areaOf(at: string): Area | undefined {
  const [first = '', second = first, more] = at.split(':')
  const [one, other] = [spotIn(first), spotIn(second)]
  if (!one || !other || more !== undefined) return undefined
  return {
    from: { row: Math.min(one.row, other.row), column: Math.min(one.column, other.column) },
    to: { row: Math.max(one.row, other.row), column: Math.max(one.column, other.column) },
  }
}

export function areaText({ from, to }: Area): string {
  const first = sheetAddress(from)
  return from.row === to.row && from.column === to.column ? first : `${first}:${sheetAddress(to)}`
}

export const spotsOf = ({ from, to }: Area): readonly Spot[] =>
  Array.from({ length: to.row - from.row + 1 }, (_, i) => from.row + i).flatMap(row =>
    Array.from({ length: to.column - from.column + 1 }, (_, i) => ({ row, column: from.column + i })),
  )

const isPlain = (name: string) => /^[\p{L}\p{N}_.]+$/u.test(name) && !/^[A-Za-z]{1,3}\d+$/.test(name)
const sheetText = (name: string) => (isPlain(name) ? name : `'${name.replaceAll("'", "''")}'`)

/** `利润表!C12+C14`; the sheet is written once while it stays the same. */
export function sourcesText(sources: readonly Source[]): string {
  return sources
    .map(({ sheet, at }, i) => (sources[i - 1]?.sheet === sheet ? at : `${sheetText(sheet)}!${at}`))
    .join('+')
}

const term = /^\s*(?:(?:'((?:[^']|'')+)'|([^'+!！＋]+))[!！])?\s*([^'+!！＋]+?)\s*(?:[+＋]|$)/u

export type ParsedSources =
  | Readonly<{ sources: readonly Source[]; problem?: undefined }>
  | Readonly<{ problem: AddressProblem; sources?: undefined }>

/**
 * Reads what a person typed; a term without a sheet is in that of the term before, the first one in `sheet`. Full-width
 * signs and `$` are taken as what they mean. Blank gives no source.
 */
export function parseSources(text: string, sheet: string, sheets: readonly string[]): ParsedSources {
  const sources: Source[] = []
  let cells = 0
  let rest = text.trim().replace(/^[=＝]/, '')
  while (rest !== '') {
    const [whole, quoted, bare, place = ''] = term.exec(rest) ?? []
    if (whole === undefined) return { problem: 'SYNTAX' }
    const said = quoted?.replaceAll("''", "'") ?? bare?.trim()
    const name = said ?? sources.at(-1)?.sheet ?? sheet
    const area = areaOf(place.normalize('NFKC').replace(/[\s$]/g, '').toUpperCase())
    if (!area) return { problem: 'SYNTAX' }
    if (!sheets.includes(name)) return { problem: 'UNKNOWN_SHEET' }
    cells += (area.to.row - area.from.row + 1) * (area.to.column - area.from.column + 1)
    if (cells > AREA_CELLS || sources.length >= SUM_TERMS) return { problem: 'TOO_MANY' }
    sources.push({ sheet: name, at: areaText(area) })
    rest = rest.slice(whole.length)
    if (rest === '' && /[+＋]\s*$/.test(whole)) return { problem: 'SYNTAX' }
  }
  return { sources }
}
