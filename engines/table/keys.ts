/** The grouping keys of a tabulation: one per level of each row dimension, and one for the column dimension. */

import { industryColumns, regionColumns } from './mirror.ts'
import type { AcrossDimension, RowDimension, TabulationSpec } from './model.ts'
import { quoteName } from './sql-text.ts'

export type GroupKey = Readonly<{
  /** Column alias in the query. */
  name: string
  /** Index into `spec.rows`; -1 for the column dimension. */
  dimension: number
  /** 1 for the outermost level of its dimension. */
  depth: number
  /** As in `PathStep`: `region`, `industry`, `period`, `conditions` or the attribute's column. */
  label: string
  level: string
  kind: 'column' | 'period' | 'conditions'
  /** SQL over a source record; never null. Absent for conditions. */
  sql?: string
}>

type Place = AcrossDimension['by'] | Exclude<RowDimension, { kind: 'conditions' }>

const coded = (sql: string) => `coalesce(${sql}, '')`

const placeKeys = (by: Place): readonly Omit<GroupKey, 'name' | 'dimension' | 'depth'>[] => {
  switch (by.kind) {
    case 'region':
      return ('levels' in by ? by.levels : [by.level]).map(level => ({
        label: 'region',
        level,
        kind: 'column',
        sql: coded(`r.${regionColumns[level]}`),
      }))
    case 'industry':
      return ('levels' in by ? by.levels : [by.level]).map(level => ({
        label: 'industry',
        level,
        kind: 'column',
        sql: coded(`i.${industryColumns[level]}`),
      }))
    case 'attribute':
      return [
        {
          label: by.column,
          level: by.column,
          kind: 'column',
          sql: coded(`CAST(s.${quoteName(by.column)} AS VARCHAR)`),
        },
      ]
    case 'period':
      return [{ label: 'period', level: 'period', kind: 'period', sql: 's.period' }]
  }
}

/** Row keys in order, outer first, then the key of the column dimension if there is one. */
export const groupKeys = (spec: TabulationSpec): readonly GroupKey[] => {
  const rows = spec.rows.flatMap((dimension, index) => {
    const levels =
      dimension.kind === 'conditions'
        ? [{ label: 'conditions', level: 'conditions', kind: 'conditions' as const }]
        : placeKeys(dimension)
    return levels.map((level, depth) => ({ ...level, dimension: index, depth: depth + 1 }))
  })
  const across = spec.across
    ? placeKeys(spec.across.by).map(key => ({ ...key, dimension: -1, depth: 1 }))
    : []
  return [...rows, ...across].map((key, index) => ({ ...key, name: `k${index}` }))
}

/** How deep a row stands in each row dimension; all zero is the total. */
export type Depths = readonly number[]

const fullDepth = (dimension: RowDimension): number =>
  dimension.kind === 'region' || dimension.kind === 'industry' ? dimension.levels.length : 1

/**
 * The depths at which rows exist: an inner dimension opens under the last level of every outer one, or, when it
 * is crossed, at any.
 */
export const rowDepths = (spec: TabulationSpec): readonly Depths[] =>
  spec.rows.reduce<readonly Depths[]>(
    (outer, dimension, index) =>
      outer.flatMap(depths => {
        const open = dimension.crossed || depths.every((depth, i) => depth === fullDepth(spec.rows[i]!))
        const deepest = open || index === 0 ? fullDepth(dimension) : 0
        return Array.from({ length: deepest + 1 }, (_, depth) => [...depths, depth])
      }),
    [[]],
  )

/** Whether the query also needs each row's total over the column dimension. */
export const needsAcrossTotal = (spec: TabulationSpec, hasShareAcross: boolean): boolean =>
  spec.across !== undefined && (spec.across.total === true || hasShareAcross)
