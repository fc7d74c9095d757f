import { describe, expect, it } from 'vitest'
import { holds, openedAlong, ownPlace } from './region-path.ts'

const region = (code: string) => ({ code, name: code })
const names = (shown: ReturnType<typeof openedAlong>) => shown.map(one => `${one.depth}:${one.code}`)

describe('ownPlace', () => {
  it('should be the one place of all grants, below the province', () => {
    expect(ownPlace([{ regionCode: '430281000000' }, { regionCode: '430281000000' }])).toBe('430281000000')
    expect(ownPlace([{ regionCode: '430281000000' }, { regionCode: '430202000000' }])).toBeUndefined()
    expect(ownPlace([{ regionCode: '430000000000' }])).toBeUndefined()
    expect(ownPlace([{ regionCode: null }])).toBeUndefined()
    expect(ownPlace([])).toBeUndefined()
  })
})

describe('holds', () => {
  it('should know a region, and those above it, by their digits', () => {
    expect(holds('430200000000', '430281000000')).toBe(true)
    expect(holds('430281000000', '430281000000')).toBe(true)
    expect(holds('430202000000', '430281000000')).toBe(false)
    expect(holds('430281100000', '430281000000')).toBe(false)
  })
})

describe('openedAlong', () => {
  it('should open the levels below each step of the path, and those only', () => {
    const levels = [[region('a'), region('b')], [region('b1'), region('b2')], [region('b2x')]]
    expect(names(openedAlong([], levels))).toEqual(['0:a', '0:b'])
    expect(names(openedAlong([region('b')], levels))).toEqual(['0:a', '0:b', '1:b1', '1:b2'])
    expect(names(openedAlong([region('b'), region('b2')], levels))).toEqual([
      '0:a',
      '0:b',
      '1:b1',
      '1:b2',
      '2:b2x',
    ])
  })

  it('should name a step that no level holds', () => {
    expect(names(openedAlong([region('z')], [[region('a')]]))).toEqual(['0:a', '0:z'])
    expect(names(openedAlong([region('b'), region('b2')], []))).toEqual(['0:b', '1:b2'])
  })
})
