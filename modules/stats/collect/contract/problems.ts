/** What collection refuses. Codes are never reused. */
import { Type } from 'typebox'
import { defineProblem } from '#kernel/contract/index.ts'

const Findings = Type.Object({ findings: Type.Array(Type.Unknown()) })

export const collectProblems = Object.freeze({
  notOpen: defineProblem(
    'COLLECT_NOT_OPEN',
    409,
    '本期报表尚未开网，{opensAt} 起可以填报',
    'This form is not open yet; it can be filled in from {opensAt}',
  ),
  closed: defineProblem(
    'COLLECT_CLOSED',
    409,
    '本期报表已于 {closedAt} 截止，如需补报请联系统计机构延期',
    'This form closed at {closedAt}; ask the statistics office for an extension',
  ),
  expired: defineProblem(
    'COLLECT_FORM_EXPIRED',
    409,
    '本报表的有效期至 {validUntil}，已停止调查',
    'This form was valid until {validUntil}; its collection has stopped',
  ),
  accepted: defineProblem(
    'COLLECT_ALREADY_ACCEPTED',
    409,
    '报表已验收，不能再修改；如需修改请联系统计机构退回',
    'The report has been accepted and cannot be changed; ask the statistics office to send it back',
  ),
  draftConflict: defineProblem(
    'COLLECT_DRAFT_CONFLICT',
    409,
    '{by} 已于 {at} 保存了另一份内容，您的内容没有覆盖它，请比较后选择',
    '{by} saved other content at {at}; yours has not overwritten it. Compare the two and choose',
  ),
  revisionConflict: defineProblem(
    'COLLECT_REVISION_CONFLICT',
    409,
    '{by} 已于 {at} 报送了第 {revisionNo} 次内容，您的内容没有覆盖它，请比较后选择',
    '{by} submitted revision {revisionNo} at {at}; yours has not overwritten it. Compare the two and choose',
  ),
  submissionConflict: defineProblem(
    'COLLECT_SUBMISSION_CONFLICT',
    409,
    '同一报送编号已用于不同的内容',
    'This submission id was already used for different content',
  ),
  valuesRejected: defineProblem(
    'COLLECT_VALUES_REJECTED',
    422,
    '有 {count} 处内容不能接收，请按提示改正',
    '{count} entries cannot be taken; please correct them as shown',
    Type.Object({ count: Type.Integer(), problems: Type.Array(Type.Unknown()) }),
  ),
  fatalFindings: defineProblem(
    'COLLECT_FATAL_FINDINGS',
    422,
    '有 {count} 条强制性审核错误，改正后才能报送',
    '{count} fatal findings stand in the way; correct them before submitting',
    Findings,
  ),
  explanationsNeeded: defineProblem(
    'COLLECT_EXPLANATIONS_NEEDED',
    422,
    '有 {count} 条核实性审核需要说明原因',
    '{count} query findings still need an explanation',
    Findings,
  ),
  revisionChanged: defineProblem(
    'COLLECT_REVISION_CHANGED',
    409,
    '您查看后该单位又报送了第 {revisionNo} 次内容，请查看后再操作',
    'The unit has submitted revision {revisionNo} since you looked; look at it first',
  ),
  wrongState: defineProblem(
    'COLLECT_WRONG_STATE',
    409,
    '报表当前状态（{state}）不能进行此操作',
    'This cannot be done to a report in state {state}',
  ),
  noLevel: defineProblem(
    'COLLECT_NO_ACCEPTANCE_LEVEL',
    403,
    '您的岗位不在县级或市级，不能进行此操作',
    'Your post is at neither county nor city level, so you cannot do this',
  ),
  lowerLevelFirst: defineProblem(
    'COLLECT_LOWER_LEVEL_FIRST',
    409,
    '下级尚未验收，市级只能验收县级已验收的报表',
    'The level below has not accepted yet; the city accepts only what the county has',
  ),
  higherLevelAccepted: defineProblem(
    'COLLECT_HIGHER_LEVEL_ACCEPTED',
    409,
    '上级已验收，不能撤销或更改',
    'The level above has accepted; this can no longer be undone here',
  ),
  acceptanceClosed: defineProblem(
    'COLLECT_ACCEPTANCE_CLOSED',
    409,
    '本级验收已于 {closedAt} 截止',
    'Acceptance at this level closed at {closedAt}',
  ),
  fatalOpen: defineProblem(
    'COLLECT_FATAL_OPEN',
    409,
    '报表仍有强制性审核错误，不能验收',
    'The report still has fatal findings and cannot be accepted',
  ),
  explanationDoubted: defineProblem(
    'COLLECT_EXPLANATION_DOUBTED',
    409,
    '有说明被认为不充分，请退回或先认可后再验收',
    'An explanation is in doubt; send the report back or agree to it before accepting',
  ),
  extensionNeeded: defineProblem(
    'COLLECT_EXTENSION_NEEDED',
    409,
    '填报已截止，退回时请给出延期时间，否则单位无法修改',
    'The form is closed; give a time until which the unit may correct it',
  ),
  extensionInvalid: defineProblem(
    'COLLECT_EXTENSION_INVALID',
    422,
    '延期时间须晚于现在和原截止时间，且不超过 {limit}',
    'An extension must be later than now and the present deadline, and not after {limit}',
  ),
  correctionEmpty: defineProblem(
    'COLLECT_CORRECTION_EMPTY',
    422,
    '没有任何数据被更正',
    'Nothing would change',
  ),
  noteNeeded: defineProblem(
    'COLLECT_NOTE_NEEDED',
    422,
    '请写明原因：至少五个字，不能是套话（{reason}）',
    'Give the reason in at least five characters that say something ({reason})',
  ),
  formNotPublished: defineProblem(
    'COLLECT_FORM_NOT_PUBLISHED',
    422,
    '报表版本未发布，不能布置',
    'The form version is not published and cannot be issued',
  ),
  legalMarks: defineProblem(
    'COLLECT_LEGAL_MARKS_MISSING',
    422,
    '报表缺少法定标识：{marks}',
    'The form lacks legal marks: {marks}',
  ),
  periodMismatch: defineProblem(
    'COLLECT_PERIOD_MISMATCH',
    422,
    '报告期 {period} 与报表频度 {frequency} 不符',
    'Period {period} does not fit the form’s frequency {frequency}',
  ),
  datesInvalid: defineProblem(
    'COLLECT_DATES_INVALID',
    422,
    '时间须依次为：开网、截止、县级验收、市级验收',
    'Dates must follow one another: opens, closes, county accepts by, city accepts by',
  ),
  alreadyIssued: defineProblem(
    'COLLECT_ALREADY_ISSUED',
    409,
    '本期该报表已经布置',
    'This form has already been issued for this period',
  ),
  emptyFrame: defineProblem(
    'COLLECT_FRAME_EMPTY',
    422,
    '名录库中没有符合条件的调查单位',
    'No unit of the register meets the criterion',
  ),
  editionUnknown: defineProblem(
    'COLLECT_REGION_EDITION_UNKNOWN',
    422,
    '没有行政区划版本 {edition}',
    'There is no region edition {edition}',
  ),
  importRejected: defineProblem(
    'COLLECT_IMPORT_REJECTED',
    422,
    '文件有 {count} 处错误，没有导入任何数据',
    'The file has {count} errors; nothing was imported',
    Type.Object({ count: Type.Integer(), errors: Type.Array(Type.Unknown()) }),
  ),
  importUnreadable: defineProblem(
    'COLLECT_IMPORT_UNREADABLE',
    422,
    '文件无法读取：{reason}',
    'The file cannot be read: {reason}',
  ),
})
