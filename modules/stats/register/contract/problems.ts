import { Type } from 'typebox'
import { Bilingual, defineProblem } from '#kernel/contract/index.ts'
import type { CreditCodeFault } from '../credit-code.ts'

const Code = Type.Object({ code: Type.String() })

/** What is wrong with a credit code, by the fault the check finds. */
export const creditCodeProblems = Object.freeze({
  length: defineProblem(
    'REGISTER_CREDIT_CODE_LENGTH',
    422,
    '统一社会信用代码应为18位，“{code}”不是',
    'A unified social credit code has 18 characters; “{code}” does not',
    Code,
  ),
  character: defineProblem(
    'REGISTER_CREDIT_CODE_CHARACTER',
    422,
    '统一社会信用代码“{code}”含有不允许的字符（不使用 I、O、S、V、Z）',
    'Credit code “{code}” has a character that is not allowed (I, O, S, V and Z are never used)',
    Code,
  ),
  check: defineProblem(
    'REGISTER_CREDIT_CODE_CHECK',
    422,
    '统一社会信用代码“{code}”的第18位校验码不符，请核对是否录错',
    'The last character of credit code “{code}” does not fit the others; check for a typing mistake',
    Code,
  ),
  organisationCheck: defineProblem(
    'REGISTER_CREDIT_CODE_ORGANISATION',
    422,
    '统一社会信用代码“{code}”第9—17位的组织机构代码校验不符',
    'Characters 9–17 of credit code “{code}” are no valid organisation code',
    Code,
  ),
}) satisfies Readonly<Record<CreditCodeFault, unknown>>

export const registerProblems = Object.freeze({
  creditCodeTaken: defineProblem(
    'REGISTER_CREDIT_CODE_TAKEN',
    409,
    '名录中已有使用此统一社会信用代码的单位',
    'A unit with this credit code is already in the register',
  ),
  localCodeTaken: defineProblem(
    'REGISTER_LOCAL_CODE_TAKEN',
    409,
    '名录中已有使用此单位内码的单位',
    'A unit with this local code is already in the register',
  ),
  codeMissing: defineProblem(
    'REGISTER_CODE_MISSING',
    422,
    '单位须有统一社会信用代码或单位内码',
    'A unit needs a credit code or a local code',
  ),
  regionUnknown: defineProblem(
    'REGISTER_REGION_UNKNOWN',
    422,
    '现行区划中没有代码 {code}',
    'There is no region {code} in the current edition',
    Code,
  ),
  regionOutside: defineProblem(
    'REGISTER_REGION_OUTSIDE',
    403,
    '区划 {code} 不在您的管辖范围内',
    'Region {code} is outside your area',
    Code,
  ),
  industryUnknown: defineProblem(
    'REGISTER_INDUSTRY_UNKNOWN',
    422,
    '行业分类中没有小类代码 {code}',
    'There is no industry class {code}',
    Code,
  ),
  registerTypeUnknown: defineProblem(
    'REGISTER_TYPE_UNKNOWN',
    422,
    '没有登记注册统计类别 {code}',
    'There is no register type {code}',
    Code,
  ),
  fieldInvalid: defineProblem(
    'REGISTER_FIELD_INVALID',
    422,
    '“{field}”的内容“{value}”不符合要求：{expected}',
    '“{value}” is not valid for {field}: {expected}',
    Type.Object({ field: Bilingual, value: Type.String(), expected: Bilingual }),
  ),
  beforeEntry: defineProblem(
    'REGISTER_BEFORE_ENTRY',
    422,
    '日期不能早于单位的入库日期 {entry}',
    'The date may not lie before the unit’s entry on {entry}',
  ),
  exited: defineProblem(
    'REGISTER_UNIT_EXITED',
    409,
    '单位已于 {date} 退库',
    'The unit left the register on {date}',
  ),
  notExited: defineProblem(
    'REGISTER_UNIT_NOT_EXITED',
    409,
    '单位未退库',
    'The unit has not left the register',
  ),
  nothingChanged: defineProblem(
    'REGISTER_NOTHING_CHANGED',
    409,
    '内容与该日期的现有登记相同，未作更改',
    'This is what the register already says for that date; nothing was changed',
  ),
  unitChanged: defineProblem(
    'REGISTER_UNIT_CHANGED',
    409,
    '此单位刚被他人修改，请刷新后核对再保存',
    'Somebody else has just changed this unit; reload, compare and save again',
  ),
  exportTooLarge: defineProblem(
    'REGISTER_EXPORT_TOO_LARGE',
    422,
    '共 {count} 行，超过Excel导出上限 {limit} 行，请缩小范围或导出CSV',
    '{count} rows are more than an Excel export holds ({limit}); narrow the filter or export CSV',
  ),
})

export const importProblems = Object.freeze({
  noFile: defineProblem('REGISTER_FILE_MISSING', 400, '没有收到文件', 'No file arrived'),
  tooLarge: defineProblem(
    'REGISTER_FILE_TOO_LARGE',
    413,
    '文件过大，上限 {limit} MB',
    'The file is too large; the limit is {limit} MB',
  ),
  empty: defineProblem('REGISTER_FILE_EMPTY', 422, '文件没有数据行', 'The file has no rows of data'),
  tooManyRows: defineProblem(
    'REGISTER_FILE_TOO_MANY_ROWS',
    422,
    '文件超过 {limit} 行，请分次导入',
    'The file has more than {limit} rows; import it in parts',
  ),
  notText: defineProblem(
    'REGISTER_FILE_NOT_TEXT',
    422,
    '文件不是CSV文本（UTF-8 或 GBK）；Excel文件请先另存为CSV',
    'This is not CSV text (UTF-8 or GBK); save an Excel file as CSV first',
  ),
  broken: defineProblem(
    'REGISTER_FILE_BROKEN',
    422,
    '第 {line} 行无法读取（引号不配对或列数不一致）',
    'Line {line} cannot be read (unmatched quotes or an uneven number of columns)',
  ),
  headings: defineProblem(
    'REGISTER_FILE_HEADINGS',
    422,
    '标题行有误：{heading}',
    'There is a mistake in the heading row: {heading}',
  ),
  mapping: defineProblem(
    'REGISTER_IMPORT_MAPPING',
    422,
    '列对应有误：{reason}',
    'The mapping of columns is wrong: {reason}',
    Type.Object({ reason: Bilingual }),
  ),
  hasErrors: defineProblem(
    'REGISTER_IMPORT_HAS_ERRORS',
    409,
    '有 {count} 行存在错误，未作任何更改；请修正文件后重新上传',
    '{count} rows have errors; nothing was changed. Mend the file and upload it again',
  ),
  nothing: defineProblem('REGISTER_IMPORT_NOTHING', 409, '没有需要更改的内容', 'There is nothing to change'),
  stale: defineProblem(
    'REGISTER_IMPORT_STALE',
    409,
    '预览之后名录中有关单位已被修改，未作任何更改；请重新预览',
    'Units in this file were changed after the preview; nothing was changed. Preview again',
  ),
  state: defineProblem(
    'REGISTER_IMPORT_STATE',
    409,
    '此导入当前状态为“{state}”，不能执行该操作',
    'This import is “{state}”; that cannot be done now',
    Type.Object({ state: Bilingual }),
  ),
  rowColumns: defineProblem(
    'REGISTER_IMPORT_ROW_COLUMNS',
    422,
    '此行有 {found} 列，标题行有 {expected} 列',
    'This row has {found} columns; the headings are {expected}',
  ),
  duplicate: defineProblem(
    'REGISTER_IMPORT_DUPLICATE',
    422,
    '与第 {line} 行的单位代码重复',
    'The same unit code stands on line {line}',
  ),
  required: defineProblem(
    'REGISTER_IMPORT_REQUIRED',
    422,
    '新单位必须填写“{field}”',
    'A new unit needs {field}',
  ),
  fixed: defineProblem(
    'REGISTER_IMPORT_FIXED',
    422,
    '“{field}”与名录中的“{value}”不同，不能通过导入更改',
    '{field} differs from “{value}” in the register and cannot be changed by an import',
  ),
  unitExited: defineProblem(
    'REGISTER_IMPORT_UNIT_EXITED',
    422,
    '单位已于 {date} 退库，不能更改',
    'The unit left the register on {date} and cannot be changed',
  ),
  unitOutside: defineProblem(
    'REGISTER_IMPORT_UNIT_OUTSIDE',
    422,
    '此代码的单位登记在您的管辖范围之外',
    'The unit with this code is registered outside your area',
  ),
  twoUnits: defineProblem(
    'REGISTER_IMPORT_TWO_UNITS',
    422,
    '统一社会信用代码与单位内码分属两个单位',
    'The credit code and the local code belong to two different units',
  ),
  industryFile: defineProblem(
    'REGISTER_INDUSTRY_FILE',
    422,
    '行业分类文件第 {line} 行有误（{problem}），未作任何更改',
    'Line {line} of the classification file is wrong ({problem}); nothing was changed',
  ),
  industryInUse: defineProblem(
    'REGISTER_INDUSTRY_IN_USE',
    409,
    '行业代码 {codes} 仍有单位使用，不能从分类中去掉',
    'Industry codes {codes} are still used by units and cannot leave the classification',
  ),
})
