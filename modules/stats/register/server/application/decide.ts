/** The city decides on a selection: one transaction, an outcome for each application, none failing the others. */
import type { WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problemBody, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { inSavepoint } from '#kernel/db/tx.ts'
import { translateViolation } from '#kernel/db/violations.ts'
import {
  applicationProblems,
  type approveApplications,
  type refuseApplications,
  registerPermissions,
} from '../../contract.ts'
import { enterUnit } from '../add-unit.ts'
import { changeFields } from '../change-unit.ts'
import { exitLocked } from '../exit-unit.ts'
import { lockUnits } from '../queries.ts'
import { registerViolations } from '../violations.ts'
import {
  lastFrozenDay,
  lockApplications,
  lockFrames,
  type StoredApplication,
  settleApplication,
} from './application-queries.ts'
import { declareApplication } from './declare-application.ts'
import { judge } from './judge.ts'
import { moverOf } from './mover.ts'
import { type Act, actRefusal, effectiveDay } from './policy.ts'

const violations = new Map(Object.entries(registerViolations))

type Outcome = ReplyOf<typeof approveApplications>
type Work = (application: StoredApplication) => Promise<void>

const decideReach = (context: WriteContext) => context.reach(registerPermissions.decide.code)

/** Every application of the selection that is the actor's to move, one after the other. */
async function settleEach(
  context: WriteContext,
  ids: readonly number[],
  act: Act,
  work: Work,
): Promise<Outcome> {
  const found = await lockApplications(context.tx, decideReach(context), ids)
  const unitIds = found.flatMap(({ unitId }) => (unitId === null ? [] : [unitId]))
  if (unitIds.length > 0) await lockUnits(context.tx, unitIds)
  const refused: Outcome['refused'] = []
  for (const id of ids) {
    const application = found.find(one => one.id === id)
    const problem = application
      ? await problemOf(context, application, act, work)
      : new Problem(problems.notFound)
    if (problem) {
      const { code, message } = problemBody(problem)
      refused.push({ applicationId: id, code, message })
    }
  }
  return { settled: ids.length - refused.length, refused }
}

/** A problem of one application undoes what was written for it, and nothing of the others. */
async function problemOf(
  context: WriteContext,
  application: StoredApplication,
  act: Act,
  work: Work,
): Promise<Problem | null> {
  const refusal = actRefusal(application, act, moverOf(context))
  if (refusal) return new Problem(refusal)
  try {
    await inSavepoint(context.tx, () => work(application))
    return null
  } catch (error) {
    const problem = error instanceof Problem ? error : translateViolation(error, violations)
    if (problem) return problem
    throw error
  }
}

export async function approveMany(
  context: WriteContext,
  { applications, note }: BodyOf<typeof approveApplications>,
): Promise<Outcome> {
  const seen = new Map(applications.map(one => [one.applicationId, one.effectiveOn]))
  await lockFrames(context.tx, 'approve')
  const frozen = await lastFrozenDay(context.tx)
  return settleEach(context, [...seen.keys()], 'approve', application =>
    approve(context, application, { frozen, seen: seen.get(application.id)!, note: note?.trim() ?? null }),
  )
}

async function approve(
  context: WriteContext,
  application: StoredApplication,
  { frozen, seen, note }: Readonly<{ frozen: string | null; seen: string; note: string | null }>,
): Promise<void> {
  const { tx, actor, now } = context
  const day = effectiveDay(application.month, frozen)
  if (day !== seen) throw new Problem(applicationProblems.effectiveMoved, { date: day })
  const unitId = await carryOut(context, application, day)
  const { accountId: by } = actor
  await settleApplication(tx, application.id, {
    state: 'approved',
    by,
    at: now,
    note,
    unitId,
    effectiveOn: day,
  })
  declareApplication(context, application, 'approve', { note, effectiveOn: day })
}

/** Acts on the register; gives the unit. */
async function carryOut(context: WriteContext, application: StoredApplication, day: string): Promise<number> {
  const reach = decideReach(context)
  const { unit, obstacle } = await judge(context.tx, application, day, { reach, lock: 'lock' })
  if (obstacle) throw obstacle
  const { content, creditCode, localCode, note } = application
  if (application.kind === 'entry') {
    const { kind, ...fields } = content
    const entering = { creditCode, localCode, kind: String(kind), validFrom: day, fields, note }
    return (await enterUnit(context, entering, reach)).unitId
  }
  if (!unit) throw new Problem(problems.notFound)
  if (application.kind === 'change') {
    await changeFields(context, unit, { validFrom: day, note, fields: content }, reach)
  } else await exitLocked(context, unit, { exitedOn: day, reason: application.exitReason!, note })
  return unit.unit_id
}

export const refuseMany = (
  context: WriteContext,
  { applicationIds, reason }: BodyOf<typeof refuseApplications>,
): Promise<Outcome> =>
  settleEach(context, applicationIds, 'refuse', async application => {
    const note = reason.trim()
    const { accountId: by } = context.actor
    await settleApplication(context.tx, application.id, { state: 'refused', by, at: context.now, note })
    declareApplication(context, application, 'refuse', { note })
  })

export async function withdraw(
  context: WriteContext,
  applicationId: number,
  permission: string = registerPermissions.propose.code,
): Promise<{ done: true }> {
  const { tx, actor, now } = context
  const reach = context.reach(permission)
  const [application] = await lockApplications(tx, reach, [applicationId])
  if (!application) throw new Problem(problems.notFound)
  const refusal = actRefusal(application, 'withdraw', moverOf(context, permission))
  if (refusal) throw new Problem(refusal)
  const settled = { state: 'withdrawn', by: actor.accountId, at: now, note: null } as const
  await settleApplication(tx, applicationId, settled)
  declareApplication(context, application, 'withdraw')
  return { done: true }
}
