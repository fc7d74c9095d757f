/** The first lines of a delimited file, read in the browser to choose columns; the server reads the file itself. */
import { isCreditCode } from '#modules/stats/register/contract.ts'

export type Encoding = 'utf-8' | 'gbk'
export type Separator = ',' | ';' | '\t' | '|'
export type CsvHead = Readonly<{
  encoding: Encoding
  separator: Separator
  columns: readonly string[]
  sample: readonly string[]
}>

const separators: readonly Separator[] = [',', ';', '\t', '|']
const headBytes = 65_536

/** UTF-8 unless the bytes are none; a character cut off at the end of what was read does not count. */
export function decodeHead(
  bytes: Uint8Array,
  wanted?: Encoding,
): Readonly<{ text: string; encoding: Encoding }> {
  if (wanted !== 'gbk') {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
      return { text, encoding: 'utf-8' }
    } catch {
      if (wanted === 'utf-8') return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8' }
    }
  }
  return { text: new TextDecoder('gbk').decode(bytes), encoding: 'gbk' }
}

/** Records of RFC 4180 text: quotes double inside quotes, and line ends may stand inside them. */
export function recordsOf(text: string, separator: Separator, limit: number): readonly string[][] {
  const records: string[][] = []
  let record: string[] = []
  let field = ''
  let quoted = false
  for (let i = 0; i < text.length && records.length < limit; i += 1) {
    const char = text[i]!
    if (quoted) {
      if (char !== '"') field += char
      else if (text[i + 1] === '"') {
        field += '"'
        i += 1
      } else quoted = false
    } else if (char === '"' && field === '') quoted = true
    else if (char === separator) {
      record.push(field)
      field = ''
    } else if (char === '\n') {
      records.push([...record, field.replace(/\r$/, '')])
      record = []
      field = ''
    } else field += char
  }
  if (records.length < limit && (field !== '' || record.length > 0)) records.push([...record, field])
  return records
}

export function headOf(
  bytes: Uint8Array,
  wanted: Readonly<{ encoding?: Encoding; separator?: Separator }> = {},
): CsvHead {
  const { text, encoding } = decodeHead(bytes.subarray(0, headBytes), wanted.encoding)
  const body = text.replace(/^\uFEFF/, '')
  const first = body.split('\n', 1)[0] ?? ''
  const count = (one: Separator) => first.split(one).length
  const separator = wanted.separator ?? separators.toSorted((a, b) => count(b) - count(a))[0]!
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
