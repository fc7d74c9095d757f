import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { registerProblems } from '../contract.ts'
import { lockUnit, refuseExited } from './change-unit.ts'
import { insertEvents, updateUnit } from './queries.ts'
import type { StoredUnit } from './unit-values.ts'

export type Exit = Readonly<{ exitedOn: string; reason: number; note: string }>

/** Takes a unit out of the frames from a day on; what it reported stays. */
export async function exitUnit(
  context: WriteContext,
  unitId: number,
  exit: Exit & Readonly<{ version: number }>,
): Promise<{ done: true }> {
  await exitLocked(context, await lockUnit(context, unitId, exit.version), exit)
  return { done: true }
}

export function refuseExit(unit: StoredUnit, exitedOn: string): void {
  refuseExited(unit)
  if (exitedOn < unit.valid_from) {
    throw new Problem(registerProblems.beforeEntry, { entry: unit.valid_from })
  }
}

/** The exit of a unit that the caller has locked. */
export async function exitLocked(context: WriteContext, unit: StoredUnit, exit: Exit): Promise<void> {
  const unitId = unit.unit_id
  const { exitedOn, reason, note } = exit
  refuseExit(unit, exitedOn)
  await updateUnit(context.tx, unitId, { exited_on: exitedOn, exit_reason: reason })
  const by = context.actor.accountId
  await insertEvents(context.tx, [
    { unitId, kind: 'exited', on: exitedOn, exitReason: reason, note, by, at: context.now },
  ])
  context.audit({
    action: 'register.unit.exit',
    subject: { kind: 'unit', id: unitId },
    regionCode: unit.region_code,
    detail: { exitedOn, reason },
  })
}

export async function reinstateUnit(
  context: WriteContext,
  unitId: number,
  { note, version }: Readonly<{ note: string; version: number }>,
): Promise<{ done: true }> {
  const unit = await lockUnit(context, unitId, version)
  if (!unit.exited_on) throw new Problem(registerProblems.notExited)
  await updateUnit(context.tx, unitId, { exited_on: null, exit_reason: null })
  await insertEvents(context.tx, [
    {
      unitId,
      kind: 'reinstated',
      on: shanghaiDay(context.now),
      note,
      by: context.actor.accountId,
      at: context.now,
    },
  ])
  context.audit({
    action: 'register.unit.reinstate',
    subject: { kind: 'unit', id: unitId },
    regionCode: unit.region_code,
  })
  return { done: true }
}
