/**
 * Every sentence this engine says about a value or a form, by stable code, in both languages.
 * `{name}` stands for a detail given where the problem is raised.
 */

import type { LocalText } from './model.ts'
import { unitText } from './unit-text.ts'

export type Detail = Readonly<Record<string, string | number>>

const valueMessages = {
  NOT_A_NUMBER: ['“{text}”不是数字', '“{text}” is not a number'],
  PERCENT_NOT_EXPECTED: [
    '本格的计量单位是{unit}，不应填写百分数',
    'This cell is measured in {unit}; a percentage is not expected',
  ],
  UNIT_NOT_EXPECTED: [
    '本格没有计量单位，请只填数字，不写“{said}”',
    'This cell has no unit of measure; write the number without “{said}”',
  ],
  UNIT_MISMATCH: [
    '本格的计量单位是{unit}，“{said}”不能换算',
    'This cell is measured in {unit}; “{said}” cannot be converted',
  ],
  UNIT_AMBIGUOUS: [
    '“{said}”可指“{said}{base}”，也可指“{said}”个{unit}；请写全单位，如“{said}{base}”',
    '“{said}” may be said of {base} or of {unit}; write the whole unit, for example “{said}{base}”',
  ],
  UNIT_REMAINDER: [
    '{amount}{from}等于{exact}{unit}，本格最多保留{scale}位小数；没有舍入，请按规定取舍后填写',
    '{amount} {from} is {exact} {unit}, and this cell takes at most {scale} decimal places; nothing was rounded: round it as the rules say and enter it again',
  ],
  TOO_MANY_DECIMALS: ['最多保留{scale}位小数', 'At most {scale} decimal places are allowed'],
  TOO_MANY_DIGITS: [
    '数字太长，整数部分最多{digits}位',
    'The number is too long: at most {digits} digits before the point',
  ],
  BELOW_MINIMUM: ['不应小于{min}', 'Must not be less than {min}'],
  ABOVE_MAXIMUM: ['不应大于{max}', 'Must not be greater than {max}'],
  TOO_LONG: ['最多{max}个字', 'At most {max} characters are allowed'],
  CONTROL_CHARACTER: ['含有不可见的控制字符', 'Contains an invisible control character'],
  PATTERN_MISMATCH: ['“{text}”不符合规定的格式', '“{text}” does not have the required format'],
  NOT_A_DATE: [
    '“{text}”不是有效日期，请按 2026-10-05 填写',
    '“{text}” is not a date; write it as 2026-10-05',
  ],
  NOT_A_BOOLEAN: ['“{text}”不是“是”或“否”', '“{text}” is neither yes nor no'],
  NOT_IN_CODELIST: ['“{text}”不在代码表{codelist}中', '“{text}” is not in the code list {codelist}'],
  CODELIST_MISSING: [
    '这里没有代码表{codelist}，无法核对“{text}”',
    'The code list {codelist} is not to be had here, so “{text}” cannot be checked',
  ],
} as const

const submissionMessages = {
  NOT_AN_OBJECT: ['{path} 应是一个对象', '{path} must be an object'],
  NOT_A_LIST: ['{path} 应是一个列表', '{path} must be a list'],
  UNKNOWN_MEMBER: ['不认识的内容 {path}', 'Unknown member {path}'],
  UNKNOWN_CELL: ['本表没有指标 {cell}', 'This form has no cell {cell}'],
  UNKNOWN_SECTION: ['本表没有可增行的部分 {section}', 'This form has no section of rows {section}'],
  CELL_OUTSIDE_ROWS: ['指标 {cell} 应填在行内', 'Cell {cell} belongs inside a row'],
  CELL_OF_OTHER_SECTION: ['指标 {cell} 不属于 {section}', 'Cell {cell} does not belong to {section}'],
  CLOSED_CELL: ['指标 {cell} 不用填报', 'Cell {cell} is closed'],
  WRONG_TYPE: ['指标 {cell} 的内容类型不对', 'Cell {cell} has content of the wrong type'],
  TOO_MANY_ROWS: ['行数超过{max}行', 'More than {max} rows'],
  DUPLICATE_ROW: ['行“{row}”重复', 'Row “{row}” appears twice'],
  BAD_ROW_KEY: ['第{index}行缺少有效的行代码', 'Row {index} has no valid key'],
  UNKNOWN_ROW: ['“{row}”不在代码表{codelist}中', '“{row}” is not in the code list {codelist}'],
  LOCKED_CELL: [
    '指标 {cell} 由系统带入，不能修改',
    'Cell {cell} is filled in by the system and cannot be changed',
  ],
  REQUIRED: ['“{label}”未填', '“{label}” is not filled in'],
} as const

const pasteMessages = {
  LINE_UNKNOWN: ['第{line}行“{row}”不在目录中', 'Line {line}: “{row}” is not in the list'],
  LINE_AMBIGUOUS: [
    '第{line}行“{row}”的名称与代码不是同一项',
    'Line {line}: the name and the code of “{row}” are not of one item',
  ],
  LINE_REPEATED: ['第{line}行“{row}”前面已有', 'Line {line}: “{row}” stands above already'],
  LINE_TOO_MANY: ['第{line}行“{row}”超过{max}行，放不下', 'Line {line}: “{row}” is beyond {max} rows'],
} as const

const formMessages = {
  YAML_BROKEN: ['YAML 有误：{detail}', 'Broken YAML: {detail}'],
  TOO_LARGE: ['文件太大，最多{max}个字符', 'The file is too large: at most {max} characters'],
  ALIAS_REFUSED: ['不支持 YAML 锚点、别名和标签', 'YAML anchors, aliases and tags are not supported'],
  MISSING: ['缺少 {path}', '{path} is missing'],
  UNKNOWN_KEY: ['不认识的内容 {path}', 'Unknown key {path}'],
  NOT_A_MAP: ['{path} 应写成“名称: 内容”', '{path} must be a mapping'],
  NOT_A_SEQUENCE: ['{path} 应写成列表', '{path} must be a list'],
  NOT_TEXT: ['{path} 应是一段文字', '{path} must be text'],
  NOT_LOCAL_TEXT: [
    '{path} 应是中文，或 [中文, English]',
    '{path} must be Chinese text, or [Chinese, English]',
  ],
  NOT_TRUE_FALSE: ['{path} 应是 true 或 false', '{path} must be true or false'],
  NOT_AN_INTEGER: ['{path} 应是 {min} 到 {max} 的整数', '{path} must be an integer from {min} to {max}'],
  NOT_ONE_OF: ['{path} 应是 {options} 之一', '{path} must be one of {options}'],
  BAD_TYPE: [
    '“{text}”不是值类型，例如 decimal(2)、text(40)、date',
    '“{text}” is no value type; write decimal(2), text(40) or date',
  ],
  BAD_BOUND: [
    '{path} 的上下限应是数字，且下限不大于上限',
    'The bounds of {path} must be numbers, the lower not above the upper',
  ],
  BAD_PATTERN: ['{path} 不是有效的正则表达式', '{path} is not a valid regular expression'],
  BAD_CELLS: [
    '“{text}”不是指标代码的写法，例如 M{1..4}',
    '“{text}” does not name cells; write for example M{1..4}',
  ],
  CELL_COUNT: [
    '宾栏有{expected}列，这里有{found}个指标',
    'The heading has {expected} columns but {found} cells stand here',
  ],
  BAD_CODE: [
    '代码“{text}”只能用字母、数字和下划线，并以字母开头',
    'Code “{text}” may hold only letters, digits and underscores and must start with a letter',
  ],
  UNKNOWN_COLUMN: ['宾栏没有“{key}”这一列', 'The heading has no column “{key}”'],
  DUPLICATE_CELL: ['指标代码 {cell} 用了两次', 'Cell code {cell} is used twice'],
  DUPLICATE_KEY: ['“{key}”在 {path} 中用了两次', '“{key}” is used twice in {path}'],
  NO_CELLS: ['本表没有可填的指标', 'The form has no cell to fill in'],
  UNKNOWN_CODELIST: ['没有代码表“{codelist}”', 'There is no code list “{codelist}”'],
  FORMULA_MISSING: ['计算指标 {cell} 没有公式', 'Computed cell {cell} has no formula'],
  PREFILL_MISSING: ['预填指标 {cell} 没有来源', 'Prefilled cell {cell} has no source'],
  PREFILL_UNKNOWN: [
    '指标 {cell} 的来源 {source} 不在本表中',
    'The source {source} of cell {cell} is not in this form',
  ],
  PREFILL_MISMATCH: [
    '指标 {cell} 与来源 {source} 类型或所在部分不同',
    'Cell {cell} and its source {source} differ in type or section',
  ],
  MARK_MISSING: ['缺少法定标识：{mark}', 'Legal mark missing: {mark}'],
  BAD_MONTH: ['有效期应写成 2027-01', 'The validity must be written as 2027-01'],
  MESSAGE_UNKNOWN_RULE: ['没有规则 {rule}', 'There is no rule {rule}'],
  REASON_UNKNOWN: [
    '规则 {rule} 所列的原因“{reason}”不在 reasons 中',
    'Reason “{reason}” of rule {rule} is not among the reasons',
  ],
  REASON_UNKNOWN_RULE: ['没有规则 {rule}，不能给它列出原因', 'There is no rule {rule} to offer reasons for'],
  REASON_OF_NO_QUERY: [
    '规则 {rule} 不是核实性审核，不会要求说明，所列原因用不上',
    'Rule {rule} is no query, so nobody is asked for a reason',
  ],
} as const

const catalogue = { ...valueMessages, ...submissionMessages, ...pasteMessages, ...formMessages }
export type ValueProblemCode = keyof typeof valueMessages
export type SubmissionProblemCode = keyof typeof submissionMessages | ValueProblemCode
export type FormProblemCode = keyof typeof formMessages
export type MessageCode = keyof typeof catalogue

function filled(sentence: string, detail: Detail): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(detail[name] ?? whole))
}

/** A coded sentence in both languages. */
export function message(code: MessageCode, detail: Detail = {}): LocalText {
  const [zh, en] = catalogue[code]
  const units = ['unit', 'from', 'base'].flatMap(name => {
    const unit = detail[name]
    return typeof unit === 'string' ? [[name, unitText(unit, 'en')] as const] : []
  })
  const english = { ...detail, ...Object.fromEntries(units) }
  return { 'zh-CN': filled(zh, detail), en: filled(en, english) }
}
