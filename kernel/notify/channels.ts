/**
 * Ways a message can reach a person besides the inbox (SMS, mail, an office's own gateway). A channel gets messages
 * that are already in the inbox, from a job of the same transaction, so nothing is told that did not happen.
 * Installed channels are given to the access module; the setting `notify.channels` says which are in use.
 */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Database } from '../db/tx.ts'
import type { JobHandler } from '../jobs/worker.ts'

export type OutgoingMessage = Readonly<{
  messageId: number
  accountId: number
  phone: string | null
  locale: 'zh-CN' | 'en'
  title: string
  body: string
  link: string | null
}>

export type Channel = Readonly<{
  /** `sms`, `mail`: what the setting `notify.channels` lists. */
  name: string
  /** Rejecting means try again later; resolving means the message is out of our hands. */
  deliver(message: OutgoingMessage): Promise<void>
}>

export const DELIVERY_JOB = 'notify.deliver'

const Payload = Type.Object({ messageId: Type.Integer(), channel: Type.String() })

/** Carries one message through the channel named in the job; one read or removed meanwhile is not sent. */
export const deliverMessage =
  (db: Database, channels: readonly Channel[]): JobHandler =>
  async (payload, { log }) => {
    if (!Value.Check(Payload, payload))
      throw new Error(`${DELIVERY_JOB}: payload is not a message and a channel`)
    const channel = channels.find(one => one.name === payload.channel)
    if (!channel) {
      log.error({ channel: payload.channel }, 'the settings name a channel that is not installed')
      return
    }
    const row = await db
      .selectFrom('notify.message as m')
      .innerJoin('identity.account as a', 'a.id', 'm.account_id')
      .select(['m.id', 'm.title', 'm.body', 'm.link', 'a.id as account_id', 'a.phone', 'a.locale'])
      .where('m.id', '=', payload.messageId)
      .where('m.read_at', 'is', null)
      .where('a.disabled_at', 'is', null)
      .executeTakeFirst()
    if (!row) return
    const locale = row.locale as 'zh-CN' | 'en'
    const text = (value: unknown): string => (value as Record<'zh-CN' | 'en', string>)[locale]
    await channel.deliver({
      messageId: row.id,
      accountId: row.account_id,
      phone: row.phone,
      locale,
      title: text(row.title),
      body: text(row.body),
      link: row.link,
    })
  }
