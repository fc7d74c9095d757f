import { describe, expect, it } from 'vitest'
import {
  areaPath,
  dotPath,
  highestOf,
  linePath,
  roundBinaryTop,
  roundTop,
  scaleMarks,
} from './sparkline-path.ts'

describe('the geometry of a sparkline', () => {
  it('should end at a round number that nothing exceeds', () => {
    expect([0.83, 1, 1.2, 3, 7, 60, 0.0301, 200].map(value => roundTop(value, 0))).toEqual([
      1, 1, 2, 5, 10, 100, 0.05, 200,
    ])
    expect(roundTop(0)).toBe(1)
    expect(roundTop(0.2, 1)).toBe(1)
    expect(roundTop(Number.NaN, 3)).toBe(3)
    expect([0, 3, 4, 1_000].map(value => roundBinaryTop(value, 2))).toEqual([2, 4, 4, 1_024])
  })

  it('should find the highest of all lines, and nothing in no values', () => {
    expect(
      highestOf([
        [1, null],
        [null, 4, 2],
      ]),
    ).toBe(4)
    expect(highestOf([[null], []])).toBe(0)
  })

  it('should go from left to right, with the base at the bottom', () => {
    expect(linePath([0, 5, 10], 10)).toBe('M0 100L50 50L100 0')
    expect(areaPath([0, 5, 10], 10)).toBe('M0 100L0 100L50 50L100 0L100 100Z')
  })

  it('should leave a gap where nothing is known, and a dot between two gaps', () => {
    expect(linePath([10, 10, null, 0, null], 10)).toBe('M0 0L25 0')
    expect(dotPath([10, 10, null, 0, null], 10)).toBe('M75 100h0')
    expect(areaPath([10, 10, null, 0, null], 10)).toBe('M0 100L0 0L25 0L25 100Z')
    expect(linePath([null, null], 10)).toBe('')
  })

  it('should mark a scale at round amounts, with nought among them and what lies below it', () => {
    expect(scaleMarks([[12_300, null, 84_100]])).toEqual([0, 50_000, 100_000])
    expect(scaleMarks([[-40, 90]])).toEqual([-50, 0, 50, 100])
    expect(scaleMarks([[0.1, 0.29]])).toEqual([0, 0.1, 0.2, 0.3])
    expect(scaleMarks([[-7]])).toEqual([-10, -5, 0])
    expect(scaleMarks([[0, null]])).toEqual([0, 1])
    expect(linePath([-50, 100], 100, -50)).toBe('M0 100L100 0')
  })

  it('should not draw outside its box', () => {
    expect(linePath([20, -5], 10)).toBe('M0 0L100 100')
  })
})
