import { describe, expect, it } from 'vitest'
import { NATION } from '../contract/index.ts'
import { covers, regionPrefix } from './tx.ts'

describe('reach', () => {
  it.each([
    ['000000000000', ''],
    ['430000000000', '43'],
    ['430200000000', '4302'],
    ['430211000000', '430211'],
    ['430211003000', '430211003'],
    ['430211003201', '430211003201'],
  ])('should take %s as the node above every code that begins with "%s"', (code, prefix) => {
    expect(regionPrefix(code)).toBe(prefix)
  })

  it('should cover a row by place and subject together', () => {
    const reach = {
      everything: false,
      nodes: [
        { region: '430211000000', subjects: ['industry'] },
        { unitId: 7, subjects: null },
      ],
    }
    const row = { regionCode: '430211003201', unitId: 1 }
    expect(covers(reach, { ...row, subject: 'industry' })).toBe(true)
    expect(covers(reach, { ...row, subject: 'services' })).toBe(false)
    expect(covers(reach, { regionCode: '430281000000', unitId: 7, subject: 'services' })).toBe(true)
    expect(covers(reach, { regionCode: '430281000000', unitId: 8, subject: 'industry' })).toBe(false)
  })

  it('should cover everything from the nation and nothing from no node', () => {
    const row = { regionCode: '110101001001', unitId: 1 }
    expect(covers({ everything: false, nodes: [{ region: NATION, subjects: null }] }, row)).toBe(true)
    expect(covers({ everything: false, nodes: [] }, row)).toBe(false)
  })
})
