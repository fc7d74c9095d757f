/** Walking the columns of a spec: the leaves in order, each with its place. */

import type { Measure, MeasureColumn, TabulationColumn } from './model.ts'

export type PlacedColumn = Readonly<{ column: MeasureColumn; path: string }>

export const isGroup = (
  column: TabulationColumn,
): column is Extract<TabulationColumn, { columns: unknown }> => 'columns' in column

export const placedColumns = (
  columns: readonly TabulationColumn[],
  path = '/columns',
): readonly PlacedColumn[] =>
  columns.flatMap((column, index) =>
    isGroup(column)
      ? placedColumns(column.columns, `${path}/${index}/columns`)
      : [{ column, path: `${path}/${index}` }],
  )

/** Keys of the columns a measure is computed from, with the name of the field that refers. */
export const references = (measure: Measure): readonly (readonly [field: string, key: string])[] => {
  switch (measure.kind) {
    case 'earlier':
    case 'share':
      return [['of', measure.of]]
    case 'growth':
    case 'change':
      return typeof measure.on === 'string'
        ? [['of', measure.of]]
        : [
            ['of', measure.of],
            ['on/column', measure.on.column],
          ]
    case 'ratio':
      return [
        ['numerator', measure.numerator],
        ['denominator', measure.denominator],
      ]
    default:
      return []
  }
}

/** The other period a measure looks at, if any. */
export const basisOf = (measure: Measure): 'yago' | 'prev' | undefined => {
  if (measure.kind === 'earlier') return measure.basis
  if (measure.kind !== 'growth' && measure.kind !== 'change') return undefined
  return typeof measure.on === 'string' ? measure.on : undefined
}
