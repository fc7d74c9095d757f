import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Progress } from './counts.ts'
import { classesOf, figureOf, progressFigures } from './progress-figures.ts'

const row = (counts: Partial<Progress>) => counts as Progress
const classOf = (figure: (typeof progressFigures)[number], counts: Partial<Progress>) =>
  classesOf(figure)[figureOf(figure, row(counts)).step]!.name

describe('the class of a figure', () => {
  it.each([
    [0, 9, 'low'],
    [49, 100, 'quarter'],
    [50, 100, 'half'],
    [95, 100, 'nearly'],
    [9_999, 10_000, 'nearly'],
    [10_000, 10_000, 'all'],
  ])('should go by the counts, so that all but one is not all: %i of %i', (submitted, owed, name) => {
    expect(classOf('submitted', { submitted, owed })).toBe(name)
  })

  it.each([
    [0, 10_000, 'none'],
    [1, 10_000, 'few'],
    [2, 100, 'some'],
    [25, 100, 'heavy'],
  ])('should tell no trouble from one in ten thousand: %i of %i', (query, owed, name) => {
    expect(classOf('query', { query, owed })).toBe(name)
  })

  it('should grow with the count and be a class there is, for every figure', () => {
    const counts = fc
      .record({
        owed: fc.integer({ min: 0, max: 100_000 }),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ owed, part }) => ({ owed, count: Math.floor(owed * part) }))
    fc.assert(
      fc.property(fc.constantFrom(...progressFigures), counts, (figure, { owed, count }) => {
        const of = (n: number) =>
          figureOf(
            figure,
            row({
              owed,
              submitted: n,
              onTime: n,
              acceptedCounty: n,
              acceptedCity: n,
              returned: n,
              fatal: n,
              query: n,
            }),
          )
        expect(classesOf(figure)[of(count).step]).toBeDefined()
        expect(of(count).count).toBe(count)
        if (count > 0) expect(of(count - 1).step).toBeLessThanOrEqual(of(count).step)
      }),
    )
  })
})
