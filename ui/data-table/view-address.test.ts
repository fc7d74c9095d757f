import { describe, expect, it } from 'vitest'
import { changedAddress } from '../scope/use-address.ts'
import { addressOfView, openingOf } from './view-address.ts'

const keys = ['search', 'sort', 'order', 'size-of-page', 'state'] as const

describe('the address of a saved view', () => {
  it('should hold the list’s own keys, not the scope, the page or what else stands in the address', () => {
    const here = new URLSearchParams('state=open&period=2026-M10&page=4&search=水泥&size-of-page=&x=1')
    expect(addressOfView(here, keys)).toBe(new URLSearchParams('search=水泥&state=open').toString())
    expect(addressOfView(new URLSearchParams('search=水泥&state=open'), keys)).toBe(addressOfView(here, keys))
    expect(addressOfView(new URLSearchParams('period=2026-M10'), keys)).toBe('')
  })

  it('should open at the first page, put its own keys and take the others away', () => {
    const here = new URLSearchParams('state=open&period=2026-M10&page=4&sort=name')
    const opened = changedAddress(here, openingOf('search=abc&order=desc&gone=1', keys))
    expect(Object.fromEntries(opened)).toEqual({ period: '2026-M10', search: 'abc', order: 'desc' })
  })
})
