import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
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
  refuseExited(unit)
  const fields = flatChanges(change.changes)
  await checkFields(context.tx, context.reach(registerPermissions.edit.code), fields)
  const states = (await readStates(context.tx, [unitId])).get(unitId) ?? []
  const written = applyChange(states, change.validFrom, fields)
  if (!written) throw new Problem(registerProblems.beforeEntry, { entry: unit.valid_from })
  if (written.length === 0) throw new Problem(registerProblems.nothingChanged)
  const by = context.actor.kind === 'system' ? null : context.actor.accountId
  await insertStates(
    context.tx,
    written.map(state => ({ unitId, state, note: change.note, by })),
  )
  await putCurrent(context, [{ unitId, states: withWritten(states, written), written }])
  await insertEvents(context.tx, [
    { unitId, kind: 'changed', on: change.validFrom, note: change.note, by, at: context.now },
  ])
  context.audit({
    action: 'register.unit.change',
    subject: { kind: 'unit', id: unitId },
    regionCode: unit.region_code,
    detail: { validFrom: change.validFrom, fields: Object.keys(fields) },
  })
  return { version: unit.version + 1 }
}

function flatChanges(changes: UnitChange['changes']): FieldValues {
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
