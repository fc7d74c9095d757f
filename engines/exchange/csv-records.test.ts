import { describe, expect, it } from 'vitest'
import { decodeText, recordsOf } from './csv-records.ts'

describe('decodeText', () => {
  it('should not take a character cut off at the end for another encoding', () => {
    const whole = new TextEncoder().encode('单位,产值')
    expect(decodeText(whole.subarray(0, whole.length - 1)).encoding).toBe('utf-8')
  })
})

describe('recordsOf', () => {
  it('should keep separators, quotes and line ends that stand inside quotes', () => {
    expect(recordsOf('"a,b","c""d","e\nf"\r\n1,2,3\n4,5,6', ',', 2)).toEqual([
      ['a,b', 'c"d', 'e\nf'],
      ['1', '2', '3'],
    ])
  })
})
