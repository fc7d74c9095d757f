/** Register fields of units by name, as text: what forms prefill and rules look up as `unit#<field>`. */
import type { ReadTx } from '#kernel/db/tx.ts'
import { regionNames } from '#kernel/org/region-names.ts'
import { attributeFields } from '../contract.ts'
import { industryNames } from './industry-queries.ts'
import { unitsForHeader } from './queries.ts'
import { attributesOf, type StoredUnit } from './unit-values.ts'

export type UnitHeader = Readonly<Record<string, string | boolean | null>>

type Lookup = Readonly<{ regions: ReadonlyMap<string, string>; industries: ReadonlyMap<string, string> }>

const headerOf = (unit: StoredUnit, { regions, industries }: Lookup): UnitHeader => {
  const attributes = attributesOf(unit.attributes)
  return Object.freeze({
    creditCode: unit.credit_code,
    unifiedCode: unit.credit_code,
    localCode: unit.local_code,
    name: unit.name,
    kind: unit.kind,
    unitType: unit.kind,
    region: unit.region_code,
    regionCode: unit.region_code,
    regionName: regions.get(unit.region_code) ?? null,
    industry: unit.industry_code,
    industryCode: unit.industry_code,
    industryName: unit.industry_code ? (industries.get(unit.industry_code) ?? null) : null,
    registerType: unit.register_type,
    registrationType: unit.register_type,
    sizeClass: unit.size_class,
    aboveThreshold: unit.above_threshold,
    status: unit.exited_on ? 'exited' : 'active',
    entryDate: unit.valid_from,
    ...Object.fromEntries(attributeFields.map(({ name }) => [name, attributes[name] ?? null])),
  })
}

/**
 * Headers of many units, those that exist, by unit id. Every field is there, null where the register does not know
 * it. The caller answers for who may see them.
 */
export async function unitHeaders(
  tx: ReadTx,
  unitIds: readonly number[],
): Promise<ReadonlyMap<number, UnitHeader>> {
  if (unitIds.length === 0) return new Map()
  const units = await unitsForHeader(tx, unitIds)
  const regions = await regionNames(
    tx,
    units.map(unit => unit.region_code),
  )
  const industries = await industryNames(
    tx,
    units.map(unit => unit.industry_code),
  )
  return new Map(units.map(unit => [unit.unit_id, headerOf(unit, { regions, industries })]))
}

/** @returns null when there is no such unit. */
export const unitHeader = async (tx: ReadTx, unitId: number): Promise<UnitHeader | null> =>
  (await unitHeaders(tx, [unitId])).get(unitId) ?? null
