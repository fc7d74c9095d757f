import { Problem, problems } from '#kernel/contract/index.ts'
import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { listInbox, markRead, unreadCount } from '#kernel/notify/inbox.ts'
import type { LiveHub } from '#kernel/notify/live-hub.ts'
import { openStream } from '#kernel/notify/stream.ts'
import * as contract from '../contract.ts'

export const inboxRoutes = (hub: LiveHub): readonly RouteBinding[] => [
  read(contract.listInbox, async (ctx, { query }) => {
    const { total, items } = await listInbox(ctx.tx, ctx.actor.accountId, query)
    return {
      total,
      items: items.map(item => ({
        ...item,
        createdAt: item.createdAt.toISOString(),
        readAt: item.readAt?.toISOString() ?? null,
      })),
    }
  }),

  read(contract.countUnread, async ctx => ({ unread: await unreadCount(ctx.tx, ctx.actor.accountId) })),

  write(contract.markInboxRead, async (ctx, { body }) => {
    await markRead(ctx.tx, ctx.actor.accountId, body.ids, ctx.now)
    return { done: true as const }
  }),

  direct(contract.live, async (_ctx, _input, { request, reply }) => {
    if (!request.session) throw new Problem(problems.signedOut)
    // The hub hears before the stream opens, so that an opened stream misses nothing.
    const stream = { connection: null as ReturnType<typeof openStream> | null }
    const leave = await hub.join(request.session, {
      send: events => stream.connection?.send(events) ?? true,
      beat: () => stream.connection?.beat(),
      end: () => stream.connection?.end(),
    })
    if (request.raw.destroyed) {
      leave()
      return reply.hijack()
    }
    stream.connection = openStream(reply, leave)
    return reply
  }),
]
