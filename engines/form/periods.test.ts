import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frequency } from './model.ts'
import {
  comparePeriods,
  firstDay,
  formatPeriod,
  isFirstOfYear,
  isPeriod,
  lastDay,
  nextPeriod,
  parsePeriod,
  periodContains,
  periodOf,
  periodRange,
  previousPeriod,
  shiftPeriod,
  yearAgoPeriod,
} from './periods.ts'

const frequencies: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'T', 'W', 'D']
const day = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 86_400_000, max: Date.UTC(2060, 0, 1) / 86_400_000 })
  .map(n => new Date(n * 86_400_000).toISOString().slice(0, 10))
const period = fc.tuple(day, fc.constantFrom(...frequencies)).map(([d, f]) => periodOf(d, f))

describe('periods', () => {
  it('should parse every frequency and refuse what is no period', () => {
    const good = [
      '2026',
      '2026-S1',
      '2026-Q3',
      '2026-M10',
      '2026-M10-T2',
      '2026-W41',
      '2026-10-05',
      '2026-W53',
    ]
    for (const code of good) expect(parsePeriod(code)?.code).toBe(code)
    const bad = [
      '',
      '26',
      '0026',
      '2026-S3',
      '2026-Q0',
      '2026-M13',
      '2026-M1',
      '2026-M02-T4',
      '2027-W53',
      '2026-02-29',
    ]
    for (const code of bad) expect(parsePeriod(code), code).toBeNull()
    expect(isPeriod('2026-M10', 'M')).toBe(true)
    expect(isPeriod('2026-M10', 'Q')).toBe(false)
  })

  it('should step and look a year back as calendars do', () => {
    expect(previousPeriod('2026-M01')).toBe('2025-M12')
    expect(nextPeriod('2026-Q4')).toBe('2027-Q1')
    expect(previousPeriod('2026-M03-T1')).toBe('2026-M02-T3')
    expect(nextPeriod('2026-W53')).toBe('2027-W01')
    expect(yearAgoPeriod('2026-M10')).toBe('2025-M10')
    expect(yearAgoPeriod('2026-M10-T2')).toBe('2025-M10-T2')
    expect(yearAgoPeriod('2026-W53')).toBe('2025-W52')
    expect(yearAgoPeriod('2024-02-29')).toBe('2023-02-28')
    expect(yearAgoPeriod('2026')).toBe('2025')
    expect(isFirstOfYear('2026-M01')).toBe(true)
    expect(isFirstOfYear('2026-M02')).toBe(false)
  })

  it('should know first and last days', () => {
    expect([firstDay('2026-S2'), lastDay('2026-S2')]).toEqual(['2026-07-01', '2026-12-31'])
    expect([firstDay('2024-M02'), lastDay('2024-M02')]).toEqual(['2024-02-01', '2024-02-29'])
    expect([firstDay('2026-M02-T3'), lastDay('2026-M02-T3')]).toEqual(['2026-02-21', '2026-02-28'])
    expect([firstDay('2026-W41'), lastDay('2026-W41')]).toEqual(['2026-10-05', '2026-10-11'])
    expect([firstDay('2026-W01'), lastDay('2026-W53')]).toEqual(['2025-12-29', '2027-01-03'])
  })

  it('should be written as people write it', () => {
    const zh = ['2026', '2026-S1', '2026-Q3', '2026-M10', '2026-M10-T2', '2026-W41', '2026-10-05'].map(code =>
      formatPeriod(code),
    )
    expect(zh).toEqual([
      '2026年',
      '2026年上半年',
      '2026年第三季度',
      '2026年10月',
      '2026年10月中旬',
      '2026年第41周',
      '2026年10月5日',
    ])
    expect(formatPeriod('2026-M10', 'en')).toBe('October 2026')
    expect(formatPeriod('2026-10-05', 'en')).toBe('5 October 2026')
  })

  it('should hold containment and order', () => {
    expect(periodContains('2026-Q4', '2026-M10')).toBe(true)
    expect(periodContains('2026-Q4', '2026-M09')).toBe(false)
    expect(periodContains('2026-M10', '2026-10-31')).toBe(true)
    expect(['2026-M10', '2026', '2026-Q4', '2025-M12'].sort(comparePeriods)).toEqual([
      '2025-M12',
      '2026',
      '2026-Q4',
      '2026-M10',
    ])
    expect(periodRange('2025-M11', '2026-M02')).toEqual(['2025-M11', '2025-M12', '2026-M01', '2026-M02'])
    expect(periodRange('2026-M02', '2026-M01')).toEqual([])
    expect(() => periodRange('2026-M02', '2026-Q1')).toThrow(RangeError)
    expect(() => firstDay('nonsense')).toThrow(RangeError)
  })

  it('should tile the calendar: each period starts the day after the one before', () => {
    fc.assert(
      fc.property(period, code => {
        const dayAfter = new Date(Date.parse(lastDay(code)) + 86_400_000).toISOString().slice(0, 10)
        return firstDay(nextPeriod(code)) === dayAfter && previousPeriod(nextPeriod(code)) === code
      }),
      { numRuns: 1000 },
    )
  })

  it('should invert shifting and find the period of any of its days', () => {
    fc.assert(
      fc.property(period, fc.integer({ min: -200, max: 200 }), (code, n) => {
        const frequency = parsePeriod(code)!.frequency
        const shifted = shiftPeriod(code, n)
        return (
          shiftPeriod(shifted, -n) === code &&
          Math.sign(comparePeriods(shifted, code)) === Math.sign(n) &&
          periodOf(firstDay(code), frequency) === code &&
          periodOf(lastDay(code), frequency) === code
        )
      }),
      { numRuns: 1000 },
    )
  })
})
