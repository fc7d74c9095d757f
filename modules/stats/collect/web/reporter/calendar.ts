/** Months of days for the reporter's deadlines; a month is `2026-11`, a day `2026-11-27`, both of the office's clock. */
import { formatDate } from '#ui/i18n/format.ts'
import type { Report } from './words.ts'

const DAY = 86_400_000
const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10)

export const isMonth = (text: string): boolean => /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(text)
export const monthOf = (instant: string | number): string => formatDate(instant).slice(0, 7)

export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/** Whole weeks from Monday that cover the month. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = Date.parse(`${month}-01T00:00:00Z`)
  const after = Date.parse(`${shiftMonth(month, 1)}-01T00:00:00Z`)
  const weeks: string[][] = []
  for (let day = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY; day < after; day += 7 * DAY)
    weeks.push(Array.from({ length: 7 }, (_, at) => dayText(day + at * DAY)))
  return weeks
}

/** Reports under the day that they are due, the earliest first. */
export function dueByDay(reports: readonly Report[]): ReadonlyMap<string, readonly Report[]> {
  const sorted = reports.toSorted((a, b) => Date.parse(a.window.dueAt) - Date.parse(b.window.dueAt))
  const days = new Map<string, Report[]>()
  for (const report of sorted) {
    const day = formatDate(report.window.dueAt)
    days.set(day, [...(days.get(day) ?? []), report])
  }
  return days
}
