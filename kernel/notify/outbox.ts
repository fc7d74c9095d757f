/** Writes messages in the transaction that caused them: into inboxes, to open screens, and to the channels in use. */
import { sql } from 'kysely'
import type { InboxMessage } from '../context.ts'
import type { WriteTx } from '../db/tx.ts'
import { kernelSettings } from '../settings/settings.ts'
import { DELIVERY_JOB } from './channels.ts'

export const INBOX_TOPIC = 'inbox'
const ROWS_AT_ONCE = 5_000
/** A NOTIFY holds 8,000 bytes. */
const ACCOUNTS_AT_ONCE = 500

export async function addMessages(
  tx: WriteTx,
  messages: readonly InboxMessage[],
  liveChannel: string,
): Promise<void> {
  for (let at = 0; at < messages.length; at += ROWS_AT_ONCE) {
    const ids = await insertRows(tx, messages.slice(at, at + ROWS_AT_ONCE))
    await sql`select graphile_worker.add_job(${DELIVERY_JOB},
        json_build_object('messageId', m.id, 'channel', c.name), job_key => ${`${DELIVERY_JOB}:`} || c.name || ':' || m.id)
      from settings.setting s, jsonb_array_elements_text(s.value) as c(name), unnest(${sql.val(ids)}::bigint[]) as m(id)
      where s.key = ${kernelSettings.notifyChannels.key}`.execute(tx)
  }
  const accounts = [...new Set(messages.map(message => message.accountId))]
  for (let at = 0; at < accounts.length; at += ACCOUNTS_AT_ONCE) {
    const notice = { topic: INBOX_TOPIC, accounts: accounts.slice(at, at + ACCOUNTS_AT_ONCE) }
    await sql`select pg_notify(${liveChannel}, ${JSON.stringify(notice)})`.execute(tx)
  }
}

async function insertRows(tx: WriteTx, messages: readonly InboxMessage[]): Promise<readonly number[]> {
  const rows = await tx
    .insertInto('notify.message')
    .values(
      messages.map(message => ({
        account_id: message.accountId,
        kind: message.kind,
        title: JSON.stringify(message.title),
        body: JSON.stringify(message.body),
        link: message.link ?? null,
      })),
    )
    .returning('id')
    .execute()
  return rows.map(row => row.id)
}
