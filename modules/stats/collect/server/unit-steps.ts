/** A unit settles who of it fills in, reviews and signs; read and changed by its own people. */
import type { BaseContext, ReadContext, WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { type ReadTx, within } from '#kernel/db/tx.ts'
import { wallClock } from '#kernel/time/shanghai.ts'
import { type changeMySteps, collectPermissions, collectProblems, type readMySteps } from '../contract.ts'
import { FILLED_BY_STAFF } from './policy.ts'
import { readContacts } from './queries/one-report.ts'
import {
  lockReportsOf,
  readAccountsOf,
  readSteps,
  returnDraftsOf,
  type StoredSteps,
  storeSteps,
  type UnitAccount,
} from './queries/steps.ts'
import { insertEvents } from './queries/submissions.ts'
import { type Arrangement, arrangementFault, decidersOf, stepsOf } from './step-policy.ts'

const fill = collectPermissions.fill.code

type OwnUnit = Readonly<{ unitId: number; name: string; regionCode: string }>

/** Of the session; places and households, whose staff fill in for them, have no people of their own. */
async function ownUnit(tx: ReadTx, { actor, reach }: BaseContext): Promise<OwnUnit> {
  const { unitId } = actor
  const holds = reach(fill).nodes.some(node => 'unitId' in node && node.unitId === unitId)
  if (unitId === null || !holds) throw new Problem(problems.notFound)
  const unit = await within(tx, { everything: false, nodes: [{ unitId, subjects: null }] })
    .units()
    .select(['u.name', 'u.kind', 'u.region_code as regionCode'])
    .executeTakeFirst()
  if (!unit || FILLED_BY_STAFF.includes(unit.kind)) throw new Problem(problems.notFound)
  return { unitId, name: unit.name, regionCode: unit.regionCode }
}

type Settled = Readonly<{
  unit: OwnUnit
  accounts: readonly UnitAccount[]
  active: ReadonlySet<number>
  stored: StoredSteps | null
  deciders: ReturnType<typeof decidersOf>
}>

async function readSettled(tx: ReadTx, unit: OwnUnit): Promise<Settled> {
  const accounts = await readAccountsOf(tx, unit.unitId, fill)
  const active = new Set(accounts.filter(one => one.active).map(one => one.accountId))
  const stored = (await readSteps(tx, [unit.unitId])).get(unit.unitId) ?? null
  const inForce = stored && stepsOf(stored).length > 1 ? stored : null
  return { unit, accounts, active, stored, deciders: decidersOf(inForce, active) }
}

const mayChange = ({ deciders }: Settled, accountId: number): boolean =>
  deciders === null || deciders.some(one => one.accountId === accountId)

export async function readMine(context: ReadContext): Promise<ReplyOf<typeof readMySteps>> {
  const settled = await readSettled(context.tx, await ownUnit(context.tx, context))
  const { unit, accounts, stored, deciders } = settled
  const me = context.actor.accountId
  return {
    unitName: unit.name,
    version: stored?.version ?? 0,
    review: stored?.review ?? false,
    sign: stored?.sign ?? false,
    people: accounts
      .filter(({ active, accountId }) => active || stored?.people.some(one => one.accountId === accountId))
      .map(account => {
        const named = stored?.people.find(one => one.accountId === account.accountId)
        return {
          ...account,
          // Accounts opened in bulk are called after their unit, which is nobody's name.
          name: named?.name ?? (account.displayName === unit.name ? '' : account.displayName.slice(0, 20)),
          steps: [...(named?.steps ?? [])],
          me: account.accountId === me,
        }
      }),
    changedBy: stored?.changedBy ?? null,
    changedAt: stored?.changedAt.toISOString() ?? null,
    mayChange: mayChange(settled, me),
    deciders: deciders?.map(one => one.name) ?? [],
    contacts: [...(await readContacts(context.tx, unit.regionCode))],
  }
}

export async function changeMine(
  context: WriteContext,
  { version, review, sign, people }: BodyOf<typeof changeMySteps>,
): Promise<ReplyOf<typeof changeMySteps>> {
  const { tx, actor, now } = context
  const unit = await ownUnit(tx, context)
  await lockReportsOf(tx, unit.unitId)
  const settled = await readSettled(tx, unit)
  const { accounts, active, stored, deciders } = settled
  if (!mayChange(settled, actor.accountId)) {
    const names = deciders?.map(one => one.name).join('、') ?? ''
    throw new Problem(collectProblems.stepsOfOthers, { people: names })
  }
  const arrangement: Arrangement = {
    review,
    sign,
    people: people.map(one => ({ ...one, name: one.name.trim() })),
  }
  const fault = arrangementFault(arrangement, new Set(accounts.map(one => one.accountId)), active)
  if (fault) throw fault
  if (!(await storeSteps(tx, unit.unitId, arrangement, { version, by: actor.accountId, at: now }))) {
    const by = stored?.changedBy ?? '—'
    throw new Problem(collectProblems.stepsChanged, { by, at: stored ? wallClock(stored.changedAt) : '—' })
  }
  const stepsMoved = (stored?.review ?? false) !== review || (stored?.sign ?? false) !== sign
  if (stepsMoved) await bringBack(context, unit)
  context.audit({
    action: 'collect.steps.change',
    subject: { kind: 'unit', id: unit.unitId },
    regionCode: unit.regionCode,
    detail: {
      review,
      sign,
      version: version + 1,
      people: people.map(one => ({ account: one.accountId, steps: one.steps })),
    },
  })
  tellOthers(context, accounts)
  return { version: version + 1 }
}

async function bringBack(context: WriteContext, { unitId, regionCode }: OwnUnit): Promise<void> {
  const { tx, actor, now } = context
  const back = await returnDraftsOf(tx, unitId)
  await insertEvents(
    tx,
    back.map(key => ({ ...key, kind: 'steps-changed' as const, at: now, accountId: actor.accountId })),
  )
  context.live({ topic: 'collect.report', regionCode, unitIds: [unitId] })
}

function tellOthers({ notify, actor }: WriteContext, accounts: readonly UnitAccount[]): void {
  for (const { accountId, active } of accounts) {
    if (!active || accountId === actor.accountId) continue
    notify({
      accountId,
      kind: 'collect.steps',
      title: { 'zh-CN': '本单位的报送环节与人员已修改', en: 'Steps and people of your unit have changed' },
      body: { 'zh-CN': `由${actor.name}修改`, en: `Changed by ${actor.name}` },
      link: '/unit',
    })
  }
}
