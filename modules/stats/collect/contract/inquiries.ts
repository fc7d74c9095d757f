/** The office asks about cells of a report, the unit answers (问询). */
import { type Static, Type } from 'typebox'
import { defineRoute, Id, Instant, oneOf } from '#kernel/contract/index.ts'
import { collectPermissions } from './permissions.ts'
import { collectProblems } from './problems.ts'
import { CellKey, ReportPath } from './schemas.ts'

const report = '/api/collect/collections/:collectionId/reports/:unitId/inquiries'
const review = collectPermissions.review.code

/** `open` waits for the unit, `answered` for the office. */
export const inquiryStates = ['open', 'answered', 'closed'] as const

export const INQUIRY_TEXT_MAX = 1_000
export const INQUIRY_CELLS = 50
/** How many of one report may stand unclosed, and how long one may grow. */
export const INQUIRIES_STANDING = 50
export const INQUIRY_MESSAGES = 100

export const Inquiry = Type.Object({
  inquiryId: Id,
  /** As `CellKey`. */
  cells: Type.Array(Type.String()),
  revisionNo: Type.Integer(),
  state: oneOf(inquiryStates),
  messages: Type.Array(
    Type.Object({
      side: oneOf(['office', 'unit'] as const),
      by: Type.String(),
      at: Instant,
      text: Type.String(),
    }),
  ),
})
export type Inquiry = Static<typeof Inquiry>

const Text = Type.String({ minLength: 1, maxLength: INQUIRY_TEXT_MAX, pattern: '\\S' })
const One = Type.Object({ ...ReportPath.properties, inquiryId: Id })
const standing = [collectProblems.noLevel, collectProblems.inquiryLimit, collectProblems.inquiryFull]
/** With how many accounts were told of it: it is kept also where there is none. */
const Asked = Type.Object({ ...Inquiry.properties, told: Type.Integer() })

export const askAboutReport = defineRoute({
  id: 'collect.askAboutReport',
  method: 'POST',
  path: report,
  summary: { 'zh-CN': '就指标问询', en: 'Ask about cells' },
  permission: review,
  params: ReportPath,
  body: Type.Object({
    revisionNo: Type.Integer({ minimum: 1 }),
    cells: Type.Array(CellKey, { minItems: 1, maxItems: INQUIRY_CELLS, uniqueItems: true }),
    text: Text,
  }),
  reply: Asked,
  problems: [...standing, collectProblems.inquiryCells, collectProblems.revisionChanged],
  idempotency: 'key',
  identified: true,
})

/** Asks on, also about what was answered or closed: it is open again. */
export const askOn = defineRoute({
  id: 'collect.askOn',
  method: 'POST',
  path: `${report}/:inquiryId/messages`,
  summary: { 'zh-CN': '继续问询', en: 'Ask on' },
  permission: review,
  params: One,
  body: Type.Object({ text: Text }),
  reply: Asked,
  problems: standing,
  idempotency: 'key',
  identified: true,
})

export const closeInquiry = defineRoute({
  id: 'collect.closeInquiry',
  method: 'POST',
  path: `${report}/:inquiryId/close`,
  summary: { 'zh-CN': '了结问询', en: 'Close an inquiry' },
  permission: review,
  params: One,
  /** How many messages whoever closes it has seen: an answer that came meanwhile is not closed unread. */
  body: Type.Object({ messages: Type.Integer({ minimum: 1 }) }),
  reply: Inquiry,
  problems: [collectProblems.noLevel, collectProblems.inquiryChanged],
  identified: true,
})

export const answerInquiry = defineRoute({
  id: 'collect.answerInquiry',
  method: 'POST',
  path: '/api/collect/my-reports/:collectionId/:unitId/inquiries/:inquiryId/answers',
  summary: { 'zh-CN': '答复问询', en: 'Answer an inquiry' },
  permission: collectPermissions.fill.code,
  params: One,
  body: Type.Object({ text: Text }),
  reply: Inquiry,
  problems: [collectProblems.inquiryClosed, collectProblems.inquiryFull],
  idempotency: 'key',
  identified: true,
})
