import { describe, expect, it } from 'vitest'
import { effectiveScope, placeOf, readScope, rescoped } from './use-scope.ts'

describe('scope', () => {
  it('should take known, non-empty text only', () => {
    const source: Record<string, unknown> = {
      programme: 'monthly',
      period: '',
      region: 4302,
      subject: 'industry',
    }
    expect(readScope(key => source[key])).toEqual({ programme: 'monthly', subject: 'industry' })
  })

  it('should let the address win as a whole so that a shared link shows the same page', () => {
    const kept = { period: '2026-M09', subject: 'industry' }
    expect(effectiveScope({ period: '2026-M10' }, kept)).toEqual({ period: '2026-M10' })
    expect(effectiveScope({}, kept)).toBe(kept)
  })

  it('should stand where one has drilled to, else in the region of the scope', () => {
    const scope = { region: '430281000000' }
    expect(placeOf(new URLSearchParams('at=430281108000'), scope)).toBe('430281108000')
    expect(placeOf(new URLSearchParams('at=13.3074'), scope)).toBe('430281000000')
    expect(placeOf(new URLSearchParams(), {})).toBeUndefined()
  })

  it('should leave behind what was chosen within a part of the scope that is chosen anew, and only that', () => {
    const from = { period: '2026-M09', region: '430200000000' }
    const address = new URLSearchParams({
      ...from,
      at: '430202000000',
      collection: '7',
      page: '3',
      states: 'owed',
    })
    const under = (change: Readonly<Record<string, string | undefined>>) =>
      Object.fromEntries(rescoped(address, from, change))
    expect(under({ region: '430281000000' })).toEqual({
      period: '2026-M09',
      region: '430281000000',
      collection: '7',
      states: 'owed',
    })
    expect(under({ region: from.region })).not.toHaveProperty('at')
    expect(under({ period: undefined })).toEqual({
      region: '430200000000',
      at: '430202000000',
      states: 'owed',
    })
  })
})
