import { type Static, Type } from 'typebox'
import {
  Bilingual,
  DateOnly,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  Nullable,
  oneOf,
  PageOf,
  problems,
} from '#kernel/contract/index.ts'
import { registerPermissions } from './permissions.ts'
import { importProblems } from './problems.ts'

/** Where a field's value comes from: a column by its heading, or a text in which `{row}` is the record number. */
export const ColumnSource = Type.Union([
  Type.Object({ column: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
  Type.Object({ text: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
])

export const ImportMapping = Type.Object(
  {
    fields: Type.Record(Type.String({ maxLength: 40 }), ColumnSource),
    /** Texts of the file and the code they stand for, by field: `{ sizeClass: { sc0: 'micro' } }`; blank for none. */
    values: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 40 }),
        Type.Record(Type.String(), Type.String({ maxLength: 200 })),
      ),
    ),
    /** Texts that mean nothing was given; blank always does. */
    missing: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 20 })),
  },
  { additionalProperties: false },
)
export type ImportMapping = Static<typeof ImportMapping>

export const encodings = ['utf-8', 'gbk'] as const
export const separators = [',', ';', '\t', '|'] as const

export const ImportSettings = Type.Object(
  {
    /** From when what the file says is true. */
    validFrom: DateOnly,
    mapping: ImportMapping,
    encoding: oneOf(encodings),
    separator: oneOf(separators),
  },
  { additionalProperties: false },
)
export type ImportSettings = Static<typeof ImportSettings>

export const importStates = ['reading', 'previewed', 'applying', 'applied', 'failed', 'cancelled'] as const
export const outcomes = ['new', 'changed', 'unchanged', 'error'] as const

/** More are counted and not listed: such a column is no list of codes. */
export const FOREIGN_CODES_KEPT = 200

/** Texts of the file, as often as they stand there, that the field's list does not know or the mapping translates. */
export const ForeignCodes = Type.Object({
  field: Type.String(),
  /** How many there are; the commonest are listed. */
  distinct: Type.Integer(),
  texts: Type.Array(Type.Object({ text: Type.String(), count: Type.Integer() })),
})
export type ForeignCodes = Static<typeof ForeignCodes>

export const ImportRecord = Type.Object({
  importId: Id,
  fileName: Type.String(),
  bytes: Type.Integer(),
  state: oneOf(importStates),
  settings: ImportSettings,
  headings: Type.Array(Type.String()),
  /** Headings no field takes. */
  unused: Type.Array(Type.String()),
  foreignCodes: Type.Array(ForeignCodes),
  counts: Type.Object({
    /** Of the file, known before it is read; the others are known once it was. */
    rows: Type.Integer(),
    new: Type.Integer(),
    changed: Type.Integer(),
    unchanged: Type.Integer(),
    error: Type.Integer(),
  }),
  /** Rows done while reading or applying. */
  progress: Type.Integer(),
  failure: Nullable(Type.Object({ code: Type.String(), message: Bilingual })),
  createdBy: Type.String(),
  createdAt: Instant,
  appliedAt: Nullable(Instant),
})
export type ImportRecord = Static<typeof ImportRecord>

export const FieldChange = Type.Object({
  field: Type.String(),
  before: Nullable(Type.String()),
  after: Nullable(Type.String()),
})
export const CellError = Type.Object({
  field: Type.String(),
  heading: Nullable(Type.String()),
  value: Type.String(),
  code: Type.String(),
  message: Bilingual,
})

export const ImportLine = Type.Object({
  /** Line in the file, as an editor counts. */
  line: Type.Integer(),
  outcome: oneOf(outcomes),
  unitId: Nullable(Id),
  code: Type.String(),
  name: Type.String(),
  changes: Type.Array(FieldChange),
  errors: Type.Array(CellError),
})
export type ImportLine = Static<typeof ImportLine>

const importId = Type.Object({ importId: Id })
const fileProblems = [
  importProblems.noFile,
  importProblems.tooLarge,
  importProblems.empty,
  importProblems.tooManyRows,
  importProblems.notText,
  importProblems.broken,
  importProblems.headings,
  importProblems.mapping,
]

/** multipart/form-data: `file`, and before it optionally `settings` as JSON (any part of ImportSettings). */
export const uploadImport = defineRoute({
  id: 'register.uploadImport',
  method: 'POST',
  path: '/api/register/imports',
  summary: { 'zh-CN': '上传名录文件并预览', en: 'Upload units and preview what would change' },
  permission: registerPermissions.import.code,
  reply: ImportRecord,
  problems: fileProblems,
  upload: true,
  identified: true,
})

export const previewImport = defineRoute({
  id: 'register.previewImport',
  method: 'POST',
  path: '/api/register/imports/:importId/preview',
  summary: { 'zh-CN': '按新的列对应重新预览', en: 'Preview again with other settings' },
  permission: registerPermissions.import.code,
  params: importId,
  body: ImportSettings,
  reply: ImportRecord,
  problems: [problems.notFound, importProblems.state, ...fileProblems],
  identified: true,
})

export const applyImport = defineRoute({
  id: 'register.applyImport',
  method: 'POST',
  path: '/api/register/imports/:importId/apply',
  summary: { 'zh-CN': '应用导入', en: 'Apply an import' },
  permission: registerPermissions.import.code,
  params: importId,
  reply: ImportRecord,
  problems: [
    problems.notFound,
    importProblems.state,
    importProblems.hasErrors,
    importProblems.nothing,
    importProblems.stale,
  ],
  identified: true,
})

/** What is running stops and leaves nothing behind; an import that has been applied stays as it is. */
export const cancelImport = defineRoute({
  id: 'register.cancelImport',
  method: 'POST',
  path: '/api/register/imports/:importId/cancel',
  summary: { 'zh-CN': '取消导入', en: 'Cancel an import' },
  permission: registerPermissions.import.code,
  params: importId,
  reply: ImportRecord,
  problems: [problems.notFound],
})

export const listImports = defineRoute({
  id: 'register.listImports',
  method: 'GET',
  path: '/api/register/imports',
  summary: { 'zh-CN': '我的导入记录', en: 'My imports' },
  permission: registerPermissions.import.code,
  query: Type.Object({ page: ListQuery.page, pageSize: ListQuery.pageSize }),
  reply: PageOf(ImportRecord),
})

export const readImport = defineRoute({
  id: 'register.readImport',
  method: 'GET',
  path: '/api/register/imports/:importId',
  summary: { 'zh-CN': '导入状态', en: 'State of an import' },
  permission: registerPermissions.import.code,
  params: importId,
  reply: ImportRecord,
  problems: [problems.notFound],
})

export const listImportLines = defineRoute({
  id: 'register.listImportLines',
  method: 'GET',
  path: '/api/register/imports/:importId/lines',
  summary: { 'zh-CN': '导入预览明细', en: 'What an import would change, line by line' },
  permission: registerPermissions.import.code,
  params: importId,
  query: Type.Object({
    page: ListQuery.page,
    pageSize: ListQuery.pageSize,
    outcome: Type.Optional(oneOf(outcomes)),
  }),
  reply: PageOf(ImportLine),
  problems: [problems.notFound],
  identified: true,
})
