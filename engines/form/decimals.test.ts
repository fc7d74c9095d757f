import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundDecimal, sumDecimals } from './decimals.ts'

describe('sumDecimals', () => {
  it('should add exactly, whatever the decimals and signs', () => {
    expect(sumDecimals(['0.1', '0.2'])).toBe('0.3')
    expect(sumDecimals(['1', '-1.5', '0.25'])).toBe('-0.25')
    expect(sumDecimals(['999999999999999999', '1'])).toBe('1000000000000000000')
    expect(sumDecimals([])).toBe('0')
  })
})

describe('roundDecimal', () => {
  it('should round a half away from zero', () => {
    expect(roundDecimal('1234.5', 0)).toBe('1235')
    expect(roundDecimal('-1234.5', 0)).toBe('-1235')
    expect(roundDecimal('0.4', 0)).toBe('0')
    expect(roundDecimal('-0.4', 0)).toBe('0')
    expect(roundDecimal('2.345', 2)).toBe('2.35')
    expect(roundDecimal('2.3', 2)).toBe('2.3')
  })

  it('should be nearest, by any count of digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
        fc.integer({ min: 0, max: 4 }),
        (n, scale) => {
          const exact = sumDecimals([`${n}`])
          const thousandth = `${exact.startsWith('-') ? '-' : ''}${exact
            .replace('-', '')
            .padStart(7, '0')
            .replace(/(\d{6})$/, '.$1')}`
          const difference = Number(
            sumDecimals([
              roundDecimal(thousandth, scale),
              thousandth.startsWith('-') ? thousandth.slice(1) : `-${thousandth}`,
            ]),
          )
          expect(Math.abs(difference)).toBeLessThanOrEqual(0.5 * 10 ** -scale)
        },
      ),
    )
  })
})
