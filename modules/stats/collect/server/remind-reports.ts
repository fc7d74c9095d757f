/** Reminding (催报): one unit at once, many as a job that shows its progress and can be stopped. */
import { type BaseContext, NOWHERE, type ReadContext, type WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import type { Reach } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import type { JobHandler } from '#kernel/jobs/worker.ts'
import type { Services } from '#kernel/services.ts'
import { wallClock } from '#kernel/time/shanghai.ts'
import type { getReminder, listReminders, remindReports } from '../contract.ts'
import { messageUnits } from './declare-act.ts'
import { fillWindow, OUTSTANDING, wrongState } from './policy.ts'
import { countReports, type Filter, lockSelected, type Selected } from './queries/office.ts'
import {
  advanceReminder,
  findReminder,
  insertReminder,
  type Paging,
  pageOfReminders,
  type ReminderRow,
  setReminderState,
} from './queries/reminders.ts'
import { findReport, keyText, type ReportKey, type ReportRow } from './queries/reports.ts'
import { insertEvents } from './queries/submissions.ts'
import { review } from './review-report.ts'

export const REMIND_JOB = 'collect.remind'
const BATCH = 500

export async function remindOne(
  context: WriteContext,
  key: ReportKey,
  message?: string,
): Promise<{ accounts: number }> {
  const row = await findReport(context.tx, context.reach(review), key, 'lock')
  if (!OUTSTANDING.includes(row.state)) throw wrongState(row.state)
  const accounts = await remind(context, [row], message ?? null)
  context.audit({
    action: 'collect.report.remind',
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: { accounts },
  })
  return { accounts }
}

async function remind(
  context: WriteContext,
  rows: readonly ReportRow[],
  message: string | null,
): Promise<number> {
  await insertEvents(
    context.tx,
    rows.map(row => ({
      unitId: row.unitId,
      collectionId: row.collectionId,
      kind: 'reminded' as const,
      at: context.now,
      accountId: context.actor.accountId || null,
      note: message,
    })),
  )
  let accounts = 0
  // The due time differs where a unit was extended; most share one.
  const byDue = Map.groupBy(rows, row => wallClock(fillWindow(row, row.extendedUntil, context.now).dueAt))
  for (const [due, group] of byDue) {
    const first = group[0] as ReportRow
    const added = message ? { zh: `。${message}`, en: `. ${message}` } : { zh: '', en: '' }
    accounts += await messageUnits(context, group, {
      kind: 'collect.reminded',
      title: {
        'zh-CN': `请报送 ${first.formCode} ${first.period}`,
        en: `Please submit ${first.formCode} ${first.period}`,
      },
      body: { 'zh-CN': `截止时间 ${due}${added.zh}`, en: `Due by ${due}${added.en}` },
    })
  }
  return accounts
}

const remindable = (filter: Filter): Filter => ({
  ...filter,
  states: (filter.states ?? OUTSTANDING).filter(state => OUTSTANDING.includes(state)),
})

export async function startReminder(
  context: WriteContext,
  collectionId: number,
  input: BodyOf<typeof remindReports>,
): Promise<ReplyOf<typeof remindReports>> {
  const { tx, now, actor } = context
  const reach = context.reach(review)
  const filter = { ...remindable(input.filter), ...(input.unitIds && { unitIds: input.unitIds }) }
  const none = filter.states?.length === 0
  const total = none ? 0 : await countReports(tx, reach, { ...filter, collectionId }, now)
  if (total === 0 && (await countReports(tx, reach, { collectionId }, now)) === 0)
    throw new Problem(problems.notFound)
  const reminderId = await insertReminder(tx, {
    collectionId,
    filter,
    reach,
    message: input.message?.trim() || null,
    total,
    createdBy: actor.accountId,
    createdAt: now,
    state: total === 0 ? 'done' : 'waiting',
  })
  if (total > 0) context.enqueue(REMIND_JOB, { reminderId }, { key: `remind-${reminderId}` })
  context.audit({
    action: 'collect.reminder.start',
    subject: { kind: 'collection', id: collectionId },
    detail: { reminder: reminderId, total },
  })
  return shownReminder(await mine(context, reminderId))
}

/** A reminder is its sender's: others need not know whom it reached. */
async function mine(context: ReadContext | WriteContext, reminderId: number): Promise<ReminderRow> {
  const row = await findReminder(context.tx, reminderId)
  if (!row || row.createdBy !== context.actor.accountId) throw new Problem(problems.notFound)
  return row
}

const shownReminder = (row: ReminderRow): ReplyOf<typeof getReminder> => ({
  reminderId: row.reminderId,
  collectionId: row.collectionId,
  state: row.state,
  message: row.message,
  total: row.total,
  done: row.done,
  startedBy: row.startedBy,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})

export const readReminder = async (context: ReadContext, reminderId: number) =>
  shownReminder(await mine(context, reminderId))

export async function listMyReminders(
  { tx, actor }: ReadContext,
  collectionId: number,
  page: Paging,
): Promise<ReplyOf<typeof listReminders>> {
  const { total, rows } = await pageOfReminders(tx, actor.accountId, collectionId, page)
  return { total, items: rows.map(shownReminder) }
}

export async function cancelReminder(context: WriteContext, reminderId: number) {
  const row = await mine(context, reminderId)
  if (row.state === 'waiting' || row.state === 'running')
    await setReminderState(context.tx, reminderId, 'cancelled', context.now)
  context.audit({
    action: 'collect.reminder.cancel',
    subject: { kind: 'collection', id: row.collectionId },
    detail: { reminder: reminderId, done: row.done },
  })
  return shownReminder(await mine(context, reminderId))
}

/** Works in batches, each committed with its place, so that a restart goes on where it stopped and writes nobody twice. */
export const remindJob =
  (services: Services): JobHandler =>
  async payload => {
    const { reminderId } = payload as { reminderId: number }
    while (await remindBatch(services, reminderId)) {
      // Each batch is a transaction of its own.
    }
  }

async function remindBatch(services: Services, reminderId: number): Promise<boolean> {
  return writeAs(services.database.db, jobContext(services, reminderId), async context => {
    const row = await findReminder(context.tx, reminderId, 'lock')
    if (!row || row.state === 'done' || row.state === 'cancelled') return false
    const sender = { ...context, actor: { ...context.actor, accountId: row.createdBy } }
    const filter = { ...(row.filter as Omit<Selected, 'collectionId'>), collectionId: row.collectionId }
    const reports = await lockSelected(context.tx, row.reach as Reach, filter, context.now, {
      afterUnit: row.lastUnitId,
      limit: BATCH,
    })
    await remind(sender, reports, row.message)
    const last = reports.at(-1)
    const finished = reports.length < BATCH
    await advanceReminder(context.tx, reminderId, {
      done: reports.length,
      lastUnitId: last?.unitId ?? row.lastUnitId,
      state: finished ? 'done' : 'running',
      finishedAt: finished ? context.now : null,
    })
    return !finished
  })
}

const jobContext = (services: Services, reminderId: number): BaseContext => ({
  actor: {
    accountId: 0,
    name: 'system',
    kind: 'system',
    unitId: null,
    organisationId: null,
    sessionId: null,
    locale: 'zh-CN',
    permissions: new Map(),
  },
  now: services.clock(),
  log: services.log,
  requestId: `remind-${reminderId}`,
  reach: () => NOWHERE,
})
