/** The inbox: messages to one account, written by use-cases through `ctx.notify`. */
import type { ReadTx, WriteTx } from '../db/tx.ts'

export type StoredMessage = Readonly<{
  id: number
  kind: string
  title: Readonly<{ 'zh-CN': string; en: string }>
  body: Readonly<{ 'zh-CN': string; en: string }>
  link: string | null
  createdAt: Date
  readAt: Date | null
}>

export async function unreadCount(tx: ReadTx, accountId: number): Promise<number> {
  const row = await tx
    .selectFrom('notify.message')
    .select(columns => columns.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** A page of an account's messages, newest first. */
export async function listInbox(
  tx: ReadTx,
  accountId: number,
  page: Readonly<{ page: number; pageSize: number; unreadOnly: boolean }>,
): Promise<Readonly<{ total: number; items: readonly StoredMessage[] }>> {
  const mine = tx
    .selectFrom('notify.message')
    .where('account_id', '=', accountId)
    .$if(page.unreadOnly, query => query.where('read_at', 'is', null))
  const { count } = await mine
    .select(columns => columns.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await mine
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.pageSize)
    .offset((page.page - 1) * page.pageSize)
    .execute()
  const items = rows.map(row => ({
    id: row.id,
    kind: row.kind,
    title: row.title as StoredMessage['title'],
    body: row.body as StoredMessage['body'],
    link: row.link,
    createdAt: row.created_at,
    readAt: row.read_at,
  }))
  return { total: Number(count), items }
}

/** Marks these (or all) messages of the account as read; messages of others are left alone. Returns how many. */
export async function markRead(
  tx: WriteTx,
  accountId: number,
  ids: readonly number[] | 'all',
  now: Date,
): Promise<number> {
  const marked = await tx
    .updateTable('notify.message')
    .set({ read_at: now })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .$if(ids !== 'all', query => query.where('id', 'in', ids as number[]))
    .returning('id')
    .execute()
  return marked.length
}
