import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import { type NewUnit, registerPermissions, registerProblems } from '../contract.ts'
import { normaliseLocalCode } from '../credit-code.ts'
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

export const addUnit = (context: WriteContext, unit: NewUnit): Promise<{ unitId: number }> =>
  enterUnit(
    context,
    {
      creditCode: unit.creditCode ?? null,
      localCode: unit.localCode ?? null,
      kind: unit.kind,
      validFrom: unit.validFrom,
      fields: newUnitFields(unit),
      note: unit.note ?? null,
    },
    context.reach(registerPermissions.edit.code),
  )

export type Entering = Readonly<{
  creditCode: string | null
  localCode: string | null
  kind: string
  validFrom: string
  fields: FieldValues
  note: string | null
}>

/** Codes as they are kept, and values that fit; raises the problem of the first that does not. */
export async function checkEntering(
  tx: ReadTx,
  unit: Pick<Entering, 'creditCode' | 'localCode' | 'fields'>,
  reach: Reach,
): Promise<Readonly<{ creditCode: string | null; localCode: string | null }>> {
  const creditCode = checkedCreditCode(unit.creditCode)
  const localCode = normaliseLocalCode(unit.localCode)
  if (creditCode === null && localCode === null) throw new Problem(registerProblems.codeMissing)
  await checkFields(tx, reach, unit.fields)
  return { creditCode, localCode }
}

export async function enterUnit(
  context: WriteContext,
  unit: Entering,
  reach: Reach,
): Promise<{ unitId: number }> {
  const { kind, validFrom, fields, note } = unit
  const codes = await checkEntering(context.tx, unit, reach)
  const row = { ...codes, kind, validFrom, fields, state: columnsOf(fields) }
  const [unitId] = await enterRows(context, [row], note)
  context.audit({
    action: 'register.unit.enter',
    subject: { kind: 'unit', id: unitId! },
    regionCode: String(fields.regionCode),
    detail: { validFrom },
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
