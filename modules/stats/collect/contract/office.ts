/** The office's side: lists, one report beside its past, and every act upon it. */
import { Type } from 'typebox'
import {
  defineRoute,
  Id,
  Instant,
  ListQuery,
  LocalText,
  Nullable,
  PageOf,
  Period,
  RegionCode,
} from '#kernel/contract/index.ts'
import { Inquiry } from './inquiries.ts'
import { collectPermissions } from './permissions.ts'
import { collectProblems } from './problems.ts'
import {
  CellAddress,
  CellKey,
  FillWindow,
  Finding,
  FormHead,
  FormToRun,
  ReportEvent,
  ReportFilter,
  ReportFilterQuery,
  ReportPath,
  ReportState,
  Revision,
  RevisionKind,
  Values,
} from './schemas.ts'

const base = '/api/collect/collections/:collectionId/reports'
const one = `${base}/:unitId`
const read = collectPermissions.read.code
const review = collectPermissions.review.code
const Collection = Type.Object({ collectionId: Id })
const Note = Type.String({ maxLength: 1_000 })

export const Level = Type.Union([Type.Literal('county'), Type.Literal('city')])

export const ReportItem = Type.Object({
  unitId: Id,
  unitName: Type.String(),
  creditCode: Nullable(Type.String()),
  regionCode: RegionCode,
  /** From the county down, in the collection's edition of the regions; null where that has no such code. */
  regionName: Nullable(Type.String()),
  industryCode: Nullable(Type.String()),
  industryName: Nullable(Type.String()),
  sizeClass: Nullable(Type.String()),
  state: ReportState,
  revisionNo: Type.Integer(),
  submittedAt: Nullable(Instant),
  onTime: Nullable(Type.Boolean()),
  extendedUntil: Nullable(Instant),
  fatal: Type.Integer(),
  query: Type.Integer(),
  notice: Type.Integer(),
  receiptNo: Nullable(Type.String()),
})

export const ListedReport = Type.Object({
  ...ReportItem.properties,
  /** Change of the form's main measure on the period compared with, in per cent of its county's total then. */
  effect: Nullable(Type.Number()),
})

export const listReports = defineRoute({
  id: 'collect.listReports',
  method: 'GET',
  path: base,
  summary: { 'zh-CN': '某期报表清单', en: 'Reports of a collection' },
  permission: read,
  params: Collection,
  query: Type.Object({
    ...ListQuery,
    ...ReportFilterQuery,
    sort: Type.Optional(
      Type.Union([
        Type.Literal('region'),
        Type.Literal('name'),
        Type.Literal('state'),
        Type.Literal('submittedAt'),
        Type.Literal('findings'),
        /** What matters first: fatal findings, then queries unexplained or in doubt, then the size of the effect. */
        Type.Literal('risk'),
      ]),
    ),
    order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
  }),
  reply: Type.Object({
    ...PageOf(ListedReport).properties,
    /** What acts upon all that the filter finds would touch now, were this account to start them. */
    bulk: Type.Object({
      accept: Type.Integer(),
      /** Waiting for this account as well, but with fatal findings or an explanation in doubt. */
      held: Type.Integer(),
      remind: Type.Integer(),
    }),
    /** What `effect` is about; null where the form has no such number, or nothing to compare with. */
    effectOf: Nullable(
      Type.Object({
        cell: Type.String(),
        label: LocalText,
        against: Type.Union([Type.Literal('yearAgo'), Type.Literal('previous')]),
        period: Period,
      }),
    ),
  }),
  identified: true,
})

export const getReport = defineRoute({
  id: 'collect.getReport',
  method: 'GET',
  path: one,
  summary: { 'zh-CN': '查看一份报表', en: 'One report' },
  permission: read,
  params: ReportPath,
  query: Type.Object({ revision: Type.Optional(Type.Integer({ minimum: 1 })) }),
  reply: Type.Object({
    report: ReportItem,
    collection: Type.Object({ collectionId: Id, ...FormHead.properties, window: FillWindow }),
    ...FormToRun.properties,
    /** Of the revision asked for, else the current one; null before the first submission. */
    values: Nullable(Values),
    shownRevision: Type.Integer(),
    /** The reporter's own last content, where the office has corrected it since. */
    reported: Nullable(Values),
    previous: Nullable(Values),
    yearAgo: Nullable(Values),
    findings: Type.Array(Finding),
    /** Rules that could not be decided for want of data. */
    undecided: Type.Array(Type.String()),
    revisions: Type.Array(Revision),
    events: Type.Array(ReportEvent),
    /** The latest asked first. */
    inquiries: Type.Array(Inquiry),
    /** What this account may do now; the same judgement the routes make. */
    may: Type.Object({
      accept: Nullable(Level),
      withdraw: Nullable(Level),
      sendBack: Type.Boolean(),
      correct: Type.Boolean(),
      extend: Type.Boolean(),
      remind: Type.Boolean(),
      ask: Type.Boolean(),
    }),
  }),
  identified: true,
})

export const CellLineage = Type.Object({
  ...CellAddress.properties,
  entries: Type.Array(
    Type.Object({
      revisionNo: Type.Integer(),
      kind: RevisionKind,
      by: Type.String(),
      at: Instant,
      before: Type.Unsafe<string | boolean | null>({}),
      after: Type.Unsafe<string | boolean | null>({}),
      /** The office's note, or the reporter's explanation of the findings that name the cell. */
      why: Nullable(Type.String()),
      /** Code of the reason chosen with that explanation. */
      reason: Nullable(Type.String()),
    }),
  ),
})

export const getCellLineage = defineRoute({
  id: 'collect.getCellLineage',
  method: 'GET',
  path: `${one}/lineage`,
  summary: { 'zh-CN': '数据来历', en: 'Where a value comes from' },
  permission: read,
  params: ReportPath,
  query: CellAddress,
  reply: CellLineage,
  identified: true,
})

const Decimals = Type.Array(Nullable(Type.String()))

export const getReportHistory = defineRoute({
  id: 'collect.getReportHistory',
  method: 'GET',
  path: `${one}/history`,
  summary: { 'zh-CN': '各指标近 24 期', en: 'Its numbers over the last 24 periods' },
  permission: read,
  params: ReportPath,
  /** With a row, the cells of that row; without one, every cell that stands once. */
  query: Type.Object({ section: CellAddress.properties.section, row: CellAddress.properties.row }),
  reply: Type.Object({
    /** The oldest first; the last is the report's own. */
    periods: Type.Array(Period),
    cells: Type.Array(
      Type.Object({
        cell: Type.String(),
        /** One for each period; null where nothing was reported. */
        values: Decimals,
        /** Of the same period a year earlier; null for annual forms. */
        yearAgo: Nullable(Decimals),
        /** Periods left blank because the form then asked for another unit of measure. */
        otherUnit: Type.Array(Period),
      }),
    ),
  }),
  identified: true,
})

const Done = Type.Object({ state: ReportState, revisionNo: Type.Integer() })
const actProblems = [collectProblems.wrongState, collectProblems.noLevel, collectProblems.revisionChanged]

export const SEND_BACK_CELLS = 200

export const sendBackReport = defineRoute({
  id: 'collect.sendBackReport',
  method: 'POST',
  path: `${one}/send-back`,
  summary: { 'zh-CN': '退回', en: 'Send back' },
  permission: review,
  params: ReportPath,
  body: Type.Object({
    revisionNo: Type.Integer({ minimum: 1 }),
    reason: Note,
    /** A table's column as a whole by its code. */
    cells: Type.Optional(Type.Array(CellKey, { maxItems: SEND_BACK_CELLS })),
    /** Needed once the form is closed: until when the unit may correct it. */
    until: Type.Optional(Instant),
  }),
  reply: Done,
  problems: [
    ...actProblems,
    collectProblems.extensionNeeded,
    collectProblems.extensionInvalid,
    collectProblems.noteNeeded,
    collectProblems.inquiryCells,
  ],
  identified: true,
})

export const acceptReport = defineRoute({
  id: 'collect.acceptReport',
  method: 'POST',
  path: `${one}/accept`,
  summary: { 'zh-CN': '验收', en: 'Accept' },
  permission: review,
  params: ReportPath,
  /** The revision that was looked at: content that came in since is not accepted unseen. */
  body: Type.Object({ revisionNo: Type.Integer({ minimum: 1 }) }),
  reply: Done,
  problems: [
    ...actProblems,
    collectProblems.lowerLevelFirst,
    collectProblems.fatalOpen,
    collectProblems.explanationDoubted,
    collectProblems.acceptanceClosed,
  ],
  identified: true,
})

export const UnitIds = Type.Array(Id, { minItems: 1, maxItems: 5_000 })

export const withdrawAcceptance = defineRoute({
  id: 'collect.withdrawAcceptance',
  method: 'POST',
  path: `${one}/withdraw`,
  summary: { 'zh-CN': '撤销验收', en: 'Withdraw an acceptance' },
  permission: review,
  params: ReportPath,
  body: Type.Object({ reason: Type.Optional(Note) }),
  reply: Done,
  problems: [collectProblems.wrongState, collectProblems.noLevel, collectProblems.higherLevelAccepted],
  identified: true,
})

export const reviewExplanation = defineRoute({
  id: 'collect.reviewExplanation',
  method: 'POST',
  path: `${one}/explanations/review`,
  summary: { 'zh-CN': '审阅说明', en: 'Review an explanation' },
  permission: review,
  params: ReportPath,
  body: Type.Object({
    revisionNo: Type.Integer({ minimum: 1 }),
    rule: Type.String({ maxLength: 64 }),
    rowKey: Type.Optional(Type.String({ maxLength: 64 })),
    review: Type.Union([Type.Literal('agreed'), Type.Literal('doubted')]),
  }),
  reply: Finding,
  problems: [collectProblems.revisionChanged, collectProblems.wrongState],
  identified: true,
})

export const correctReport = defineRoute({
  id: 'collect.correctReport',
  method: 'POST',
  path: `${one}/corrections`,
  summary: { 'zh-CN': '更正数据', en: 'Correct values' },
  permission: collectPermissions.correct.code,
  params: ReportPath,
  body: Type.Object({
    clientId: Type.String({ format: 'uuid' }),
    revisionNo: Type.Integer({ minimum: 1 }),
    changes: Type.Array(
      Type.Object({
        ...CellAddress.properties,
        value: Type.Union([Type.String({ maxLength: 4_000 }), Type.Boolean(), Type.Null()]),
      }),
      { minItems: 1, maxItems: 500 },
    ),
    note: Note,
  }),
  reply: Type.Object({ ...Done.properties, findings: Type.Array(Finding) }),
  problems: [
    ...actProblems,
    collectProblems.higherLevelAccepted,
    collectProblems.valuesRejected,
    collectProblems.fatalFindings,
    collectProblems.correctionEmpty,
    collectProblems.noteNeeded,
    collectProblems.submissionConflict,
  ],
  identified: true,
})

export const extendReport = defineRoute({
  id: 'collect.extendReport',
  method: 'POST',
  path: `${one}/extend`,
  summary: { 'zh-CN': '特批延期', en: 'Extend the deadline' },
  permission: review,
  identified: true,
  params: ReportPath,
  body: Type.Object({ until: Instant, note: Note }),
  reply: Type.Object({ extendedUntil: Instant }),
  problems: [
    collectProblems.extensionInvalid,
    collectProblems.noLevel,
    collectProblems.noteNeeded,
    collectProblems.wrongState,
  ],
})

export const remindReport = defineRoute({
  id: 'collect.remindReport',
  method: 'POST',
  path: `${one}/remind`,
  summary: { 'zh-CN': '催报', en: 'Remind' },
  permission: review,
  identified: true,
  idempotency: 'key',
  params: ReportPath,
  body: Type.Object({ message: Type.Optional(Note) }),
  reply: Type.Object({ accounts: Type.Integer() }),
  problems: [collectProblems.wrongState],
})

export const Reminder = Type.Object({
  reminderId: Id,
  collectionId: Id,
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('cancelled'),
  ]),
  /** What the sender added to the message. */
  message: Nullable(Type.String()),
  total: Type.Integer(),
  done: Type.Integer(),
  startedBy: Type.String(),
  createdAt: Instant,
  finishedAt: Nullable(Instant),
})

export const remindReports = defineRoute({
  id: 'collect.remindReports',
  method: 'POST',
  path: '/api/collect/collections/:collectionId/reminders',
  summary: { 'zh-CN': '批量催报', en: 'Remind many' },
  permission: review,
  params: Collection,
  body: Type.Object({
    filter: Type.Object(ReportFilter, { additionalProperties: false }),
    /** Only these of what the filter finds. */
    unitIds: Type.Optional(UnitIds),
    message: Type.Optional(Note),
  }),
  reply: Reminder,
  idempotency: 'key',
})

export const listReminders = defineRoute({
  id: 'collect.listReminders',
  method: 'GET',
  path: '/api/collect/collections/:collectionId/reminders',
  summary: { 'zh-CN': '我对该任务的催报记录', en: 'My reminders for a collection' },
  permission: review,
  params: Collection,
  query: Type.Object({ page: ListQuery.page, pageSize: ListQuery.pageSize }),
  reply: PageOf(Reminder),
})

export const getReminder = defineRoute({
  id: 'collect.getReminder',
  method: 'GET',
  path: '/api/collect/reminders/:reminderId',
  summary: { 'zh-CN': '催报进度', en: 'Progress of a reminder' },
  permission: review,
  params: Type.Object({ reminderId: Id }),
  reply: Reminder,
})

export const cancelReminder = defineRoute({
  id: 'collect.cancelReminder',
  method: 'POST',
  path: '/api/collect/reminders/:reminderId/cancel',
  summary: { 'zh-CN': '停止催报', en: 'Stop a reminder' },
  permission: review,
  params: Type.Object({ reminderId: Id }),
  reply: Reminder,
})
