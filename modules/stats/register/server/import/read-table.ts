/** A file of bytes as a table: encoding and separator found, every row with its line. */
import { Readable } from 'node:stream'
import { type CsvError, type Options, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { isGeneratedNote } from '#engines/exchange/index.ts'
import { Problem } from '#kernel/contract/index.ts'
import { type ImportSettings, importProblems } from '../../contract.ts'

export const MAX_BYTES = 32 * 1_048_576
export const MAX_ROWS = 200_000

export type TableRow = Readonly<{ line: number; cells: readonly string[] }>
export type Table = Readonly<{ headings: readonly string[]; rows: readonly TableRow[] }>
type Encoding = ImportSettings['encoding']
type Separator = ImportSettings['separator']

const REPLACEMENT = '\uFFFD'

const decodeAs = (bytes: Buffer, encoding: Encoding): string | null => {
  const text =
    encoding === 'gbk'
      ? iconv.decode(bytes, 'gb18030')
      : new TextDecoder('utf-8', { fatal: false }).decode(bytes)
  return text.includes('\0') || (encoding === 'gbk' && text.includes(REPLACEMENT)) ? null : text
}

/** UTF-8 where the bytes are UTF-8, GBK (GB 18030) otherwise; raises `notText` for what is neither. */
export function decodeFile(bytes: Buffer, asked?: Encoding): Readonly<{ text: string; encoding: Encoding }> {
  const encoding = asked ?? (isUtf8(bytes) ? 'utf-8' : 'gbk')
  const text = decodeAs(bytes, encoding)
  if (text === null || (encoding === 'utf-8' && text.includes(REPLACEMENT) && !isUtf8(bytes))) {
    throw new Problem(importProblems.notText)
  }
  return { text: text.replace(/^\uFEFF/, ''), encoding }
}

const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** The separator that stands most often in the heading line outside quotes; a comma where none does. */
export function findSeparator(text: string): Separator {
  const heading = (/^\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replaceAll(/"[^"]*"/g, '')
  const counts = ([',', ';', '\t', '|'] as const).map(separator => ({
    separator,
    count: heading.split(separator).length - 1,
  }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).separator
}

const options = (separator: Separator): Options => ({
  delimiter: separator,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
  max_record_size: 100_000,
})

type Parsed = { record: string[]; info: { lines: number } }

/** Raises `empty`, `tooManyRows`, `headings` and `broken`. Rows keep their own number of cells. */
export async function readTable(text: string, separator: Separator): Promise<Table> {
  const rows: TableRow[] = []
  let headings: readonly string[] | null = null
  const parser = Readable.from(pieces(text)).pipe(parse(options(separator)))
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (!headings) headings = checkedHeadings(record)
      else rows.push({ line: info.lines, cells: record })
      if (rows.length > MAX_ROWS) throw new Problem(importProblems.tooManyRows, { limit: MAX_ROWS })
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(importProblems.broken, { line: Number((error as CsvError).lines ?? 0) })
  }
  if (isGeneratedNote(rows.at(-1)?.cells ?? [])) rows.pop()
  if (!headings || rows.length === 0) throw new Problem(importProblems.empty)
  return { headings, rows }
}

// Handed over in pieces, so that a long file does not hold the event loop.
function* pieces(text: string): Generator<string> {
  const PIECE = 65_536
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE)
}

function checkedHeadings(record: readonly string[]): readonly string[] {
  const headings = record.map(heading => heading.normalize('NFKC').trim())
  while (headings.length > 0 && headings.at(-1) === '') headings.pop()
  const blank = headings.indexOf('')
  if (blank >= 0) throw new Problem(importProblems.headings, { heading: `#${blank + 1} —` })
  const twice = headings.find((heading, index) => headings.indexOf(heading) !== index)
  if (twice) throw new Problem(importProblems.headings, { heading: `“${twice}” ×2` })
  return headings
}
