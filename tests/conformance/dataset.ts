/** Data sets of the reference examples: CSV with a structure, read into the values the engine takes. */
import type { Scalar, ScalarType } from '#engines/vtl/index.ts'

export type Component = Readonly<{ name: string; role: string; data_type: string }>
export type Row = Readonly<Record<string, Scalar>>
export type Dataset = Readonly<{ components: readonly Component[]; rows: readonly Row[] }>

export const isIdentifier = (component: Component): boolean => component.role === 'Identifier'
export const isMeasure = (component: Component): boolean => component.role === 'Measure'
export const namesOf = (data: Dataset, test: (component: Component) => boolean): readonly string[] =>
  data.components.filter(test).map(component => component.name)

/** `2010Q1` and `2010M1` of the manual are `2010-Q1` and `2010-M01` here. */
function period(text: string): string {
  const match = /^(\d{4})-?([ASQMWD])(\d*)$/.exec(text)
  if (!match) return text
  if (match[2] === 'A') return match[1]!
  const width = { M: 2, W: 2, D: 3 }[match[2]!] ?? 1
  return `${match[1]}-${match[2]}${match[3]!.padStart(width, '0')}`
}

function scalar(text: string | undefined, type: string): Scalar {
  if (text === undefined || text === '') return null
  if (type === 'Boolean') return text.toLowerCase() === 'true'
  if (type === 'TimePeriod') return period(text)
  return /^-?\d+(?:\.\d+)?[eE]/.test(text) ? String(Number(text)) : text
}

/** A line of CSV; quotation marks may enclose commas. */
const fields = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    match => match[1]?.replaceAll('""', '"') ?? match[2] ?? '',
  )

export function readDataset(csv: string, components: readonly Component[]): Dataset {
  const [head = '', ...lines] = csv.split(/\r?\n/).filter(line => line.trim() !== '')
  const names = fields(head).map(name => name.trim())
  const rows = lines.map(line => {
    const values = fields(line)
    return Object.fromEntries(
      components.map(({ name, data_type }) => [name, scalar(values[names.indexOf(name)], data_type)]),
    )
  })
  return { components, rows }
}

/** A number column is as fine as its finest value. */
export function typeOf(data: Dataset, component: Component): ScalarType {
  switch (component.data_type) {
    case 'Integer':
    case 'Number': {
      const decimals = data.rows.map(row => String(row[component.name] ?? '').split('.')[1]?.length ?? 0)
      return { kind: 'decimal', scale: Math.min(9, Math.max(0, ...decimals)) }
    }
    case 'Boolean':
      return { kind: 'boolean' }
    case 'Date':
      return { kind: 'date' }
    case 'TimePeriod':
      return { kind: 'period' }
    default:
      return { kind: 'string' }
  }
}

const keyOf = (row: Row, identifiers: readonly string[]): string =>
  JSON.stringify(identifiers.map(name => row[name] ?? null))

/** Pairs of rows with the same values of the identifiers both data sets have. */
export function joined(left: Dataset, right: Dataset): readonly (readonly [Row, Row])[] {
  const common = namesOf(left, isIdentifier).filter(name => namesOf(right, isIdentifier).includes(name))
  const byKey = Map.groupBy(right.rows, row => keyOf(row, common))
  return left.rows.flatMap(row => (byKey.get(keyOf(row, common)) ?? []).map(other => [row, other] as const))
}

function same(a: Scalar, b: Scalar): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a === 'boolean' || typeof b === 'boolean') return false
  const [x, y] = [Number(a), Number(b)]
  return (
    a.trim() !== '' &&
    Number.isFinite(x) &&
    Number.isFinite(y) &&
    Math.abs(x - y) <= 1e-5 * Math.max(Math.abs(x), Math.abs(y), 1e-9)
  )
}

/** The same rows in any order, by identifiers and measures; attributes are not compared. */
export function sameData(found: Dataset, expected: Dataset): boolean {
  const identifiers = namesOf(expected, isIdentifier)
  const measures = namesOf(expected, isMeasure)
  const ownMeasures = namesOf(found, isMeasure)
  if (found.rows.length !== expected.rows.length || measures.some(name => !ownMeasures.includes(name)))
    return false
  const byKey = new Map(found.rows.map(row => [keyOf(row, identifiers), row]))
  return expected.rows.every(row => {
    const mine = byKey.get(keyOf(row, identifiers))
    return mine !== undefined && measures.every(name => same(mine[name] ?? null, row[name] ?? null))
  })
}
