import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shanghaiDay, shanghaiInstant, wallClock } from './shanghai.ts'

describe('the wall clock of Shanghai', () => {
  it('should turn the day at 16:00 UTC, whatever the clock of the machine', () => {
    expect(shanghaiDay(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31')
    expect(shanghaiDay(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01')
    expect(wallClock(new Date('2026-12-31T16:05:59Z'))).toBe('2027-01-01 00:05')
  })

  it('should agree with the time zone database, and read back what it writes', () => {
    const said = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'short',
    })
    // Since 1991-09-15 the zone has kept no summer time.
    const instants = fc.date({
      min: new Date('1992-01-01Z'),
      max: new Date('2100-01-01Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instants, instant => {
        expect(wallClock(instant)).toBe(said.format(instant))
        const [day = '', time] = wallClock(instant).split(' ')
        expect(day).toBe(shanghaiDay(instant))
        const minute = new Date(Math.floor(instant.getTime() / 60_000) * 60_000)
        expect(shanghaiInstant(day, time)).toEqual(minute)
      }),
    )
  })
})
