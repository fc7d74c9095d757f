/**
 * Measures as formulas over components. A component is something that adds up (a sum, a count, a minimum);
 * the query computes components at every level, and formulas turn the components of one cell into its value.
 * That is why a mean or a growth rate is right at every level: it is never made from results below it.
 */

import { nativeUnit } from './check-measures.ts'
import { placedColumns } from './columns.ts'
import { columnType, stateRanks, weightScale } from './mirror.ts'
import type { Measure, MeasureColumn, Predicate, StateLevel, TabulationSpec } from './model.ts'
import type { Role } from './roles.ts'
import { conversionPower } from './unit-of-measure.ts'

/** `fold` is how the component of a wider cell comes from those of narrower ones; `units` counts distinct units. */
export type Component = Readonly<{
  fold: 'sum' | 'count' | 'min' | 'max' | 'units'
  column?: string
  /** Multiplied with `column` before summing. */
  weight?: string
  where?: Predicate
  minRank: number
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

export type CompiledColumn = Readonly<{
  column: MeasureColumn
  formula: Formula
  decimals: number
  /** Power of ten that converts to the wanted unit of measure. */
  power: number
  unitOfMeasure?: string
  /** Amounts whose disclosure this column could cause; indices into `guards`. */
  guards: readonly number[]
  /** A minimum or maximum is one unit's own value. */
  isSingleValue: boolean
}>

/** An amount under disclosure control: a component, which must be a sum, in one role. */
export type Guard = Slot

export type Compiled = Readonly<{
  components: readonly Component[]
  slots: readonly Slot[]
  columns: readonly CompiledColumn[]
  guards: readonly Guard[]
  roles: ReadonlySet<Role>
}>

/** Puts a value in a list once, by its JSON, and gives its place. */
const intern = <T>(items: T[], item: T): number => {
  const text = JSON.stringify(item)
  const found = items.findIndex(other => JSON.stringify(other) === text)
  return found >= 0 ? found : items.push(item) - 1
}

const defaultDecimals = (
  spec: TabulationSpec,
  columns: ReadonlyMap<string, MeasureColumn>,
  measure: Measure,
): number => {
  switch (measure.kind) {
    case 'units':
    case 'reports':
      return 0
    case 'sum':
    case 'min':
    case 'max': {
      const type = columnType(spec.source, measure.column)
      return type?.kind === 'decimal' ? Math.min(type.scale, 12) : 0
    }
    case 'share':
    case 'growth':
      return 1
    case 'earlier':
    case 'change': {
      const of = columns.get(measure.of)!
      return of.decimals ?? defaultDecimals(spec, columns, of.measure)
    }
    default:
      return 2
  }
}

/** Compiles the checked columns of a spec; hidden columns are compiled too, so that order may use them. */
export const compileColumns = (spec: TabulationSpec, allocated: boolean): Compiled => {
  const all = placedColumns(spec.columns).map(({ column }) => column)
  const byKey = new Map(all.map(column => [column.key, column]))
  const components: Component[] = []
  const slots: Slot[] = []
  const guards: Guard[] = []
  const rankOf = (state: StateLevel | undefined) => stateRanks[state ?? spec.minState ?? 'submitted']
  const scaleOf = (name: string) => {
    const type = columnType(spec.source, name)
    return type?.kind === 'decimal' ? type.scale : 0
  }

  const base = (
    measure: Extract<Measure, { state?: StateLevel }>,
    role: Role,
    guarded: Set<number>,
  ): Formula => {
    const common = { minRank: rankOf(measure.state), ...(measure.where && { where: measure.where }) }
    const slot = (component: Component): Formula => {
      const index = intern(components, component)
      const zeroWhenAbsent = component.fold === 'count' || component.fold === 'units'
      return { kind: 'slot', slot: intern(slots, { component: index, role }), zeroWhenAbsent }
    }
    const extra = allocated ? weightScale : 0
    const sum = (column: string, weight?: string): Formula => {
      const scale = scaleOf(column) + (weight === undefined ? 0 : scaleOf(weight)) + extra
      return slot({ fold: 'sum', column, ...(weight !== undefined && { weight }), ...common, scale })
    }
    const guard = (column: string) => {
      if (!spec.disclosure) return
      const component = intern(components, { fold: 'sum', column, ...common, scale: scaleOf(column) + extra })
      guarded.add(intern(guards, { component, role }))
    }
    const quotient = (numerator: Formula, denominator: Formula): Formula => ({
      kind: 'quotient',
      numerator,
      denominator,
      times: 1n,
    })
    switch (measure.kind) {
      case 'units':
        return slot({ fold: 'units', ...common, scale: 0 })
      case 'reports':
        return slot({ fold: 'count', ...common, scale: extra })
      case 'min':
      case 'max':
        return slot({ fold: measure.kind, column: measure.column, ...common, scale: scaleOf(measure.column) })
      case 'sum':
        guard(measure.column)
        return sum(measure.column)
      case 'mean':
        guard(measure.column)
        return quotient(
          sum(measure.column),
          slot({ fold: 'count', column: measure.column, ...common, scale: extra }),
        )
      case 'weightedMean': {
        guard(measure.column)
        guard(measure.weight)
        const present: Predicate = { op: 'notNull', column: measure.column }
        const where: Predicate = common.where ? { op: 'and', of: [present, common.where] } : present
        const scale = scaleOf(measure.weight) + extra
        const weights = slot({ fold: 'sum', column: measure.weight, ...common, where, scale })
        return quotient(sum(measure.column, measure.weight), weights)
      }
    }
  }

  const formula = (key: string, role: Role, guarded: Set<number>): Formula => {
    const { measure } = byKey.get(key)!
    switch (measure.kind) {
      case 'earlier':
        return formula(measure.of, measure.basis, guarded)
      case 'share':
        return { kind: 'share', of: formula(measure.of, role, guarded), within: measure.within }
      case 'growth':
      case 'change': {
        const current = formula(measure.of, role, guarded)
        const { on } = measure
        const earlier =
          typeof on === 'string' ? formula(measure.of, on, guarded) : formula(on.column, role, guarded)
        return { kind: measure.kind, current, base: earlier }
      }
      case 'ratio': {
        const numerator = formula(measure.numerator, role, guarded)
        const denominator = formula(measure.denominator, role, guarded)
        return { kind: 'quotient', numerator, denominator, times: measure.percent ? 100n : 1n }
      }
      default:
        return base(measure, role, guarded)
    }
  }

  const columns = all.map((column): CompiledColumn => {
    const guarded = new Set<number>()
    const compiled = formula(column.key, 'now', guarded)
    const native = nativeUnit(spec, byKey, column.measure)
    const unitOfMeasure = column.unitOfMeasure ?? native
    const power = native && column.unitOfMeasure ? conversionPower(native, column.unitOfMeasure)! : 0
    return {
      column,
      formula: compiled,
      decimals: column.decimals ?? defaultDecimals(spec, byKey, column.measure),
      power,
      ...(unitOfMeasure !== undefined && { unitOfMeasure }),
      guards: [...guarded],
      isSingleValue: isSingleValue(byKey, column.measure),
    }
  })
  return { components, slots, columns, guards, roles: new Set([...slots, ...guards].map(slot => slot.role)) }
}

const isSingleValue = (columns: ReadonlyMap<string, MeasureColumn>, measure: Measure): boolean => {
  if (measure.kind === 'min' || measure.kind === 'max') return true
  if (measure.kind === 'ratio')
    return [measure.numerator, measure.denominator].some(key =>
      isSingleValue(columns, columns.get(key)!.measure),
    )
  if (!('of' in measure)) return false
  const on = 'on' in measure && typeof measure.on === 'object' ? [measure.on.column] : []
  return [measure.of, ...on].some(key => isSingleValue(columns, columns.get(key)!.measure))
}
