/** Register fields of a unit by name, as text: what forms prefill and rules look up as `unit#<field>`. */
import type { ReadTx } from '#kernel/db/tx.ts'
import { attributeFields } from '../contract.ts'
import { industryNames } from './industry-queries.ts'
import { unitForHeader } from './queries.ts'
import { regionNames } from './regions.ts'
import { attributesOf } from './unit-values.ts'

export type UnitHeader = Readonly<Record<string, string | boolean | null>>

/** Every field is there, null where the register does not know it. @returns null when there is no such unit. */
export async function unitHeader(tx: ReadTx, unitId: number): Promise<UnitHeader | null> {
  const unit = await unitForHeader(tx, unitId)
  if (!unit) return null
  const regions = await regionNames(tx, [unit.region_code])
  const industries = await industryNames(tx, [unit.industry_code])
  const attributes = attributesOf(unit.attributes)
  return Object.freeze({
    creditCode: unit.credit_code,
    unifiedCode: unit.credit_code,
    localCode: unit.local_code,
    name: unit.name,
    kind: unit.kind,
    regionCode: unit.region_code,
    regionName: regions.get(unit.region_code) ?? null,
    industryCode: unit.industry_code,
    industry: unit.industry_code,
    industryName: unit.industry_code ? (industries.get(unit.industry_code) ?? null) : null,
    registerType: unit.register_type,
    sizeClass: unit.size_class,
    aboveThreshold: unit.above_threshold,
    ...Object.fromEntries(attributeFields.map(({ name }) => [name, attributes[name] ?? null])),
  })
}
