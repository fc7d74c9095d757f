import { describe, expect, it } from 'vitest'
import { bodyFilterOf, queryOfAddress } from './use-report-filter.ts'

const asked = (text: string, region?: string) => queryOfAddress(new URLSearchParams(text), region)

describe('queryOfAddress', () => {
  it('should read filter, order and page, and leave out what no list knows', () => {
    expect(asked('states=owed,draft&overdue=true&sort=findings&order=desc&page=3&size=100&foo=1')).toEqual({
      states: 'owed,draft',
      overdue: true,
      sort: 'findings',
      order: 'desc',
      page: 3,
      pageSize: 100,
    })
    expect(asked('sort=unknown&page=-2&size=7&onTime=maybe')).toEqual({ page: 1, pageSize: 50 })
  })

  it('should let the drilled region win over the scope’s', () => {
    expect(asked('at=430281000000', '430200000000').region).toBe('430281000000')
    expect(asked('', '430200000000').region).toBe('430200000000')
    expect(asked('at=somewhere').region).toBeUndefined()
    expect(asked('at=somewhere', '430200000000').region).toBe('430200000000')
  })
})

describe('bodyFilterOf', () => {
  it('should give acts upon many the very filter of the list', () => {
    expect(bodyFilterOf(asked('states=owed,returned&search=ly&page=2&sort=name&onTime=false'))).toEqual({
      states: ['owed', 'returned'],
      search: 'ly',
      onTime: false,
    })
  })
})
