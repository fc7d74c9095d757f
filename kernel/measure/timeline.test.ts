import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeline, quantile } from './timeline.ts'

const START = Date.parse('2026-11-08T09:00:00Z')

describe('the timeline', () => {
  const at = (seconds: number) => START + seconds * 1_000
  const timeline = () => {
    const clock = { now: START }
    return { clock, line: createTimeline(() => clock.now) }
  }

  it('should tell how often and how long, slot by slot, leaving the one still running out', () => {
    const { clock, line } = timeline()
    for (let index = 0; index < 20; index += 1) line.happened('request', 0.1)
    expect(line.slots('request').every(slot => slot === null)).toBe(true)
    clock.now = at(10)
    line.happened('request', 5)
    const [last] = line.slots('request').slice(-1)
    expect(last).toMatchObject({ count: 20, perSecond: 2 })
    expect(last?.mean).toBeCloseTo(0.1)
    expect(Math.abs((last?.p50 ?? 0) - 0.1)).toBeLessThan(0.015)
  })

  it('should tell no happenings from a time before it began', () => {
    const { clock, line } = timeline()
    clock.now = at(25)
    const slots = line.slots('request')
    expect(slots.slice(-3).map(slot => slot?.count ?? null)).toEqual([null, 0, 0])
    expect(slots.at(-1)?.p95).toBeNull()
  })

  it('should forget what is older than its slots, and take their place for new ones', () => {
    const { clock, line } = timeline()
    line.happened('request', 1)
    clock.now = at(15 * 60)
    line.happened('request', 1)
    clock.now = at(15 * 60 + 10)
    const counts = line.slots('request').map(slot => slot?.count)
    expect(counts.filter(count => count === 1)).toHaveLength(1)
    expect(counts.at(-1)).toBe(1)
    expect(line.frame()).toEqual({ from: new Date(at(15 * 60 + 10 - 890)), seconds: 10 })
  })

  it('should sum up the last minutes, the slot still running among them', () => {
    const { clock, line } = timeline()
    for (const seconds of [0, 60, 200, 299]) {
      clock.now = at(seconds)
      line.happened('request', seconds < 100 ? 0.01 : 2)
    }
    clock.now = at(300)
    expect(line.over('request', 300)).toMatchObject({ count: 3 })
    expect(line.over('request', 60)).toMatchObject({ count: 1 })
    expect(line.over('nothing', 60)).toMatchObject({ count: 0, perSecond: 0, mean: null, p95: null })
  })

  it('should reckon the rate of a young process by how long it has run', () => {
    const { clock, line } = timeline()
    clock.now = at(4)
    for (let index = 0; index < 8; index += 1) line.happened('request', 0.1)
    expect(line.over('request', 300).perSecond).toBeCloseTo(2)
  })

  it('should keep the highest level of a slot, and a gap where nobody looked', () => {
    const { clock, line } = timeline()
    line.stood('lag', 3)
    line.stood('lag', 1)
    clock.now = at(20)
    line.stood('lag', 7)
    clock.now = at(30)
    expect(line.levels('lag').slice(-3)).toEqual([3, null, 7])
  })
})

describe('a quantile', () => {
  it('should lie within a bin of the true one, whatever the durations', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.0015, max: 50, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (durations, share) => {
          const clock = { now: START }
          const line = createTimeline(() => clock.now)
          for (const seconds of durations) line.happened('x', seconds)
          const told = line.over('x', 10)
          const key = { 0.5: 'p50', 0.95: 'p95', 0.99: 'p99' }[share] as 'p50'
          const sorted = durations.toSorted((a, b) => a - b)
          const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
          expect((told[key] as number) / exact).toBeGreaterThan(1 / 1.1501)
          expect((told[key] as number) / exact).toBeLessThan(1.1501)
        },
      ),
    )
  })

  it('should be null of nothing', () => {
    expect(quantile(new Uint32Array(80), 0.5)).toBeNull()
  })
})
