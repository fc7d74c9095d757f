/** Collections (调查任务): issue, close, list; progress; results of the rules. */
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
  sortBy,
} from '#kernel/contract/index.ts'
import { FrameCriterion } from '#modules/stats/register/contract.ts'
import { collectPermissions } from './permissions.ts'
import { collectProblems } from './problems.ts'
import { FormHead, Severity } from './schemas.ts'

const manage = collectPermissions.manage.code
const progress = collectPermissions.progress.code
const Path = Type.Object({ collectionId: Id })

export const Collection = Type.Object({
  collectionId: Id,
  ...FormHead.properties,
  regionEdition: Type.String(),
  opensAt: Instant,
  closesAt: Instant,
  countyAcceptsBy: Nullable(Instant),
  cityAcceptsBy: Nullable(Instant),
  issuedAt: Instant,
  closedAt: Nullable(Instant),
  phase: Type.Union([Type.Literal('not-open'), Type.Literal('open'), Type.Literal('closed')]),
  /** Within the reader's reach. */
  owed: Type.Integer(),
  submitted: Type.Integer(),
})

export const collectionSorts = [
  'form',
  'period',
  'subject',
  'opens',
  'closes',
  'owed',
  'submitted',
  'rate',
] as const

export const listCollections = defineRoute({
  id: 'collect.listCollections',
  method: 'GET',
  path: '/api/collect/collections',
  summary: { 'zh-CN': '调查任务清单', en: 'Collections' },
  permission: progress,
  query: Type.Object({
    ...ListQuery,
    ...sortBy(collectionSorts),
    period: Type.Optional(Period),
    form: Type.Optional(Type.String({ maxLength: 40 })),
    programme: Type.Optional(Type.String({ maxLength: 40 })),
    subject: Type.Optional(Type.String({ maxLength: 40 })),
    phase: Type.Optional(
      Type.Union([Type.Literal('not-open'), Type.Literal('open'), Type.Literal('closed')]),
    ),
  }),
  reply: PageOf(Collection),
})

export const getCollection = defineRoute({
  id: 'collect.getCollection',
  method: 'GET',
  path: '/api/collect/collections/:collectionId',
  summary: { 'zh-CN': '一项调查任务', en: 'One collection' },
  permission: progress,
  params: Path,
  reply: Type.Object({ ...Collection.properties, criterion: FrameCriterion }),
})

const dates = {
  opensAt: Instant,
  closesAt: Instant,
  countyAcceptsBy: Type.Optional(Instant),
  cityAcceptsBy: Type.Optional(Instant),
}

const Issue = Type.Object({
  formVersionId: Id,
  period: Period,
  regionEdition: Type.String({ maxLength: 40 }),
  criterion: FrameCriterion,
  ...dates,
})

export const previewFrame = defineRoute({
  id: 'collect.previewFrame',
  method: 'POST',
  path: '/api/collect/collections/preview',
  summary: { 'zh-CN': '试算应报单位', en: 'Count who would owe the form' },
  permission: manage,
  body: Type.Object({ criterion: FrameCriterion, period: Period }),
  reply: Type.Object({
    units: Type.Integer(),
    counties: Type.Array(Type.Object({ regionCode: Type.String(), units: Type.Integer() })),
  }),
})

export const issueCollection = defineRoute({
  id: 'collect.issueCollection',
  method: 'POST',
  path: '/api/collect/collections',
  summary: { 'zh-CN': '布置调查任务', en: 'Issue a collection' },
  permission: manage,
  body: Issue,
  reply: Type.Object({ collectionId: Id, units: Type.Integer() }),
  problems: [
    collectProblems.formNotPublished,
    collectProblems.legalMarks,
    collectProblems.expired,
    collectProblems.periodMismatch,
    collectProblems.datesInvalid,
    collectProblems.alreadyIssued,
    collectProblems.emptyFrame,
    collectProblems.editionUnknown,
  ],
})

/** All four dates as they are to be; an acceptance date left out is taken away. */
export const changeDates = defineRoute({
  id: 'collect.changeDates',
  method: 'PUT',
  path: '/api/collect/collections/:collectionId/dates',
  summary: { 'zh-CN': '调整时间', en: 'Change the dates of a collection' },
  permission: manage,
  params: Path,
  body: Type.Object({ ...dates, note: Type.String({ minLength: 1, maxLength: 1_000 }) }),
  reply: Type.Object({
    opensAt: Instant,
    closesAt: Instant,
    countyAcceptsBy: Nullable(Instant),
    cityAcceptsBy: Nullable(Instant),
  }),
  problems: [
    collectProblems.datesInvalid,
    collectProblems.openingPassed,
    collectProblems.closePassed,
    collectProblems.closeInPast,
  ],
})

export const closeCollection = defineRoute({
  id: 'collect.closeCollection',
  method: 'POST',
  path: '/api/collect/collections/:collectionId/close',
  summary: { 'zh-CN': '提前截止', en: 'Close a collection now' },
  permission: manage,
  params: Path,
  body: Type.Object({ note: Type.Optional(Type.String({ maxLength: 1_000 })) }),
  reply: Type.Object({ closedAt: Instant }),
})

export const ProgressRow = Type.Object({
  regionCode: RegionCode,
  name: Type.String(),
  /** Whether the row can be opened: it has regions below in the reader's reach. */
  opens: Type.Boolean(),
  owed: Type.Integer(),
  drafted: Type.Integer(),
  submitted: Type.Integer(),
  onTime: Type.Integer(),
  late: Type.Integer(),
  returned: Type.Integer(),
  /** Reports whose current revision has such findings. */
  fatal: Type.Integer(),
  query: Type.Integer(),
  acceptedCounty: Type.Integer(),
  acceptedCity: Type.Integer(),
  extended: Type.Integer(),
  /** Per cent of what is owed, one decimal. */
  submittedRate: Type.Number(),
  acceptedRate: Type.Number(),
})

export const getProgress = defineRoute({
  id: 'collect.getProgress',
  method: 'GET',
  path: '/api/collect/collections/:collectionId/progress',
  summary: { 'zh-CN': '填报进度', en: 'Progress by region' },
  permission: progress,
  params: Path,
  query: Type.Object({ region: Type.Optional(RegionCode) }),
  reply: Type.Object({
    region: Nullable(RegionCode),
    total: ProgressRow,
    rows: Type.Array(ProgressRow),
    at: Instant,
  }),
})

export const RuleCount = Type.Object({
  rule: Type.String(),
  severity: Severity,
  message: LocalText,
  pass: Type.Integer(),
  fail: Type.Integer(),
  undecided: Type.Integer(),
})

export const getRuleSummary = defineRoute({
  id: 'collect.getRuleSummary',
  method: 'GET',
  path: '/api/collect/collections/:collectionId/rules',
  summary: { 'zh-CN': '审核结果汇总', en: 'Results of the edit rules' },
  permission: progress,
  params: Path,
  query: Type.Object({ region: Type.Optional(RegionCode) }),
  reply: Type.Object({ reports: Type.Integer(), rules: Type.Array(RuleCount) }),
})
