/** The part of the query that reads the mirror: which records, placed where, and their components. */

import { type Component, readsReports } from './formula.ts'
import { columnType, regionColumns, regionLevels, systemColumns, weightScale } from './mirror.ts'
import type { TabulationSpec } from './model.ts'
import type { Layout } from './plan.ts'
import { predicateSql } from './predicate.ts'
import { quoteName, quoteText } from './sql-text.ts'

const weightType = `DECIMAL(9, ${weightScale})`

/**
 * `region_of` places each region of any edition under the spec's edition. A region of the edition is itself; one
 * of another edition goes through `dim_region_map`, to its heaviest part or to every part by weight.
 */
export const relationsSql = ({ spec, joins, allocated }: Layout): readonly string[] => {
  if (!joins.region) return []
  const edition = quoteText(spec.edition)
  const levels = regionLevels.map(level => `d.${regionColumns[level]}`).join(', ')
  const weight = (sql: string) => (allocated ? `, CAST(${sql} AS ${weightType}) AS weight` : '')
  const heaviest =
    '\n  QUALIFY row_number() OVER (PARTITION BY m.edition_from, m.from_code ORDER BY coalesce(m.weight, 1) DESC, m.to_code) = 1'
  return [
    `region_of AS (
  SELECT d.edition AS region_edition, d.region_code, ${levels}${weight('1')}
  FROM dim_region d
  WHERE d.edition = ${edition}
  UNION ALL
  SELECT m.edition_from, m.from_code, ${levels}${weight('coalesce(m.weight, 1)')}
  FROM dim_region_map m
  LEFT JOIN dim_region d ON d.edition = m.edition_to AND d.region_code = m.to_code
  WHERE m.edition_to = ${edition} AND m.edition_from <> m.edition_to${allocated ? '' : heaviest}
)`,
  ]
}

/** A section's rows hold only reports that came; with those that have none, every owing unit has its place. */
const sourceSql = (spec: TabulationSpec): string => {
  const { table, reportTable } = spec.source
  if (!readsReports(spec)) return quoteName(table)
  const columns = Object.keys(systemColumns).map(quoteName).join(', ')
  return `(SELECT * FROM ${quoteName(table)} UNION ALL BY NAME SELECT ${columns} FROM ${quoteName(reportTable!)})`
}

/** FROM and JOINs of the records, as used by the leaf and by drilling. */
export const recordsFrom = ({ spec, joins }: Layout): string => {
  const lines = [`FROM ${sourceSql(spec)} s`]
  if (joins.region)
    lines.push(
      'LEFT JOIN region_of r ON r.region_edition = s.region_edition AND r.region_code = s.region_code',
    )
  if (joins.industry) lines.push('LEFT JOIN dim_industry i ON i.industry_code = s.industry_code')
  return lines.map(line => `  ${line}`).join('\n')
}

/** The lowest state any component asks for; records below it play no part. */
const lowestRank = ({ compiled }: Layout) =>
  Math.min(...compiled.components.map(component => component.minRank))

export const recordsWhere = (layout: Layout): readonly string[] => {
  const { spec, periods } = layout
  const wanted = [...new Set(periods.map(({ period }) => period))].map(quoteText)
  const rank = lowestRank(layout)
  return [
    `s.period IN (${wanted.join(', ')})`,
    ...(rank > 0 ? [`s.state_rank >= ${rank}`] : []),
    ...(spec.filter ? [predicateSql(spec.source, spec.filter)] : []),
  ]
}

/** The record's own test of a component, beyond what `recordsWhere` already asks. */
export const componentWhere = (layout: Layout, component: Component): readonly string[] => [
  ...(component.rowsOnly ? ['s.row_key IS NOT NULL'] : []),
  ...(component.minRank > lowestRank(layout) ? [`s.state_rank >= ${component.minRank}`] : []),
  ...(component.where ? [predicateSql(layout.spec.source, component.where)] : []),
]

const componentSql = (layout: Layout, component: Component): string => {
  const { allocated, unitGrain } = layout
  const tests = componentWhere(layout, component)
  const filtered = (sql: string, more: readonly string[] = []) => {
    const all = [...tests, ...more]
    return all.length > 0 ? `${sql} FILTER (WHERE ${all.join(' AND ')})` : sql
  }
  const column = component.column === undefined ? undefined : `s.${quoteName(component.column)}`
  const share = `coalesce(r.weight, CAST(1 AS ${weightType}))`
  switch (component.fold) {
    case 'units':
      if (!unitGrain) return filtered('count(*)')
      return tests.length > 0 ? `bool_or(coalesce(${tests.join(' AND ')}, false))` : 'true'
    case 'count':
      if (!allocated) return filtered(`count(${column ?? '*'})`)
      return filtered(`sum(${share})`, column ? [`${column} IS NOT NULL`] : [])
    case 'sum': {
      const factors = [
        ...(component.weight ? [`s.${quoteName(component.weight)}`] : []),
        ...(allocated ? [share] : []),
      ]
      if (factors.length === 0) return filtered(`sum(${column})`)
      const scale = columnType(layout.spec.source, component.column!) as { scale: number }
      return filtered(`sum(${[`CAST(${column} AS DECIMAL(38, ${scale.scale}))`, ...factors].join(' * ')})`)
    }
    default:
      return filtered(`${component.fold}(${column})`)
  }
}

export const emitLeaf = (layout: Layout): string => {
  const { spec, keys, compiled, unitGrain } = layout
  const usesPeriod = layout.periods.some(({ role }) => role !== 'now')
  const groups = keys.flatMap(key => {
    const row = spec.rows[key.dimension]
    if (row?.kind === 'conditions')
      return row.conditions.map(
        ({ where }, index) => `coalesce(${predicateSql(spec.source, where)}, false) AS ${key.name}_${index}`,
      )
    return key.kind === 'period' && usesPeriod ? [] : [`${key.sql} AS ${key.name}`]
  })
  if (usesPeriod) groups.push('s.period AS period')
  if (unitGrain) groups.push('s.unit_id AS unit_id')
  const values = compiled.components.map(
    (component, index) => `${componentSql(layout, component)} AS v${index}`,
  )
  const select = [...groups, ...values].map(sql => `    ${sql}`).join(',\n')
  const where = recordsWhere(layout).join('\n    AND ')
  const group = groups.length > 0 ? '\n  GROUP BY ALL' : ''
  return `  SELECT\n${select}\n${recordsFrom(layout)}\n  WHERE ${where}${group}`
}
