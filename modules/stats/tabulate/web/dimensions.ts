/** What rows and columns can be broken down by, for one source. */
import type { AcrossDimension, IndustryLevel, RegionLevel, RowDimension } from '#engines/table/index.ts'
import type { TabulationDefinition } from '../contract.ts'
import type { tabulateText } from '../locale/text.ts'
import { type Source, withPart } from './draft.ts'

type TabulateKey = keyof (typeof tabulateText)['zh-CN']

export type DimensionChoice = Readonly<{
  /** `region`, `industry`, `period`, `conditions`, or the attribute's column. */
  id: string
  label: TabulateKey | Readonly<{ 'zh-CN': string; en?: string }>
}>

export const regionOrder: readonly RegionLevel[] = ['city', 'county', 'township', 'village']
export const industryOrder: readonly IndustryLevel[] = ['section', 'division', 'group', 'class']

const fixed: readonly DimensionChoice[] = [
  { id: 'region', label: 'dimension.region.name' },
  { id: 'industry', label: 'dimension.industry.name' },
  { id: 'size_class', label: 'dimension.size.name' },
  { id: 'register_type', label: 'dimension.registerType.name' },
  { id: 'unit_kind', label: 'dimension.unitKind.name' },
  { id: 'above_threshold', label: 'dimension.threshold.name' },
  { id: 'period', label: 'dimension.period.name' },
  { id: 'conditions', label: 'dimension.conditions.name' },
]

const state: DimensionChoice = { id: 'state', label: 'dimension.state.name' }

/** To whoever sees totals only, no group by state or by what was reported: it would answer for single units. */
export function dimensionChoices(source: Source): readonly DimensionChoice[] {
  if (!source.seesUnits) return fixed
  const reported = source.columns
    .filter(column => column.type.kind === 'text' || column.type.kind === 'boolean')
    .map(column => ({ id: column.name, label: column.label ?? { 'zh-CN': column.name } }))
  return [...fixed, state, ...reported]
}

export const idOf = (dimension: RowDimension): string =>
  dimension.kind === 'attribute' ? dimension.column : dimension.kind

export const acrossId = (across: AcrossDimension): string =>
  across.by.kind === 'attribute' ? across.by.column : across.by.kind

export function rowDimension(
  id: string,
  first: Readonly<{ key: string; label: { 'zh-CN': string; en?: string } }>,
): RowDimension {
  if (id === 'region') return { kind: 'region', levels: ['county'] }
  if (id === 'industry') return { kind: 'industry', levels: ['section'] }
  if (id === 'period') return { kind: 'period' }
  if (id !== 'conditions') return { kind: 'attribute', column: id }
  return {
    kind: 'conditions',
    conditions: [{ ...first, where: { op: 'inRegion', level: 'county', codes: [] } }],
  }
}

/** Undefined for named conditions, which rows only can have. */
export function acrossDimension(id: string): AcrossDimension | undefined {
  if (id === 'conditions') return undefined
  if (id === 'region') return { by: { kind: 'region', level: 'county' }, total: true }
  if (id === 'industry') return { by: { kind: 'industry', level: 'section' }, total: true }
  if (id === 'period') return { by: { kind: 'period' }, total: true }
  return { by: { kind: 'attribute', column: id }, total: true }
}

/** Levels in their order from outer to inner, one taken out or put in; never none. */
export function toggledLevel<L extends string>(
  order: readonly L[],
  levels: readonly L[],
  level: L,
): readonly L[] {
  const next = levels.includes(level) ? levels.filter(one => one !== level) : [...levels, level]
  return next.length === 0 ? levels : order.filter(one => next.includes(one))
}

/** The same dimension across the table, at its outermost level; undefined for named conditions. */
function asAcross(row: RowDimension): AcrossDimension | undefined {
  const [level] = 'levels' in row ? row.levels : []
  const across = acrossDimension(idOf(row))
  if (!across || level === undefined) return across
  return { ...across, by: { ...across.by, level } as AcrossDimension['by'] }
}

function asRow(across: AcrossDimension): RowDimension {
  const { by } = across
  if (by.kind === 'region') return { kind: 'region', levels: [by.level] }
  if (by.kind === 'industry') return { kind: 'industry', levels: [by.level] }
  return by.kind === 'period' ? { kind: 'period' } : { kind: 'attribute', column: by.column }
}

export const canTurn = (row: RowDimension): boolean => row.kind !== 'conditions'

/** A dimension of the rows goes across; the one that was there takes its place. */
export function turnedAcross(definition: TabulationDefinition, index: number): TabulationDefinition {
  const row = definition.rows[index]
  const next = row && asAcross(row)
  if (!next) return definition
  const exchanged = definition.across ? [asRow(definition.across)] : []
  const rows = definition.rows.toSpliced(index, 1, ...exchanged)
  return withPart({ ...definition, rows }, 'across', next)
}

/** The dimension across comes among the rows, before the place `to`. */
export function turnedDown(
  definition: TabulationDefinition,
  to = definition.rows.length,
): TabulationDefinition {
  if (!definition.across) return definition
  const rows = definition.rows.toSpliced(to, 0, asRow(definition.across))
  return withPart({ ...definition, rows }, 'across', undefined)
}
