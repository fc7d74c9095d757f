import { sql } from 'kysely'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'

export type ReminderState = 'waiting' | 'running' | 'done' | 'cancelled'

export type ReminderRow = Readonly<{
  reminderId: number
  collectionId: number
  filter: unknown
  reach: unknown
  message: string | null
  state: ReminderState
  total: number
  done: number
  lastUnitId: number
  createdBy: number
  startedBy: string
  createdAt: Date
  finishedAt: Date | null
}>

export async function insertReminder(
  tx: WriteTx,
  one: Pick<ReminderRow, 'collectionId' | 'filter' | 'reach' | 'message' | 'state' | 'total'> &
    Pick<ReminderRow, 'createdBy' | 'createdAt'>,
): Promise<number> {
  const row = await tx
    .insertInto('collect.reminder')
    .values({
      collection_id: one.collectionId,
      filter: JSON.stringify(one.filter),
      reach: JSON.stringify(one.reach),
      message: one.message,
      state: one.state,
      total: one.total,
      created_by: one.createdBy,
      created_at: one.createdAt,
      finished_at: one.state === 'done' ? one.createdAt : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

const select = (tx: ReadTx) =>
  tx
    .selectFrom('collect.reminder as m')
    .innerJoin('identity.account as a', 'a.id', 'm.created_by')
    .select([
      'm.id as reminderId',
      'm.collection_id as collectionId',
      'm.filter',
      'm.reach',
      'm.message',
      'm.state',
      'm.total',
      'm.done',
      'm.last_unit_id as lastUnitId',
      'm.created_by as createdBy',
      'a.display_name as startedBy',
      'm.created_at as createdAt',
      'm.finished_at as finishedAt',
    ])

export async function findReminder(
  tx: ReadTx,
  reminderId: number,
  lock: 'lock' | 'look' = 'look',
): Promise<ReminderRow | null> {
  const query = select(tx).where('m.id', '=', reminderId)
  const row = await (lock === 'lock' ? query.forUpdate('m') : query).executeTakeFirst()
  return (row as ReminderRow | undefined) ?? null
}

export type Paging = Readonly<{ page: number; pageSize: number }>

/** Those one account has sent for a collection, the newest first. */
export async function pageOfReminders(
  tx: ReadTx,
  accountId: number,
  collectionId: number,
  { page, pageSize }: Paging,
): Promise<Readonly<{ total: number; rows: readonly ReminderRow[] }>> {
  const { count } = await tx
    .selectFrom('collect.reminder')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('created_by', '=', accountId)
    .where('collection_id', '=', collectionId)
    .executeTakeFirstOrThrow()
  const rows = await select(tx)
    .where('m.created_by', '=', accountId)
    .where('m.collection_id', '=', collectionId)
    .orderBy('m.created_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return { total: Number(count), rows: rows as readonly ReminderRow[] }
}

export const setReminderState = (
  tx: WriteTx,
  reminderId: number,
  state: ReminderState,
  at: Date,
): Promise<unknown> =>
  tx
    .updateTable('collect.reminder')
    .set({ state, finished_at: at })
    .where('id', '=', reminderId)
    // The job may have come to its end since it was looked at.
    .where('state', 'in', ['waiting', 'running'])
    .execute()

export const advanceReminder = (
  tx: WriteTx,
  reminderId: number,
  step: Readonly<{ done: number; lastUnitId: number; state: ReminderState; finishedAt: Date | null }>,
): Promise<unknown> =>
  tx
    .updateTable('collect.reminder')
    .set({
      done: sql<number>`done + ${step.done}`,
      last_unit_id: step.lastUnitId,
      state: step.state,
      finished_at: step.finishedAt,
    })
    .where('id', '=', reminderId)
    .execute()
