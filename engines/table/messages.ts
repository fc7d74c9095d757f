/** Every diagnostic of a tabulation spec, in both languages, with the place in the spec it speaks of. */

export type TabulationDiagnostic = Readonly<{
  code: keyof typeof texts
  /** JSON pointer into the spec, e.g. `/columns/2/measure/of`. */
  path: string
  message: Readonly<{ 'zh-CN': string; en: string }>
}>

type Text = readonly [zh: string, en: string]

const texts = {
  TABLE_NO_COLUMNS: ['汇总表没有可显示的指标列', 'the tabulation has no column to show'],
  TABLE_NO_PERIOD: ['没有指定报告期', 'no period is given'],
  TABLE_NO_EDITION: ['没有指定行政区划版本', 'no region edition is given'],
  TABLE_BAD_PERIOD: ['“{0}”不是有效的报告期', '"{0}" is not a time period'],
  TABLE_MIXED_FREQUENCY: ['报告期“{0}”与“{1}”频度不同', 'periods "{0}" and "{1}" differ in frequency'],
  TABLE_PERIOD_ORDER: ['报告期应从早到晚且不重复:“{0}”', 'periods must ascend without repeats: "{0}"'],
  TABLE_PERIODS_NOT_CONSECUTIVE: [
    '多个报告期合并计算环比时,报告期必须连续',
    'growth on the last period over several periods needs consecutive periods',
  ],
  TABLE_UNKNOWN_PATH: ['汇总表中没有这一行或这一列', 'the tabulation has no such row or column'],
  TABLE_UNKNOWN_COLUMN: ['数据源中没有列“{0}”', 'the source has no column "{0}"'],
  TABLE_NOT_NUMERIC: ['列“{0}”不是数值', 'column "{0}" is not a number'],
  TABLE_NOT_CODE: ['列“{0}”不能作为分组', 'column "{0}" cannot be grouped by'],
  TABLE_BAD_LITERAL: ['“{1}”不是列“{0}”的有效值', '"{1}" is not a value of column "{0}"'],
  TABLE_BAD_PREDICATE: ['条件写法有误', 'the condition is malformed'],
  TABLE_UNKNOWN_DIMENSION: ['没有“{0}”这种分组', 'there is no dimension "{0}"'],
  TABLE_UNKNOWN_LEVEL: ['“{0}”没有层级“{1}”', '"{0}" has no level "{1}"'],
  TABLE_LEVEL_ORDER: [
    '“{0}”的层级应从上到下且不重复',
    'levels of "{0}" must run from upper to lower without repeats',
  ],
  TABLE_NO_LEVEL: ['“{0}”没有选择层级', '"{0}" has no level'],
  TABLE_REPEATED_DIMENSION: ['分组“{0}”用了两次', 'dimension "{0}" is used twice'],
  TABLE_DUPLICATE_KEY: ['键“{0}”重复', 'key "{0}" is used twice'],
  TABLE_UNKNOWN_MEASURE: ['没有键为“{0}”的指标列', 'there is no column with key "{0}"'],
  TABLE_UNKNOWN_KIND: ['没有“{0}”这种指标', 'there is no measure kind "{0}"'],
  TABLE_UNKNOWN_STATE: ['没有“{0}”这种报表状态', 'there is no report state "{0}"'],
  TABLE_CIRCULAR_MEASURE: ['指标循环引用:{0}', 'measures refer to one another in a circle: {0}'],
  TABLE_SHARE_NOT_ADDITIVE: [
    '“{0}”不可加总,不能计算比重',
    '"{0}" does not add up, so a share of it has no meaning',
  ],
  TABLE_NESTED_BASIS: [
    '“{0}”本身已引用其他报告期,不能再计算同比或环比',
    '"{0}" already looks at another period, so it cannot be compared once more',
  ],
  TABLE_SHARE_WITHOUT_ACROSS: ['没有列分组,不能计算列内比重', 'a share across needs a column dimension'],
  TABLE_UNIT_CONVERSION: ['不能由“{0}”换算为“{1}”', 'cannot convert "{0}" to "{1}"'],
  TABLE_BAD_DECIMALS: ['小数位数应为 0 至 12 的整数', 'decimals must be a whole number from 0 to 12'],
  TABLE_BAD_DISCLOSURE: [
    '保密规则有误:最少单位数应为不小于 1 的整数,n 应为 1 至 5,k 应在 0 与 100 之间',
    'bad disclosure rule: minContributors must be a whole number from 1, n from 1 to 5, k between 0 and 100',
  ],
} as const satisfies Record<string, Text>

/** Builds one diagnostic; `{0}`, `{1}` in the texts take `values` in order. */
export const diagnostic = (
  code: keyof typeof texts,
  path: string,
  ...values: readonly string[]
): TabulationDiagnostic => {
  const fill = (text: string) => text.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '')
  const [zh, en] = texts[code]
  return { code, path, message: { 'zh-CN': fill(zh), en: fill(en) } }
}
