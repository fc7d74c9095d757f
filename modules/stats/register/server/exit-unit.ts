import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { registerProblems } from '../contract.ts'
import { lockUnit, refuseExited } from './change-unit.ts'
import { insertEvents, updateUnit } from './queries.ts'

export type Exit = Readonly<{ exitedOn: string; reason: number; note: string; version: number }>

/** Takes a unit out of the frames from a day on; what it reported stays. */
export async function exitUnit(context: WriteContext, unitId: number, exit: Exit): Promise<{ done: true }> {
  const unit = await lockUnit(context, unitId, exit.version)
  refuseExited(unit)
  if (exit.exitedOn < unit.valid_from) {
    throw new Problem(registerProblems.beforeEntry, { entry: unit.valid_from })
  }
  await updateUnit(context.tx, unitId, { exited_on: exit.exitedOn, exit_reason: exit.reason })
  await insertEvents(context.tx, [
    {
      unitId,
      kind: 'exited',
      on: exit.exitedOn,
      exitReason: exit.reason,
      note: exit.note,
      by: context.actor.accountId,
      at: context.now,
    },
  ])
  context.audit({
    action: 'register.unit.exit',
    subject: { kind: 'unit', id: unitId },
    regionCode: unit.region_code,
    detail: { exitedOn: exit.exitedOn, reason: exit.reason },
  })
  return { done: true }
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
