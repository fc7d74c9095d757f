/** Checks of predicates: columns exist, literals are values of their column, levels exist. */

import { diagnostic, type TabulationDiagnostic } from './messages.ts'
import { columnType, industryLevels, regionLevels } from './mirror.ts'
import type { Predicate, TabulationSource } from './model.ts'
import { literal } from './sql-text.ts'

const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge']

const checkValues = (source: TabulationSource, column: string, values: readonly string[], path: string) => {
  const type = columnType(source, column)
  if (!type) return [diagnostic('TABLE_UNKNOWN_COLUMN', `${path}/column`, String(column))]
  return values
    .filter(value => literal(type, value) === undefined)
    .map(value => diagnostic('TABLE_BAD_LITERAL', path, column, String(value)))
}

const checkPlace = (levels: readonly string[], dimension: string, level: string, path: string) =>
  levels.includes(level) ? [] : [diagnostic('TABLE_UNKNOWN_LEVEL', `${path}/level`, dimension, String(level))]

export const checkPredicate = (
  source: TabulationSource,
  predicate: Predicate,
  path: string,
): readonly TabulationDiagnostic[] => {
  const malformed = [diagnostic('TABLE_BAD_PREDICATE', path)]
  switch (predicate?.op) {
    case 'and':
    case 'or':
      if (!Array.isArray(predicate.of)) return malformed
      return predicate.of.flatMap((part, index) => checkPredicate(source, part, `${path}/of/${index}`))
    case 'not':
      return checkPredicate(source, predicate.of, `${path}/of`)
    case 'in':
      return Array.isArray(predicate.values)
        ? checkValues(source, predicate.column, predicate.values, path)
        : malformed
    case 'isNull':
    case 'notNull':
      return checkValues(source, predicate.column, [], path)
    case 'inRegion':
    case 'inIndustry': {
      const region = predicate.op === 'inRegion'
      if (!Array.isArray(predicate.codes) || predicate.codes.some(code => typeof code !== 'string'))
        return malformed
      const levels: readonly string[] = region ? regionLevels : industryLevels
      return checkPlace(levels, region ? 'region' : 'industry', predicate.level, path)
    }
    default:
      return comparisons.includes(predicate?.op)
        ? checkValues(source, predicate.column, [predicate.value], path)
        : malformed
  }
}
