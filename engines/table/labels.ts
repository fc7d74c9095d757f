/** Labels of codes, handed in by the caller; the plan says which ones it wants. */

import { formatPeriod } from '#engines/form/index.ts'
import type { LocalText } from './model.ts'
import type { Layout } from './plan.ts'
import { quoteText } from './sql-text.ts'

export type CodeLabel = Readonly<{ label: LocalText; ordinal?: number }>
export type LabelLookup = (dimension: string, code: string) => CodeLabel | undefined

/** One row of `labelSql`: dimension, code, zh, en, ordinal. */
export type LabelRow = readonly [
  dimension: string,
  code: string,
  zh: string,
  en: string | null,
  ordinal: number | null,
]

/** Names of a region belong to an edition, so `dim_label` keeps them as `region:2026`. */
const storedDimension = (edition: string, dimension: string) =>
  dimension === 'region' ? `region:${edition}` : dimension

export const labelQuery = ({ spec, keys }: Pick<Layout, 'spec' | 'keys'>): string => {
  const wanted = new Set(keys.filter(key => key.kind === 'column').map(key => key.label))
  const names = [...wanted].map(name => quoteText(storedDimension(spec.edition, name)))
  const where = names.length > 0 ? `dimension IN (${names.join(', ')})` : 'false'
  return `SELECT dimension, code, zh, en, ordinal FROM dim_label WHERE ${where}`
}

/** A lookup over the rows of `labelSql`. */
export const labelsFromRows = (rows: readonly LabelRow[], edition: string): LabelLookup => {
  const found = new Map<string, CodeLabel>()
  for (const [dimension, code, zh, en, ordinal] of rows)
    found.set(`${dimension}\n${code}`, {
      label: { 'zh-CN': zh, ...(en !== null && { en }) },
      ...(ordinal !== null && { ordinal }),
    })
  return (dimension, code) => found.get(`${storedDimension(edition, dimension)}\n${code}`)
}

const blank = {
  attribute: { 'zh-CN': '未填', en: 'Blank' },
  outer: { 'zh-CN': '未归属', en: 'Unassigned' },
  inner: { 'zh-CN': '未细分', en: 'Not broken down' },
} as const satisfies Record<string, LocalText>

export const totalLabel: LocalText = { 'zh-CN': '合计', en: 'Total' }

/** The label of a code on a level; the code itself where no label is known. */
export const codeLabel = (lookup: LabelLookup, dimension: string, depth: number, code: string): CodeLabel => {
  const known = lookup(dimension, code)
  if (known) return known
  if (dimension === 'period') return { label: { 'zh-CN': formatPeriod(code), en: formatPeriod(code, 'en') } }
  if (code !== '') return { label: { 'zh-CN': code } }
  const isPlace = dimension === 'region' || dimension === 'industry'
  return { label: !isPlace ? blank.attribute : depth === 1 ? blank.outer : blank.inner }
}
