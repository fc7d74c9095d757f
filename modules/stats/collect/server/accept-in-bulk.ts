/** Accepting all that a filter finds: a job in steps, each committed with its place; it can be stopped and reopened. */
import { isEmpty, type ReadContext, type WriteContext } from '#kernel/context.ts'
import {
  type BodyOf,
  Problem,
  problemBody,
  problems,
  type QueryOf,
  type ReplyOf,
} from '#kernel/contract/index.ts'
import { writeAs } from '#kernel/db/write.ts'
import { type Authority, authorityOf, contextFor, reachLeft } from '#kernel/jobs/authority.ts'
import { lasting, tryLasting } from '#kernel/jobs/lasting-task.ts'
import type { JobHandler } from '#kernel/jobs/worker.ts'
import type { Services } from '#kernel/services.ts'
import {
  type BulkAcceptance,
  collectProblems,
  type getAcceptance,
  type listAcceptances,
  type listSkipped,
  type startAcceptance,
} from '../contract.ts'
import { acceptRows } from './accept-reports.ts'
import {
  type AcceptanceRow,
  advanceAcceptance,
  countReasons,
  endAcceptance,
  findAcceptance,
  insertAcceptance,
  isUnderWay,
  nextAsked,
  pageOfAcceptances,
  pageOfSkipped,
  type Skipped,
} from './queries/acceptances.ts'
import { countReports, lockSelected } from './queries/office.ts'
import type { Paging } from './queries/reminders.ts'
import { review } from './review-report.ts'

export const ACCEPT_JOB = 'collect.accept'
/** So few that no reporter waits noticeably for the lock on their report. */
const STEP = 200

export type AcceptanceJob = Authority & Readonly<{ acceptanceId: number }>
const nameOf = ({ acceptanceId }: AcceptanceJob): string => `accept-${acceptanceId}`

export async function startBulk(
  context: WriteContext,
  collectionId: number,
  input: BodyOf<typeof startAcceptance>,
): Promise<BulkAcceptance> {
  const { tx, now, actor } = context
  const reach = context.reach(review)
  if ((await countReports(tx, reach, { collectionId }, now)) === 0) throw new Problem(problems.notFound)
  const { acceptanceId, total } = await insertAcceptance(
    tx,
    { ...input.filter, ...(input.unitIds && { unitIds: input.unitIds }), collectionId },
    { reach, createdBy: actor.accountId, createdAt: now },
  )
  const job: AcceptanceJob = { ...authorityOf(actor, reach), acceptanceId }
  if (total > 0) context.enqueue(ACCEPT_JOB, job, lasting(nameOf(job)))
  context.audit({
    action: 'collect.acceptance.start',
    subject: { kind: 'collection', id: collectionId },
    detail: { acceptance: acceptanceId, total },
  })
  return shown(await mine(context, acceptanceId))
}

/** A bulk acceptance is its asker's; what it did to a report stands in the report's own events. */
async function mine(
  { tx, actor }: Pick<ReadContext, 'tx' | 'actor'>,
  acceptanceId: number,
): Promise<AcceptanceRow> {
  const row = await findAcceptance(tx, acceptanceId)
  if (row?.createdBy !== actor.accountId) throw new Problem(problems.notFound)
  return row
}

const shown = (row: AcceptanceRow): BulkAcceptance => {
  const { lastUnitId: _last, createdBy: _by, createdAt, finishedAt, ...rest } = row
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

export async function readBulk(
  context: ReadContext,
  acceptanceId: number,
): Promise<ReplyOf<typeof getAcceptance>> {
  const row = await mine(context, acceptanceId)
  // While it goes on it is asked about every moment.
  const reasons = isUnderWay(row) ? [] : await countReasons(context.tx, acceptanceId)
  return { ...shown(row), reasons }
}

export async function listBulk(
  { tx, actor }: ReadContext,
  collectionId: number,
  page: Paging,
): Promise<ReplyOf<typeof listAcceptances>> {
  const { total, rows } = await pageOfAcceptances(tx, actor.accountId, collectionId, page)
  return { total, items: rows.map(shown) }
}

export async function listBulkSkipped(
  context: ReadContext,
  acceptanceId: number,
  page: QueryOf<typeof listSkipped>,
): Promise<ReplyOf<typeof listSkipped>> {
  const row = await mine(context, acceptanceId)
  const { total, items } = await pageOfSkipped(context.tx, context.reach(review), row, page)
  context.accessed({
    action: 'collect.acceptance.read',
    subject: { kind: 'collection', id: row.collectionId },
    detail: { acceptance: acceptanceId, page: page.page, units: items.length },
  })
  return { total, items: [...items] }
}

/** Waits for the step that is being taken, so that what it answers is what stays accepted. */
export async function cancelBulk(context: WriteContext, acceptanceId: number): Promise<BulkAcceptance> {
  const { collectionId } = await mine(context, acceptanceId)
  if (await endAcceptance(context.tx, acceptanceId, { state: 'cancelled', at: context.now })) {
    const { accepted, skipped, total } = await mine(context, acceptanceId)
    context.audit({
      action: 'collect.acceptance.cancel',
      subject: { kind: 'collection', id: collectionId },
      detail: { acceptance: acceptanceId, accepted, skipped, total },
    })
  }
  return shown(await mine(context, acceptanceId))
}

/** Goes on where it stopped: what a step has accepted and how far it came are one transaction. */
export const acceptJob =
  (services: Services): JobHandler =>
  async (payload, help) => {
    const job = payload as AcceptanceJob
    const work = async () => {
      while (await step(services, job)) {
        // Each is a transaction of its own.
      }
    }
    const giveUp = (why: Problem) => underWay(services, job, (context, row) => fail(context, row, why))
    await tryLasting({ id: nameOf(job), work, giveUp }, help)
  }

/** Runs `work` under the name of who asked, with the acceptance locked; nothing where it is over. */
const underWay = (
  services: Services,
  job: AcceptanceJob,
  work: (context: WriteContext, row: AcceptanceRow) => Promise<boolean>,
): Promise<boolean> =>
  writeAs(services.database.db, contextFor(services, job, nameOf(job)), async context => {
    const row = await findAcceptance(context.tx, job.acceptanceId, 'lock')
    return row !== null && isUnderWay(row) && work(context, row)
  })

const step = (services: Services, job: AcceptanceJob): Promise<boolean> =>
  underWay(services, job, async (context, row) => {
    const reach = await reachLeft(context.tx, job, review)
    if (isEmpty(reach)) throw new Problem(collectProblems.authorityLost)
    const { collectionId } = row
    const asked = await nextAsked(context.tx, row, STEP)
    const unitIds = [...asked.keys()]
    const rows = await lockSelected(context.tx, reach, { collectionId, unitIds }, context.now)
    const judged = await acceptRows(context, reach, collectionId, rows, asked)
    const refused = judged.flatMap(({ row: { unitId }, outcome }) =>
      outcome instanceof Problem ? [skippedFor(unitId, outcome)] : [],
    )
    const found = new Set(rows.map(one => one.unitId))
    const outOfReach = unitIds.filter(unitId => !found.has(unitId))
    const skipped = [
      ...refused,
      ...outOfReach.map(unitId => skippedFor(unitId, new Problem(problems.notFound))),
    ]
    const finished = asked.size < STEP
    await advanceAcceptance(context.tx, row.acceptanceId, {
      accepted: judged.length - refused.length,
      skipped,
      lastUnitId: unitIds.at(-1) ?? row.lastUnitId,
      finishedAt: finished ? context.now : null,
    })
    if (finished) await tell(context, row.acceptanceId, 'done')
    return !finished
  })

function skippedFor(unitId: number, problem: Problem): Skipped {
  const { code, message } = problemBody(problem)
  return { unitId, code, message }
}

async function fail(context: WriteContext, row: AcceptanceRow, why: Problem): Promise<boolean> {
  const { code, message } = problemBody(why)
  await endAcceptance(context.tx, row.acceptanceId, {
    state: 'failed',
    at: context.now,
    failure: { code, message },
  })
  context.audit({
    action: 'collect.acceptance.fail',
    subject: { kind: 'collection', id: row.collectionId },
    detail: { acceptance: row.acceptanceId, accepted: row.accepted, total: row.total },
  })
  await tell(context, row.acceptanceId, 'failed')
  return false
}

const ended = {
  done: { 'zh-CN': '批量验收完成', en: 'Bulk acceptance finished' },
  failed: { 'zh-CN': '批量验收未完成', en: 'Bulk acceptance failed' },
} as const

async function tell(context: WriteContext, acceptanceId: number, state: keyof typeof ended): Promise<void> {
  const row = await findAcceptance(context.tx, acceptanceId)
  if (!row) return
  const { formCode, period, accepted, total } = row
  context.notify({
    accountId: row.createdBy,
    kind: 'collect.acceptance',
    title: ended[state],
    body: {
      'zh-CN': `${formCode} ${period}：已验收 ${accepted} 份，未验收 ${total - accepted} 份`,
      en: `${formCode} ${period}: ${accepted} accepted, ${total - accepted} not`,
    },
    link: `/collect/acceptances/${acceptanceId}`,
  })
}
