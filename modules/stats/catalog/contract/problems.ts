import { Type } from 'typebox'
import { Bilingual, defineProblem } from '#kernel/contract/index.ts'
import { Diagnostic } from './form-check.ts'

const WithDiagnostics = Type.Object({ count: Type.Integer(), diagnostics: Type.Array(Diagnostic) })

const WithStatus = Type.Object({ status: Bilingual })

export const catalogProblems = Object.freeze({
  notAForm: defineProblem(
    'CATALOG_NOT_A_FORM',
    422,
    '这段YAML还不是一张报表（{count} 处问题），未保存',
    'This YAML is not a form yet ({count} problems); nothing was saved',
    WithDiagnostics,
  ),
  hasErrors: defineProblem(
    'CATALOG_FORM_HAS_ERRORS',
    409,
    '报表有 {count} 处错误，不能发布',
    'The form has {count} errors and cannot be published',
    WithDiagnostics,
  ),
  marksExpired: defineProblem(
    'CATALOG_FORM_EXPIRED',
    409,
    '有效期至 {validUntil} 已过，不能发布',
    'The form was valid until {validUntil} and cannot be published',
  ),
  breaksOthers: defineProblem(
    'CATALOG_BREAKS_OTHER_FORMS',
    409,
    '现行报表 {forms} 的审核关系引用了此表的指标，此版取消或改变了它们；未发布。请先发布这些报表的新版，不再引用',
    'Rules of forms in force ({forms}) name cells that this version removes or changes; it was not published. First publish versions of those forms that no longer name them',
  ),
  unchanged: defineProblem(
    'CATALOG_FORM_UNCHANGED',
    409,
    '内容与第 {versionNo} 版相同，未保存新版',
    'This is the same as version {versionNo}; no new version was saved',
  ),
  draftChanged: defineProblem(
    'CATALOG_DRAFT_CHANGED',
    409,
    '草稿刚被他人替换，请查看后再保存',
    'Somebody else has just replaced the draft; look at it before saving',
  ),
  notADraft: defineProblem(
    'CATALOG_VERSION_NOT_DRAFT',
    409,
    '只有草稿可以这样操作；此版是“{status}”',
    'Only a draft can be changed like this; this version is “{status}”',
    WithStatus,
  ),
  notPublished: defineProblem(
    'CATALOG_VERSION_NOT_PUBLISHED',
    409,
    '只有已发布的版本可以停用；此版是“{status}”',
    'Only a published version can be retired; this version is “{status}”',
    WithStatus,
  ),
  frozen: defineProblem(
    'CATALOG_VERSION_FROZEN',
    409,
    '已发布的版本不可更改；请导入为新的草稿版',
    'A published version is frozen; import a new draft version instead',
  ),
  otherFrequency: defineProblem(
    'CATALOG_FORM_FREQUENCY',
    409,
    '报表 {code} 的频度是 {was}，不能改为 {now}；请用新的表号',
    'Form {code} has frequency {was}, which cannot become {now}; use a new code',
  ),
  programmeMissing: defineProblem(
    'CATALOG_PROGRAMME_MISSING',
    422,
    '新报表须指明所属调查制度',
    'A new form needs the programme it belongs to',
  ),
  programmeTaken: defineProblem(
    'CATALOG_PROGRAMME_TAKEN',
    409,
    '制度代码已被使用',
    'This programme code is already used',
  ),
  programmeSpan: defineProblem(
    'CATALOG_PROGRAMME_SPAN',
    422,
    '有效期的止月 {validUntil} 早于起月 {validFrom}，未保存',
    'The last month {validUntil} is before the first {validFrom}; nothing was saved',
  ),
  subjectOutside: defineProblem(
    'CATALOG_SUBJECT_OUTSIDE',
    403,
    '专业“{subject}”不在您的职责范围内',
    'Subject “{subject}” is not among yours',
  ),
  programmeOutside: defineProblem(
    'CATALOG_PROGRAMME_OUTSIDE',
    403,
    '制度“{programme}”属于另一统计机构，只有该机构的设计人员可以修改；未作任何更改',
    'Programme “{programme}” belongs to another office, whose designers alone change it; nothing was changed',
  ),
  formTaken: defineProblem(
    'CATALOG_FORM_TAKEN',
    409,
    '此表刚被他人建立，请刷新后重试',
    'Somebody else has just created this form; reload and try again',
  ),
})
