import { describe, expect, it } from 'vitest'
import { NATION } from '../contract/index.ts'
import { common, covers, type ReachNode, regionPrefix } from './tx.ts'

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

  it('should have in common with another the lower of two places, and the subjects of both', () => {
    const of = (...nodes: ReachNode[]) => ({ everything: false, nodes })
    const city = of({ region: '430200000000', subjects: null })
    const county = of({ region: '430211000000', subjects: ['industry', 'services'] })
    expect(common(city, county)).toEqual(county)
    expect(common(county, city)).toEqual(county)
    expect(common(county, of({ region: '430211000000', subjects: ['services', 'prices'] }))).toEqual(
      of({ region: '430211000000', subjects: ['services'] }),
    )
    expect(common(county, of({ region: '430211000000', subjects: ['prices'] }))).toEqual(of())
    expect(common(county, of({ region: '430281000000', subjects: null }))).toEqual(of())
    expect(common(of({ unitId: 7, subjects: null }), of({ unitId: 7, subjects: null }))).toEqual(
      of({ unitId: 7, subjects: null }),
    )
    expect(common(city, of({ unitId: 7, subjects: null }))).toEqual(of())
    expect(common({ everything: true, nodes: [] }, county)).toEqual(county)
    expect(common(county, { everything: true, nodes: [] })).toEqual(county)
  })

  it('should cover everything from the nation and nothing from no node', () => {
    const row = { regionCode: '110101001001', unitId: 1 }
    expect(covers({ everything: false, nodes: [{ region: NATION, subjects: null }] }, row)).toBe(true)
    expect(covers({ everything: false, nodes: [] }, row)).toBe(false)
  })
})
