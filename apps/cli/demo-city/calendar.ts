import { firstDay, lastDay, nextPeriod, periodOf, shiftPeriod, toPeriod } from '#engines/form/index.ts'
import { shanghaiDay, shanghaiInstant } from '#kernel/time/shanghai.ts'

export const DAY = 24 * 3_600_000

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)

/** Of two ISO dates or months. */
export const laterOf = (a: string, b: string): string => (a.localeCompare(b) < 0 ? b : a)
export const earlierOf = (a: string, b: string): string => (a.localeCompare(b) < 0 ? a : b)

/** 春节 by the Purple Mountain Observatory; ICU's calendar is a day off in 2027 and 2030, when the new moon falls within minutes of midnight. */
const FESTIVALS: Readonly<Record<number, string>> = Object.fromEntries(
  [
    ...['01-25', '02-12', '02-01', '01-22', '02-10', '01-29', '02-17', '02-06', '01-26', '02-13'],
    ...['02-03', '01-23', '02-11', '01-31', '02-19', '02-08', '01-28', '02-15', '02-04', '01-24'],
  ].map((day, i) => [2020 + i, `${2020 + i}-${day}`]),
)
const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
})

/** The first day of the Chinese calendar's year, between 21 January and 20 February. */
export function springFestival(year: number): string {
  return FESTIVALS[year] ?? lunarNewYear(year)
}

/** By ICU; right in most years. */
export function lunarNewYear(year: number): string {
  let day = `${year}-01-20`
  while (lunar.format(new Date(`${day}T00:00:00Z`)) !== '1/1') day = addDays(day, 1)
  return day
}

const shares = new Map<string, number>()

/** Share of a month's days in the standstill around the Spring Festival: six days before to nine days after. */
export function festivalShare(month: string): number {
  const known = shares.get(month)
  if (known !== undefined) return known
  const share = countFestivalShare(month)
  shares.set(month, share)
  return share
}

function countFestivalShare(month: string): number {
  const { year } = toPeriod(month)
  const from = addDays(springFestival(year), -6)
  const to = addDays(springFestival(year), 9)
  const [first, last] = [firstDay(month), lastDay(month)]
  const start = laterOf(from, first)
  const end = earlierOf(to, last)
  const days = (a: string, b: string) => (Date.parse(b) - Date.parse(a)) / DAY + 1
  return start > end ? 0 : days(start, end) / days(first, last)
}

/** The last full period of a frequency before `now` in Shanghai: the one whose collection is under way. */
export function currentPeriod(now: Date, frequency: 'M' | 'Q'): string {
  return shiftPeriod(periodOf(shanghaiDay(now), frequency), -1)
}

export type Schedule = Readonly<{
  opensAt: Date
  closesAt: Date
  countyAcceptsBy: Date
  cityAcceptsBy: Date
}>

const CLOSING_DAY = { M: 7, Q: 17 } as const

/**
 * Opens on the first of the following month, closes on the 8th (months) or 18th (quarters) at noon. A collection
 * that is to be still open at `now` is moved so that it opened two days ago at the latest and closes in three days
 * at the earliest: the demonstration must be usable on any day of the month.
 */
export function scheduleOf(period: string, openAt: Date | null): Schedule {
  const { frequency } = toPeriod(period)
  const first = firstDay(nextPeriod(period))
  const regular = addDays(first, CLOSING_DAY[frequency as 'M' | 'Q'])
  return openAt ? openNow(first, regular, openAt, 3) : between(shanghaiInstant(first, '08:00'), regular)
}

/** The year whose harvest is counted: from November on the year itself, before that the last one. */
export function harvestYear(now: Date): string {
  const day = shanghaiDay(now)
  return shiftPeriod(periodOf(day, 'A'), day.slice(5) < '11-01' ? -1 : 0)
}

/** From November to the middle of December, and open on any day; it closes after the months and quarters under way. */
export const harvestSchedule = (year: string, now: Date): Schedule =>
  openNow(`${year}-11-01`, `${year}-12-15`, now, 20)

/** Open at `now`, for `atLeast` more days. */
function openNow(first: string, regular: string, now: Date, atLeast: number): Schedule {
  const opening = shanghaiInstant(first, '08:00')
  const latestOpening = new Date(now.getTime() - 2 * DAY)
  const closing = laterOf(regular, addDays(shanghaiDay(now), atLeast))
  return between(opening < latestOpening ? opening : latestOpening, closing)
}

const between = (opensAt: Date, closing: string): Schedule => ({
  opensAt,
  closesAt: shanghaiInstant(closing, '12:00'),
  countyAcceptsBy: shanghaiInstant(addDays(closing, 2), '18:00'),
  cityAcceptsBy: shanghaiInstant(addDays(closing, 4), '18:00'),
})
