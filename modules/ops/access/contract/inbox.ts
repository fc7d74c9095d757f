/** Messages to oneself, and the live stream that says when there is something new. */
import { Type } from 'typebox'
import { Done, defineRoute, Instant, ListQuery, LocalText, Nullable, PageOf } from '#kernel/contract/index.ts'

const MessageId = Type.Integer({ minimum: 1 })

export const MessageView = Type.Object({
  id: MessageId,
  kind: Type.String(),
  title: LocalText,
  body: LocalText,
  link: Nullable(Type.String()),
  createdAt: Instant,
  readAt: Nullable(Instant),
})

export const listInbox = defineRoute({
  id: 'access.listInbox',
  method: 'GET',
  path: '/api/inbox',
  summary: { 'zh-CN': '我的消息', en: 'My messages' },
  permission: 'signed-in',
  query: Type.Object({
    page: ListQuery.page,
    pageSize: ListQuery.pageSize,
    unreadOnly: Type.Boolean({ default: false }),
  }),
  reply: PageOf(MessageView),
})

export const countUnread = defineRoute({
  id: 'access.countUnread',
  method: 'GET',
  path: '/api/inbox/unread',
  summary: { 'zh-CN': '未读消息数', en: 'How many messages are unread' },
  permission: 'signed-in',
  reply: Type.Object({ unread: Type.Integer({ minimum: 0 }) }),
  background: true,
})

export const markInboxRead = defineRoute({
  id: 'access.markInboxRead',
  method: 'POST',
  path: '/api/inbox/read',
  summary: { 'zh-CN': '标为已读', en: 'Mark as read' },
  permission: 'signed-in',
  unaudited: true,
  body: Type.Object(
    { ids: Type.Union([Type.Array(MessageId, { minItems: 1, maxItems: 500 }), Type.Literal('all')]) },
    { additionalProperties: false },
  ),
  reply: Done,
})

export const live = defineRoute({
  id: 'access.live',
  method: 'GET',
  path: '/api/live',
  summary: {
    'zh-CN': '实时通知（Server-Sent Events）',
    en: 'Live notices (Server-Sent Events)',
  },
  permission: 'signed-in',
  background: true,
})
