import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { round9 } from '../js/double.ts'
import { thresholdOf } from './thresholds.ts'

const tests = {
  '<': (x: number, c: number) => x < c,
  '<=': (x: number, c: number) => x <= c,
  '>': (x: number, c: number) => x > c,
  '>=': (x: number, c: number) => x >= c,
}

const near = (c: number) =>
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -40, max: 40 }).map(steps => c + steps * 1e-10),
    fc.integer({ min: -40, max: 40 }).map(steps => c * (1 + steps * Number.EPSILON)),
    fc.integer({ min: -9, max: 9 }).map(steps => (c * 1e9 + steps / 2) / 1e9),
  )

const constants = fc.oneof(
  fc.constantFrom(0, -0, 0.3, 1, 200, -0.3, 1e-9, 5e-10, 1e300, -1e300),
  fc.integer().map(whole => whole / 1e9),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

describe('thresholdOf', () => {
  it('should decide as the comparison of the rounded number does', () => {
    const given = constants.chain(c => fc.record({ c: fc.constant(c), x: near(c) }))
    for (const [symbol, holds] of Object.entries(tests)) {
      fc.assert(
        fc.property(given, ({ c, x }) => {
          const found = thresholdOf(symbol, c)
          if (!found || !Number.isFinite(x)) return
          expect(found.symbol === '<=' ? x <= found.bound : x > found.bound).toBe(holds(round9(x), c))
        }),
        { numRuns: 1_000 },
      )
    }
  })

  it('should have no bound for equality', () => {
    expect(thresholdOf('=', 1)).toBeNull()
    expect(thresholdOf('<>', 1)).toBeNull()
  })
})
