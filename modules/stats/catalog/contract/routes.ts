import { type Static, Type } from 'typebox'
import type { FormSpec } from '#engines/form/index.ts'
import {
  Done,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  LocalText,
  Nullable,
  PageOf,
  problems,
  RegionCode,
  sortBy,
} from '#kernel/contract/index.ts'
import { Diagnostic, Difference, FormSummary, Rule } from './form-check.ts'
import { catalogPermissions } from './permissions.ts'
import { catalogProblems } from './problems.ts'

const Month = Type.String({ pattern: '^[1-9][0-9]{3}-(0[1-9]|1[0-2])$' })
const Code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$' })
const Status = Type.Union([Type.Literal('draft'), Type.Literal('published'), Type.Literal('retired')])
/** Engine types; checked by the engine on the way in. */
const Spec = Type.Unsafe<FormSpec>({})
const MAX_YAML = 1_000_000
const Source = Type.String({ minLength: 1, maxLength: MAX_YAML })
const BODY_LIMIT = 4 * 1_048_576

export const Programme = Type.Object({
  code: Code,
  name: LocalText,
  issuer: Type.String({ minLength: 1, maxLength: 200 }),
  approvalNumber: Type.String({ minLength: 1, maxLength: 200 }),
  validFrom: Month,
  validUntil: Month,
})
export type Programme = Static<typeof Programme>

/** A programme as it is read: whose it is, by the region of the office; `000000000000` is the whole installation. */
export const OwnedProgramme = Type.Object({
  ...Programme.properties,
  owner: RegionCode,
  ownerName: Nullable(Type.String()),
})
export type OwnedProgramme = Static<typeof OwnedProgramme>

export const listProgrammes = defineRoute({
  id: 'catalog.listProgrammes',
  method: 'GET',
  path: '/api/catalog/programmes',
  summary: { 'zh-CN': '统计调查制度', en: 'Programmes' },
  permission: catalogPermissions.read.code,
  reply: Type.Object({
    items: Type.Array(
      Type.Object({
        ...OwnedProgramme.properties,
        forms: Type.Integer(),
        /** Whether this person may change it and bring forms into it. */
        mayChange: Type.Boolean(),
      }),
    ),
  }),
})

export const saveProgramme = defineRoute({
  id: 'catalog.saveProgramme',
  method: 'PUT',
  path: '/api/catalog/programmes/:code',
  summary: { 'zh-CN': '建立或修改制度', en: 'Create or change a programme' },
  permission: catalogPermissions.design.code,
  params: Type.Object({ code: Code }),
  body: Type.Object(
    {
      name: LocalText,
      issuer: Programme.properties.issuer,
      approvalNumber: Programme.properties.approvalNumber,
      validFrom: Month,
      validUntil: Month,
      /** Refused where the code is there already; else what is there is changed. */
      isNew: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  reply: Done,
  problems: [
    catalogProblems.programmeTaken,
    catalogProblems.programmeSpan,
    catalogProblems.programmeOutside,
    problems.forbidden,
  ],
})

export const FormRow = Type.Object({
  formId: Id,
  code: Type.String(),
  title: LocalText,
  programme: Type.String(),
  subject: Type.String(),
  frequency: Type.String(),
  publishedVersion: Nullable(Type.Integer()),
  draftVersion: Nullable(Type.Integer()),
  validUntil: Nullable(Type.String()),
  changedAt: Nullable(Instant),
})
export type FormRow = Static<typeof FormRow>

export const formSorts = [
  'code',
  'title',
  'programme',
  'subject',
  'frequency',
  'validUntil',
  'changed',
] as const

export const listForms = defineRoute({
  id: 'catalog.listForms',
  method: 'GET',
  path: '/api/catalog/forms',
  summary: { 'zh-CN': '报表列表', en: 'Forms' },
  permission: catalogPermissions.read.code,
  query: Type.Object({
    ...ListQuery,
    ...sortBy(formSorts),
    programme: Type.Optional(Code),
    subject: Type.Optional(Type.String({ maxLength: 40 })),
    state: Type.Optional(Status),
  }),
  reply: PageOf(FormRow),
})

/** What forms there are, however many: what a choice of subjects and periods is made from. */
export const listSubjectFrequencies = defineRoute({
  id: 'catalog.listSubjectFrequencies',
  method: 'GET',
  path: '/api/catalog/subject-frequencies',
  summary: { 'zh-CN': '各专业的报告频率', en: 'Frequencies at which subjects are reported' },
  permission: catalogPermissions.read.code,
  query: Type.Object({ programme: Type.Optional(Code) }),
  reply: Type.Object({
    items: Type.Array(Type.Object({ subject: Type.String(), frequency: Type.String() })),
  }),
})

export const VersionRow = Type.Object({
  versionId: Id,
  versionNo: Type.Integer(),
  status: Status,
  createdAt: Instant,
  createdBy: Nullable(Type.String()),
  publishedAt: Nullable(Instant),
})

export const readForm = defineRoute({
  id: 'catalog.readForm',
  method: 'GET',
  path: '/api/catalog/forms/:code',
  summary: { 'zh-CN': '报表及其各版', en: 'A form and its versions' },
  permission: catalogPermissions.read.code,
  params: Type.Object({ code: Code }),
  reply: Type.Object({
    formId: Id,
    code: Type.String(),
    title: LocalText,
    programme: OwnedProgramme,
    subject: Type.String(),
    frequency: Type.String(),
    versions: Type.Array(VersionRow),
    /** What this person may do with its versions. */
    may: Type.Object({ design: Type.Boolean(), publish: Type.Boolean() }),
  }),
  problems: [problems.notFound],
})

const versionId = Type.Object({ versionId: Id })

export const readVersion = defineRoute({
  id: 'catalog.readVersion',
  method: 'GET',
  path: '/api/catalog/versions/:versionId',
  summary: { 'zh-CN': '报表的一版', en: 'One version of a form' },
  permission: catalogPermissions.read.code,
  params: versionId,
  reply: Type.Object({
    ...VersionRow.properties,
    formId: Id,
    code: Type.String(),
    subject: Type.String(),
    spec: Spec,
    /** The other forms its rules name, as it runs with them. */
    forms: Type.Array(Spec),
    summary: FormSummary,
    rules: Type.Array(Rule),
    diagnostics: Type.Array(Diagnostic),
  }),
  problems: [problems.notFound],
})

export const exportVersion = defineRoute({
  id: 'catalog.exportVersion',
  method: 'GET',
  path: '/api/catalog/versions/:versionId/yaml',
  summary: { 'zh-CN': '导出为YAML', en: 'Export as YAML' },
  permission: catalogPermissions.read.code,
  params: versionId,
  query: Type.Object({
    /** `source`: as its author wrote it; `canonical`: as the product writes it. */
    style: Type.Union([Type.Literal('source'), Type.Literal('canonical')], { default: 'source' }),
  }),
  problems: [problems.notFound],
})

const Compared = Type.Object({
  differences: Type.Array(Difference),
  /** False where the rules of either side cannot be read, so that `differences` says nothing of rules. */
  rulesCompared: Type.Boolean(),
})

export const compareVersions = defineRoute({
  id: 'catalog.compareVersions',
  method: 'GET',
  path: '/api/catalog/versions/:versionId/differences',
  summary: { 'zh-CN': '两版比较', en: 'Compare two versions' },
  permission: catalogPermissions.read.code,
  params: versionId,
  query: Type.Object({ from: Id }),
  reply: Compared,
  problems: [problems.notFound],
})

export const checkForm = defineRoute({
  id: 'catalog.checkForm',
  method: 'POST',
  path: '/api/catalog/form-checks',
  summary: { 'zh-CN': '检查报表YAML并预览', en: 'Check a form’s YAML and preview it' },
  permission: catalogPermissions.design.code,
  body: Type.Object({ source: Source }, { additionalProperties: false }),
  reply: Type.Object({
    diagnostics: Type.Array(Diagnostic),
    summary: Nullable(FormSummary),
    spec: Nullable(Spec),
    forms: Type.Array(Spec),
    rules: Type.Array(Rule),
    /** The form as it is in the catalogue; null when it is new. */
    current: Nullable(
      Type.Object({
        programme: Type.String(),
        versionNo: Type.Integer(),
        status: Status,
        draftSha256: Nullable(Type.String()),
      }),
    ),
    ...Compared.properties,
  }),
  bodyLimit: BODY_LIMIT,
})

export const importDraft = defineRoute({
  id: 'catalog.importDraft',
  method: 'POST',
  path: '/api/catalog/forms',
  summary: { 'zh-CN': '将YAML保存为草稿', en: 'Save YAML as a draft' },
  permission: catalogPermissions.design.code,
  body: Type.Object(
    {
      source: Source,
      /** For a form that is new. */
      programme: Type.Optional(Code),
      /** Of the draft it replaces, as `checkForm` told it; guards against replacing another's work. */
      replaces: Type.Optional(Nullable(Type.String({ pattern: '^[0-9a-f]{64}$' }))),
    },
    { additionalProperties: false },
  ),
  reply: Type.Object({
    versionId: Id,
    versionNo: Type.Integer(),
    code: Type.String(),
    diagnostics: Type.Array(Diagnostic),
  }),
  problems: [
    catalogProblems.notAForm,
    catalogProblems.unchanged,
    catalogProblems.draftChanged,
    catalogProblems.otherFrequency,
    catalogProblems.programmeMissing,
    catalogProblems.subjectOutside,
    catalogProblems.programmeOutside,
    problems.notFound,
  ],
  bodyLimit: BODY_LIMIT,
})

export const publishVersion = defineRoute({
  id: 'catalog.publishVersion',
  method: 'POST',
  path: '/api/catalog/versions/:versionId/publish',
  summary: { 'zh-CN': '发布', en: 'Publish a version' },
  permission: catalogPermissions.publish.code,
  params: versionId,
  reply: VersionRow,
  problems: [
    problems.notFound,
    catalogProblems.notADraft,
    catalogProblems.hasErrors,
    catalogProblems.marksExpired,
    catalogProblems.breaksOthers,
    catalogProblems.subjectOutside,
    catalogProblems.programmeOutside,
  ],
})

export const retireVersion = defineRoute({
  id: 'catalog.retireVersion',
  method: 'POST',
  path: '/api/catalog/versions/:versionId/retire',
  summary: { 'zh-CN': '停用', en: 'Retire a version' },
  permission: catalogPermissions.publish.code,
  params: versionId,
  reply: VersionRow,
  problems: [
    problems.notFound,
    catalogProblems.notPublished,
    catalogProblems.subjectOutside,
    catalogProblems.programmeOutside,
  ],
})

export const discardDraft = defineRoute({
  id: 'catalog.discardDraft',
  method: 'DELETE',
  path: '/api/catalog/versions/:versionId',
  summary: { 'zh-CN': '丢弃草稿', en: 'Discard a draft' },
  permission: catalogPermissions.design.code,
  params: versionId,
  reply: Done,
  problems: [
    problems.notFound,
    catalogProblems.notADraft,
    catalogProblems.subjectOutside,
    catalogProblems.programmeOutside,
  ],
})
