import { describe, expect, it } from 'vitest'
import { changedAddress } from '../scope/use-address.ts'
import { queryOfView, tableViewOf, viewChanges } from './table-address.ts'

const given = { sorts: ['name', 'opens'] as const }

describe('table address', () => {
  it('should give back what was written, page size and order included', () => {
    const view = { page: 3, pageSize: 100, search: '水泥', sort: { key: 'name', descending: true } }
    const address = changedAddress(new URLSearchParams('phase=open'), viewChanges(view))
    expect(address.get('phase')).toBe('open')
    expect(tableViewOf(address, given)).toEqual(view)
    expect(queryOfView(view)).toEqual({ page: 3, pageSize: 100, search: '水泥', sort: 'name', order: 'desc' })
  })

  it('should write nothing for a list as it first comes', () => {
    const first = tableViewOf(new URLSearchParams(), { ...given, pageSize: 20 })
    expect(first).toEqual({ page: 1, pageSize: 20, search: '', sort: null })
    expect(changedAddress(new URLSearchParams(), viewChanges(first, 20)).toString()).toBe('')
  })

  it('should leave out what an address cannot mean', () => {
    const typed = new URLSearchParams('page=-2&size-of-page=9999&sort=password&order=desc')
    expect(tableViewOf(typed, given)).toEqual({ page: 1, pageSize: 50, search: '', sort: null })
    expect(tableViewOf(new URLSearchParams('page=1.5e1x'), given).page).toBe(1)
    expect(tableViewOf(new URLSearchParams('page=2.7'), given).page).toBe(2)
  })
})
