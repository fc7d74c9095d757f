/** Accepting more than one report: a few at once, many as a job. */
import { type Static, Type } from 'typebox'
import {
  Bilingual,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  Nullable,
  oneOf,
  PageOf,
  Period,
} from '#kernel/contract/index.ts'
import { UnitIds } from './office.ts'
import { collectPermissions } from './permissions.ts'
import { ReportFilter, ReportState } from './schemas.ts'

const permission = collectPermissions.review.code
const Collection = Type.Object({ collectionId: Id })
const One = Type.Object({ acceptanceId: Id })

/** How many are accepted while one waits; more become a job. */
export const ACCEPTED_AT_ONCE = 50

export const acceptReports = defineRoute({
  id: 'collect.acceptReports',
  method: 'POST',
  path: '/api/collect/collections/:collectionId/accept',
  summary: { 'zh-CN': '验收所选报表', en: 'Accept those picked' },
  permission,
  params: Collection,
  body: Type.Object({ unitIds: Type.Array(Id, { minItems: 1, maxItems: ACCEPTED_AT_ONCE }) }),
  reply: Type.Object({
    accepted: Type.Integer(),
    refused: Type.Integer(),
    outcomes: Type.Array(
      Type.Object({
        unitId: Id,
        ok: Type.Boolean(),
        /** Null where the number names no report in reach. */
        state: Nullable(ReportState),
        /** Problem code where it was refused. */
        code: Type.Optional(Type.String()),
        message: Type.Optional(Bilingual),
      }),
    ),
  }),
  identified: true,
})

export const acceptanceStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const

export const BulkAcceptance = Type.Object({
  acceptanceId: Id,
  collectionId: Id,
  formCode: Type.String(),
  period: Period,
  state: oneOf(acceptanceStates),
  /** Reports it was asked for; what is neither accepted nor skipped has not had its turn. */
  total: Type.Integer(),
  accepted: Type.Integer(),
  skipped: Type.Integer(),
  startedBy: Type.String(),
  createdAt: Instant,
  finishedAt: Nullable(Instant),
  /** Why it failed; null where it did not, or where it was a fault of the system. */
  failure: Nullable(Type.Object({ code: Type.String(), message: Bilingual })),
})
export type BulkAcceptance = Static<typeof BulkAcceptance>

/** What the filter finds now, each in the revision it has now: what comes in later is not accepted unseen. */
export const startAcceptance = defineRoute({
  id: 'collect.startAcceptance',
  method: 'POST',
  path: '/api/collect/collections/:collectionId/acceptances',
  summary: { 'zh-CN': '批量验收', en: 'Accept in bulk' },
  permission,
  params: Collection,
  body: Type.Object({
    filter: Type.Object(ReportFilter, { additionalProperties: false }),
    /** Only these of what the filter finds. */
    unitIds: Type.Optional(UnitIds),
  }),
  reply: BulkAcceptance,
  idempotency: 'key',
})

export const listAcceptances = defineRoute({
  id: 'collect.listAcceptances',
  method: 'GET',
  path: '/api/collect/collections/:collectionId/acceptances',
  summary: { 'zh-CN': '我对该任务的批量验收记录', en: 'My bulk acceptances of a collection' },
  permission,
  params: Collection,
  query: Type.Object({ page: ListQuery.page, pageSize: ListQuery.pageSize }),
  reply: PageOf(BulkAcceptance),
})

export const getAcceptance = defineRoute({
  id: 'collect.getAcceptance',
  method: 'GET',
  path: '/api/collect/acceptances/:acceptanceId',
  summary: { 'zh-CN': '批量验收进度', en: 'Progress of a bulk acceptance' },
  permission,
  params: One,
  reply: Type.Object({
    ...BulkAcceptance.properties,
    /** Why reports were skipped, the most frequent first; none before its end. */
    reasons: Type.Array(Type.Object({ code: Type.String(), message: Bilingual, count: Type.Integer() })),
  }),
})

export const listSkipped = defineRoute({
  id: 'collect.listSkipped',
  method: 'GET',
  path: '/api/collect/acceptances/:acceptanceId/skipped',
  summary: { 'zh-CN': '批量验收中未验收的报表', en: 'Reports a bulk acceptance skipped' },
  permission,
  params: One,
  query: Type.Object({ page: ListQuery.page, pageSize: ListQuery.pageSize }),
  reply: PageOf(
    Type.Object({
      unitId: Id,
      unitName: Type.String(),
      creditCode: Nullable(Type.String()),
      /** As it is now. */
      state: ReportState,
      code: Type.String(),
      message: Bilingual,
    }),
  ),
  identified: true,
})

/** What has been accepted stays accepted. */
export const cancelAcceptance = defineRoute({
  id: 'collect.cancelAcceptance',
  method: 'POST',
  path: '/api/collect/acceptances/:acceptanceId/cancel',
  summary: { 'zh-CN': '停止批量验收', en: 'Stop a bulk acceptance' },
  permission,
  params: One,
  reply: BulkAcceptance,
})
