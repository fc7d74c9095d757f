/** The first lines of a delimited file, read in the browser to choose columns; the server reads the file itself. */
import {
  decodeText,
  type Encoding,
  recordsOf,
  type Separator,
  separatorOf,
} from '#engines/exchange/csv-records.ts'
import { isCreditCode } from '#modules/stats/register/contract.ts'

export type CsvHead = Readonly<{
  encoding: Encoding
  separator: Separator
  columns: readonly string[]
  sample: readonly string[]
}>

const headBytes = 65_536

export function headOf(
  bytes: Uint8Array,
  wanted: Readonly<{ encoding?: Encoding; separator?: Separator }> = {},
): CsvHead {
  const { text, encoding } = decodeText(bytes.subarray(0, headBytes), wanted.encoding)
  const body = text.replace(/^\uFEFF/, '')
  const separator = wanted.separator ?? separatorOf(body)
  const [columns = [], sample = []] = recordsOf(body, separator, 2)
  return { encoding, separator, columns: columns.map(one => one.trim()), sample }
}

/** The column that names the unit by its credit code, where one does. */
export const guessUnitColumn = ({ columns, sample }: CsvHead): string =>
  columns.find((_column, i) => isCreditCode((sample[i] ?? '').trim().toUpperCase())) ?? ''

/** A column stands for the cell whose code it is, or the only cell whose label it is. */
export function guessCells(
  columns: readonly string[],
  cells: readonly Readonly<{ code: string; label: string }>[],
): Readonly<Record<string, string>> {
  const taken = new Set<string>()
  const guessed: Record<string, string> = {}
  for (const column of columns) {
    const byCode = cells.find(one => one.code.toLowerCase() === column.toLowerCase())
    const byLabel = cells.filter(one => one.label === column)
    const found = byCode ?? (byLabel.length === 1 ? byLabel[0] : undefined)
    if (!found || taken.has(found.code)) continue
    taken.add(found.code)
    guessed[column] = found.code
  }
  return guessed
}
