import { describe, expect, it } from 'vitest'
import { effectiveScope, readScope, rescoped } from './use-scope.ts'

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

  it('should leave behind what was chosen within the scope before, and only that', () => {
    const from = { period: '2026-M09', region: '430200000000' }
    const address = new URLSearchParams({
      ...from,
      at: '430202000000',
      collection: '7',
      page: '3',
      states: 'owed',
    })
    const under = (to: Readonly<Record<string, string>>) => Object.fromEntries(rescoped(address, from, to))
    expect(under({ ...from, region: '430281000000' })).toEqual({
      period: '2026-M09',
      region: '430281000000',
      collection: '7',
      states: 'owed',
    })
    expect(under({ region: '430200000000' })).toEqual({
      region: '430200000000',
      at: '430202000000',
      states: 'owed',
    })
  })
})
