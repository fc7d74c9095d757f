/**
 * Reporting periods (报告期) as SDMX time periods, plus the Chinese ten-day period 旬.
 *
 * A period is written `2026`, `2026-S1`, `2026-Q3`, `2026-M10`, `2026-M10-T2`, `2026-W41` or `2026-10-05`; that
 * text is its identity everywhere. Arithmetic goes through an ordinal: the count of periods of one frequency
 * since year 0 (weeks and days: since 1970), so shifting is addition. Weeks follow ISO 8601. No clock is read.
 */
import type { Frequency, LocalText } from './model.ts'

/** `index` counts from 1 within the year: month 1–12, 旬 1–36, ISO week 1–53, day of the year 1–366. */
export type Period = Readonly<{ code: string; frequency: Frequency; year: number; index: number }>

const DAY = 86_400_000
/** Monday 1970-01-05, from which weeks are counted. */
const FIRST_MONDAY = 4
const perYear = { A: 1, S: 2, Q: 4, M: 12, T: 36 } as const

const two = (n: number) => String(n).padStart(2, '0')
const four = (n: number) => String(n).padStart(4, '0')

function dayNumber(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY)
}

function isoDay(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10)
}

function dayOf(iso: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  if (!match) return null
  const number = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]))
  return isoDay(number) === iso ? number : null
}

/** The week's number since 1970 that starts the ISO year: week 1 holds 4 January. */
function firstWeek(year: number): number {
  return Math.floor((dayNumber(year, 1, 4) - FIRST_MONDAY) / 7)
}

function weeksIn(year: number): number {
  return firstWeek(year + 1) - firstWeek(year)
}

type Shape = readonly [RegExp, Frequency, max: number]
const shapes: readonly Shape[] = [
  [/^(\d{4})$/, 'A', 1],
  [/^(\d{4})-S(\d)$/, 'S', 2],
  [/^(\d{4})-Q(\d)$/, 'Q', 4],
  [/^(\d{4})-M(\d{2})$/, 'M', 12],
  [/^(\d{4})-W(\d{2})$/, 'W', 53],
]

function parseTenDays(text: string): Period | null {
  const match = /^(\d{4})-M(\d{2})-T([123])$/.exec(text)
  const month = Number(match?.[2])
  if (!match || month < 1 || month > 12) return null
  return { code: text, frequency: 'T', year: Number(match[1]), index: (month - 1) * 3 + Number(match[3]) }
}

function parseDay(text: string): Period | null {
  const day = dayOf(text)
  if (day === null) return null
  const year = Number(text.slice(0, 4))
  return { code: text, frequency: 'D', year, index: day - dayNumber(year, 1, 1) + 1 }
}

/** The period a text names, or null when it names none. Years run from 1000 to 9999. */
export function parsePeriod(text: string): Period | null {
  if (!/^[1-9]/.test(text)) return null
  for (const [shape, frequency, max] of shapes) {
    const match = shape.exec(text)
    if (!match) continue
    const year = Number(match[1])
    const index = Number(match[2] ?? 1)
    if (index < 1 || index > (frequency === 'W' ? weeksIn(year) : max)) return null
    return { code: text, frequency, year, index }
  }
  return parseTenDays(text) ?? parseDay(text)
}

export function isPeriod(text: string, frequency?: Frequency): boolean {
  const period = parsePeriod(text)
  return period !== null && (frequency === undefined || period.frequency === frequency)
}

/** As `parsePeriod`, for text already accepted at the edge; throws RangeError where it is not a period. */
export function toPeriod(text: string): Period {
  const period = parsePeriod(text)
  if (!period) throw new RangeError(`not a period: ${text}`)
  return period
}

function ordinal(period: Period): number {
  const { frequency, year, index } = period
  if (frequency === 'W') return firstWeek(year) + index - 1
  if (frequency === 'D') return dayNumber(year, 1, index)
  return year * perYear[frequency] + index - 1
}

function weekCode(week: number): string {
  const year = new Date((week * 7 + FIRST_MONDAY + 3) * DAY).getUTCFullYear()
  return `${four(year)}-W${two(week - firstWeek(year) + 1)}`
}

function ofOrdinal(frequency: Frequency, n: number): string {
  if (frequency === 'W') return weekCode(n)
  if (frequency === 'D') return isoDay(n)
  const size = perYear[frequency]
  return codeOf(frequency, Math.floor(n / size), (((n % size) + size) % size) + 1)
}

function codeOf(frequency: 'A' | 'S' | 'Q' | 'M' | 'T', year: number, index: number): string {
  if (frequency === 'A') return four(year)
  if (frequency === 'M') return `${four(year)}-M${two(index)}`
  if (frequency === 'T') return `${four(year)}-M${two(Math.ceil(index / 3))}-T${((index - 1) % 3) + 1}`
  return `${four(year)}-${frequency}${index}`
}

/** The period `n` periods later (earlier where `n` is negative), of the same frequency. */
export function shiftPeriod(code: string, n: number): string {
  const period = toPeriod(code)
  return ofOrdinal(period.frequency, ordinal(period) + n)
}

export function previousPeriod(code: string): string {
  return shiftPeriod(code, -1)
}

export function nextPeriod(code: string): string {
  return shiftPeriod(code, 1)
}

/** 上年同期: the same place in the year before. Week 53 falls back to 52 and 29 February to the 28th. */
export function yearAgoPeriod(code: string): string {
  const { frequency, year, index } = toPeriod(code)
  if (frequency === 'W') return weekCode(firstWeek(year - 1) + Math.min(index, weeksIn(year - 1)) - 1)
  if (frequency === 'D')
    return code.endsWith('-02-29') ? `${year - 1}-02-28` : `${four(year - 1)}${code.slice(4)}`
  return codeOf(frequency, year - 1, index)
}

/** Whether this is the year's first period of its frequency, where running totals (1—本月) start anew. */
export function isFirstOfYear(code: string): boolean {
  return toPeriod(code).index === 1
}

function bounds(period: Period): readonly [first: number, last: number] {
  const { frequency, year, index } = period
  if (frequency === 'D') return [ordinal(period), ordinal(period)]
  if (frequency === 'W') {
    const monday = ordinal(period) * 7 + FIRST_MONDAY
    return [monday, monday + 6]
  }
  if (frequency === 'T') {
    const month = Math.ceil(index / 3)
    const part = (index - 1) % 3
    const last = part === 2 ? dayNumber(year, month + 1, 0) : dayNumber(year, month, (part + 1) * 10)
    return [dayNumber(year, month, part * 10 + 1), last]
  }
  const months = 12 / perYear[frequency]
  return [dayNumber(year, (index - 1) * months + 1, 1), dayNumber(year, index * months + 1, 0)]
}

/** First calendar day, `YYYY-MM-DD`. */
export function firstDay(code: string): string {
  return isoDay(bounds(toPeriod(code))[0])
}

/** Last calendar day, `YYYY-MM-DD`. */
export function lastDay(code: string): string {
  return isoDay(bounds(toPeriod(code))[1])
}

/** By first day, and the longer period first where both start together; usable in `sort`. */
export function comparePeriods(a: string, b: string): number {
  const [aFirst, aLast] = bounds(toPeriod(a))
  const [bFirst, bLast] = bounds(toPeriod(b))
  return aFirst - bFirst || bLast - aLast
}

/** Whether every day of `inner` (a day or any period) lies in `outer`. */
export function periodContains(outer: string, inner: string): boolean {
  const [outerFirst, outerLast] = bounds(toPeriod(outer))
  const [innerFirst, innerLast] = bounds(toPeriod(inner))
  return outerFirst <= innerFirst && innerLast <= outerLast
}

/** The period of a frequency that holds a day (`YYYY-MM-DD`); throws RangeError where the day does not exist. */
export function periodOf(day: string, frequency: Frequency): string {
  const number = dayOf(day)
  if (number === null) throw new RangeError(`not a day: ${day}`)
  if (frequency === 'D') return day
  if (frequency === 'W') return weekCode(Math.floor((number - FIRST_MONDAY) / 7))
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  if (frequency === 'T') return codeOf('T', year, (month - 1) * 3 + Math.min(Math.ceil(date / 10), 3))
  return codeOf(frequency, year, Math.ceil((month * perYear[frequency]) / 12))
}

/** Every period from one to another, both included; empty where `to` is earlier. Both must share a frequency. */
export function periodRange(from: string, to: string): readonly string[] {
  const first = toPeriod(from)
  const last = toPeriod(to)
  if (first.frequency !== last.frequency) throw new RangeError(`frequencies differ: ${from}, ${to}`)
  const length = ordinal(last) - ordinal(first) + 1
  return Array.from({ length: Math.max(length, 0) }, (_, i) => ofOrdinal(first.frequency, ordinal(first) + i))
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

function words(period: Period): LocalText {
  const { frequency, year, index, code } = period
  const month = frequency === 'T' ? Math.ceil(index / 3) : index
  switch (frequency) {
    case 'A':
      return { 'zh-CN': `${year}年`, en: `${year}` }
    case 'S':
      return { 'zh-CN': `${year}年${'上下'[index - 1]}半年`, en: `H${index} ${year}` }
    case 'Q':
      return { 'zh-CN': `${year}年第${'一二三四'[index - 1]}季度`, en: `Q${index} ${year}` }
    case 'M':
      return { 'zh-CN': `${year}年${month}月`, en: `${months[month - 1]} ${year}` }
    case 'T': {
      const part = (index - 1) % 3
      const days = ['days 1–10', 'days 11–20', 'from day 21'][part]
      return {
        'zh-CN': `${year}年${month}月${'上中下'[part]}旬`,
        en: `${months[month - 1]} ${year}, ${days}`,
      }
    }
    case 'W':
      return { 'zh-CN': `${year}年第${index}周`, en: `Week ${index}, ${year}` }
    case 'D': {
      const [, m, d] = code.split('-').map(Number) as [number, number, number]
      return { 'zh-CN': `${year}年${m}月${d}日`, en: `${d} ${months[m - 1]} ${year}` }
    }
  }
}

/** As people write it: `2026年10月`, `October 2026`. */
export function formatPeriod(code: string, locale: 'zh-CN' | 'en' = 'zh-CN'): string {
  return words(toPeriod(code))[locale] as string
}
