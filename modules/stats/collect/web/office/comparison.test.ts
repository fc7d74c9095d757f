import { describe, expect, it } from 'vitest'
import { changeOf, changeText } from './comparison.ts'

describe('changeOf', () => {
  it('should measure from the size of the value before, whatever its sign', () => {
    expect(changeOf('150', '100')).toBe(50)
    expect(changeOf('50.0', '100.0')).toBe(-50)
    expect(changeOf('50', '-100')).toBe(150)
    expect(changeOf('-200', '-100')).toBe(-100)
  })

  it('should say nothing where there is nothing to measure from', () => {
    expect([
      changeOf('1', '0'),
      changeOf(null, '1'),
      changeOf('1', null),
      changeOf(true, '1'),
      changeOf('', '1'),
    ]).toEqual([null, null, null, null, null])
  })
})

describe('changeText', () => {
  it('should carry its sign, and no sign for nought', () => {
    expect([12.34, -4, 0.04, -0.04, null, 123_456, -99_999].map(changeText)).toEqual([
      '+12.3%',
      '-4.0%',
      '0.0%',
      '0.0%',
      '',
      '>+9999%',
      '<-9999%',
    ])
  })
})
