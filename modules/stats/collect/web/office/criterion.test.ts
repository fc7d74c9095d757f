import { describe, expect, it } from 'vitest'
import { codesOfText } from './criterion.ts'

describe('codesOfText', () => {
  it('should take codes however they are parted, once each, and name what is none', () => {
    const pattern = /^([A-Z]|[0-9]{2,4})$/
    expect(codesOfText('b，C、13;13  1311 1', pattern)).toEqual({
      codes: ['B', 'C', '13', '1311'],
      wrong: ['1'],
    })
    expect(codesOfText('  ', pattern)).toEqual({ codes: [], wrong: [] })
  })
})
