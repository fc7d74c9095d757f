/** Reads region files (`code,name,level,parent,urban_rural`) and refuses, with the line, what cannot be a region. */
import { parse } from 'csv-parse/sync'
import { defineProblem, Problem } from '../contract/index.ts'

export type RegionLevel = 'province' | 'city' | 'county' | 'township' | 'village'
export type RegionRow = Readonly<{
  code: string
  name: string
  level: RegionLevel
  parentCode: string | null
  urbanRural: string | null
}>
export type RegionLinkRow = Readonly<{
  editionFrom: string
  editionTo: string
  fromCode: string
  toCode: string
  kind: 'merge' | 'split' | 'rename' | 'recode'
}>

export const regionFileInvalid = defineProblem(
  'ORG_REGION_FILE_INVALID',
  400,
  '区划文件第 {line} 行：{reason}',
  'Region file, line {line}: {reason}',
)

/** Digits of a code that say something at each level (统计用区划代码: 2+2+2+3+3). */
const DIGITS: Readonly<Record<RegionLevel, number>> = {
  province: 2,
  city: 4,
  county: 6,
  township: 9,
  village: 12,
}
const LEVELS = Object.keys(DIGITS) as readonly RegionLevel[]
const KINDS = new Set(['merge', 'split', 'rename', 'recode'])

type Cells = Readonly<Record<string, string>>

const records = (text: string, columns: readonly string[]): readonly Cells[] => {
  try {
    const rows = parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true }) as Cells[]
    const missing = columns.find(column => rows.length === 0 || !(column in (rows[0] as Cells)))
    if (missing) throw new Problem(regionFileInvalid, { line: 1, reason: `column ${missing}` })
    return rows
  } catch (error) {
    if (error instanceof Problem) throw error
    const { lines = 1, code = 'CSV' } = error as { lines?: number; code?: string }
    throw new Problem(regionFileInvalid, { line: lines, reason: code })
  }
}

/** @throws ORG_REGION_FILE_INVALID: bad code, level, parent, duplicate */
export function parseRegions(text: string): readonly RegionRow[] {
  const rows = records(text, ['code', 'name', 'level', 'parent'])
  const codes = new Set<string>()
  return rows.map((cells, index) => {
    const reason = faultOf(cells, codes)
    if (reason) throw new Problem(regionFileInvalid, { line: index + 2, reason })
    codes.add(cells.code as string)
    return {
      code: cells.code as string,
      name: cells.name as string,
      level: cells.level as RegionLevel,
      parentCode: cells.parent || null,
      urbanRural: cells.urban_rural || null,
    }
  })
}

function faultOf(cells: Cells, earlier: ReadonlySet<string>): string | null {
  const { code = '', name = '', level = '', parent = '' } = cells
  if (!/^[0-9]{12}$/.test(code)) return `code ${code}`
  if (name === '') return `name of ${code}`
  if (!LEVELS.includes(level as RegionLevel)) return `level ${level}`
  const digits = DIGITS[level as RegionLevel]
  if (!/^0*$/.test(code.slice(digits)) || /^0*$/.test(code.slice(previousDigits(level), digits)))
    return `code ${code} is not of level ${level}`
  if (earlier.has(code)) return `code ${code} twice`
  // Parents stand before their children, as in the published files.
  if (parent !== '' && !earlier.has(parent)) return `parent ${parent} of ${code}`
  return null
}

const previousDigits = (level: string): number => {
  const above = LEVELS[LEVELS.indexOf(level as RegionLevel) - 1]
  return above ? DIGITS[above] : 0
}

export function parseRegionLinks(text: string): readonly RegionLinkRow[] {
  return records(text, ['edition_from', 'edition_to', 'from_code', 'to_code', 'kind']).map((cells, index) => {
    const { from_code = '', to_code = '', kind = '' } = cells
    if (!/^[0-9]{12}$/.test(from_code) || !/^[0-9]{12}$/.test(to_code) || !KINDS.has(kind))
      throw new Problem(regionFileInvalid, { line: index + 2, reason: `${from_code} ${kind} ${to_code}` })
    return {
      editionFrom: cells.edition_from as string,
      editionTo: cells.edition_to as string,
      fromCode: from_code,
      toCode: to_code,
      kind: kind as RegionLinkRow['kind'],
    }
  })
}
