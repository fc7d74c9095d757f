/** The columns of a spec compiled: each one's formula, how it is rounded and converted, what it could disclose. */

import { nativeUnit } from './check-measures.ts'
import { placedColumns } from './columns.ts'
import { type Component, type Formula, formulaOf, type Gathering, type Slot } from './formula.ts'
import { columnType } from './mirror.ts'
import type { Measure, MeasureColumn, TabulationSpec } from './model.ts'
import type { Role } from './roles.ts'
import { conversionPower } from './unit-of-measure.ts'

type Columns = ReadonlyMap<string, MeasureColumn>

export type CompiledColumn = Readonly<{
  column: MeasureColumn
  formula: Formula
  decimals: number
  /** Power of ten that converts to the wanted unit of measure. */
  power: number
  unitOfMeasure?: string
  /** Amounts and counts whose disclosure this column could cause; indices into `guards`. */
  guards: readonly number[]
  /** A minimum or maximum is one unit's own value. */
  isSingleValue: boolean
}>

export type Compiled = Readonly<{
  components: readonly Component[]
  slots: readonly Slot[]
  columns: readonly CompiledColumn[]
  /** Amounts and counts under disclosure control. */
  guards: readonly Slot[]
  roles: ReadonlySet<Role>
}>

const defaultDecimals = (spec: TabulationSpec, columns: Columns, measure: Measure): number => {
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

const isSingleValue = (columns: Columns, measure: Measure): boolean => {
  if (measure.kind === 'min' || measure.kind === 'max') return true
  const isSingle = (key: string) => isSingleValue(columns, columns.get(key)!.measure)
  if (measure.kind === 'ratio') return isSingle(measure.numerator) || isSingle(measure.denominator)
  if (!('of' in measure)) return false
  const base = 'on' in measure && typeof measure.on === 'object' ? [measure.on.column] : []
  return [measure.of, ...base].some(isSingle)
}

const compileColumn = (to: Gathering, column: MeasureColumn): CompiledColumn => {
  const { spec, columns } = to
  const guarded = new Set<number>()
  const formula = formulaOf(to, column.key, { role: 'now', guarded })
  const native = nativeUnit(spec, columns, column.measure)
  const unitOfMeasure = column.unitOfMeasure ?? native
  return {
    column,
    formula,
    decimals: column.decimals ?? defaultDecimals(spec, columns, column.measure),
    power: native && column.unitOfMeasure ? conversionPower(native, column.unitOfMeasure)! : 0,
    ...(unitOfMeasure !== undefined && { unitOfMeasure }),
    guards: [...guarded],
    isSingleValue: isSingleValue(columns, column.measure),
  }
}

/**
 * Compiles the checked columns of a spec; hidden columns are compiled too, so that order may use them.
 * `allocated` says that records count by their weight in a region.
 */
export const compileColumns = (spec: TabulationSpec, allocated: boolean): Compiled => {
  const all = placedColumns(spec.columns).map(({ column }) => column)
  const byKey = new Map(all.map(column => [column.key, column]))
  const to: Gathering = { spec, allocated, columns: byKey, components: [], slots: [], guards: [] }
  const columns = all.map(column => compileColumn(to, column))
  const { components, slots, guards } = to
  return { components, slots, columns, guards, roles: new Set([...slots, ...guards].map(slot => slot.role)) }
}
