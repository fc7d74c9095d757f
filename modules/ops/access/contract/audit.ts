/** The audit administrator's work: reads the log, checks its chain, takes it away; changes nothing. */
import { Type } from 'typebox'
import { Bilingual, defineRoute, Id, Instant, Nullable } from '#kernel/contract/index.ts'
import { accessPermissions } from './permissions.ts'

const READ = accessPermissions.auditRead.code

export const AuditFilter = {
  from: Type.Optional(Instant),
  until: Type.Optional(Instant),
  /** The action, or the beginning of one: `collect.report` */
  action: Type.Optional(Type.String({ pattern: '^[A-Za-z.-]{1,80}$' })),
  accountId: Type.Optional(Id),
  subjectKind: Type.Optional(Type.String({ pattern: '^[A-Za-z-]{1,40}$' })),
  subjectId: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  region: Type.Optional(Type.String({ pattern: '^[0-9]{2,12}$' })),
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}

export const AuditRow = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  accountId: Nullable(Type.Integer()),
  accountName: Type.String(),
  sessionId: Nullable(Type.String()),
  requestId: Nullable(Type.String()),
  action: Type.String(),
  subjectKind: Type.String(),
  subjectId: Type.String(),
  regionCode: Nullable(Type.String()),
  /** JSON text. */
  detail: Type.String(),
  hash: Type.String(),
})

export const listAudit = defineRoute({
  id: 'access.listAudit',
  method: 'GET',
  path: '/api/audit',
  summary: { 'zh-CN': '审计日志', en: 'The audit log' },
  permission: READ,
  query: Type.Object({
    ...AuditFilter,
    page: Type.Integer({ minimum: 1, maximum: 2_000, default: 1 }),
    pageSize: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  }),
  reply: Type.Object({
    /** Exact up to `countLimit`; there are more where it is reached. */
    total: Type.Integer(),
    countLimit: Type.Integer(),
    items: Type.Array(AuditRow),
    /** Every action the log holds, with its words; those of an earlier release may have none. */
    actions: Type.Array(Type.Object({ code: Type.String(), text: Nullable(Bilingual) })),
  }),
})

export const exportAudit = defineRoute({
  id: 'access.exportAudit',
  method: 'GET',
  path: '/api/audit/export',
  summary: { 'zh-CN': '导出审计日志（CSV）', en: 'Take the audit log away (CSV)' },
  permission: READ,
  query: Type.Object(AuditFilter),
})

export const verifyAudit = defineRoute({
  id: 'access.verifyAudit',
  method: 'POST',
  path: '/api/audit/verification',
  summary: {
    'zh-CN': '校验审计链：逐行返回进度，末行为结论',
    en: 'Verify the audit chain: lines of progress, the last one the verdict',
  },
  permission: READ,
})

/** One line of the verification's reply. */
export type VerificationLine =
  | Readonly<{ checked: number; total: number }>
  | Readonly<{
      verdict: {
        intact: boolean
        rows: number
        brokenAt?: number
        reason?: 'hash' | 'order' | 'head' | 'anchor' | 'short' | 'anchorFile'
        /** How many anchors outside the database were held against the chain. */
        anchors?: number
        /** The line of the file of anchors that the chain does not hold. */
        anchorLine?: number
      }
    }>
