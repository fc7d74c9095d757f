/** Labels as they mean the same, whoever wrote them: full-width, spaces, numbering, units in brackets, periods. */
import { firstDay, isPeriod, lastDay, measureOf } from '../../form/index.ts'

const compact = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
const lettersOnly = (text: string) => text.replace(/[^\p{L}\p{N}%]/gu, '')

/** `一、` `(二)` `3.` `其中:` `减:` before a name, and the mark of a part. */
const numbering = /^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、](?!\d)|[#*]+)/u
const opening = /^(?:其中|减|加|ofwhich|less|add)[::]/u

function withoutOpening(text: string): string {
  const shorter = text.replace(numbering, '').replace(opening, '')
  return shorter === text || shorter === '' ? text : withoutOpening(shorter)
}

const brackets = /[(([【〔][^()()[\]【】〔〕]*[))\]】〕]/gu

export type Label = Readonly<{ full: string; bare: string }>

/** `full` keeps what stands in brackets, `bare` drops it; neither is empty unless the text is. */
export function labelOf(text: string): Label {
  const whole = compact(text)
  const named = withoutOpening(whole)
  const full = lettersOnly(named) || lettersOnly(whole) || whole
  return { full, bare: lettersOnly(named.replace(brackets, '')) || full }
}

/** The unit of measure that a label names: `营业收入（万元）`, `单位：元`; undefined where it names none. */
export function unitIn(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const said = [
    ...[...plain.matchAll(/[([【]([^()[\]【】]+)[)\]】]/g)].map(([, inside = '']) => inside),
    /(?:单位|unit):(.+)$/i.exec(plain)?.[1] ?? '',
  ]
  const units = said.map(one => one.replace(/^(?:金额|计量|货币)?单位:/, '').replace(/^人民币/, ''))
  return units.find(unit => measureOf(unit) !== undefined)
}

export type Mark = Readonly<{ year: 'this' | 'last'; span: 'month' | 'ytd' | 'any' }>
export type Head = Readonly<{ mark: Mark | null; rest: string }>

const last = /上年度?|去年|上期/
const same = /同期/
const current = /本年度?|今年/
const cumulative = /(?:年初至今|累计|(?<!\d)0?1-(?:本|当)月)/
const single = /本月|当月/

type Dates = Readonly<{ year: number; month: number }>
function datesOf(period: string): Dates | undefined {
  if (!isPeriod(period)) return undefined
  const [year = 0, month = 0] = lastDay(period).split('-').map(Number)
  return { year, month }
}

/** Takes away what `pattern` finds and says whether it found anything. */
function taken(state: { text: string }, pattern: RegExp): boolean {
  const before = state.text
  state.text = before.replace(new RegExp(pattern.source, 'gu'), ' ')
  return state.text !== before
}

function markIn(state: { text: string }, period: string): Mark | null {
  const dates = datesOf(period)
  const year = dates?.year ?? 0
  const month = dates?.month ?? 0
  const monthly = dates !== undefined && firstDay(period).slice(0, 7) === lastDay(period).slice(0, 7)
  const ytd = dates !== undefined && taken(state, new RegExp(`(?<!\\d)0?1月?-0?${month}月`))
  const yearMonth = (one: number) =>
    new RegExp(
      `(?<!\\d)${one}(?:年0?${month}月份?|-?${String(month).padStart(2, '0')}(?!\\d)|\\.0?${month}(?!\\d))`,
    )
  const lastMonth = dates !== undefined && taken(state, yearMonth(year - 1))
  const thisMonth = dates !== undefined && taken(state, yearMonth(year))
  const lastYear = dates !== undefined && taken(state, new RegExp(`(?<!\\d)${year - 1}(?:年度?|(?!\\d))`))
  const thisYear = dates !== undefined && taken(state, new RegExp(`(?<!\\d)${year}(?:年度?|(?!\\d))`))
  const cumulated = taken(state, cumulative) || ytd
  const earlier = taken(state, last) || lastMonth || lastYear
  const sameMonth = taken(state, /同月/)
  const alike = taken(state, same) || sameMonth
  const own = taken(state, current) || thisYear
  const numbered = monthly && taken(state, new RegExp(`(?<![\\d-])0?${month}月份?`))
  const one = taken(state, single) || numbered || sameMonth || thisMonth || lastMonth
  const now = taken(state, /本期|当期|本季度?/)
  if (!cumulated && !earlier && !alike && !own && !one && !now) return null
  return {
    year: earlier || (alike && !own) ? 'last' : 'this',
    span: cumulated ? 'ytd' : one ? 'month' : 'any',
  }
}

/** Between two ends of a span, in whichever way it is written. */
const dashes = /[\u2010-\u2015\u2212~]+|(?<=\d月?)[至到]/gu

/** Words that a figure's column ends in and that tell nothing. */
const empty = /(?:发生额|金额|余额|数额|合计数|数|额)$/u

/**
 * A column's heads, from the outer to the inner, as what they mean in a period: `10月`, `本月` and `2026年10月` are the
 * same in 2026-M10. Other months stay in `rest`.
 */
export function headOf(texts: readonly string[], period: string): Head {
  const joined = texts.map(text => compact(text).replace(brackets, '') || compact(text)).join('|')
  const state = { text: joined.replace(dashes, '-') }
  const mark = markIn(state, period)
  const rest = state.text
    .split(/[|\s]+/)
    .map(part => lettersOnly(part).replace(empty, ''))
    .join('')
  return { mark, rest: rest === '' && !mark ? lettersOnly(joined) || joined : rest }
}

/** One text for what `headOf` found, to be remembered and compared in a later period. */
export const headText = ({ mark, rest }: Head): string => (mark ? `@${mark.year}/${mark.span} ${rest}` : rest)

const otherMonth = /\d月|\d{4}/

/** How well a column's head fits a heading: 0 not at all, more is better. */
export function headFit(column: Head, heading: Head): number {
  if (!column.mark !== !heading.mark || (!column.mark && column.rest === '')) return 0
  const words = column.rest === heading.rest ? 3 : wordsFit(column.rest, heading.rest)
  if (words === 0 || !column.mark || !heading.mark) return words
  if (column.mark.year !== heading.mark.year) return 0
  if (column.mark.span === heading.mark.span) return words + 3
  return column.mark.span === 'any' || heading.mark.span === 'any' ? words : 0
}

const wordsFit = (a: string, b: string) =>
  otherMonth.test(a) ? 0 : a === '' || b === '' ? 1 : a.endsWith(b) || b.endsWith(a) ? 2 : 0
