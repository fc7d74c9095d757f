import { CsvError, parse } from 'csv-parse/sync'

/** One line of a classification of economic activities (国民经济行业分类), from section (1) to class (4). */
export type IndustryRow = Readonly<{
  code: string
  name: string
  parent: string | null
  level: 1 | 2 | 3 | 4
}>

export type IndustryFault = Readonly<{
  line: number
  code: string
  problem: 'columns' | 'code' | 'name' | 'level' | 'parent' | 'duplicate' | 'quoteOpen' | 'quoteInside'
}>

const CODE_OF_LEVEL = { 1: /^[A-Z]$/, 2: /^\d{2}$/, 3: /^\d{3}$/, 4: /^\d{4}$/ } as const
const COLUMNS = ['code', 'name', 'parent', 'level'] as const

/**
 * Reads a classification CSV with the columns code, name, parent, level, in any order of columns and lines.
 * A line is left out when it is named in `faults` (line numbers as an editor shows them).
 */
export function parseIndustryCsv(text: string): { rows: IndustryRow[]; faults: IndustryFault[] } {
  const plain = text.replaceAll(/\r\n?/g, '\n')
  let parsed: readonly Parsed[]
  try {
    parsed = readLines(plain)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { rows: [], faults: [quoteFault(error, plain)] }
  }
  const faults: IndustryFault[] = []
  const byCode = new Map<string, { row: IndustryRow; line: number }>()
  for (const { record, info } of parsed) {
    const line = info.lines - breaksIn(record)
    const problem = faultOf(record, byCode)
    if (problem) faults.push({ line, code: record.code ?? '', problem })
    else byCode.set(record.code!, { row: toRow(record), line })
  }
  const rows: IndustryRow[] = []
  for (const { row, line } of byCode.values()) {
    const parentLevel = row.parent === null ? 0 : byCode.get(row.parent)?.row.level
    if (parentLevel === row.level - 1) rows.push(row)
    else faults.push({ line, code: row.code, problem: 'parent' })
  }
  return { rows, faults }
}

/** The parser tells the line that a record ends on; a cell in quotes may be several lines long. */
const breaksIn = (record: Record<string, string>): number =>
  Object.values(record).join('').split('\n').length - 1

// Columns are not counted and records are of any size, so that only quotes can stop the parser.
function quoteFault(error: CsvError, text: string): IndustryFault {
  if (error.code !== 'CSV_QUOTE_NOT_CLOSED')
    return { line: Number(error.lines ?? 1), code: '', problem: 'quoteInside' }
  return { line: lastOpening(text), code: '', problem: 'quoteOpen' }
}

/** The line of the quote that nothing closes; the parser only tells where the text ends. */
function lastOpening(text: string): number {
  let opened = 0
  for (const [at, line] of text.split('\n').entries()) {
    const quotes = line.split('"').length - 1
    if (quotes % 2 === 1) opened = opened === 0 ? at + 1 : 0
  }
  return opened
}

type Parsed = Readonly<{ record: Record<string, string>; info: Readonly<{ lines: number }> }>

const readLines = (text: string): readonly Parsed[] =>
  parse(text, {
    columns: true,
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
  }) as unknown as readonly Parsed[]

function faultOf(record: Record<string, string>, seen: ReadonlyMap<string, unknown>) {
  if (COLUMNS.some(column => record[column] === undefined)) return 'columns' as const
  const pattern = CODE_OF_LEVEL[Number(record.level) as IndustryRow['level']]
  if (!pattern) return 'level' as const
  if (!pattern.test(record.code!)) return 'code' as const
  if (record.name === '') return 'name' as const
  return seen.has(record.code!) ? ('duplicate' as const) : null
}

const toRow = (record: Record<string, string>): IndustryRow => ({
  code: record.code!,
  name: record.name!,
  parent: record.parent || null,
  level: Number(record.level) as IndustryRow['level'],
})

/** The section letter of a division, group or class code, by the parents in `rows`; null when it is not there. */
export function sectionOf(rows: ReadonlyMap<string, IndustryRow>, code: string): string | null {
  let row = rows.get(code)
  while (row?.parent) row = rows.get(row.parent)
  return row?.level === 1 ? row.code : null
}
