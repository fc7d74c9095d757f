import { describe, expect, it } from 'vitest'
import { obeyed, scopedPaths, scopeOfPage } from './page-scopes.ts'
import { screens } from './routes.tsx'

describe('scopes of pages', () => {
  it('should name pages that are there', () => {
    const paths = screens.map(screen => screen.path)
    expect(scopedPaths.filter(path => !paths.includes(path))).toEqual([])
  })

  it('should offer nothing where a page obeys nothing', () => {
    expect(scopeOfPage('system/accounts')).toEqual([])
    expect(scopeOfPage('register/units')).toEqual(['region'])
  })

  it('should go by no part that a page does not obey, though the address carries it along', () => {
    const scope = { programme: 'monthly', period: '2026-M10', subject: 'industry' }
    expect(obeyed(scope, scopeOfPage('tabulate/table'))).toEqual({ period: '2026-M10' })
    expect(obeyed(scope, scopeOfPage('collect/progress'))).toEqual(scope)
  })
})
