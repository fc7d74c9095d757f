import { describe, expect, it } from 'vitest'
import { scopedPaths, scopeOfPage } from './page-scopes.ts'
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
})
