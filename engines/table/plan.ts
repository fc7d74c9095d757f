/** From a spec to a plan: check, lay out the keys, compile the measures, write the query. */

import { checkTabulation } from './check.ts'
import { placedColumns } from './columns.ts'
import { type Compiled, compileColumns } from './compile.ts'
import { emitQuery } from './emit-duckdb.ts'
import { type Depths, type GroupKey, groupKeys, needsAcrossTotal, rowDepths } from './keys.ts'
import { labelQuery } from './labels.ts'
import type { TabulationDiagnostic } from './messages.ts'
import type { TabulationSpec } from './model.ts'
import { predicateJoins } from './predicate.ts'
import { type RolePeriod, rolePeriods } from './roles.ts'
import { specHash } from './spec-hash.ts'

/** What the query needs to know; `TabulationPlan` adds the query. */
export type Layout = Readonly<{
  spec: TabulationSpec
  keys: readonly GroupKey[]
  depths: readonly Depths[]
  acrossTotal: boolean
  compiled: Compiled
  periods: readonly RolePeriod[]
  joins: Readonly<{ region: boolean; industry: boolean }>
  /** Records of a split region are shared out by weight. */
  allocated: boolean
  /** The leaf keeps units apart: distinct counts over several records, or disclosure control. */
  unitGrain: boolean
}>

export type TabulationPlan = Layout &
  Readonly<{
    specHash: string
    /** One DuckDB query; one VARCHAR column, one row per cell group, to be handed to `buildGrid`. */
    sql: string
    /** Labels of the dimensions used: rows of (dimension, code, zh, en, ordinal) for `labelsFromRows`. */
    labelSql: string
  }>

export type PlanResult =
  | Readonly<{ ok: true; plan: TabulationPlan }>
  | Readonly<{ ok: false; diagnostics: readonly TabulationDiagnostic[] }>

const joinsOf = (spec: TabulationSpec) => {
  const predicates = [
    ...(spec.filter ? [spec.filter] : []),
    ...spec.rows.flatMap(row => (row.kind === 'conditions' ? row.conditions.map(({ where }) => where) : [])),
    ...placedColumns(spec.columns).flatMap(({ column: { measure } }) =>
      'where' in measure && measure.where ? [measure.where] : [],
    ),
  ].map(predicateJoins)
  const kinds = [...spec.rows.map(row => row.kind), spec.across?.by.kind]
  return {
    region: kinds.includes('region') || predicates.some(joins => joins.region),
    industry: kinds.includes('industry') || predicates.some(joins => joins.industry),
  }
}

const layOut = (spec: TabulationSpec): Layout => {
  const keys = groupKeys(spec)
  const joins = joinsOf(spec)
  const allocated = spec.splits === 'allocate' && joins.region
  const compiled = compileColumns(spec, allocated)
  const byPeriod = keys.some(key => key.kind === 'period')
  const oneRecordPerUnit = !spec.source.hasRowKey && spec.periods.length === 1 && !allocated
  const countsUnits = compiled.components.some(component => component.fold === 'units')
  const sharesAcross = placedColumns(spec.columns).some(
    ({ column }) => column.measure.kind === 'share' && column.measure.within === 'across',
  )
  return {
    spec,
    keys,
    depths: rowDepths(spec),
    acrossTotal: needsAcrossTotal(spec, sharesAcross),
    compiled,
    periods: rolePeriods(spec.periods, compiled.roles, byPeriod),
    joins,
    allocated,
    unitGrain: spec.disclosure !== undefined || (countsUnits && !oneRecordPerUnit),
  }
}

/**
 * Plans a tabulation. The plan holds one query for DuckDB over the mirror; run it, hand its rows to `buildGrid`.
 * A spec with faults gives diagnostics instead; nothing is thrown for an author's mistake.
 */
export const planTabulation = (spec: TabulationSpec): PlanResult => {
  const diagnostics = checkTabulation(spec)
  if (diagnostics.length > 0) return { ok: false, diagnostics }
  const layout = layOut(spec)
  const plan = { ...layout, specHash: specHash(spec), sql: emitQuery(layout), labelSql: labelQuery(layout) }
  return { ok: true, plan }
}
