import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { type EditionChange, earlierEdition, type RegionLink, type RegionRow } from './region-editions.ts'

const folder = join(import.meta.dirname, '../kernel/org/data')
const read = <T>(name: string): T[] => parse(readFileSync(join(folder, name)), { columns: true })
const present = read<RegionRow>('regions-430200.csv')
const earlier = read<RegionRow>('regions-430200-2017-demo.csv')
const links = read<RegionLink>('region-links-430200.csv')

const codes = (regions: readonly RegionRow[]) => new Set(regions.map(region => region.code))

describe('the committed regions of 株洲', () => {
  it('should have nine counties, and every parent', () => {
    for (const edition of [present, earlier]) {
      expect(codes(edition).size).toBe(edition.length)
      expect(edition.filter(r => r.level === 'county')).toHaveLength(9)
      const known = codes(edition)
      expect(edition.filter(r => r.level !== 'city' && !known.has(r.parent))).toEqual([])
    }
    expect(present.find(r => r.code === '430212000000')?.name).toBe('渌口区')
    expect(earlier.find(r => r.code === '430221000000')?.name).toBe('株洲县')
  })

  it('should number streets, towns, townships and villages as the coding rules say', () => {
    for (const region of present) {
      const [street, village] = [Number(region.code.slice(6, 9)), Number(region.code.slice(9))]
      if (region.level === 'township' && region.name.endsWith('街道')) expect(street).toBeLessThan(100)
      if (region.level === 'township' && region.name.endsWith('乡'))
        expect(street).toBeGreaterThanOrEqual(200)
      if (region.level === 'village') expect(village).toBeGreaterThan(0)
    }
  })

  it('should link every code that is in one edition only', () => {
    const [from, to] = [new Set(links.map(l => l.from_code)), new Set(links.map(l => l.to_code))]
    const [before, now] = [codes(earlier), codes(present)]
    expect([...before].filter(code => !now.has(code) && !from.has(code))).toEqual([])
    expect([...now].filter(code => !before.has(code) && !to.has(code))).toEqual([])
    expect(links.filter(l => !before.has(l.from_code) || !now.has(l.to_code))).toEqual([])
  })

  it('should link villages one to one, so that a total over them is exact under both editions', () => {
    const villages = links.filter(link => !link.to_code.endsWith('000'))
    expect(new Set(villages.map(l => l.from_code)).size).toBe(villages.length)
    expect(new Set(villages.map(l => l.to_code)).size).toBe(villages.length)
    expect(earlier.filter(r => r.level === 'village')).toHaveLength(1400)
  })

  it('should call every change but the re-code of 株洲县 a demonstration', () => {
    const invented = earlier.filter(r => r.level === 'township' && !present.some(p => p.name === r.name))
    expect(invented.length).toBeGreaterThanOrEqual(4)
    expect(invented.every(region => region.name.includes('演示'))).toBe(true)
  })
})

describe('earlierEdition', () => {
  const row = (code: string, level: RegionRow['level'], parent: string): RegionRow => ({
    code: code.padEnd(12, '0'),
    name: code,
    level,
    parent: parent.padEnd(12, '0'),
    urban_rural: '',
  })
  const regions = [
    row('430201', 'county', '4302'),
    row('430201001', 'township', '430201'),
    row('430201001001', 'village', '430201001'),
    row('430201002', 'township', '430201'),
    row('430201002001', 'village', '430201002'),
    row('430201002002', 'village', '430201002'),
  ]
  const change = (given: EditionChange) => earlierEdition(regions, [given])

  it('should give villages of a split township different numbers where they would collide', () => {
    const { regions: before, links: made } = change({
      kind: 'split',
      from: { code: '430201199', name: '旧镇' },
      to: ['430201001', '430201002'],
    })
    expect(before.filter(r => r.level === 'village').map(r => r.code)).toEqual([
      '430201199001',
      '430201199002',
      '430201199003',
    ])
    expect(made.filter(l => l.kind === 'split')).toHaveLength(2)
  })

  it('should give villages back when a merge is undone', () => {
    const { regions: before, links: made } = change({
      kind: 'merge',
      from: { code: '430201002', name: '镇' },
      and: { code: '430201298', name: '旧乡', takesEvery: 2 },
      to: ['430201002'],
    })
    expect(before.find(r => r.code === '430201298001')?.parent).toBe('430201298000')
    expect(made.filter(l => l.kind === 'merge').map(l => l.from_code)).toEqual([
      '430201002000',
      '430201298000',
    ])
  })

  it('should throw when a change names a region that is not there', () => {
    const rename = { kind: 'rename', from: { code: '430299', name: '无' }, to: ['430299'] } as const
    expect(() => change(rename)).toThrow(/430299/)
  })
})
