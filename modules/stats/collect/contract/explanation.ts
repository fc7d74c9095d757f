/**
 * Whether an explanation explains. Shared by the browser (as one types) and the server (on submission).
 * Boiler-plate is recognised after everything that carries no meaning is taken away: white space, punctuation,
 * symbols, emoji and repetitions.
 */
export type ExplanationProblem = 'blank' | 'too-short' | 'boiler-plate' | 'repeated' | 'too-long'

export const EXPLANATION_MIN = 5
export const EXPLANATION_MAX = 1_000

// What may stand in a text without saying why: any sequence of these alone is boiler-plate.
const EMPTY_PHRASES = [
  '经核实', '已核实', '核实过', '核实', '经查', '已查', '核对', '核查', '检查', '复核', '确认', '属实', '情况',
  '数据', '数字', '指标', '报表', '填报', '上报', '报送', '本期', '本月', '本单位', '我单位', '我公司', '企业', '公司',
  '单位', '实际', '真实', '准确', '正确', '无误', '无错误', '没有错误', '没有问题', '没问题', '无问题', '无异常',
  '正常', '一切', '以上', '均', '都', '全部', '没有', '有误', '错误', '问题', '异常', '说明', '原因', '解释', '特此', '同意',
  '是的', '如实', '据实', '按实', '审核', '通过', '已', '经', '无', '是', '对', '好', '的', '了', '为', '请', '不', '没', '有', '并', '且',
  '和', '与', '及', '略', '同上', '见上', '测试', '核', '实', '误', '如', '此', '就', '这样', '多次', '再次', '反复', '完全',
] // biome-ignore format: a word list

const EMPTY_WORDS = [
  'checked', 'check', 'verified', 'verify', 'confirmed', 'confirm', 'correct', 'right', 'true', 'ok', 'okay', 'yes', 'no',
  'none', 'nil', 'na', 'n', 'a', 'fine', 'good', 'as', 'above', 'same', 'the', 'is', 'are', 'all', 'data', 'value', 'values',
  'figure', 'figures', 'number', 'numbers', 'and', 'it', 'this', 'reported', 'accurate', 'actual', 'real', 'normal',
  'problem', 'error', 'errors', 'mistake', 'with', 'without', 'been', 'has', 'have', 'we', 'i', 'test', 'not', 'applicable',
] // biome-ignore format: a word list

const chinese = new RegExp(`^(?:${[...EMPTY_PHRASES].sort((a, b) => b.length - a.length).join('|')})+$`, 'u')
const english = new Set(EMPTY_WORDS)

/** Letters, digits and ideographs only, full-width made half-width, lower case; words parted by one space. */
const meaningful = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** `无无无无无` and `abcabcabc` are one unit written again and again. */
const isRepeated = (text: string): boolean => /^(.{1,8}?)\1+.{0,7}$/u.test(text) && new Set(text).size < 5

/**
 * What is wrong with an explanation, or null when it can be taken: at least five characters that carry meaning,
 * not boiler-plate such as 核实无误, not one thing repeated, at most 1,000 characters.
 */
export function explanationProblem(text: string): ExplanationProblem | null {
  if ([...text].length > EXPLANATION_MAX) return 'too-long'
  const words = meaningful(text)
  const joined = words.replaceAll(' ', '')
  if (joined === '') return 'blank'
  if (isBoilerPlate(words, joined)) return 'boiler-plate'
  if ([...joined].length < EXPLANATION_MIN) return 'too-short'
  if (isRepeated(joined) || new Set(joined).size < 3 || /^\p{N}+$/u.test(joined)) return 'repeated'
  return null
}

const isBoilerPlate = (words: string, joined: string): boolean =>
  chinese.test(joined) || words.split(' ').every(word => english.has(word) || chinese.test(word))

/** One finding's key in `explanations`: the rule, and the row where the rule speaks of one. */
export const findingKey = (rule: string, rowKey = ''): string => (rowKey === '' ? rule : `${rule}@${rowKey}`)
