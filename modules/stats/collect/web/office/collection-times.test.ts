import { describe, expect, it } from 'vitest'
import { movedDates, timesOf } from './collection-times.ts'

const dates = {
  opensAt: '2026-11-01T00:00:07.000Z',
  closesAt: '2026-11-08T09:59:59.000Z',
  countyAcceptsBy: '2026-11-10T15:59:59.000Z',
  cityAcceptsBy: null,
}

describe('movedDates', () => {
  it('should keep the seconds of every date that was not touched', () => {
    expect(movedDates(timesOf(dates), dates)).toEqual({
      opensAt: dates.opensAt,
      closesAt: dates.closesAt,
      countyAcceptsBy: dates.countyAcceptsBy,
    })
    expect(movedDates({ ...timesOf(dates), closes: '2026-11-09T18:00' }, dates)).toEqual({
      opensAt: dates.opensAt,
      closesAt: '2026-11-09T10:00:00.000Z',
      countyAcceptsBy: dates.countyAcceptsBy,
    })
  })

  it('should leave out a date taken away, and give nothing without a close', () => {
    expect(movedDates({ ...timesOf(dates), countyBy: '' }, dates)).not.toHaveProperty('countyAcceptsBy')
    expect(movedDates({ ...timesOf(dates), closes: '' }, dates)).toBeNull()
  })
})
