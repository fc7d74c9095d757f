/** Measures that follow from another with one click. */
import type { Measure } from '#engines/table/index.ts'
import type { FlatColumn } from './draft.ts'
import { both } from './starters.ts'

export type DerivationName =
  | 'derive.growthYago.name'
  | 'derive.growthPrev.name'
  | 'derive.shareTotal.name'
  | 'derive.shareParent.name'
  | 'derive.yago.name'
  | 'derive.mean.name'

const additive: readonly Measure['kind'][] = ['sum', 'reports']
const ownPeriod: readonly Measure['kind'][] = [
  'units',
  'reports',
  'sum',
  'mean',
  'min',
  'max',
  'weightedMean',
  'ratio',
]

function measuresFor({ key, measure }: FlatColumn): readonly (readonly [DerivationName, Measure])[] {
  if (!ownPeriod.includes(measure.kind)) return []
  return [
    ['derive.growthYago.name', { kind: 'growth', of: key, on: 'yago' }],
    ['derive.growthPrev.name', { kind: 'growth', of: key, on: 'prev' }],
    ...(additive.includes(measure.kind)
      ? ([
          ['derive.shareTotal.name', { kind: 'share', of: key, within: 'total' }],
          ['derive.shareParent.name', { kind: 'share', of: key, within: 'parent' }],
        ] as const)
      : []),
    ['derive.yago.name', { kind: 'earlier', of: key, basis: 'yago' }],
    ...(measure.kind === 'sum'
      ? ([['derive.mean.name', { kind: 'mean', column: measure.column }]] as const)
      : []),
  ]
}

const keepsUnit: readonly DerivationName[] = ['derive.yago.name', 'derive.mean.name']

/** @param key for the new column, one not yet taken */
export const derivations = (
  column: FlatColumn,
  key: string,
): readonly Readonly<{ name: DerivationName; column: FlatColumn }>[] =>
  measuresFor(column).map(([name, measure]) => ({
    name,
    column: {
      key,
      label: both(name),
      measure,
      headings: column.headings,
      ...(keepsUnit.includes(name) && column.unitOfMeasure && { unitOfMeasure: column.unitOfMeasure }),
      ...(keepsUnit.includes(name) && column.decimals !== undefined && { decimals: column.decimals }),
    },
  }))
