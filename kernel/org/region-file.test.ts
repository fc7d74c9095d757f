import { describe, expect, it } from 'vitest'
import { Problem } from '../contract/index.ts'
import { parseRegionLinks, parseRegions } from './region-file.ts'

const HEAD = 'code,name,level,parent,urban_rural\n'
const CITY = '430200000000,株洲市,city,,\n'
const COUNTY = '430211000000,天元区,county,430200000000,\n'

describe('parseRegions', () => {
  it('should read rows whose parents stand before them', () => {
    expect(parseRegions(HEAD + CITY + COUNTY)[1]).toEqual({
      code: '430211000000',
      name: '天元区',
      level: 'county',
      parentCode: '430200000000',
      urbanRural: null,
    })
  })

  it.each([
    ['a short code', `${CITY}4302,天元区,county,430200000000,\n`, 3],
    ['no name', `${CITY}430211000000,,county,430200000000,\n`, 3],
    ['a level it is not of', `${CITY}430211000000,天元区,township,430200000000,\n`, 3],
    ['an unknown level', `${CITY}430211000000,天元区,hamlet,430200000000,\n`, 3],
    ['the same code twice', CITY + COUNTY + COUNTY, 4],
    ['a parent that is not there', COUNTY, 2],
  ])('should refuse %s with its line', (_what, rows, line) => {
    const refused = refusalOf(() => parseRegions(HEAD + rows))
    expect(refused.type.code).toBe('ORG_REGION_FILE_INVALID')
    expect(refused.detail.line).toBe(line)
  })

  it('should refuse what is no such table', () => {
    for (const text of ['', 'a,b\n1,2\n', `${HEAD}"unclosed`, '\u0000\u0001']) {
      expect(refusalOf(() => parseRegions(text)).type.code).toBe('ORG_REGION_FILE_INVALID')
    }
  })
})

describe('parseRegionLinks', () => {
  it('should refuse an unknown kind', () => {
    const text = 'edition_from,edition_to,from_code,to_code,kind\n2017,2023,430221000000,430212000000,melt\n'
    expect(refusalOf(() => parseRegionLinks(text)).detail.line).toBe(2)
  })
})

function refusalOf(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was refused')
}
