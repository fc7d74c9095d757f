/** Returns from a file: uploaded and previewed, then applied all or nothing; long files as jobs. */
import { type Static, Type } from 'typebox'
import {
  Bilingual,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  LocalText,
  Nullable,
  oneOf,
  PageOf,
  problems,
} from '#kernel/contract/index.ts'
import { encodings, importProblems, separators } from '#modules/stats/register/contract.ts'
import { RuleCount } from './collections.ts'
import { collectPermissions } from './permissions.ts'
import { collectProblems } from './problems.ts'

const permission = collectPermissions.manage.code

/** How columns of a file become cells. Sent as the `mapping` field (JSON) beside the file. */
export const ImportMapping = Type.Object(
  {
    /** `order`: the n-th record is the n-th unit of the collection by number. */
    unit: Type.Union([
      Type.Object({
        by: Type.Union([
          Type.Literal('creditCode'),
          Type.Literal('name'),
          Type.Literal('unitId'),
          Type.Literal('localCode'),
        ]),
        column: Type.String({ minLength: 1, maxLength: 200 }),
      }),
      /** The office's code made from the record's number: `SV-{row}`. */
      Type.Object({ by: Type.Literal('localCode'), text: Type.String({ minLength: 1, maxLength: 100 }) }),
      Type.Object({ by: Type.Literal('order') }),
    ]),
    /** Cell code by column name. */
    cells: Type.Record(Type.String(), Type.String()),
    /** Texts that mean blank. */
    missing: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 })),
    separator: Type.Optional(oneOf(separators)),
    encoding: Type.Optional(oneOf(encodings)),
  },
  { additionalProperties: false },
)
export type ImportMapping = Static<typeof ImportMapping>

/** More are counted and not kept: such a file is better made anew than mended. */
export const IMPORT_ERRORS_KEPT = 20_000

export const ImportError = Type.Object({
  /** Line of the file, the heading being 1. */
  line: Type.Integer(),
  column: Type.Optional(Type.String()),
  cell: Type.Optional(Type.String()),
  /** What stands in the file. */
  value: Type.Optional(Type.String()),
  message: LocalText,
})
export type ImportError = Static<typeof ImportError>

export const ImportOutcome = Type.Object({
  encoding: Type.String(),
  separator: Type.String(),
  records: Type.Integer(),
  /** New, changed and unchanged reports. */
  created: Type.Integer(),
  revised: Type.Integer(),
  unchanged: Type.Integer(),
  unmappedColumns: Type.Array(Type.String()),
  rules: Type.Array(RuleCount),
})
export type ImportOutcome = Static<typeof ImportOutcome>

export const ReturnsImport = Type.Object({
  importId: Id,
  collectionId: Id,
  fileName: Type.String(),
  bytes: Type.Integer(),
  state: oneOf(['reading', 'previewed', 'applying', 'applied', 'failed', 'cancelled'] as const),
  mapping: ImportMapping,
  headings: Type.Array(Type.String()),
  /** Records, and how many are done while reading or applying. */
  total: Type.Integer(),
  done: Type.Integer(),
  /** What it would do or has done; null until it has been read. */
  outcome: Nullable(ImportOutcome),
  /** All there are; the first `IMPORT_ERRORS_KEPT` are listed. */
  errorCount: Type.Integer(),
  failure: Nullable(
    Type.Object({
      code: Type.String(),
      message: Bilingual,
    }),
  ),
  createdAt: Instant,
  finishedAt: Nullable(Instant),
})
export type ReturnsImport = Static<typeof ReturnsImport>

const params = Type.Object({ importId: Id })

/** multipart/form-data: `mapping` as JSON, then `file`. */
export const uploadReturns = defineRoute({
  id: 'collect.uploadReturns',
  method: 'POST',
  path: '/api/collect/collections/:collectionId/imports',
  summary: { 'zh-CN': '上传报表数据并预览', en: 'Upload returns and preview what they would do' },
  permission,
  params: Type.Object({ collectionId: Id }),
  upload: true,
  reply: ReturnsImport,
  problems: [problems.notFound, importProblems.noFile, importProblems.tooLarge, importProblems.empty],
  identified: true,
})

export const previewReturns = defineRoute({
  id: 'collect.previewReturns',
  method: 'POST',
  path: '/api/collect/imports/:importId/preview',
  summary: { 'zh-CN': '按新的对应关系重新预览', en: 'Preview again with another mapping' },
  permission,
  params,
  body: ImportMapping,
  reply: ReturnsImport,
  problems: [problems.notFound, collectProblems.importState],
  identified: true,
})

export const applyReturns = defineRoute({
  id: 'collect.applyReturns',
  method: 'POST',
  path: '/api/collect/imports/:importId/apply',
  summary: { 'zh-CN': '确认导入', en: 'Apply an import of returns' },
  permission,
  params,
  reply: ReturnsImport,
  problems: [
    problems.notFound,
    collectProblems.importState,
    collectProblems.importRejected,
    collectProblems.importStale,
  ],
  identified: true,
})

export const cancelReturns = defineRoute({
  id: 'collect.cancelReturns',
  method: 'POST',
  path: '/api/collect/imports/:importId/cancel',
  summary: { 'zh-CN': '取消导入', en: 'Cancel an import of returns' },
  permission,
  params,
  reply: ReturnsImport,
  problems: [problems.notFound],
})

export const readReturnsImport = defineRoute({
  id: 'collect.readReturnsImport',
  method: 'GET',
  path: '/api/collect/imports/:importId',
  summary: { 'zh-CN': '一次导入', en: 'One import of returns' },
  permission,
  params,
  reply: ReturnsImport,
  problems: [problems.notFound],
})

/** The first record of the file, to show beside the mapping of its columns. */
export const readImportSample = defineRoute({
  id: 'collect.readImportSample',
  method: 'GET',
  path: '/api/collect/imports/:importId/sample',
  summary: { 'zh-CN': '导入文件的首行数据', en: 'First record of an import of returns' },
  permission,
  params,
  reply: Type.Object({ sample: Type.Array(Type.String()) }),
  problems: [problems.notFound],
  identified: true,
})

export const listReturnsImports = defineRoute({
  id: 'collect.listReturnsImports',
  method: 'GET',
  path: '/api/collect/collections/:collectionId/imports',
  summary: { 'zh-CN': '我对该任务的导入记录', en: 'My imports into a collection' },
  permission,
  params: Type.Object({ collectionId: Id }),
  query: Type.Object({ page: ListQuery.page, pageSize: ListQuery.pageSize }),
  reply: PageOf(ReturnsImport),
})

export const listImportErrors = defineRoute({
  id: 'collect.listImportErrors',
  method: 'GET',
  path: '/api/collect/imports/:importId/errors',
  summary: { 'zh-CN': '导入文件中的错误', en: 'Errors of an import, by line and column' },
  permission,
  params,
  query: Type.Object({ page: ListQuery.page, pageSize: ListQuery.pageSize }),
  reply: PageOf(ImportError),
  problems: [problems.notFound],
  identified: true,
})

export const exportImportErrors = defineRoute({
  id: 'collect.exportImportErrors',
  method: 'GET',
  path: '/api/collect/imports/:importId/errors.csv',
  summary: { 'zh-CN': '下载错误清单', en: 'Download the errors of an import as CSV' },
  permission,
  params,
  reply: Type.Unknown(),
  problems: [problems.notFound],
  identified: true,
})
