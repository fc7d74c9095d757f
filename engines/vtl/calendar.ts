/**
 * Proleptic Gregorian days and SDMX time periods without a clock or a time zone. A date is the count of days
 * since 1970-01-01; years run from 1 to 9999. Day arithmetic after Howard Hinnant, "chrono-compatible
 * low-level date algorithms".
 */

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/

export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

export type CivilDate = Readonly<{ year: number; month: number; day: number }>

export function civilFromDays(days: number): CivilDate {
  const z = days + 719468
  const era = Math.floor(z / 146097)
  const dayOfEra = z - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted + (shifted < 10 ? 3 : -9)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** Days of an ISO date (`2026-10-31`), or null where it is not one. */
export function parseDate(text: string): number | null {
  const match = datePattern.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const real = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return real ? daysFromCivil(year, month, day) : null
}

export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const firstDay = daysFromCivil(1, 1, 1)
const lastDay = daysFromCivil(9999, 12, 31)
const inCalendar = (days: number): number | null => (days >= firstDay && days <= lastDay ? days : null)

const monthsOf: Readonly<Record<string, number>> = { M: 1, Q: 3, S: 6, A: 12 }
/** Steps beyond this leave the calendar anyway. */
export const maxDateSteps = 4_000_000

/** Moves a date by steps of D, W, M, Q, S or A; a day past the month's end becomes its last day. */
export function addToDate(days: number, steps: number, unit: string): number | null {
  if (Math.abs(steps) > maxDateSteps) return null
  if (unit === 'D' || unit === 'W') return inCalendar(days + steps * (unit === 'W' ? 7 : 1))
  const { year, month, day } = civilFromDays(days)
  const months = year * 12 + (month - 1) + steps * (monthsOf[unit] ?? 0)
  const targetYear = Math.floor(months / 12)
  const targetMonth = months - targetYear * 12 + 1
  if (targetYear < 1 || targetYear > 9999) return null
  return daysFromCivil(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)))
}

/** `2026`, `2026-S1`, `2026-Q3`, `2026-M10`, `2026-M10-T2` (ten days), `2026-W41`, `2026-D300`. */
export const periodPattern =
  '\\d{4}(?:-(?:S[12]|Q[1-4]|M(?:0[1-9]|1[0-2])(?:-T[1-3])?|W(?:0[1-9]|[1-4]\\d|5[0-3])|D(?:[0-2]\\d\\d|3[0-5]\\d|36[0-6])))?'
const periodTest = new RegExp(`^(?:${periodPattern})$`)

/** The frequency letter of a period, or null where the text is not a period. */
export function periodIndicator(text: string): string | null {
  if (!periodTest.test(text)) return null
  if (text.length === 4) return 'A'
  return text.length === 11 ? 'T' : text[5]!
}

/** Monday of ISO week 1 is that of the week with 4 January. */
function weekEnd(year: number, week: number): number {
  const fourth = daysFromCivil(year, 1, 4)
  const weekday = (((fourth + 3) % 7) + 7) % 7
  return fourth - weekday + (week - 1) * 7 + 6
}

/** The last day of a period, or null where the text is not a period. */
export function periodEnd(text: string): number | null {
  const indicator = periodIndicator(text)
  const year = Number(text.slice(0, 4))
  if (indicator === null || year < 1) return null
  if (indicator === 'T') {
    const month = Number(text.slice(6, 8))
    const third = Number(text[10])
    return daysFromCivil(year, month, third === 3 ? daysInMonth(year, month) : third * 10)
  }
  const number = Number(text.slice(6))
  if (indicator === 'W') return inCalendar(weekEnd(year, number))
  if (indicator === 'D') return number < 1 ? null : inCalendar(daysFromCivil(year, 1, 1) + number - 1)
  const month = indicator === 'A' ? 12 : number * monthsOf[indicator]!
  return daysFromCivil(year, month, daysInMonth(year, month))
}
