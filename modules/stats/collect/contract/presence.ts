/** Two who have one report open see each other. */
import { type Static, Type } from 'typebox'
import { defineRoute, Instant, LocalText, Nullable, oneOf } from '#kernel/contract/index.ts'
import { collectPermissions } from './permissions.ts'
import { ReportPath } from './schemas.ts'

const path = '/api/collect/collections/:collectionId/reports/:unitId/presence'
const permission = collectPermissions.read.code

/** The more it matters to others, the later. */
export const activities = ['reading', 'reviewing', 'correcting'] as const

/** How often a page says that it is still open, in milliseconds; it counts as gone after `PRESENCE_LASTS`. */
export const PRESENCE_EVERY = 10_000
export const PRESENCE_LASTS = 25_000

export const Present = Type.Object({
  name: Type.String(),
  role: Nullable(LocalText),
  activity: oneOf(activities),
  since: Instant,
})
export type Present = Static<typeof Present>

/** Names one page someone has open, made up by it: closing one of two takes nobody away. */
const Page = Type.String({ format: 'uuid' })

export const stayAtReport = defineRoute({
  id: 'collect.stayAtReport',
  method: 'POST',
  path,
  summary: { 'zh-CN': '正在查看报表', en: 'Have a report open' },
  permission,
  params: ReportPath,
  body: Type.Object({ page: Page, correcting: Type.Boolean() }),
  /** The others who have it open, of places within one's own reach. */
  reply: Type.Object({ others: Type.Array(Present) }),
  // Opening the report has been recorded; that it stays open is a convenience of the moment.
  unaudited: true,
  background: true,
})

export const leaveReport = defineRoute({
  id: 'collect.leaveReport',
  method: 'DELETE',
  path,
  summary: { 'zh-CN': '离开报表', en: 'Leave a report' },
  permission,
  params: ReportPath,
  query: Type.Object({ page: Page }),
  /** Whether the page was there. */
  reply: Type.Object({ left: Type.Boolean() }),
  unaudited: true,
  background: true,
})
