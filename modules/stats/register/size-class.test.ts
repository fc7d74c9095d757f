import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sizeClassOf } from './size-class.ts'

const of = (industry: string, staff: number, revenue: number, assets = 0) =>
  sizeClassOf({ industry, staff, revenue, assets })

describe('size class', () => {
  it.each([
    ['3712', 1_000, 400_000, 'large'],
    ['3712', 999, 400_000, 'medium'],
    ['3712', 1_000, 399_999, 'medium'],
    ['3074', 300, 20_000, 'medium'],
    ['3074', 300, 19_999, 'small'],
    ['3074', 20, 3_000, 'small'],
    ['3074', 19, 3_000_000, 'micro'],
    ['0111', 0, 200_000, 'large'],
    ['5132', 20, 50_000, 'medium'],
    ['5232', 20, 50_000, 'small'],
    ['6210', 9, 100_000, 'micro'],
    ['6513', 100, 10_000, 'medium'],
    ['7020', 100, 5_000, 'small'],
    ['7030', 100, 0, 'medium'],
  ])('should grade %s with %i staff and %i 千元 as %s', (industry, staff, revenue, expected) => {
    expect(of(industry, staff, revenue)).toBe(expected)
  })

  it('should look at assets where the regulation does', () => {
    expect(of('4710', 5, 800_000, 800_000)).toBe('large')
    expect(of('4710', 5, 800_000, 799_999)).toBe('medium')
    expect(of('7211', 300, 0, 1_200_000)).toBe('large')
    expect(of('7010', 5, 2_000_000, 99_999)).toBe('medium')
  })

  it('should have no class outside the table', () => {
    expect(['5310', '6620', '8391', '8411', '9120'].map(code => of(code, 500, 500_000))).toEqual(
      Array(5).fill(null),
    )
  })

  it('should never fall when a unit grows', () => {
    const order = ['micro', 'small', 'medium', 'large']
    const measure = fc.nat(3_000_000)
    fc.assert(
      fc.property(
        fc.constantFrom(
          '0111',
          '3712',
          '4710',
          '5132',
          '5232',
          '5431',
          '6020',
          '6513',
          '7010',
          '7211',
          '8010',
        ),
        fc.tuple(fc.nat(4_000), measure, measure),
        fc.tuple(fc.nat(4_000), measure, measure),
        (industry, [a, b, c], [x, y, z]) =>
          order.indexOf(of(industry, a, b, c)!) <= order.indexOf(of(industry, a + x, b + y, c + z)!),
      ),
    )
  })
})
