/** Between a unit's row in the database and its flat field values. */
import type { UnitRow } from '../contract.ts'
import { attributeFields } from '../contract.ts'
import type { FieldValues } from './dated-state.ts'

/** The columns of `register.unit` and `register.unit_attribute` that are dated. */
export type DatedColumns = Readonly<{
  name: string
  region_code: string
  industry_code: string | null
  register_type: string | null
  size_class: string | null
  above_threshold: boolean
  attributes: unknown
}>

const attributeNames = attributeFields.map(field => field.name)

export const attributesOf = (stored: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((stored ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

export const fieldsOf = (row: DatedColumns): FieldValues => ({
  name: row.name,
  regionCode: row.region_code,
  industryCode: row.industry_code,
  registerType: row.register_type,
  sizeClass: row.size_class,
  aboveThreshold: row.above_threshold,
  ...attributesOf(row.attributes),
})

const text = (value: FieldValues[string] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

export const columnsOf = (fields: FieldValues): DatedColumns => ({
  name: String(fields.name),
  region_code: String(fields.regionCode),
  industry_code: text(fields.industryCode),
  register_type: text(fields.registerType),
  size_class: text(fields.sizeClass),
  above_threshold: fields.aboveThreshold === true,
  attributes: Object.fromEntries(
    attributeNames.flatMap(name => {
      const value = text(fields[name])
      return value === null ? [] : [[name, value]]
    }),
  ),
})

export type StoredUnit = DatedColumns &
  Readonly<{
    unit_id: number
    credit_code: string | null
    local_code: string | null
    kind: string
    valid_from: string
    exited_on: string | null
    exit_reason: number | null
    version: number
  }>

export type Names = Readonly<{
  region(code: string): string
  industry(code: string | null): string | null
}>

export const rowOf = (unit: Omit<StoredUnit, 'attributes' | 'version'>, names: Names): UnitRow => ({
  unitId: unit.unit_id,
  creditCode: unit.credit_code,
  localCode: unit.local_code,
  name: unit.name,
  kind: unit.kind as UnitRow['kind'],
  regionCode: unit.region_code,
  regionName: names.region(unit.region_code),
  industryCode: unit.industry_code,
  industryName: names.industry(unit.industry_code),
  registerType: unit.register_type,
  sizeClass: unit.size_class as UnitRow['sizeClass'],
  aboveThreshold: unit.above_threshold,
  validFrom: unit.valid_from,
  exitedOn: unit.exited_on,
  exitReason: unit.exit_reason,
})
