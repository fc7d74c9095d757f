/**
 * Whether an explanation explains. Shared by the browser (as one types) and the server (on submission).
 * Boiler-plate is recognised after everything that carries no meaning is taken away: white space, punctuation,
 * symbols, emoji and repetitions.
 */
import {
  addressOf,
  type Explanation,
  type FormSpec,
  type Reason,
  reasonsFor,
  saidReason,
  saidText,
} from '#engines/form/index.ts'
import { EMPTY_PHRASES, EMPTY_WORDS } from './empty-phrases.ts'

export type ExplanationProblem = 'blank' | 'too-short' | 'boiler-plate' | 'repeated' | 'too-long'

/** Also what concerns the reason, where the form has a list of them. */
export type FindingExplanationProblem =
  | ExplanationProblem
  | 'no-reason'
  | 'unknown-reason'
  | 'reason-repeated'

export const EXPLANATION_MIN = 5
export const EXPLANATION_MAX = 1_000

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
  if (isBoilerPlate(words)) return 'boiler-plate'
  if ([...joined].length < EXPLANATION_MIN) return 'too-short'
  if (isRepeated(joined) || new Set(joined).size < 3 || /^\p{N}+$/u.test(joined)) return 'repeated'
  return null
}

/**
 * What is wrong with what was said of a rule's finding, or null: a reason of those it offers and a text that says more
 * than the reason; the text alone where it offers none.
 */
export function findingExplanationProblem(
  spec: FormSpec,
  rule: string,
  said: Explanation,
): FindingExplanationProblem | null {
  const offered = reasonsFor(spec, rule)
  const code = saidReason(said)
  const reason = offered.find(one => one.code === code)
  if (code !== null && !reason) return 'unknown-reason'
  const problem = explanationProblem(saidText(said))
  if (!reason && offered.length > 0 && (problem === null || problem === 'blank')) return 'no-reason'
  return problem ?? (reason && repeatsReason(saidText(said), reason) ? 'reason-repeated' : null)
}

/** Whether nothing is left of a text but what joins sentences once the reason's words, whole or in part, are taken out. */
function repeatsReason(text: string, { name }: Reason): boolean {
  const words = Object.values(name)
    .flatMap(one => [meaningful(one), ...one.split(/[、,，/和或]| or | and /u).map(meaningful)])
    .filter(part => part.length > 1)
    .toSorted((a, b) => b.length - a.length)
  const left = words
    .reduce((rest, part) => rest.replaceAll(part, ' '), meaningful(text))
    .replace(/因为|由于|导致|所致|引起|造成|因/gu, ' ')
    .split(' ')
    .filter(word => !emptyWords.has(word) && !JOINING.has(word))
    .map(withoutPhrases)
    .join('')
  return new Set(left).size < 2
}

const JOINING: ReadonlySet<string> = new Set([
  'because',
  'due',
  'to',
  'of',
  'owing',
  'reason',
  'by',
  'caused',
])

const phrases: ReadonlySet<string> = new Set(EMPTY_PHRASES)
const emptyWords: ReadonlySet<string> = new Set(EMPTY_WORDS)
const longest = Math.max(...EMPTY_PHRASES.map(phrase => phrase.length))

/** What is left of a word when empty phrases are taken out, the longest first at each place. */
function withoutPhrases(word: string): string {
  let left = ''
  for (let at = 0; at < word.length; ) {
    let length = Math.min(longest, word.length - at)
    while (length > 0 && !phrases.has(word.slice(at, at + length))) length -= 1
    if (length === 0) left += word[at]
    at += Math.max(length, 1)
  }
  return left
}

/** Boiler-plate with a stray character (核实无误啊) or with digits alone (已核实123) is still boiler-plate. */
function isBoilerPlate(words: string): boolean {
  const left = words
    .split(' ')
    .filter(word => !emptyWords.has(word))
    .map(withoutPhrases)
    .join('')
    .replace(/\p{N}+/gu, '')
  return new Set(left).size < 2 && words !== left
}

/** One finding's key in `explanations`: the rule, and the row where the rule speaks of one. */
export const findingKey = (rule: string, rowKey = ''): string => (rowKey === '' ? rule : `${rule}@${rowKey}`)

/** The row that a kept finding speaks of. `REQUIRED` is kept by cell (`M13`, `P01@row`), other rules by row. */
export const rowOfFinding = (finding: Readonly<{ rule: string; rowKey: string }>): string | undefined =>
  finding.rule === 'REQUIRED' ? addressOf(finding.rowKey).row : finding.rowKey || undefined
