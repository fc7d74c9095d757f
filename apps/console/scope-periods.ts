/** The periods the scope bar offers: those of the frequencies that forms in scope are reported at, newest first. */
import { type Frequency, formatPeriod, periodOf, periodRange, shiftPeriod } from '#engines/form/index.ts'
import { textIn } from '#ui/i18n/text.ts'
import type { ScopeOption } from '#ui/scope/scope-bar.tsx'
import { consoleText } from './locale/text.ts'

const order: readonly Frequency[] = ['M', 'Q', 'A', 'S', 'T', 'W', 'D']
/** How many are offered: two months of days, a year of weeks and ten-day periods, two years of months, three or more of the rest. */
const LENGTH: Readonly<Record<Frequency, number>> = { A: 6, S: 6, Q: 12, M: 25, T: 37, W: 53, D: 62 }

export function recentPeriods(today: string, frequencies: Iterable<string>): readonly ScopeOption[] {
  const wanted = new Set(frequencies)
  return order
    .filter(frequency => wanted.has(frequency))
    .flatMap(frequency => {
      const last = periodOf(today, frequency)
      const group = {
        'zh-CN': textIn(consoleText, 'zh-CN')(`scope.frequency.${frequency}`),
        en: textIn(consoleText, 'en')(`scope.frequency.${frequency}`),
      }
      return periodRange(shiftPeriod(last, 1 - LENGTH[frequency]), last)
        .toReversed()
        .map(value => ({
          value,
          label: { 'zh-CN': formatPeriod(value, 'zh-CN'), en: formatPeriod(value, 'en') },
          group,
        }))
    })
}
