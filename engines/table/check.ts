/** Everything that can be wrong with a spec, found before any SQL is written. */

import { comparePeriods, parsePeriod } from '#engines/form/index.ts'
import { checkMeasures } from './check-measures.ts'
import { checkPredicate } from './check-predicate.ts'
import { basisOf, placedColumns } from './columns.ts'
import { diagnostic, type TabulationDiagnostic } from './messages.ts'
import { columnType, industryLevels, regionLevels, stateRanks } from './mirror.ts'
import type { RowDimension, TabulationSpec } from './model.ts'
import { isConsecutive } from './roles.ts'

const checkPeriods = (spec: TabulationSpec): TabulationDiagnostic[] => {
  const [first] = spec.periods
  if (first === undefined) return [diagnostic('TABLE_NO_PERIOD', '/periods')]
  const found = spec.periods.flatMap((period, index) =>
    typeof period === 'string' && parsePeriod(period)
      ? []
      : [diagnostic('TABLE_BAD_PERIOD', `/periods/${index}`, String(period))],
  )
  if (found.length > 0) return found
  const frequency = parsePeriod(first)!.frequency
  return spec.periods.flatMap((period, index) => {
    const path = `/periods/${index}`
    if (parsePeriod(period)!.frequency !== frequency)
      return [diagnostic('TABLE_MIXED_FREQUENCY', path, first, period)]
    return index > 0 && comparePeriods(spec.periods[index - 1]!, period) >= 0
      ? [diagnostic('TABLE_PERIOD_ORDER', path, period)]
      : []
  })
}

const checkLevels = (name: string, known: readonly string[], levels: readonly string[], path: string) => {
  const unknown = levels.filter(level => !known.includes(level))
  if (unknown.length > 0)
    return unknown.map(level => diagnostic('TABLE_UNKNOWN_LEVEL', path, name, String(level)))
  if (levels.length === 0) return [diagnostic('TABLE_NO_LEVEL', path, name)]
  const ordered = levels.every((level, i) => i === 0 || known.indexOf(level) > known.indexOf(levels[i - 1]!))
  return ordered ? [] : [diagnostic('TABLE_LEVEL_ORDER', path, name)]
}

const checkAttribute = (spec: TabulationSpec, column: string, path: string) => {
  const type = columnType(spec.source, column)
  if (!type) return [diagnostic('TABLE_UNKNOWN_COLUMN', `${path}/column`, String(column))]
  return type.kind === 'decimal' ? [diagnostic('TABLE_NOT_CODE', `${path}/column`, column)] : []
}

const checkDimension = (
  spec: TabulationSpec,
  dimension: RowDimension,
  path: string,
): TabulationDiagnostic[] => {
  switch (dimension.kind) {
    case 'region':
      return checkLevels('region', regionLevels, dimension.levels ?? [], `${path}/levels`)
    case 'industry':
      return checkLevels('industry', industryLevels, dimension.levels ?? [], `${path}/levels`)
    case 'attribute':
      return checkAttribute(spec, dimension.column, path)
    case 'period':
      return []
    case 'conditions':
      return (dimension.conditions ?? []).flatMap((condition, index, all) => [
        ...checkPredicate(spec.source, condition.where, `${path}/conditions/${index}/where`),
        ...(all.findIndex(other => other.key === condition.key) === index
          ? []
          : [diagnostic('TABLE_DUPLICATE_KEY', `${path}/conditions/${index}/key`, condition.key)]),
      ])
    default:
      return [diagnostic('TABLE_UNKNOWN_DIMENSION', path, String((dimension as { kind?: unknown }).kind))]
  }
}

const checkAcross = (spec: TabulationSpec): readonly TabulationDiagnostic[] => {
  const by = spec.across?.by
  if (!by) return []
  const path = '/across/by'
  if (by.kind === 'region') return checkLevels('region', regionLevels, [by.level], `${path}/level`)
  if (by.kind === 'industry') return checkLevels('industry', industryLevels, [by.level], `${path}/level`)
  if (by.kind === 'attribute') return checkAttribute(spec, by.column, path)
  return by.kind === 'period'
    ? []
    : [diagnostic('TABLE_UNKNOWN_DIMENSION', path, String((by as { kind?: unknown }).kind))]
}

/** Several may share a kind only when they differ in what they group by. */
const identity = (dimension: RowDimension, index: number): string =>
  dimension.kind === 'attribute'
    ? `attribute:${dimension.column}`
    : dimension.kind === 'conditions'
      ? `conditions:${index}`
      : dimension.kind

const checkRepeats = (spec: TabulationSpec) => {
  const used = spec.rows.map(identity)
  const by = spec.across?.by
  const across =
    by && (by.kind === 'attribute' ? `attribute:${by.column}` : by.kind === 'period' ? 'period' : '')
  return used.flatMap((name, index) =>
    used.indexOf(name) !== index || name === across
      ? [diagnostic('TABLE_REPEATED_DIMENSION', `/rows/${index}`, name)]
      : [],
  )
}

const checkDisclosure = (spec: TabulationSpec) => {
  const rule = spec.disclosure
  if (!rule) return []
  const whole = (n: number) => Number.isInteger(n) && n >= 1
  const { dominance } = rule
  const dominates =
    !dominance || (whole(dominance.n) && dominance.n <= 5 && dominance.k > 0 && dominance.k < 100)
  return whole(rule.minContributors) && dominates ? [] : [diagnostic('TABLE_BAD_DISCLOSURE', '/disclosure')]
}

const checkPrevious = (spec: TabulationSpec) => {
  const byPeriod = spec.rows.some(row => row.kind === 'period') || spec.across?.by.kind === 'period'
  const looksAtPrevious = placedColumns(spec.columns).some(({ column }) => basisOf(column.measure) === 'prev')
  return !byPeriod && looksAtPrevious && !isConsecutive(spec.periods)
    ? [diagnostic('TABLE_PERIODS_NOT_CONSECUTIVE', '/periods')]
    : []
}

const checkOrder = (spec: TabulationSpec) =>
  spec.order && !placedColumns(spec.columns).some(({ column }) => column.key === spec.order?.column)
    ? [diagnostic('TABLE_UNKNOWN_MEASURE', '/order/column', String(spec.order.column))]
    : []

/**
 * Checks the meaning of a spec whose JSON shape is right. Returns every fault found; an empty list means that
 * `planTabulation` will give a plan.
 */
export const checkTabulation = (spec: TabulationSpec): readonly TabulationDiagnostic[] => {
  const periods = checkPeriods(spec)
  const measures = checkMeasures(spec)
  const found = [
    ...periods,
    ...measures,
    ...(spec.edition ? [] : [diagnostic('TABLE_NO_EDITION', '/edition')]),
    ...(spec.minState === undefined || Object.hasOwn(stateRanks, spec.minState)
      ? []
      : [diagnostic('TABLE_UNKNOWN_STATE', '/minState', String(spec.minState))]),
    ...(spec.filter ? checkPredicate(spec.source, spec.filter, '/filter') : []),
    ...spec.rows.flatMap((dimension, index) => checkDimension(spec, dimension, `/rows/${index}`)),
    ...checkRepeats(spec),
    ...checkAcross(spec),
    ...checkDisclosure(spec),
    ...checkOrder(spec),
  ]
  return periods.length > 0 || measures.length > 0 ? found : [...found, ...checkPrevious(spec)]
}
