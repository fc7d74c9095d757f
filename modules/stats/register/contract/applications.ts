/** 单位进退库申报: a county proposes with papers, the city decides; what is approved holds from the month's first day. */
import { type Static, Type } from 'typebox'
import {
  Bilingual,
  DateOnly,
  Done,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  Nullable,
  oneOf,
  PageOf,
  problems,
  RegionCode,
} from '#kernel/contract/index.ts'
import { applicationProblems } from './application-problems.ts'
import { Note } from './note.ts'
import { registerPermissions } from './permissions.ts'
import { creditCodeProblems, importProblems, registerProblems } from './problems.ts'
import { NewUnit, UnitChange } from './units.ts'

export const applicationKinds = ['entry', 'change', 'exit'] as const
export type ApplicationKind = (typeof applicationKinds)[number]
export const applicationStates = ['proposed', 'approved', 'refused', 'withdrawn'] as const
export type ApplicationState = (typeof applicationStates)[number]

/** Of one decision. */
export const MAX_DECIDED = 200
export const MAX_PAPERS = 5
export const MAX_PAPER_BYTES = 10 * 1_048_576

/** Years as periods have them, from 1000 to 9999. */
export const Month = Type.String({ pattern: '^[1-9][0-9]{3}-M(0[1-9]|1[0-2])$' })
const Reason = Type.Integer({ minimum: 1, maximum: 9 })

const common = {
  month: Month,
  note: Note,
  papers: Type.Array(Id, { maxItems: MAX_PAPERS, uniqueItems: true }),
}
const closed = { additionalProperties: false } as const

export const EntryProposal = Type.Object(
  { kind: Type.Literal('entry'), unit: Type.Omit(NewUnit, ['validFrom', 'note'], closed), ...common },
  closed,
)
export const ChangeProposal = Type.Object(
  { kind: Type.Literal('change'), unitId: Id, changes: UnitChange.properties.changes, ...common },
  closed,
)
export const ExitProposal = Type.Object(
  { kind: Type.Literal('exit'), unitId: Id, reason: Reason, ...common },
  closed,
)
export const Proposal = Type.Union([EntryProposal, ChangeProposal, ExitProposal])
export type Proposal = Static<typeof Proposal>

export const May = Type.Object({
  decide: Type.Boolean(),
  withdraw: Type.Boolean(),
  /** Propose it again, its papers with it: they are the proposer's. */
  again: Type.Boolean(),
})
export type May = Static<typeof May>

export const ApplicationRow = Type.Object({
  applicationId: Id,
  kind: oneOf(applicationKinds),
  month: Month,
  unitId: Nullable(Id),
  name: Type.String(),
  creditCode: Nullable(Type.String()),
  localCode: Nullable(Type.String()),
  regionCode: RegionCode,
  regionName: Type.String(),
  exitReason: Nullable(Reason),
  /** Names of the fields that would change. */
  fields: Type.Array(Type.String()),
  note: Type.String(),
  state: oneOf(applicationStates),
  proposedBy: Type.String(),
  proposedAt: Instant,
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  decisionNote: Nullable(Type.String()),
  /** From when it holds: as approved, or as an approval now would have it. */
  effectiveOn: Nullable(DateOnly),
  papers: Type.Integer({ minimum: 0 }),
  may: May,
})
export type ApplicationRow = Static<typeof ApplicationRow>

export const Paper = Type.Object({
  fileId: Id,
  name: Type.String(),
  mediaType: Type.String(),
  bytes: Type.Integer({ minimum: 1 }),
})
export type Paper = Static<typeof Paper>

const Fields = Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean(), Type.Null()]))
const Obstacle = Type.Object({ code: Type.String(), message: Bilingual })

export const ApplicationPage = Type.Object({
  ...Type.Omit(ApplicationRow, ['papers']).properties,
  /** What the register says of the unit on the effective day; once settled, what it said then. Null of an entry. */
  now: Nullable(Fields),
  /** The same with what is proposed. */
  after: Fields,
  /** Names of the proposed fields that the register changed since they were proposed. */
  moved: Type.Array(Type.String()),
  /** Names of the region and industry codes in `now` and `after`. */
  names: Type.Record(Type.String(), Type.String()),
  papers: Type.Array(Paper),
  /** Why an approval would be refused as things stand. */
  obstacle: Nullable(Obstacle),
})
export type ApplicationPage = Static<typeof ApplicationPage>

const applicationId = Type.Object({ applicationId: Id })

export const applicationFilters = {
  month: Type.Optional(Month),
  state: Type.Optional(oneOf(applicationStates)),
  kind: Type.Optional(oneOf(applicationKinds)),
  region: Type.Optional(RegionCode),
  unit: Type.Optional(Id),
}

export const ApplicationQuery = Type.Object({ ...ListQuery, ...applicationFilters })
export type ApplicationQuery = Static<typeof ApplicationQuery>

export const listApplications = defineRoute({
  id: 'register.listApplications',
  method: 'GET',
  path: '/api/register/applications',
  summary: { 'zh-CN': '单位进退库申报列表', en: 'Applications to enter, change or leave the register' },
  permission: registerPermissions.read.code,
  query: ApplicationQuery,
  reply: PageOf(ApplicationRow),
  identified: true,
})

export const countApplications = defineRoute({
  id: 'register.countApplications',
  method: 'GET',
  path: '/api/register/application-counts',
  summary: { 'zh-CN': '按月份和状态统计申报', en: 'Applications counted by month and state' },
  permission: registerPermissions.read.code,
  query: Type.Object({
    region: applicationFilters.region,
    kind: applicationFilters.kind,
    search: ListQuery.search,
  }),
  reply: Type.Object({
    items: Type.Array(
      Type.Object({ month: Month, state: oneOf(applicationStates), count: Type.Integer({ minimum: 0 }) }),
    ),
  }),
})

export const listApplicationMonths = defineRoute({
  id: 'register.listApplicationMonths',
  method: 'GET',
  path: '/api/register/application-months',
  summary: { 'zh-CN': '可申报的月份', en: 'Months open for applications' },
  permission: registerPermissions.read.code,
  reply: Type.Object({
    current: Month,
    items: Type.Array(Type.Object({ month: Month, effectiveOn: DateOnly })),
  }),
})

export const readApplication = defineRoute({
  id: 'register.readApplication',
  method: 'GET',
  path: '/api/register/applications/:applicationId',
  summary: { 'zh-CN': '申报详情与前后对照', en: 'An application, the register now and after it' },
  permission: registerPermissions.read.code,
  params: applicationId,
  reply: ApplicationPage,
  problems: [problems.notFound],
  identified: true,
})

/** multipart/form-data: `file`. The paper is the uploader's until an application names it. */
export const uploadPaper = defineRoute({
  id: 'register.uploadPaper',
  method: 'POST',
  path: '/api/register/papers',
  summary: { 'zh-CN': '上传证明材料', en: 'Upload a paper' },
  permission: registerPermissions.propose.code,
  reply: Paper,
  problems: [
    importProblems.noFile,
    importProblems.tooLarge,
    applicationProblems.paperEmpty,
    applicationProblems.paperType,
  ],
  upload: true,
  identified: true,
})

export const downloadPaper = defineRoute({
  id: 'register.downloadPaper',
  method: 'GET',
  path: '/api/register/applications/:applicationId/papers/:fileId',
  summary: { 'zh-CN': '下载证明材料', en: 'Download a paper' },
  permission: registerPermissions.read.code,
  params: Type.Object({ applicationId: Id, fileId: Id }),
  problems: [problems.notFound],
  identified: true,
})

export const propose = defineRoute({
  id: 'register.propose',
  method: 'POST',
  path: '/api/register/applications',
  summary: { 'zh-CN': '申报单位入库、变更或退库', en: 'Propose an entry, a change or an exit' },
  permission: registerPermissions.propose.code,
  body: Proposal,
  reply: Type.Object({ applicationId: Id }),
  idempotency: 'key',
  problems: [
    problems.notFound,
    ...Object.values(creditCodeProblems),
    registerProblems.codeMissing,
    registerProblems.creditCodeTaken,
    registerProblems.localCodeTaken,
    registerProblems.regionUnknown,
    registerProblems.regionOutside,
    registerProblems.industryUnknown,
    registerProblems.registerTypeUnknown,
    registerProblems.fieldInvalid,
    registerProblems.beforeEntry,
    registerProblems.exited,
    registerProblems.nothingChanged,
    applicationProblems.unitOpen,
    applicationProblems.codeOpen,
    applicationProblems.month,
    applicationProblems.papersNeeded,
    applicationProblems.paperUnknown,
  ],
  identified: true,
})

export const withdrawApplication = defineRoute({
  id: 'register.withdrawApplication',
  method: 'POST',
  path: '/api/register/applications/:applicationId/withdraw',
  summary: { 'zh-CN': '撤回申报', en: 'Withdraw an application' },
  permission: registerPermissions.propose.code,
  params: applicationId,
  reply: Done,
  problems: [problems.notFound, applicationProblems.notOwn, applicationProblems.state],
  identified: true,
})

export const refuseApplications = defineRoute({
  id: 'register.refuseApplications',
  method: 'POST',
  path: '/api/register/applications/refuse',
  summary: { 'zh-CN': '不予批准', en: 'Refuse applications, with a reason' },
  permission: registerPermissions.decide.code,
  body: Type.Object(
    {
      applicationIds: Type.Array(Id, { minItems: 1, maxItems: MAX_DECIDED, uniqueItems: true }),
      reason: Note,
    },
    closed,
  ),
  reply: Type.Object({
    settled: Type.Integer({ minimum: 0 }),
    refused: Type.Array(Type.Object({ applicationId: Id, ...Obstacle.properties })),
  }),
  identified: true,
})

export const approveApplications = defineRoute({
  id: 'register.approveApplications',
  method: 'POST',
  path: '/api/register/applications/approve',
  summary: { 'zh-CN': '批准申报', en: 'Approve applications; none fails the others' },
  permission: registerPermissions.decide.code,
  body: Type.Object(
    {
      applications: Type.Array(
        /** The effective day the approver saw. */
        Type.Object({ applicationId: Id, effectiveOn: DateOnly }, closed),
        { minItems: 1, maxItems: MAX_DECIDED },
      ),
      note: Type.Optional(Note),
    },
    closed,
  ),
  reply: refuseApplications.reply!,
  identified: true,
})
