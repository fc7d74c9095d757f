/** Names of the analytics store that every generated query relies on; the README describes each table. */

import type { ColumnType, IndustryLevel, RegionLevel, StateLevel, TabulationSource } from './model.ts'

export const regionColumns: Readonly<Record<RegionLevel, string>> = {
  city: 'city_code',
  county: 'county_code',
  township: 'township_code',
  village: 'village_code',
}

export const industryColumns: Readonly<Record<IndustryLevel, string>> = {
  section: 'section',
  division: 'division',
  group: 'group_code',
  class: 'class_code',
}

export const regionLevels = Object.keys(regionColumns) as readonly RegionLevel[]
export const industryLevels = Object.keys(industryColumns) as readonly IndustryLevel[]

/** `state_rank` at which a report has reached a state. */
export const stateRanks: Readonly<Record<StateLevel, number>> = {
  owed: 0,
  draft: 1,
  submitted: 2,
  'accepted:county': 3,
  'accepted:city': 4,
}

const whole: ColumnType = { kind: 'decimal', scale: 0 }
const text: ColumnType = { kind: 'text' }

/** The columns every mirror table begins with. */
export const systemColumns: Readonly<Record<string, ColumnType>> = {
  unit_id: whole,
  collection_id: whole,
  period: text,
  region_edition: text,
  region_code: text,
  industry_code: text,
  size_class: text,
  register_type: text,
  unit_kind: text,
  above_threshold: { kind: 'boolean' },
  state: text,
  state_rank: whole,
}

/** What is known of a report before it comes: where, of what and how large its unit is. */
export const frameColumns: ReadonlySet<string> = new Set(
  Object.keys(systemColumns).filter(name => name !== 'state' && name !== 'state_rank'),
)

/** The type of a column of the source, system columns included; undefined when there is none of that name. */
export const columnType = (source: TabulationSource, name: string): ColumnType | undefined => {
  if (Object.hasOwn(systemColumns, name)) return systemColumns[name]
  if (name === 'row_key' && source.hasRowKey) return text
  return source.columns.find(column => column.name === name)?.type
}

/** Decimals of `dim_region_map.weight`. */
export const weightScale = 8
