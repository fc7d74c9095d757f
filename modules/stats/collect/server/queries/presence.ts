/** Who has which report open. */
import { sql } from 'kysely'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'
import type { Present } from '../../contract.ts'
import { ofFound, type ReportKey } from './reports.ts'

export type PresenceRow = ReportKey &
  Readonly<{
    accountId: number
    page: string
    name: string
    activity: Present['activity']
    place: string
    since: Date
    seenAt: Date
  }>

/** Everyone seen at a report since then. */
export async function presentAt(
  tx: ReadTx,
  key: ReportKey,
  seenSince: Date,
): Promise<readonly PresenceRow[]> {
  const rows = await ofFound(tx)
    .selectFrom('collect.presence as p')
    .innerJoin('identity.account as a', 'a.id', 'p.account_id')
    .select([
      'p.unit_id as unitId',
      'p.collection_id as collectionId',
      'p.account_id as accountId',
      'p.page',
      'a.display_name as name',
      'p.activity',
      'p.place',
      'p.since',
      'p.seen_at as seenAt',
    ])
    .where('p.unit_id', '=', key.unitId)
    .where('p.collection_id', '=', key.collectionId)
    .where('p.seen_at', '>', seenSince)
    .orderBy('p.since')
    .orderBy('p.account_id')
    .execute()
  return rows as readonly PresenceRow[]
}

export const storePresence = (tx: WriteTx, one: Omit<PresenceRow, 'name'>): Promise<unknown> =>
  tx
    .insertInto('collect.presence')
    .values({
      unit_id: one.unitId,
      collection_id: one.collectionId,
      account_id: one.accountId,
      page: one.page,
      activity: one.activity,
      place: one.place,
      since: one.since,
      seen_at: one.seenAt,
    })
    .onConflict(conflict =>
      conflict.columns(['unit_id', 'collection_id', 'account_id', 'page']).doUpdateSet(({ ref }) => ({
        activity: ref('excluded.activity'),
        place: ref('excluded.place'),
        since: ref('excluded.since'),
        seen_at: ref('excluded.seen_at'),
      })),
    )
    .execute()

/** Takes away who has not been seen since then, and all but the latest of what one account has open. */
export const sweepPresence = (
  tx: WriteTx,
  seenSince: Date,
  accountId: number,
  atOnce: number,
): Promise<unknown> =>
  sql`delete from collect.presence where ctid = any(array(
    select ctid from collect.presence where seen_at <= ${seenSince}
      or (account_id = ${accountId} and (unit_id, collection_id, page) not in (
        select unit_id, collection_id, page from collect.presence where account_id = ${accountId}
        order by seen_at desc limit ${atOnce}))
    for update skip locked))`.execute(ofFound(tx))

/** @returns what they did there; null where the page was not */
export async function removePresence(
  tx: WriteTx,
  key: ReportKey,
  accountId: number,
  page: string,
): Promise<Present['activity'] | null> {
  const row = await ofFound(tx)
    .deleteFrom('collect.presence')
    .where('unit_id', '=', key.unitId)
    .where('collection_id', '=', key.collectionId)
    .where('account_id', '=', accountId)
    .where('page', '=', page)
    .returning('activity')
    .executeTakeFirst()
  return (row?.activity as Present['activity'] | undefined) ?? null
}
