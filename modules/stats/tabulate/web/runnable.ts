/** What is sent to be computed: the definition without half-written conditions, limited by the scope bar. */
import type { Predicate, RegionLevel } from '#engines/table/index.ts'
import type { TabulationDefinition } from '../contract.ts'
import { conjunction, conjuncts, type FlatColumn, flatColumns, nestColumns } from './draft.ts'
import { isComplete } from './predicate-subjects.ts'

function regionLevel(code: string): RegionLevel | undefined {
  if (code.endsWith('0000000000')) return undefined
  if (code.endsWith('00000000')) return 'city'
  if (code.endsWith('000000')) return 'county'
  return code.endsWith('000') ? 'township' : 'village'
}

export function scopeFilter(region: string | undefined): Predicate | undefined {
  const level = region ? regionLevel(region) : undefined
  return region && level ? { op: 'inRegion', level, codes: [region] } : undefined
}

function withoutHalf(column: FlatColumn): FlatColumn {
  const { measure } = column
  if (!('where' in measure) || !measure.where || isComplete(measure.where)) return column
  const { where: _, ...rest } = measure
  return { ...column, measure: rest }
}

export function runnable(definition: TabulationDefinition, region: string | undefined): TabulationDefinition {
  const { filter, ...rest } = definition
  const scope = scopeFilter(region)
  const parts = [...conjuncts(filter).filter(isComplete), ...(scope ? [scope] : [])]
  const whole = conjunction(parts)
  return {
    ...rest,
    columns: nestColumns(flatColumns(definition.columns).map(withoutHalf)),
    ...(whole && { filter: whole }),
  }
}
