import { describe, expect, it } from 'vitest'
import { memoryStorage } from '#tests/support/memory-storage.ts'
import { dropAllUnsent, dropUnsent, findUnsent, keepUnsent, unsentOf } from './unsent-work.ts'

describe('work not yet sent', () => {
  it('should be found by its account alone, until it is sent or the account signs out', () => {
    const storage = memoryStorage()
    expect(keepUnsent('county', 'a', { note: '甲' }, storage)).toBe(true)
    keepUnsent('county', 'b', 1, storage)
    keepUnsent('county2', 'a', 2, storage)
    expect(findUnsent('county', 'a', storage)?.work).toEqual({ note: '甲' })
    dropUnsent('county', 'a', storage)
    expect(findUnsent('county', 'a', storage)).toBeNull()
    dropAllUnsent('county', storage)
    expect(findUnsent('county', 'b', storage)).toBeNull()
    expect(findUnsent('county2', 'a', storage)?.work).toBe(2)
  })

  it('should be known to be there by the name somebody signs in with, as the way in takes it', () => {
    const storage = memoryStorage()
    keepUnsent('91430200MA4L000001', 'a', 1, storage)
    expect(unsentOf(' 91430200ma4l000001 ', storage)).toBe('91430200MA4L000001')
    expect(['9143', '', 'county'].map(name => unsentOf(name, storage))).toEqual([null, null, null])
    dropAllUnsent('91430200MA4L000001', storage)
    expect(unsentOf('91430200MA4L000001', storage)).toBeNull()
  })

  it('should be given up after two months, and where it cannot be read or kept', () => {
    const storage = memoryStorage(60)
    keepUnsent('county', 'a', 1, storage)
    expect(findUnsent('county', 'a', storage, Date.now() + 61 * 24 * 3_600_000)).toBeNull()
    expect(keepUnsent('county', 'b', 'x'.repeat(100), storage)).toBe(false)
    storage.setItem('zhitong.unsent/county/c', '{')
    expect(findUnsent('county', 'c', storage)).toBeNull()
  })
})
