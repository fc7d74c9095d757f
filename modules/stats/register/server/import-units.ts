/** Units entered by the product itself: the demonstration city, a migration from another system. */
import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import { attributeFields, type NewUnit, registerProblems } from '../contract.ts'
import { type EnteringRow, enterRows, newUnitFields } from './add-unit.ts'
import { attributeFault, checkedCreditCode } from './check-values.ts'

import { columnsOf } from './unit-values.ts'

const STEP = 2_000

/**
 * Enters many units in one transaction; the ids stand in the order of the units. Codes and attributes are checked,
 * regions and industries are taken as given. Raises the problem of the first unit that does not fit.
 */
export async function importUnits(
  context: WriteContext,
  units: readonly NewUnit[],
  note: string | null = null,
): Promise<readonly number[]> {
  const ids: number[] = []
  for (let at = 0; at < units.length; at += STEP) {
    ids.push(...(await enterRows(context, units.slice(at, at + STEP).map(toRow), note)))
  }
  context.audit({
    action: 'register.unit.import',
    subject: { kind: 'register', id: 'units' },
    detail: { count: units.length },
  })
  return ids
}

function toRow(unit: NewUnit): EnteringRow {
  const creditCode = checkedCreditCode(unit.creditCode)
  if (creditCode === null && !unit.localCode) throw new Problem(registerProblems.codeMissing)
  for (const field of attributeFields) {
    const value = unit.attributes[field.name]
    const fault = value ? attributeFault(field, value) : null
    if (fault) throw new Problem(fault.type, fault.detail)
  }
  const fields = newUnitFields(unit)
  return {
    creditCode,
    localCode: unit.localCode ?? null,
    kind: unit.kind,
    validFrom: unit.validFrom,
    state: columnsOf(fields),
    fields,
  }
}
