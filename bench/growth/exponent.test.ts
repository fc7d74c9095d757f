import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exponentOf } from './exponent.ts'

it('should find the exponent of any power law, whatever its factor', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 3, noNaN: true }),
      fc.double({ min: 0.001, max: 1_000, noNaN: true }),
      (exponent, factor) => {
        const points = [100, 400, 1_600].map(size => ({ size, cost: factor * size ** exponent }))
        expect(exponentOf(points)).toBeCloseTo(exponent, 6)
      },
    ),
  )
})
