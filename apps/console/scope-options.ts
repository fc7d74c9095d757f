import { formatPeriod, periodRange, shiftPeriod } from '#engines/form/index.ts'
import { formatDate } from '#ui/i18n/format.ts'
import type { ScopeOption, ScopeOptions } from '#ui/scope/scope-bar.tsx'

const bilingual = (value: string): ScopeOption => ({
  value,
  label: { 'zh-CN': formatPeriod(value, 'zh-CN'), en: formatPeriod(value, 'en') },
})

/** The last 24 months, the last 8 quarters and the last 3 years, newest first. */
export function recentPeriods(today: string): readonly ScopeOption[] {
  const [year, month] = today.split('-').map(Number) as [number, number]
  const latest = [
    [`${year}-M${String(month).padStart(2, '0')}`, 24],
    [`${year}-Q${Math.ceil(month / 3)}`, 8],
    [`${year}`, 3],
  ] as const
  return latest.flatMap(([last, count]) =>
    periodRange(shiftPeriod(last, 1 - count), last)
      .toReversed()
      .map(bilingual),
  )
}

/** What the scope bar offers; dimensions without options do not appear. */
export function useScopeOptions(signedIn: boolean): ScopeOptions {
  return signedIn ? { period: recentPeriods(formatDate(Date.now())) } : {}
}
