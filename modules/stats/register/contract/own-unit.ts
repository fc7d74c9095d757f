/** What an enterprise sees of itself in the register, and how it asks for a change: an application as any other. */
import { type Static, Type } from 'typebox'
import { Done, defineRoute, Id, Nullable, problems } from '#kernel/contract/index.ts'
import { applicationProblems } from './application-problems.ts'
import { ApplicationRow, MAX_PAPERS, Month, Paper } from './applications.ts'
import { Note } from './note.ts'
import { registerPermissions } from './permissions.ts'
import { importProblems, registerProblems } from './problems.ts'
import { Attributes, UnitChange, UnitRow } from './units.ts'

/** Region, industry, size and threshold are the office's to settle. */
const Changes = Type.Partial(Type.Pick(UnitChange.properties.changes, ['name', 'attributes']), {
  additionalProperties: false,
  minProperties: 1,
})

export const OwnApplication = Type.Pick(ApplicationRow, [
  'applicationId',
  'kind',
  'month',
  'exitReason',
  'fields',
  'note',
  'state',
  'proposedBy',
  'proposedAt',
  'decidedAt',
  'decisionNote',
  'effectiveOn',
  'papers',
  'may',
])
export type OwnApplication = Static<typeof OwnApplication>

export const readMyUnit = defineRoute({
  id: 'register.readMyUnit',
  method: 'GET',
  path: '/api/register/my-unit',
  summary: { 'zh-CN': '本单位名录资料与变更申请', en: 'The own unit in the register, and its applications' },
  permission: registerPermissions.own.code,
  reply: Type.Object({
    ...UnitRow.properties,
    attributes: Attributes,
    /** The month an application now would be for; null while a unit that has left may not apply. */
    month: Nullable(Month),
    /** The latest first, those of the office among them. */
    applications: Type.Array(OwnApplication),
  }),
  problems: [problems.notFound],
  identified: true,
})

/** multipart/form-data: `file`. */
export const uploadMyPaper = defineRoute({
  id: 'register.uploadMyPaper',
  method: 'POST',
  path: '/api/register/my-unit/papers',
  summary: { 'zh-CN': '上传本单位证明材料', en: 'Upload a paper of the own unit' },
  permission: registerPermissions.own.code,
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

export const changeMyUnit = defineRoute({
  id: 'register.changeMyUnit',
  method: 'POST',
  path: '/api/register/my-unit/applications',
  summary: { 'zh-CN': '申请变更本单位资料', en: 'Ask for a change of the own unit' },
  permission: registerPermissions.own.code,
  body: Type.Object(
    { changes: Changes, note: Note, papers: Type.Array(Id, { maxItems: MAX_PAPERS, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  reply: Type.Object({ applicationId: Id }),
  idempotency: 'key',
  problems: [
    problems.notFound,
    registerProblems.fieldInvalid,
    registerProblems.exited,
    registerProblems.nothingChanged,
    applicationProblems.unitOpen,
    applicationProblems.month,
    applicationProblems.papersNeeded,
    applicationProblems.paperUnknown,
  ],
  identified: true,
})

export const withdrawMyChange = defineRoute({
  id: 'register.withdrawMyChange',
  method: 'POST',
  path: '/api/register/my-unit/applications/:applicationId/withdraw',
  summary: { 'zh-CN': '撤回本单位的变更申请', en: 'Withdraw an application of the own unit' },
  permission: registerPermissions.own.code,
  params: Type.Object({ applicationId: Id }),
  reply: Done,
  problems: [problems.notFound, applicationProblems.notOwn, applicationProblems.state],
  identified: true,
})
