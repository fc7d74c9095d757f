/** The table being worked on: what is said about it, apart from how it is shown. Pure functions over plain data. */
import type { Static } from 'typebox'
import { comparePeriods } from '#engines/form/index.ts'
import type { LocalText, MeasureColumn, Predicate, TabulationColumn } from '#engines/table/index.ts'
import type { listSources, TabulationDefinition } from '../contract.ts'

export type SourceList = Static<NonNullable<typeof listSources.reply>>
export type Source = SourceList['sources'][number]

export type Draft = Readonly<{
  name: LocalText
  formVersionId: number
  section?: string | undefined
  definition: TabulationDefinition
}>

/** A column with the headings above it, outermost first. */
export type FlatColumn = MeasureColumn & Readonly<{ headings: readonly LocalText[] }>

export function flatColumns(
  columns: readonly TabulationColumn[],
  headings: readonly LocalText[] = [],
): readonly FlatColumn[] {
  return columns.flatMap(column =>
    'columns' in column
      ? flatColumns(column.columns, [...headings, column.label])
      : [{ ...column, headings }],
  )
}

/** Neighbours under the same heading come under one. */
export function nestColumns(flat: readonly FlatColumn[]): readonly TabulationColumn[] {
  const nested: TabulationColumn[] = []
  let at = 0
  while (at < flat.length) {
    const { headings, ...column } = flat[at]!
    const first = headings[0]
    if (!first) {
      nested.push(column)
      at += 1
      continue
    }
    let end = at
    while (flat[end]?.headings[0]?.['zh-CN'] === first['zh-CN']) end += 1
    const inside = flat.slice(at, end).map(one => ({ ...one, headings: one.headings.slice(1) }))
    nested.push({ label: first, columns: nestColumns(inside) })
    at = end
  }
  return nested
}

export const sameSource = (source: Source, draft: Pick<Draft, 'formVersionId' | 'section'>): boolean =>
  source.formVersionId === draft.formVersionId && source.section === draft.section

export const sourceKey = (one: Pick<Draft, 'formVersionId' | 'section'>): string =>
  `${one.formVersionId}${one.section ? `/${one.section}` : ''}`

export const ascending = (periods: readonly string[]): readonly string[] =>
  [...new Set(periods)].sort(comparePeriods)

/** Moves one item before the place `to`, counted before the move. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from]
  if (item === undefined || to === from || to === from + 1) return items
  const without = items.toSpliced(from, 1)
  return without.toSpliced(to > from ? to - 1 : to, 0, item)
}

export const freshKey = (columns: readonly FlatColumn[]): string => {
  const taken = new Set(columns.map(column => column.key))
  for (let number = 1; ; number += 1) if (!taken.has(`c${number}`)) return `c${number}`
}

const refersTo = (column: FlatColumn, key: string): boolean => {
  const { measure } = column
  return (
    ('of' in measure && measure.of === key) ||
    ('numerator' in measure && (measure.numerator === key || measure.denominator === key)) ||
    ('on' in measure && typeof measure.on === 'object' && measure.on.column === key)
  )
}

/** Without a column and without those computed from it. */
export function withoutColumn(columns: readonly FlatColumn[], key: string): readonly FlatColumn[] {
  const dependants = columns.filter(column => refersTo(column, key)).map(column => column.key)
  const left = columns.filter(column => column.key !== key)
  return dependants.reduce<readonly FlatColumn[]>((rest, one) => withoutColumn(rest, one), left)
}

/** The conditions of a filter that all hold; one part when they are combined otherwise. */
export const conjuncts = (filter: Predicate | undefined): readonly Predicate[] =>
  filter === undefined ? [] : filter.op === 'and' ? filter.of : [filter]

export const conjunction = (parts: readonly Predicate[]): Predicate | undefined =>
  parts.length === 0 ? undefined : parts.length === 1 ? parts[0] : { op: 'and', of: parts }

/** A definition with an optional part set, or taken out where it is undefined. */
export function withPart<K extends 'filter' | 'across' | 'order' | 'minState' | 'splits'>(
  definition: TabulationDefinition,
  part: K,
  value: TabulationDefinition[K] | undefined,
): TabulationDefinition {
  const { [part]: _, ...rest } = definition
  return (value === undefined ? rest : { ...rest, [part]: value }) as TabulationDefinition
}
