import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import { shanghaiDay, shanghaiInstant } from '#kernel/time/shanghai.ts'
import { registerPermissions, registerProblems, type UnitChange } from '../contract.ts'
import { checkFields } from './check-values.ts'
import { applyChange, type DatedState, type FieldValues, stateOn, withWritten } from './dated-state.ts'
import { findUnit, insertEvents, insertStates, readStates, updateCurrent } from './queries.ts'
import { columnsOf, type StoredUnit } from './unit-values.ts'

/** The unit, locked, within reach of the edit permission and unchanged since the caller looked. */
export async function lockUnit(context: WriteContext, unitId: number, version: number): Promise<StoredUnit> {
  const unit = await findUnit(context.tx, context.reach(registerPermissions.edit.code), unitId, 'lock')
  if (!unit) throw new Problem(problems.notFound)
  if (unit.version !== version) throw new Problem(registerProblems.unitChanged)
  return unit
}

export const refuseExited = (unit: Pick<StoredUnit, 'exited_on'>): void => {
  if (unit.exited_on) throw new Problem(registerProblems.exited, { date: unit.exited_on })
}

export async function changeUnit(
  context: WriteContext,
  unitId: number,
  change: UnitChange,
): Promise<{ version: number }> {
  const unit = await lockUnit(context, unitId, change.version)
  const { validFrom, note } = change
  const reach = context.reach(registerPermissions.edit.code)
  await changeFields(context, unit, { validFrom, note, fields: flatChanges(change.changes) }, reach)
  return { version: unit.version + 1 }
}

export type Changing = Readonly<{ validFrom: string; note: string; fields: FieldValues }>

/** The states a change writes; raises the problem that stands against it. */
export async function planChange(
  tx: ReadTx,
  unit: StoredUnit,
  { validFrom, fields }: Omit<Changing, 'note'>,
  reach: Reach,
) {
  refuseExited(unit)
  await checkFields(tx, reach, fields)
  const states = (await readStates(tx, [unit.unit_id])).get(unit.unit_id) ?? []
  const written = applyChange(states, validFrom, fields)
  if (!written) throw new Problem(registerProblems.beforeEntry, { entry: unit.valid_from })
  if (written.length === 0) throw new Problem(registerProblems.nothingChanged)
  return { states, written }
}

/** Changes a unit that the caller has locked. */
export async function changeFields(
  context: WriteContext,
  unit: StoredUnit,
  change: Changing,
  reach: Reach,
): Promise<void> {
  const unitId = unit.unit_id
  const { validFrom, note, fields } = change
  const { states, written } = await planChange(context.tx, unit, change, reach)
  const by = context.actor.kind === 'system' ? null : context.actor.accountId
  await insertStates(
    context.tx,
    written.map(state => ({ unitId, state, note, by })),
  )
  await putCurrent(context, [{ unitId, states: withWritten(states, written), written }])
  await insertEvents(context.tx, [{ unitId, kind: 'changed', on: validFrom, note, by, at: context.now }])
  context.audit({
    action: 'register.unit.change',
    subject: { kind: 'unit', id: unitId },
    regionCode: unit.region_code,
    detail: { validFrom, fields: Object.keys(fields) },
  })
}

export function flatChanges(changes: UnitChange['changes']): FieldValues {
  const { attributes = {}, ...core } = changes
  const blanks = Object.entries(attributes).map(([name, value]) => [name, value === '' ? null : value])
  return { ...(core as FieldValues), ...Object.fromEntries(blanks) }
}

type Restated = Readonly<{
  unitId: number
  states: readonly DatedState[]
  written: readonly DatedState[]
}>

/** Brings the units' rows to today's state; states of days to come get a job on their day. */
export async function putCurrent(context: WriteContext, units: readonly Restated[]): Promise<void> {
  const today = shanghaiDay(context.now)
  await updateCurrent(
    context.tx,
    units.map(({ unitId, states }) => ({
      unitId,
      state: columnsOf((stateOn(states, today) ?? states[0]!).fields),
    })),
  )
  const days = new Set(
    units.flatMap(({ written }) => written.map(state => state.validFrom)).filter(day => day > today),
  )
  for (const day of days) {
    context.enqueue(REACH_DAY_JOB, { day }, { runAt: shanghaiInstant(day), key: `${REACH_DAY_JOB}:${day}` })
  }
}

/** Its day has come: units with a state from that day take it over. */
export const REACH_DAY_JOB = 'register.reachDay'
