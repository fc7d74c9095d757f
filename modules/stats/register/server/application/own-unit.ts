/** A unit about itself: what the register says of it, and the changes it asks for. */
import type { BaseContext, ReadContext, WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { type changeMyUnit, type readMyUnit, registerPermissions } from '../../contract.ts'
import { findUnit } from '../queries.ts'
import { namesOf } from '../read-units.ts'
import { attributesOf, rowOf } from '../unit-values.ts'
import { lastFrozenDay, pageOfApplications } from './application-queries.ts'
import { withdraw } from './decide.ts'
import { moverOf } from './mover.ts'
import { monthOf, openMonths } from './policy.ts'
import { proposeApplication } from './propose.ts'
import { present } from './read-applications.ts'

const OWN = registerPermissions.own.code
const SHOWN = 20

/** An account of an office has no unit of its own. */
function ownUnitOf({ actor }: BaseContext): number {
  if (actor.unitId === null) throw new Problem(problems.notFound)
  return actor.unitId
}

/** This month, or the first open one after a frame frozen since. */
const nextMonth = (now: Date, frozen: string | null): string | null => {
  const today = shanghaiDay(now)
  return openMonths(today, frozen).find(month => month >= monthOf(today)) ?? null
}

export async function readOwnUnit(context: ReadContext): Promise<ReplyOf<typeof readMyUnit>> {
  const { tx, now } = context
  const reach = context.reach(OWN)
  const unit = await findUnit(tx, reach, ownUnitOf(context))
  if (!unit) throw new Problem(problems.notFound)
  const found = await pageOfApplications(
    tx,
    reach,
    { unit: unit.unit_id, search: null },
    { page: 1, pageSize: SHOWN },
  )
  const [frozen, names, mover] = [await lastFrozenDay(tx), await namesOf(tx, [unit]), moverOf(context, OWN)]
  context.accessed({
    action: 'register.unit.read',
    subject: { kind: 'unit', id: unit.unit_id },
    regionCode: unit.region_code,
  })
  return {
    ...rowOf(unit, names),
    attributes: attributesOf(unit.attributes),
    month: unit.exited_on === null ? nextMonth(now, frozen) : null,
    applications: found.items.map(one => present(one, { mover, frozen, region: '' })),
  }
}

export async function changeOwnUnit(
  context: WriteContext,
  { changes, note, papers }: BodyOf<typeof changeMyUnit>,
): Promise<{ applicationId: number }> {
  const unitId = ownUnitOf(context)
  const month = nextMonth(context.now, await lastFrozenDay(context.tx))
  if (month === null) throw new Problem(problems.notFound)
  return proposeApplication(
    context,
    { kind: 'change', unitId, month, changes, note, papers: [...papers] },
    OWN,
  )
}

export const withdrawOwn = (context: WriteContext, applicationId: number): Promise<{ done: true }> =>
  withdraw(context, applicationId, OWN)
