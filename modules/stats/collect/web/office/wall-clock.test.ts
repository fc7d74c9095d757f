import { describe, expect, it } from 'vitest'
import { instantOf, laterAt, localOf } from './wall-clock.ts'

describe('wall clock fields', () => {
  it('should take what was typed as Beijing time and give it back unchanged', () => {
    expect(instantOf('2026-11-08T17:00')).toBe('2026-11-08T09:00:00.000Z')
    expect(localOf(instantOf('2026-11-08T00:30')!)).toBe('2026-11-08T00:30')
  })

  it('should refuse what is no time', () => {
    expect([instantOf(''), instantOf('2026-13-40T99:00'), instantOf('tomorrow')]).toEqual([null, null, null])
  })

  it('should suggest the end of a working day by the day in Beijing', () => {
    expect(laterAt(Date.parse('2026-11-08T20:00:00Z'), 2)).toBe('2026-11-11T18:00')
  })
})
