import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals } from './decimals.ts'
import type { ValueType } from './model.ts'
import { formatValue, type ParseContext, parseValue } from './values.ts'

const decimal = (scale: number, min?: string, max?: string): ValueType => ({
  kind: 'decimal',
  scale,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})

function parsed(type: ValueType, text: string, context?: ParseContext) {
  const result = parseValue(type, text, context)
  return 'value' in result ? result.value : result.problem.code
}

describe('decimal values', () => {
  it.each([
    ['1234.5', '1234.50'],
    ['1,234,567.8', '1234567.80'],
    ['1 234', '1234.00'],
    ['12\u00a0345', '12345.00'],
    ['-12.5', '-12.50'],
    ['−12.5', '-12.50'],
    ['+3', '3.00'],
    ['(1,234.50)', '-1234.50'],
    ['(12)', '-12.00'],
    ['-0.00', '0.00'],
    ['.5', '0.50'],
    ['5.', '5.00'],
    ['007', '7.00'],
    ['1.500', '1.50'],
    ['¥1,000', '1000.00'],
    ['1.2E+7', '12000000.00'],
    ['1.25e-1', 'TOO_MANY_DECIMALS'],
    ['\t 8 \n', '8.00'],
    ['12%', '0.12'],
    ['1,2345', 'NOT_A_NUMBER'],
    ['1,5', 'NOT_A_NUMBER'],
    ['12a', 'NOT_A_NUMBER'],
    ['-', 'NOT_A_NUMBER'],
    ['.', 'NOT_A_NUMBER'],
    ['--1', 'NOT_A_NUMBER'],
    ['(-1)', 'NOT_A_NUMBER'],
    ['Infinity', 'NOT_A_NUMBER'],
    ['1.234', 'TOO_MANY_DECIMALS'],
    ['1234567890123456.99', '1234567890123456.99'],
    ['12345678901234567', 'TOO_MANY_DIGITS'],
    ['1e30', 'TOO_MANY_DIGITS'],
    ['1e99', 'TOO_MANY_DIGITS'],
  ])('should read %j at scale 2 as %s', (text, expected) => {
    expect(parsed(decimal(2), text)).toBe(expected)
  })

  it('should read blanks as null', () => {
    for (const text of ['', '  ', '\u3000', '\n']) expect(parsed(decimal(2), text)).toBeNull()
  })

  it('should take a percent sign only where it has a meaning', () => {
    expect(parsed(decimal(1), '12.5%', { unitOfMeasure: '%' })).toBe('12.5')
    expect(parsed(decimal(3), '12.5%')).toBe('0.125')
    expect(parsed(decimal(3), '12.5%', { unitOfMeasure: '千元' })).toBe('PERCENT_NOT_EXPECTED')
    expect(parsed(decimal(1), '8‰', { unitOfMeasure: '‰' })).toBe('8.0')
  })

  it('should hold bounds exactly', () => {
    expect(parsed(decimal(0, '0'), '-1')).toBe('BELOW_MINIMUM')
    expect(parsed(decimal(2, '0', '100'), '100.00')).toBe('100.00')
    expect(parsed(decimal(2, '0', '100'), '100.01')).toBe('ABOVE_MAXIMUM')
    expect(parsed(decimal(0), '123456789012345678')).toBe('123456789012345678')
    expect(parsed(decimal(18), '0.123456789012345678')).toBe('0.123456789012345678')
  })

  it('should say what is wrong in both languages', () => {
    const result = parseValue(decimal(2), '1.234')
    expect('problem' in result && result.problem.message).toEqual({
      'zh-CN': '最多保留2位小数',
      en: 'At most 2 decimal places are allowed',
    })
  })

  it('should read back what it displays, for any number of up to 18 digits', () => {
    const any = fc
      .tuple(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), fc.integer({ min: 0, max: 18 }))
      .map(([n, scale]) => {
        const digits = String(n < 0n ? -n : n).padStart(scale + 1, '0')
        const point = digits.length - scale
        const magnitude = scale ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits
        return { scale, value: n < 0n ? `-${magnitude}` : magnitude }
      })
    fc.assert(
      fc.property(any, ({ scale, value }) => {
        const type = decimal(scale)
        expect(parsed(type, value)).toBe(value)
        expect(parsed(type, formatValue(type, value))).toBe(value)
        expect(compareDecimals(value, value)).toBe(0)
      }),
    )
  })

  it('should answer any text with a canonical value or a problem, and never throw', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0189.,-+()%eE ¥'), maxLength: 25 }),
    )
    fc.assert(
      fc.property(odd, text => {
        const result = parseValue(decimal(2), text)
        if ('value' in result && result.value !== null)
          expect(result.value).toMatch(/^-?(0|[1-9]\d{0,15})\.\d{2}$/)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('other values', () => {
  it('should read dates in the usual spellings and refuse days that do not exist', () => {
    for (const text of ['2026-10-05', '2026/10/5', '2026.10.5', '20261005', '2026年10月5日', '2026-10-05'])
      expect(parsed({ kind: 'date' }, text), text).toBe('2026-10-05')
    for (const text of ['2026-02-30', '2026-10/05', '10/05/2026', 'x', '2026-13-01', '0001-01-01'])
      expect(parsed({ kind: 'date' }, text), text).toBe('NOT_A_DATE')
  })

  it('should read text, measuring characters rather than code units', () => {
    const type: ValueType = { kind: 'text', maxLength: 2 }
    expect(parsed(type, ' 株洲 ')).toBe('株洲')
    expect(parsed(type, '𠮷𠮷')).toBe('𠮷𠮷')
    expect(parsed(type, '株洲市')).toBe('TOO_LONG')
    expect(parsed(type, 'a\u0000')).toBe('CONTROL_CHARACTER')
    expect(parsed(type, '\ud800')).toBe('CONTROL_CHARACTER')
    const pattern: ValueType = { kind: 'text', maxLength: 18, pattern: '[0-9]{3}' }
    expect(parsed(pattern, '123')).toBe('123')
    expect(parsed(pattern, '1234')).toBe('PATTERN_MISMATCH')
  })

  it('should read yes and no', () => {
    expect(['是', 'Yes', '1', 'true'].map(text => parsed({ kind: 'boolean' }, text))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['否', 'no', '0'].map(text => parsed({ kind: 'boolean' }, text))).toEqual([false, false, false])
    expect(parsed({ kind: 'boolean' }, '也许')).toBe('NOT_A_BOOLEAN')
  })

  it('should read codes by code or by a name that only one item has', () => {
    const type: ValueType = { kind: 'code', codelist: 'p' }
    const codelists = () => [
      { code: '01', name: { 'zh-CN': '原煤', en: 'Raw coal' } },
      { code: '02', name: { 'zh-CN': '焦炭' } },
      { code: '03', name: { 'zh-CN': '焦炭' } },
    ]
    expect(parsed(type, '01', { codelists })).toBe('01')
    expect(parsed(type, 'raw coal', { codelists })).toBe('01')
    expect(parsed(type, '焦炭', { codelists })).toBe('NOT_IN_CODELIST')
    expect(parsed(type, '99', { codelists })).toBe('NOT_IN_CODELIST')
    expect(parsed(type, '430211000000')).toBe('CODELIST_MISSING')
    expect(formatValue(type, '01', 'zh-CN', { codelists })).toBe('原煤')
  })
})
