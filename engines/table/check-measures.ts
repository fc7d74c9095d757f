/** Checks of the measure columns: references, circles, units of measure, and what may be built on what. */

import { checkPredicate } from './check-predicate.ts'
import { basisOf, type PlacedColumn, placedColumns, references } from './columns.ts'
import { diagnostic, type TabulationDiagnostic } from './messages.ts'
import { columnType, stateRanks, systemColumns } from './mirror.ts'
import type { Measure, MeasureColumn, TabulationSpec } from './model.ts'
import { conversionPower } from './unit-of-measure.ts'

type Columns = ReadonlyMap<string, MeasureColumn>

const baseKinds = ['units', 'reports', 'sum', 'mean', 'min', 'max', 'weightedMean']
const kinds = [...baseKinds, 'earlier', 'share', 'growth', 'change', 'ratio']
const additive = ['units', 'reports', 'sum']

/** Follows references from a column; `visit` sees each column reached once, the first included. */
const reach = (columns: Columns, key: string, seen = new Set<string>()): ReadonlySet<string> => {
  const column = columns.get(key)
  if (!column || seen.has(key)) return seen
  seen.add(key)
  for (const [, next] of references(column.measure)) reach(columns, next, seen)
  return seen
}

const circleFrom = (columns: Columns, start: string): readonly string[] | undefined => {
  const trail = (key: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(key)) return key === start ? [...path, key] : undefined
    const next = columns.get(key)
    if (!next) return undefined
    return references(next.measure)
      .map(([, to]) => trail(to, [...path, key]))
      .find(found => found)
  }
  return trail(start, [])
}

/** The unit of measure in which a column's value comes out before conversion. */
export const nativeUnit = (spec: TabulationSpec, columns: Columns, measure: Measure): string | undefined => {
  switch (measure.kind) {
    case 'sum':
    case 'mean':
    case 'min':
    case 'max':
    case 'weightedMean':
      return spec.source.columns.find(column => column.name === measure.column)?.unitOfMeasure
    case 'earlier':
    case 'change': {
      const of = columns.get(measure.of)
      return of && nativeUnit(spec, columns, of.measure)
    }
    case 'share':
    case 'growth':
      return '%'
    case 'ratio':
      return measure.percent ? '%' : undefined
    default:
      return undefined
  }
}

const checkBase = (spec: TabulationSpec, { column, path }: PlacedColumn): TabulationDiagnostic[] => {
  const measure = column.measure
  const found: TabulationDiagnostic[] = []
  const numeric = (field: 'column' | 'weight', name: string) => {
    const type = columnType(spec.source, name)
    // Numbers that name a unit or a state are no quantities, and their sums would tell which unit is missing.
    const isNumber = type?.kind === 'decimal'
    if (!type || (isNumber && Object.hasOwn(systemColumns, name)))
      found.push(diagnostic('TABLE_UNKNOWN_COLUMN', `${path}/measure/${field}`, name))
    else if (!isNumber) found.push(diagnostic('TABLE_NOT_NUMERIC', `${path}/measure/${field}`, name))
  }
  if ('column' in measure) numeric('column', measure.column)
  if (measure.kind === 'weightedMean') numeric('weight', measure.weight)
  if ('state' in measure && measure.state !== undefined && !Object.hasOwn(stateRanks, measure.state))
    found.push(diagnostic('TABLE_UNKNOWN_STATE', `${path}/measure/state`, String(measure.state)))
  if ('where' in measure && measure.where)
    found.push(...checkPredicate(spec.source, measure.where, `${path}/measure/where`))
  return found
}

const checkDerived = (spec: TabulationSpec, columns: Columns, { column, path }: PlacedColumn) => {
  const { measure } = column
  const found: TabulationDiagnostic[] = []
  const missing = references(measure).filter(([, key]) => !columns.has(key))
  for (const [field, key] of missing)
    found.push(diagnostic('TABLE_UNKNOWN_MEASURE', `${path}/measure/${field}`, String(key)))
  if (missing.length > 0) return found
  const circle = circleFrom(columns, column.key)
  if (circle) return [...found, diagnostic('TABLE_CIRCULAR_MEASURE', `${path}/measure`, circle.join(' → '))]
  const [, of] = references(measure)[0]!
  if (measure.kind === 'share' && !additive.includes(columns.get(of)!.measure.kind))
    found.push(diagnostic('TABLE_SHARE_NOT_ADDITIVE', `${path}/measure/of`, of))
  if (measure.kind === 'share' && measure.within === 'across' && !spec.across)
    found.push(diagnostic('TABLE_SHARE_WITHOUT_ACROSS', `${path}/measure/within`))
  const looksBack = [...reach(columns, of)].some(key => basisOf(columns.get(key)!.measure))
  if (basisOf(measure) && looksBack) found.push(diagnostic('TABLE_NESTED_BASIS', `${path}/measure/of`, of))
  return found
}

const checkDisplay = (spec: TabulationSpec, columns: Columns, { column, path }: PlacedColumn) => {
  const found: TabulationDiagnostic[] = []
  const { decimals, unitOfMeasure, measure } = column
  if (decimals !== undefined && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 12))
    found.push(diagnostic('TABLE_BAD_DECIMALS', `${path}/decimals`))
  if (unitOfMeasure === undefined || circleFrom(columns, column.key)) return found
  const native = nativeUnit(spec, columns, measure)
  if (native !== undefined && conversionPower(native, unitOfMeasure) === undefined)
    found.push(diagnostic('TABLE_UNIT_CONVERSION', `${path}/unitOfMeasure`, native, unitOfMeasure))
  return found
}

export const checkMeasures = (spec: TabulationSpec): readonly TabulationDiagnostic[] => {
  const placed = placedColumns(spec.columns)
  const columns: Columns = new Map(placed.map(({ column }) => [column.key, column]))
  const keys = placed.map(({ column }) => column.key)
  const found: TabulationDiagnostic[] = []
  if (placed.every(({ column }) => column.hidden)) found.push(diagnostic('TABLE_NO_COLUMNS', '/columns'))
  placed.forEach((item, index) => {
    const { column, path } = item
    if (keys.indexOf(column.key) !== index)
      found.push(diagnostic('TABLE_DUPLICATE_KEY', `${path}/key`, column.key))
    if (!kinds.includes(column.measure?.kind)) {
      found.push(diagnostic('TABLE_UNKNOWN_KIND', `${path}/measure/kind`, String(column.measure?.kind)))
      return
    }
    const isBase = baseKinds.includes(column.measure.kind)
    found.push(...(isBase ? checkBase(spec, item) : checkDerived(spec, columns, item)))
    found.push(...checkDisplay(spec, columns, item))
  })
  return found
}
