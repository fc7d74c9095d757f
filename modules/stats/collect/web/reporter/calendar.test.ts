import { describe, expect, it } from 'vitest'
import { dueByDay, isMonth, monthOf, shiftMonth, weeksOf } from './calendar.ts'
import { calendarFile } from './calendar-file.ts'
import type { Report } from './words.ts'

describe('a month of deadlines', () => {
  it('should be whole weeks from Monday', () => {
    const november = weeksOf('2026-11')
    expect(november.map(week => `${week[0]} ${week[6]}`)).toEqual([
      '2026-10-26 2026-11-01',
      '2026-11-02 2026-11-08',
      '2026-11-09 2026-11-15',
      '2026-11-16 2026-11-22',
      '2026-11-23 2026-11-29',
      '2026-11-30 2026-12-06',
    ])
    expect(weeksOf('2027-02').length).toBe(4)
    expect(weeksOf('2028-02').flat()).toContain('2028-02-29')
  })

  it('should go over the years and take no month that is none', () => {
    expect([shiftMonth('2026-12', 1), shiftMonth('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
    expect(['2026-11', '2026-13', '2026-1', '0000-01', ''].map(isMonth)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('should count days by the clock of the office, wherever the device is', () => {
    const due = (dueAt: string) => ({ window: { dueAt } }) as Report
    const days = dueByDay([due('2026-11-30T16:30:00Z'), due('2026-11-30T15:59:59Z')])
    expect([...days.keys()]).toEqual(['2026-11-30', '2026-12-01'])
    expect(monthOf('2026-11-30T16:30:00Z')).toBe('2026-12')
  })
})

describe('deadlines for a calendar of one’s own', () => {
  const deadline = {
    id: '25-631@zhitong',
    summary: 'B204-1 工业产销总值及主要产品产量，2026年10月；截止',
    description: 'a;b,c\\d\ne',
    url: 'https://zhitong.example/reports/25/631',
    at: '2026-11-08T09:00:00.000Z',
  }
  const file = calendarFile([deadline], Date.parse('2026-11-01T00:00:00Z'))
  const lines = file.split('\r\n')

  it('should be an event at the deadline, in UTC, with a reminder the day before', () => {
    for (const line of [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'UID:25-631@zhitong',
      'DTSTAMP:20261101T000000Z',
      'DTSTART:20261108T090000Z',
      'TRIGGER:-P1D',
      'END:VCALENDAR',
    ])
      expect(lines).toContain(line)
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  it('should escape what would end a text and fold long lines at 75 octets without cutting a character', () => {
    expect(lines).toContain('DESCRIPTION:a\\;b\\,c\\\\d\\ne')
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    const unfolded = calendarFile([{ ...deadline, summary: '表'.repeat(100) }], 0).replaceAll('\r\n ', '')
    expect(unfolded).toContain(`SUMMARY:${'表'.repeat(100)}\r\n`)
  })

  it('should be a calendar of nothing where nothing is due', () => {
    expect(calendarFile([], 0)).not.toContain('VEVENT')
  })
})
