/**
 * Every sentence the engine says to the author of a rule, in Chinese and English, by stable code. A code is
 * never reused for another meaning. `{name}` stands for a detail of the diagnostic.
 */
import type { Locale } from './schema.ts'

export type Severity = 'error' | 'warning'

export type Position = Readonly<{ line: number; column: number; offset: number }>

export type Diagnostic = Readonly<{
  code: DiagnosticCode
  severity: Severity
  /** 1-based, in the text named by `where`. */
  line: number
  column: number
  details: Readonly<Record<string, string>>
  /** The text the position lies in: the ruleset unless a template or a computed cell is named. */
  where?: Readonly<{ template?: string; bindings?: Readonly<Record<string, string>>; cell?: string }>
}>

const catalogue = {
  VTL_CHARACTER: ['出现了不认识的字符“{text}”', 'unexpected character "{text}"'],
  VTL_FULL_WIDTH: [
    '“{text}”是全角符号，请改用半角“{ascii}”',
    '"{text}" is a full-width character, write "{ascii}"',
  ],
  VTL_STRING_OPEN: ['字符串没有结束的双引号', 'the string has no closing quotation mark'],
  VTL_COMMENT_OPEN: ['注释没有结束的 */', 'the comment has no closing */'],
  VTL_NUMBER: [
    '“{text}”不是可用的数：最多 38 位，其中小数最多 18 位',
    '"{text}" is not a usable number: at most 38 digits, 18 of them decimals',
  ],
  VTL_EXPECTED: ['此处应为{expected}，却是{found}', 'expected {expected}, found {found}'],
  VTL_UNSUPPORTED: ['当前版本不支持“{name}”', '"{name}" is not supported in this profile'],
  VTL_TOO_DEEP: ['表达式嵌套过深', 'the expression is nested too deeply'],
  VTL_UNKNOWN_NAME: ['没有名为“{name}”的指标', 'there is no cell named "{name}"'],
  VTL_UNKNOWN_NAME_NEAR: [
    '没有名为“{name}”的指标，是否为“{near}”？',
    'there is no cell named "{name}"; did you mean "{near}"?',
  ],
  VTL_UNKNOWN_DATASET: ['没有名为“{name}”的数据集', 'there is no data set named "{name}"'],
  VTL_UNKNOWN_DATASET_NEAR: [
    '没有名为“{name}”的数据集，是否为“{near}”？',
    'there is no data set named "{name}"; did you mean "{near}"?',
  ],
  VTL_UNKNOWN_MEMBER: ['数据集“{dataset}”里没有“{name}”', 'data set "{dataset}" has no "{name}"'],
  VTL_UNKNOWN_MEMBER_NEAR: [
    '数据集“{dataset}”里没有“{name}”，是否为“{near}”？',
    'data set "{dataset}" has no "{name}"; did you mean "{near}"?',
  ],
  VTL_UNKNOWN_FUNCTION: ['没有名为“{name}”的函数', 'there is no function named "{name}"'],
  VTL_UNKNOWN_FUNCTION_NEAR: [
    '没有名为“{name}”的函数，是否为“{near}”？',
    'there is no function named "{name}"; did you mean "{near}"?',
  ],
  VTL_UNKNOWN_RULESET: ['没有名为“{name}”的规则集', 'there is no ruleset named "{name}"'],
  VTL_ARGUMENTS: [
    '“{name}”需要{expected}个参数，写了{found}个',
    '"{name}" takes {expected} arguments, {found} given',
  ],
  VTL_TYPE: ['“{name}”需要{expected}，却是{found}', '"{name}" needs {expected}, found {found}'],
  VTL_TYPES_DIFFER: [
    '“{name}”两边类型不同：{left}与{right}',
    'the two sides of "{name}" differ in type: {left} and {right}',
  ],
  VTL_CONSTANT: [
    '“{name}”的这个参数必须直接写成常数：{expected}',
    'this argument of "{name}" must be a constant: {expected}',
  ],
  VTL_PATTERN: ['正则表达式不可用：{reason}', 'the pattern cannot be used: {reason}'],
  VTL_SCALE: [
    '“{name}”的结果有 {scale} 位小数，最多 18 位；请先用 round 舍入',
    'the result of "{name}" has {scale} decimals, at most 18 are kept; round an operand first',
  ],
  VTL_NOT_BOOLEAN: ['规则的值必须是真或假，却是{found}', 'a rule must be true or false, this is {found}'],
  VTL_FORMULA_TYPE: [
    '计算指标“{name}”是{expected}，公式却是{found}',
    'computed cell "{name}" is {expected}, its formula gives {found}',
  ],
  VTL_DUPLICATE_RULE: ['规则编号“{name}”重复', 'rule code "{name}" is used twice'],
  VTL_DUPLICATE_NAME: ['“{name}”写了两次', '"{name}" is listed twice'],
  VTL_NOT_IN_SIGNATURE: [
    '“{name}”没有列在规则集的 variable 名单里',
    '"{name}" is not in the variable list of the ruleset',
  ],
  VTL_LEVEL: [
    'errorlevel 只能是 "fatal"、"query" 或 "notice"',
    'errorlevel must be "fatal", "query" or "notice"',
  ],
  VTL_ROWS_MIXED: [
    '一条规则不能同时使用两张变长表的指标:“{left}”与“{right}”',
    'one rule cannot read cells of two variable-row tables: "{left}" and "{right}"',
  ],
  VTL_CIRCULAR: ['计算指标循环引用：{cycle}', 'computed cells refer to each other in a circle: {cycle}'],
  VTL_PLACEHOLDER: ['模板里的“{name}”没有在 over 中给出取值', 'placeholder "{name}" has no values in "over"'],
  VTL_TEMPLATE_SIZE: [
    '模板“{name}”展开后超过 {limit} 条规则',
    'template "{name}" expands to more than {limit} rules',
  ],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>

export type DiagnosticCode = keyof typeof catalogue

/** Words for kinds of tokens and types that appear inside sentences. */
const terms: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  '@end': ['文本结尾', 'the end of the text'],
  '@name': ['名称', 'a name'],
  '@expression': ['表达式', 'an expression'],
  '@string': ['字符串', 'a string'],
  '@number': ['数', 'a number'],
  '@integer': ['整数', 'an integer'],
  '@boolean': ['真或假', 'true or false'],
  '@date': ['日期', 'a date'],
  '@period': ['时期', 'a time period'],
  '@null': ['空值', 'null'],
  '@dateOrPeriod': ['日期或时期', 'a date or a time period'],
  '@constant': ['常数', 'a constant'],
  '@statement': ['规则集定义或赋值语句', 'a ruleset definition or an assignment'],
  '@duration': ['"D"、"W"、"M"、"Q"、"S" 或 "A"', '"D", "W", "M", "Q", "S" or "A"'],
  '@positive': ['大于 0 的整数(不超过 9)', 'an integer from 1 to 9'],
  '@decimals': ['-18 到 18 的整数', 'an integer from -18 to 18'],
  '@regexUnsupported': ['用了不支持的写法“{piece}”', 'it uses "{piece}", which is not supported'],
}

const term = (text: string, column: 0 | 1): string => terms[text]?.[column] ?? text

/** The sentence of a diagnostic in one language, without its position. */
export function messageOf(diagnostic: Diagnostic, locale: Locale): string {
  const column = locale === 'en' ? 1 : 0
  return catalogue[diagnostic.code][column].replace(/\{(\w+)\}/g, (_, key: string) =>
    term(diagnostic.details[key] ?? '', column),
  )
}

/** One line for a person: place, sentence, code. */
export function formatDiagnostic(diagnostic: Diagnostic, locale: Locale): string {
  const { line, column, where, code } = diagnostic
  const scope = [where?.template, where?.cell].filter(Boolean).join(' ')
  const zh = `${scope ? `${scope} ` : ''}第 ${line} 行第 ${column} 列：${messageOf(diagnostic, 'zh-CN')}（${code}）`
  const en = `${scope ? `${scope}, ` : ''}line ${line}, column ${column}: ${messageOf(diagnostic, 'en')} (${code})`
  return locale === 'en' ? en : zh
}

/** Collects diagnostics of one compilation; the text being read may change with templates and formulas. */
export type Reporter = Readonly<{
  add: (
    code: DiagnosticCode,
    at: Position,
    details?: Readonly<Record<string, string>>,
    severity?: Severity,
  ) => void
  all: () => readonly Diagnostic[]
}>

/** @param place maps a position of the text being read to the one the author sees, and names that text. */
export function createReporter(
  place: (at: Position) => Pick<Diagnostic, 'line' | 'column' | 'where'> = at => ({
    line: at.line,
    column: at.column,
  }),
): Reporter {
  const found: Diagnostic[] = []
  return {
    add: (code, at, details = {}, severity = 'error') => {
      found.push(Object.freeze({ code, severity, ...place(at), details: Object.freeze({ ...details }) }))
    },
    all: () => found,
  }
}

/** For tests and documents: every code with both sentences. */
export const diagnosticCodes: readonly DiagnosticCode[] = Object.freeze(
  Object.keys(catalogue) as DiagnosticCode[],
)
