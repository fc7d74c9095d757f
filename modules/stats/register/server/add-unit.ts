import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import { type NewUnit, registerPermissions, registerProblems } from '../contract.ts'
import { checkedCreditCode, checkFields } from './check-values.ts'
import type { FieldValues } from './dated-state.ts'
import { insertEvents, insertStates, insertUnits, type NewRow } from './queries.ts'
import { columnsOf } from './unit-values.ts'

export const newUnitFields = (unit: NewUnit): FieldValues => ({
  name: unit.name.trim(),
  regionCode: unit.regionCode,
  industryCode: unit.industryCode,
  registerType: unit.registerType,
  sizeClass: unit.sizeClass,
  aboveThreshold: unit.aboveThreshold,
  ...unit.attributes,
})

export async function addUnit(context: WriteContext, unit: NewUnit): Promise<{ unitId: number }> {
  const creditCode = checkedCreditCode(unit.creditCode)
  if (creditCode === null && !unit.localCode) throw new Problem(registerProblems.codeMissing)
  const fields = newUnitFields(unit)
  await checkFields(context.tx, context.reach(registerPermissions.edit.code), fields)
  const row = {
    creditCode,
    localCode: unit.localCode ?? null,
    kind: unit.kind,
    validFrom: unit.validFrom,
    state: columnsOf(fields),
  }
  const [unitId] = await enterRows(context, [{ ...row, fields }], unit.note ?? null)
  context.audit({
    action: 'register.unit.enter',
    subject: { kind: 'unit', id: unitId! },
    regionCode: unit.regionCode,
    detail: { validFrom: unit.validFrom },
  })
  return { unitId: unitId! }
}

export type EnteringRow = NewRow & Readonly<{ fields: FieldValues }>

/** Units with their first states and events; the ids stand in the order of the rows. */
export async function enterRows(
  context: Pick<WriteContext, 'tx' | 'actor' | 'now'>,
  rows: readonly EnteringRow[],
  note: string | null,
): Promise<readonly number[]> {
  if (rows.length === 0) return []
  const ids = await insertUnits(context.tx, rows)
  const by = context.actor.kind === 'system' ? null : context.actor.accountId
  await insertStates(
    context.tx,
    rows.map((row, at) => ({
      unitId: ids[at]!,
      state: { validFrom: row.validFrom, fields: row.fields },
      note,
      by,
    })),
  )
  await insertEvents(
    context.tx,
    rows.map((row, at) => ({
      unitId: ids[at]!,
      kind: 'entered',
      on: row.validFrom,
      note,
      by,
      at: context.now,
    })),
  )
  return ids
}
