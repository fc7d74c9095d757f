/** From a cell of the grid to the records behind it, as data and as a query. */

import { componentWhere, recordsFrom, recordsWhere, relationsSql } from './emit-leaf.ts'
import type { Component, Formula } from './formula.ts'
import type { PathStep } from './grid-model.ts'
import type { GroupKey } from './keys.ts'
import { diagnostic, type TabulationDiagnostic } from './messages.ts'
import type { Predicate } from './model.ts'
import type { TabulationPlan } from './plan.ts'
import { predicateSql } from './predicate.ts'
import type { Role } from './roles.ts'
import { quoteText } from './sql-text.ts'

/** A cell: the steps of its row (`rowPath`), its column, and the value of the column dimension. */
export type DrillTarget = Readonly<{
  path: readonly PathStep[]
  column: string
  /** Null or absent for the total over the column dimension. */
  across?: string | null
}>

/** One kind of record a cell is made of: a growth rate has one for now and one for the earlier period. */
export type DrillPart = Readonly<{
  role: Role
  periods: readonly string[]
  minStateRank: number
  where?: Predicate
}>

/**
 * A record counts when it lies on every step of `steps` (under the plan's edition) and meets any of `parts`.
 * `sql` answers unit_id, collection_id, period, and row_key or weight where there is one.
 */
export type Drill = Readonly<{
  steps: readonly PathStep[]
  conditions: readonly Predicate[]
  filter?: Predicate
  parts: readonly DrillPart[]
  sql: string
}>

export type DrillResult =
  | Readonly<{ ok: true; drill: Drill }>
  | Readonly<{ ok: false; diagnostics: readonly TabulationDiagnostic[] }>

const slotsOf = (formula: Formula): readonly number[] => {
  switch (formula.kind) {
    case 'slot':
      return [formula.slot]
    case 'quotient':
      return [...slotsOf(formula.numerator), ...slotsOf(formula.denominator)]
    case 'share':
      return slotsOf(formula.of)
    default:
      return [...slotsOf(formula.current), ...slotsOf(formula.base)]
  }
}

type Resolved = Readonly<{ key: GroupKey; step: PathStep; condition?: Predicate }>

/** The key a step stands for; a path may skip levels, but must name real ones. */
const resolve = (plan: TabulationPlan, step: PathStep): Resolved | undefined => {
  const key = plan.keys.find(item => item.label === step.dimension && item.level === step.level)
  if (!key || typeof step.code !== 'string') return undefined
  if (key.kind !== 'conditions') return { key, step }
  const dimensions = plan.spec.rows.flatMap(row => (row.kind === 'conditions' ? row.conditions : []))
  const condition = dimensions.find(item => item.key === step.code)?.where
  return condition && { key, step, condition }
}

const targetPeriod = (steps: readonly Resolved[]) => steps.find(({ key }) => key.kind === 'period')?.step.code

const partsOf = (plan: TabulationPlan, formula: Formula, target: string | undefined) => {
  const parts = new Map<string, { part: DrillPart; component: Component }>()
  for (const index of slotsOf(formula)) {
    const { component: of, role } = plan.compiled.slots[index]!
    const component = plan.compiled.components[of]!
    const periods = plan.periods
      .filter(item => item.role === role && (target === undefined || item.target === target))
      .map(item => item.period)
    const { minRank, where } = component
    const part: DrillPart = { role, periods, minStateRank: minRank, ...(where && { where }) }
    parts.set(JSON.stringify(part), { part, component })
  }
  return [...parts.values()]
}

const stepSql = (plan: TabulationPlan, { key, step, condition }: Resolved): string => {
  if (condition) return `coalesce(${predicateSql(plan.spec.source, condition)}, false)`
  return `${key.sql} = ${quoteText(step.code)}`
}

const drillSql = (
  plan: TabulationPlan,
  steps: readonly Resolved[],
  parts: ReturnType<typeof partsOf>,
): string => {
  const { spec, allocated } = plan
  const any = parts.map(({ part, component }) =>
    [
      `s.period IN (${part.periods.map(quoteText).join(', ') || 'NULL'})`,
      ...componentWhere(plan, component),
    ].join(' AND '),
  )
  const where = [
    ...recordsWhere(plan),
    ...steps.filter(({ key }) => key.kind !== 'period').map(step => stepSql(plan, step)),
    `(${any.map(test => `(${test})`).join(' OR ')})`,
  ]
  const columns = ['s.unit_id', 's.collection_id', 's.period']
  if (spec.source.hasRowKey) columns.push('s.row_key')
  const order = columns.join(', ')
  if (allocated) columns.push('r.weight')
  const relations = relationsSql(plan)
  const withs = relations.length > 0 ? `WITH ${relations.join(',\n')}\n` : ''
  return `${withs}SELECT ${columns.join(', ')}\n${recordsFrom(plan)}\n  WHERE ${where.join('\n    AND ')}\n  ORDER BY ${order}`
}

/**
 * Finds the records behind one cell. A growth rate leads to the records of both periods, a share to those of its
 * part. Fails with a diagnostic when the path or the column is not one of the plan's.
 */
export const drillPredicate = (plan: TabulationPlan, target: DrillTarget): DrillResult => {
  const compiled = plan.compiled.columns.find(({ column }) => column.key === target.column)
  if (!compiled)
    return { ok: false, diagnostics: [diagnostic('TABLE_UNKNOWN_MEASURE', '/column', String(target.column))] }
  const acrossKey = plan.keys.find(key => key.dimension === -1)
  const across = acrossKey && typeof target.across === 'string' ? target.across : undefined
  const steps = target.path.map(step => resolve(plan, step))
  const wrong = steps.findIndex(step => !step)
  if (wrong >= 0 || (typeof target.across === 'string' && !acrossKey)) {
    const path = wrong >= 0 ? `/path/${wrong}` : '/across'
    return { ok: false, diagnostics: [diagnostic('TABLE_UNKNOWN_PATH', path)] }
  }
  const known = steps.filter(step => step !== undefined)
  const all: readonly Resolved[] =
    across === undefined
      ? known
      : [
          ...known,
          { key: acrossKey!, step: { dimension: acrossKey!.label, level: acrossKey!.level, code: across } },
        ]
  const parts = partsOf(plan, compiled.formula, targetPeriod(all))
  const drill: Drill = {
    steps: all.filter(({ condition }) => !condition).map(({ step }) => step),
    conditions: all.flatMap(({ condition }) => (condition ? [condition] : [])),
    ...(plan.spec.filter && { filter: plan.spec.filter }),
    parts: parts.map(({ part }) => part),
    sql: drillSql(plan, all, parts),
  }
  return { ok: true, drill }
}
