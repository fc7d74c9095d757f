import { formatPeriod, periodRange, shiftPeriod } from '#engines/form/index.ts'
import { listRegions } from '#modules/ops/access/contract.ts'
import { subjects } from '#modules/stats/collect/web/office/subjects.ts'
import { useRead } from '#ui/api/queries.ts'
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

const subjectOptions = Object.entries(subjects).map(([value, label]): ScopeOption => ({ value, label }))

/** The counties of the city; public knowledge for everyone signed in. */
function useCounties(signedIn: boolean): readonly ScopeOption[] {
  const city = useRead(listRegions, {}, { enabled: signedIn, staleTime: 3_600_000 })
  const parent = city.data?.regions[0]?.code
  const counties = useRead(
    listRegions,
    { query: { limit: 200, ...(parent && { parent }) } },
    { enabled: signedIn && parent !== undefined, staleTime: 3_600_000 },
  )
  return (counties.data?.regions ?? []).map(({ code, name }) => ({
    value: code,
    label: { 'zh-CN': name },
  }))
}

/** What the scope bar offers; dimensions without options do not appear. */
export function useScopeOptions(signedIn: boolean): ScopeOptions {
  const region = useCounties(signedIn)
  return signedIn ? { period: recentPeriods(formatDate(Date.now())), region, subject: subjectOptions } : {}
}
