import { describe, expect, it } from 'vitest'
import { recentPeriods } from './scope-periods.ts'

describe('recentPeriods', () => {
  it('should offer each frequency in use as a group of its own, newest first', () => {
    const options = recentPeriods('2026-11-27', ['A', 'M', 'Q', 'M'])
    const groups = [...Map.groupBy(options, one => one.group?.en)].map(([name, all]) => [name, all[0]!.value])
    expect(groups).toEqual([
      ['Months', '2026-M11'],
      ['Quarters', '2026-Q4'],
      ['Years', '2026'],
    ])
    expect(options.map(one => one.value)).toContain('2024-M11')
  })

  it('should offer ten-day, weekly, daily and half-yearly periods where forms have them', () => {
    const first = (frequency: string) => recentPeriods('2026-11-27', [frequency])[0]!.value
    expect(['T', 'W', 'D', 'S'].map(first)).toEqual(['2026-M11-T3', '2026-W48', '2026-11-27', '2026-S2'])
  })
})
