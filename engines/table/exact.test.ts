import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExact, roundExact, roundText } from './exact.ts'
import { conversionPower } from './unit-of-measure.ts'

describe('rounding', () => {
  it('should round half away from zero, and never give minus zero', () => {
    const got = (['0.5', '1.25', '-1.25', '-0.04', '2.4', '999.95'] as const).map(text => roundText(text, 1))
    expect(got).toEqual(['0.5', '1.3', '-1.3', '0.0', '2.4', '1000.0'])
    expect(roundText('-0.4', 0)).toBe('0')
    expect(roundText('12345678901234567890.125', 2)).toBe('12345678901234567890.13')
    expect(roundText('12.5', 4)).toBe('12.5000')
  })

  it('should move the point when the unit of measure changes', () => {
    expect(roundText('123456.78', 2, -1)).toBe('12345.68')
    expect(roundText('5', 2, -5)).toBe('0.00')
    expect(roundText('5', 0, 3)).toBe('5000')
  })

  it('should give the same by the short way and by big integers', () => {
    const decimal = fc
      .tuple(fc.bigInt(-(10n ** 17n), 10n ** 17n), fc.integer({ min: 0, max: 6 }))
      .map(([digits, scale]) => roundExact({ n: digits, d: 10n ** BigInt(scale) }, scale))
    const small = fc.integer({ min: 0, max: 6 })
    fc.assert(
      fc.property(decimal, small, fc.integer({ min: -8, max: 3 }), (text, decimals, power) => {
        expect(roundText(text, decimals, power)).toBe(roundExact(parseExact(text), decimals, power))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('units of measure', () => {
  it('should convert by powers of ten within one unit only', () => {
    expect(conversionPower('千元', '万元')).toBe(-1)
    expect(conversionPower('千元', '亿元')).toBe(-5)
    expect(conversionPower('万千瓦时', '亿千瓦时')).toBe(-4)
    expect(conversionPower('元', '千元')).toBe(-3)
    expect(conversionPower('人', '人')).toBe(0)
    expect(conversionPower('吨', '万元')).toBeUndefined()
  })
})
