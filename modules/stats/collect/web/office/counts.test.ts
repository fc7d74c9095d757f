import { describe, expect, it } from 'vitest'
import {
  barOf,
  barParts,
  type CollectionItem,
  currentCollections,
  laggingFirst,
  levelAt,
  type Progress,
  regionDigits,
  waitingAt,
} from './counts.ts'

const row: Progress = {
  regionCode: '430281000000',
  name: '醴陵市',
  opens: true,
  owed: 100,
  drafted: 7,
  submitted: 60,
  onTime: 55,
  late: 5,
  returned: 3,
  fatal: 0,
  query: 12,
  acceptedCounty: 25,
  acceptedCity: 10,
  extended: 1,
  submittedRate: 60,
  acceptedRate: 10,
}

describe('barOf', () => {
  it('should put every owed report in exactly one place', () => {
    const bar = barOf(row)
    expect(bar).toEqual({
      acceptedCity: 10,
      acceptedCounty: 15,
      submitted: 35,
      returned: 3,
      drafted: 7,
      owed: 30,
    })
    expect(barParts.reduce((sum, part) => sum + bar[part], 0)).toBe(row.owed)
  })
})

describe('laggingFirst', () => {
  it('should begin with the smallest share in, and of equal ones with more to come', () => {
    const [half, most, large] = [
      { ...row, name: 'half', submitted: 50 },
      { ...row, name: 'most', submitted: 80 },
      { ...row, name: 'large', submitted: 500, owed: 1000 },
    ]
    expect(laggingFirst([most!, half!, large!]).map(({ name }) => name)).toEqual(['large', 'half', 'most'])
  })
})

describe('waitingAt', () => {
  it('should give each level its own turn, and nobody below the county any', () => {
    expect(waitingAt(row, levelAt('430281000000'))).toBe(35)
    expect(waitingAt(row, levelAt('430200000000'))).toBe(15)
    expect(waitingAt(row, levelAt('430281101000'))).toBe(0)
  })
})

describe('regionDigits', () => {
  it('should tell the level of a region from its code', () => {
    expect(
      [null, '430000000000', '430200000000', '430281000000', '430281101000', '430281101001'].map(
        regionDigits,
      ),
    ).toEqual([0, 2, 4, 6, 9, 12])
    expect(regionDigits('430210000000')).toBe(6)
  })
})

describe('currentCollections', () => {
  const one = (id: number, phase: CollectionItem['phase'], closesAt: string, cityAcceptsBy: string | null) =>
    ({ collectionId: id, phase, closesAt, cityAcceptsBy, countyAcceptsBy: null }) as CollectionItem
  it('should keep what can still be acted upon, the nearest close first', () => {
    const now = Date.parse('2026-11-10T00:00:00Z')
    const all = [
      one(1, 'closed', '2026-10-08T00:00:00Z', '2026-10-12T00:00:00Z'),
      one(2, 'open', '2026-11-20T00:00:00Z', null),
      one(3, 'closed', '2026-11-08T00:00:00Z', '2026-11-12T00:00:00Z'),
    ]
    expect(currentCollections(all, now).map(c => c.collectionId)).toEqual([3, 2])
  })
})
