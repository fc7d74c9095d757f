/** The reporter's side: what is owed, one report, its draft, its submission, its receipt and history. */
import { Type } from 'typebox'
import {
  defineRoute,
  Id,
  Instant,
  ListQuery,
  Nullable,
  oneOf,
  PageOf,
  Period,
} from '#kernel/contract/index.ts'
import { Inquiry } from './inquiries.ts'
import { collectPermissions } from './permissions.ts'
import { collectProblems } from './problems.ts'
import {
  CellAddress,
  Contact,
  Explanations,
  FillWindow,
  Finding,
  FormHead,
  FormToRun,
  Receipt,
  ReportEvent,
  ReportPath,
  ReportState,
  Revision,
  Signature,
  Step,
  Values,
  ValuesInput,
} from './schemas.ts'
import { ReportSteps } from './steps.ts'

const permission = collectPermissions.fill.code

export const MyReport = Type.Object({
  unitId: Id,
  unitName: Type.String(),
  collectionId: Id,
  ...FormHead.properties,
  state: ReportState,
  window: FillWindow,
  revisionNo: Type.Integer(),
  receiptNo: Nullable(Type.String()),
  /** Why there is no receipt; null where there is one. */
  withoutReceipt: Nullable(oneOf(['not-submitted', 'imported', 'corrected'])),
  submittedAt: Nullable(Instant),
  onTime: Nullable(Type.Boolean()),
  draftSavedAt: Nullable(Instant),
  /** Of the latest send-back, while it stands. */
  returned: Nullable(
    Type.Object({
      at: Instant,
      by: Nullable(Type.String()),
      reason: Nullable(Type.String()),
      cells: Type.Array(Type.String()),
    }),
  ),
  /** What the office asks and nobody has answered. */
  openInquiries: Type.Integer(),
  counts: Type.Object({ fatal: Type.Integer(), query: Type.Integer(), notice: Type.Integer() }),
  /** Whose turn it is inside the unit; null where the unit has no steps, or nothing is owed or changed. */
  turn: Nullable(Type.Object({ step: Step, people: Type.Array(Type.String()), mine: Type.Boolean() })),
})

export const listMyReports = defineRoute({
  id: 'collect.listMyReports',
  method: 'GET',
  path: '/api/collect/my-reports',
  summary: { 'zh-CN': '我的报表', en: 'My reports' },
  permission,
  identified: true,
  query: Type.Object({
    ...ListQuery,
    period: Type.Optional(Period),
    form: Type.Optional(Type.String({ maxLength: 40 })),
    /** `current`: open or soon to open, and whatever is still owed; `past`: the rest. */
    span: Type.Optional(Type.Union([Type.Literal('current'), Type.Literal('past')])),
  }),
  reply: Type.Object({ ...PageOf(MyReport).properties, contacts: Type.Array(Contact), now: Instant }),
})

export const Draft = Type.Object({
  version: Type.Integer(),
  values: Values,
  explanations: Explanations,
  savedBy: Type.String(),
  savedAt: Instant,
})

export const Prefilled = Type.Object({
  cell: Type.String(),
  row: Type.Optional(Type.String()),
  from: Type.Union([Type.Literal('previous'), Type.Literal('yearAgo'), Type.Literal('register')]),
  value: Type.Unsafe<string | boolean | null>({}),
})

export const openMyReport = defineRoute({
  id: 'collect.openMyReport',
  method: 'GET',
  path: '/api/collect/my-reports/:collectionId/:unitId',
  summary: { 'zh-CN': '打开一份报表', en: 'Open a report' },
  permission,
  identified: true,
  params: ReportPath,
  reply: Type.Object({
    report: MyReport,
    ...FormToRun.properties,
    /** What to show first: the draft, else the current revision, else the prefilled form. */
    values: Values,
    explanations: Explanations,
    draft: Nullable(Draft),
    /** To be sent back with a save or a submission; 0 where there is no draft. */
    draftVersion: Type.Integer(),
    prefill: Type.Object({ values: Values, filled: Type.Array(Prefilled) }),
    previous: Nullable(Values),
    yearAgo: Nullable(Values),
    findings: Type.Array(Finding),
    events: Type.Array(ReportEvent),
    /** The latest asked first. */
    inquiries: Type.Array(Inquiry),
    contacts: Type.Array(Contact),
    /** Whether a save would be taken now. */
    editable: Type.Boolean(),
    /** How it stands inside the unit; null where the unit has no steps. */
    steps: Nullable(ReportSteps),
    now: Instant,
  }),
})

export const saveDraft = defineRoute({
  id: 'collect.saveDraft',
  method: 'PUT',
  path: '/api/collect/my-reports/:collectionId/:unitId/draft',
  summary: { 'zh-CN': '保存草稿', en: 'Save the draft' },
  permission,
  identified: true,
  unaudited: true,
  params: ReportPath,
  body: Type.Object({
    /** The version this content was made from; 0 where there was no draft. */
    version: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }),
    /** The revision this content was made from; 0 before the first submission. */
    baseRevision: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    values: ValuesInput,
    explanations: Explanations,
  }),
  reply: Type.Object({ version: Type.Integer(), savedAt: Instant }),
  problems: [
    collectProblems.draftConflict,
    collectProblems.notYourStep,
    collectProblems.handedOver,
    collectProblems.valuesRejected,
    collectProblems.notOpen,
    collectProblems.closed,
    collectProblems.accepted,
    collectProblems.expired,
  ],
})

/** Detail of COLLECT_DRAFT_CONFLICT and COLLECT_REVISION_CONFLICT: the other side, whole. */
export const ConflictDetail = Type.Object({
  by: Type.String(),
  at: Instant,
  version: Type.Integer(),
  revisionNo: Type.Integer(),
  values: Values,
  explanations: Explanations,
  /** What was sent and has not been stored. */
  yours: Values,
})

export const discardDraft = defineRoute({
  id: 'collect.discardDraft',
  method: 'POST',
  path: '/api/collect/my-reports/:collectionId/:unitId/draft/discard',
  summary: { 'zh-CN': '放弃草稿', en: 'Discard the draft' },
  permission,
  identified: true,
  params: ReportPath,
  body: Type.Object({ version: Type.Integer({ minimum: 1 }) }),
  reply: Type.Object({ state: ReportState }),
  problems: [collectProblems.draftConflict, collectProblems.notYourStep, collectProblems.handedOver],
})

export const submitReport = defineRoute({
  id: 'collect.submitReport',
  method: 'POST',
  path: '/api/collect/my-reports/:collectionId/:unitId/submissions',
  summary: { 'zh-CN': '报送', en: 'Submit the report' },
  permission,
  identified: true,
  params: ReportPath,
  body: Type.Object({
    /** Made by the browser once for one act of submitting; repeated with every retry of it. */
    clientId: Type.String({ format: 'uuid' }),
    baseRevision: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    /** The draft this content came from; 0 where there was none. */
    draftVersion: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }),
    values: ValuesInput,
    explanations: Explanations,
  }),
  reply: Receipt,
  problems: [
    collectProblems.fatalFindings,
    collectProblems.explanationsNeeded,
    collectProblems.reasonUnknown,
    collectProblems.valuesRejected,
    collectProblems.submissionConflict,
    collectProblems.revisionConflict,
    collectProblems.draftConflict,
    collectProblems.notYourStep,
    collectProblems.stepsOpen,
    collectProblems.changedSinceSigned,
    collectProblems.notOpen,
    collectProblems.closed,
    collectProblems.accepted,
    collectProblems.expired,
  ],
})

export const getMyReceipt = defineRoute({
  id: 'collect.getMyReceipt',
  method: 'GET',
  path: '/api/collect/my-reports/:collectionId/:unitId/receipt',
  summary: { 'zh-CN': '报送回执', en: 'Receipt' },
  permission,
  identified: true,
  params: ReportPath,
  query: Type.Object({ revision: Type.Optional(Type.Integer({ minimum: 1 })) }),
  reply: Type.Object({
    ...Receipt.properties,
    unitName: Type.String(),
    ...FormHead.properties,
    submittedBy: Type.String(),
    signatures: Type.Array(Signature),
  }),
})

export const listMyRevisions = defineRoute({
  id: 'collect.listMyRevisions',
  method: 'GET',
  path: '/api/collect/my-reports/:collectionId/:unitId/revisions',
  summary: { 'zh-CN': '报送历史', en: 'History of submissions' },
  permission,
  identified: true,
  params: ReportPath,
  reply: Type.Object({ revisions: Type.Array(Revision) }),
})

export const ExplanationNeed = Type.Object({
  ...Finding.properties,
  problem: Type.Union([
    Type.Literal('missing'),
    Type.Literal('blank'),
    Type.Literal('too-short'),
    Type.Literal('boiler-plate'),
    Type.Literal('repeated'),
    Type.Literal('too-long'),
    Type.Literal('no-reason'),
    Type.Literal('reason-repeated'),
  ]),
})

export { CellAddress }
