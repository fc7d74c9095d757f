import { describe, expect, it } from 'vitest'
import { effectiveScope, readScope } from './use-scope.ts'

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
})
