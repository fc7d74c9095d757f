/** Predicates as DuckDB SQL over the aliases of the leaf query: `s` source, `r` region_of, `i` dim_industry. */

import { columnType, frameColumns, industryColumns, regionColumns } from './mirror.ts'
import type { Predicate, TabulationSource } from './model.ts'
import { literal, quoteName, quoteText } from './sql-text.ts'

const comparisons = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const

const list = (values: readonly string[]): string => values.map(quoteText).join(', ')

/** SQL of a checked predicate; an empty `and` is true, an empty `or` or list is false. */
export const predicateSql = (source: TabulationSource, predicate: Predicate): string => {
  const value = (column: string, text: string) => literal(columnType(source, column)!, text)!
  switch (predicate.op) {
    case 'and':
    case 'or': {
      if (predicate.of.length === 0) return predicate.op === 'and' ? 'true' : 'false'
      const parts = predicate.of.map(part => predicateSql(source, part))
      return parts.length === 1 ? parts[0]! : `(${parts.join(predicate.op === 'and' ? ' AND ' : ' OR ')})`
    }
    case 'not':
      return `NOT (${predicateSql(source, predicate.of)})`
    case 'in': {
      if (predicate.values.length === 0) return 'false'
      const values = predicate.values.map(text => value(predicate.column, text))
      return `s.${quoteName(predicate.column)} IN (${values.join(', ')})`
    }
    case 'isNull':
    case 'notNull':
      return `s.${quoteName(predicate.column)} IS ${predicate.op === 'isNull' ? '' : 'NOT '}NULL`
    case 'inRegion':
      return predicate.codes.length === 0
        ? 'false'
        : `r.${regionColumns[predicate.level]} IN (${list(predicate.codes)})`
    case 'inIndustry':
      return predicate.codes.length === 0
        ? 'false'
        : `i.${industryColumns[predicate.level]} IN (${list(predicate.codes)})`
    default:
      return `s.${quoteName(predicate.column)} ${comparisons[predicate.op]} ${value(predicate.column, predicate.value)}`
  }
}

/** Which dimension tables a predicate reads. */
export const predicateJoins = (predicate: Predicate): { region: boolean; industry: boolean } => {
  if (predicate.op === 'inRegion') return { region: true, industry: false }
  if (predicate.op === 'inIndustry') return { region: false, industry: true }
  if (predicate.op === 'not') return predicateJoins(predicate.of)
  if (predicate.op !== 'and' && predicate.op !== 'or') return { region: false, industry: false }
  const parts = predicate.of.map(predicateJoins)
  return { region: parts.some(part => part.region), industry: parts.some(part => part.industry) }
}

/** Whether a condition can be answered before a report comes. */
export const asksOfFrame = (predicate: Predicate): boolean => {
  if ('column' in predicate) return frameColumns.has(predicate.column)
  if (predicate.op === 'not') return asksOfFrame(predicate.of)
  return 'codes' in predicate || predicate.of.every(asksOfFrame)
}
