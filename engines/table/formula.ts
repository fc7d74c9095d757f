/**
 * Measures as formulas over components. A component is something that adds up (a sum, a count, a minimum);
 * the query computes components at every level, and formulas turn the components of one cell into its value.
 * That is why a mean or a growth rate is right at every level: it is never made from results below it.
 */

import { columnType, stateRanks, weightScale } from './mirror.ts'
import type { Measure, MeasureColumn, Predicate, StateLevel, TabulationSpec } from './model.ts'
import { asksOfFrame } from './predicate.ts'
import type { Role } from './roles.ts'

/** `fold` is how the component of a wider cell comes from those of narrower ones; `units` counts distinct units. */
export type Component = Readonly<{
  fold: 'sum' | 'count' | 'min' | 'max' | 'units'
  column?: string
  /** Multiplied with `column` before summing. */
  weight?: string
  where?: Predicate
  minRank: number
  /** Leaves out reports without a row, which disclosure control reads beside the rows of a section. */
  rowsOnly?: true
  /** Decimals of the result. */
  scale: number
}>

/** One component in one role: a column of the query's answer. */
export type Slot = Readonly<{ component: number; role: Role }>

export type Formula =
  | Readonly<{ kind: 'slot'; slot: number; zeroWhenAbsent: boolean }>
  | Readonly<{ kind: 'quotient'; numerator: Formula; denominator: Formula; times: bigint }>
  | Readonly<{ kind: 'growth' | 'change'; current: Formula; base: Formula }>
  | Readonly<{ kind: 'share'; of: Formula; within: 'parent' | 'total' | 'across' }>

/** What compiling gathers: every component and slot once; `guards` are sums and counts under disclosure control. */
export type Gathering = Readonly<{
  spec: TabulationSpec
  allocated: boolean
  columns: ReadonlyMap<string, MeasureColumn>
  components: Component[]
  slots: Slot[]
  guards: Slot[]
}>

/** In which role a formula is wanted, and which guards the column asking for it depends on. */
type Wanted = Readonly<{ role: Role; guarded: Set<number> }>

type BaseMeasure = Extract<Measure, { state?: StateLevel }>

/** Puts a value in a list once, by its JSON, and gives its place. */
const intern = <T>(items: T[], item: T): number => {
  const text = JSON.stringify(item)
  const found = items.findIndex(other => JSON.stringify(other) === text)
  return found >= 0 ? found : items.push(item) - 1
}

const scaleOf = (spec: TabulationSpec, name: string): number => {
  const type = columnType(spec.source, name)
  return type?.kind === 'decimal' ? type.scale : 0
}

const quotient = (numerator: Formula, denominator: Formula, times = 1n): Formula => ({
  kind: 'quotient',
  numerator,
  denominator,
  times,
})

const slotFormula = (to: Gathering, component: Component, role: Role): Formula => {
  const index = intern(to.components, component)
  const zeroWhenAbsent = component.fold === 'count' || component.fold === 'units'
  return { kind: 'slot', slot: intern(to.slots, { component: index, role }), zeroWhenAbsent }
}

/** Whether a section's rows are read with the reports that have none. */
export const readsReports = ({ source, disclosure }: TabulationSpec): boolean =>
  disclosure !== undefined && source.reportTable !== undefined

/** The component of a column under the measure's restrictions; sums and counts are fractional when allocated. */
const componentOf = (
  { spec, allocated }: Gathering,
  measure: BaseMeasure,
  fold: Component['fold'],
  names: Readonly<{ column?: string; weight?: string }> = {},
): Component => {
  const isShared = allocated && (fold === 'sum' || fold === 'count')
  const valued = fold === 'count' || fold === 'units' ? [] : Object.values(names)
  return {
    fold,
    ...names,
    minRank: stateRanks[measure.state ?? spec.minState ?? 'submitted'],
    ...(measure.where && { where: measure.where }),
    ...(readsReports(spec) && { rowsOnly: true as const }),
    scale: valued.reduce((scale, name) => scale + scaleOf(spec, name), isShared ? weightScale : 0),
  }
}

const weightedMean = (
  to: Gathering,
  measure: Extract<Measure, { kind: 'weightedMean' }>,
  { role }: Wanted,
): Formula => {
  const { column, weight, where } = measure
  const present: Predicate = { op: 'notNull', column }
  const both: Predicate = where ? { op: 'and', of: [present, where] } : present
  const weights = componentOf(to, { ...measure, where: both }, 'sum', { column: weight })
  const products = componentOf(to, measure, 'sum', { column, weight })
  return quotient(slotFormula(to, products, role), slotFormula(to, weights, role))
}

const guardBy = (to: Gathering, component: Component, { role, guarded }: Wanted): void => {
  if (!to.spec.disclosure) return
  guarded.add(intern(to.guards, { component: intern(to.components, component), role }))
}

/**
 * Every measure is guarded by the units that owe a report in its cell, by those of them that it is about, and by those
 * that it counts: “0 of 1” and a blank tell as much as “1 of 1” and an amount. So reports not yet in are read too,
 * whatever the table asks for.
 */
const guardUnits = (to: Gathering, measure: BaseMeasure, wanted: Wanted): void => {
  const frame: Component = { fold: 'units', minRank: 0, scale: 0 }
  const { where } = measure
  guardBy(to, frame, wanted)
  if (where && asksOfFrame(where)) guardBy(to, { ...frame, where }, wanted)
  guardBy(to, componentOf(to, measure, 'units'), wanted)
}

const baseFormula = (to: Gathering, measure: BaseMeasure, wanted: Wanted): Formula => {
  const { role } = wanted
  const guard = (column: string) => guardBy(to, componentOf(to, measure, 'sum', { column }), wanted)
  guardUnits(to, measure, wanted)
  if (!('column' in measure)) {
    const fold = measure.kind === 'units' ? 'units' : 'count'
    return slotFormula(to, componentOf(to, measure, fold), role)
  }
  const { column } = measure
  if (measure.kind === 'min' || measure.kind === 'max')
    return slotFormula(to, componentOf(to, measure, measure.kind, { column }), role)
  guard(column)
  if (measure.kind === 'weightedMean') {
    guard(measure.weight)
    return weightedMean(to, measure, wanted)
  }
  const sum = slotFormula(to, componentOf(to, measure, 'sum', { column }), role)
  if (measure.kind === 'sum') return sum
  return quotient(sum, slotFormula(to, componentOf(to, measure, 'count', { column }), role))
}

/** The formula of a checked column in a role; its components join the gathering. */
export const formulaOf = (to: Gathering, key: string, wanted: Wanted): Formula => {
  const { measure } = to.columns.get(key)!
  switch (measure.kind) {
    case 'earlier':
      return formulaOf(to, measure.of, { ...wanted, role: measure.basis })
    case 'share':
      return { kind: 'share', of: formulaOf(to, measure.of, wanted), within: measure.within }
    case 'growth':
    case 'change': {
      const { of, on } = measure
      const current = formulaOf(to, of, wanted)
      const base =
        typeof on === 'string' ? formulaOf(to, of, { ...wanted, role: on }) : formulaOf(to, on.column, wanted)
      return { kind: measure.kind, current, base }
    }
    case 'ratio': {
      const numerator = formulaOf(to, measure.numerator, wanted)
      const denominator = formulaOf(to, measure.denominator, wanted)
      return quotient(numerator, denominator, measure.percent ? 100n : 1n)
    }
    default:
      return baseFormula(to, measure, wanted)
  }
}
