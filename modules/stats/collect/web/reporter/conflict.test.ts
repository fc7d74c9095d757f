import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FormValues } from '#engines/form/index.ts'
import { outputForm, productForm } from '#ui/gallery/sample-forms.ts'
import { allOf, differences, merged, plainChoices, undecided } from './conflict.ts'
import { type Content, contentKey } from './content.ts'

const content = (values: FormValues, explanations: Content['explanations'] = {}): Content => ({
  values,
  explanations,
  unread: [],
})
const cells = (all: FormValues['cells']) => content({ cells: all })

describe('two contents of one report', () => {
  it('should choose what one side alone changed and leave the rest to the person', () => {
    const base = cells({ M13: '1', M17: '2' })
    const mine = cells({ M13: '10', M17: '2', M21: '5' })
    const theirs = cells({ M13: '11', M17: '3' })
    const found = differences(outputForm, base, mine, theirs)
    expect(found.map(one => [one.id.trim(), one.mine, one.theirs, one.changedBy])).toEqual([
      ['M13', '10', '11', null],
      ['M17', '2', '3', 'theirs'],
      ['M21', '5', null, 'mine'],
    ])
    const choices = plainChoices(found)
    expect(undecided(found, choices).map(one => one.id.trim())).toEqual(['M13'])
    const chosen = { ...choices, [found[0]!.id]: 'mine' as const }
    expect(merged(outputForm, found, chosen, mine, theirs).values.cells).toEqual({
      M13: '10',
      M17: '3',
      M21: '5',
    })
  })

  it('should choose nothing where it is not known what both started from', () => {
    const found = differences(outputForm, null, cells({ M13: '1' }), cells({}))
    expect(plainChoices(found)).toEqual({})
  })

  it('should not speak of computed cells nor of blanks at the ends of explanations', () => {
    const mine = content({ cells: { C01: '1' } }, { E003: '新增一条生产线 ' })
    const theirs = content({ cells: { C01: '2' } }, { E003: '新增一条生产线' })
    expect(differences(outputForm, null, mine, theirs)).toEqual([])
  })

  it('should take a row as a whole, and explanations like values', () => {
    const row = (key: string, Q01: string) => ({ key, cells: { Q01 } })
    const mine = content({ cells: {}, rows: { products: [row('a', '1'), row('b', '2')] } }, { E1: '我的' })
    const theirs = content({ cells: {}, rows: { products: [row('a', '9'), row('c', '3')] } }, { E1: '他的' })
    const found = differences(productForm, null, mine, theirs)
    expect(found.map(one => one.kind)).toEqual(expect.arrayContaining(['row', 'row', 'cell', 'explanation']))
    expect(found.length).toBe(4)
    const all = merged(productForm, found, allOf(found, 'mine'), mine, theirs)
    expect(contentKey(productForm, all)).toBe(contentKey(productForm, mine))
  })

  it('should tell the reason and the text of an explanation together', () => {
    const said = (reason: string, text = '新增一条生产线') => content({ cells: {} }, { E1: { reason, text } })
    const base = content({ cells: {} }, { E1: '新增一条生产线' })
    const found = differences(productForm, base, said('CAPACITY'), base)
    expect(found).toMatchObject([
      { kind: 'explanation', finding: 'E1', mine: { reason: 'CAPACITY' }, changedBy: 'mine' },
    ])
    const chosen = merged(productForm, found, plainChoices(found), said('CAPACITY'), base)
    expect(chosen.explanations).toEqual({ E1: { reason: 'CAPACITY', text: '新增一条生产线' } })
    expect(differences(productForm, base, said('CAPACITY'), said('CAPACITY', '新增一条生产线 '))).toEqual([])
    expect(contentKey(productForm, said('CAPACITY'))).not.toBe(contentKey(productForm, base))
  })

  it('should hold another order of the same rows to be something to save', () => {
    const rows = ['a', 'b'].map(key => ({ key, cells: { Q01: '1' } }))
    const key = (products: typeof rows) => contentKey(productForm, content({ cells: {}, rows: { products } }))
    expect(key(rows)).toBe(key(structuredClone(rows)))
    expect(key(rows)).not.toBe(key(rows.toReversed()))
  })

  it('should give back either side whole when everything is chosen from it', () => {
    const value = fc.option(fc.constantFrom('1', '2', '3'), { nil: null })
    const side = fc.record({ M13: value, M14: value, M17: value, S01: value }).map(all => cells(all))
    fc.assert(
      fc.property(side, side, side, (base, mine, theirs) => {
        const found = differences(outputForm, base, mine, theirs)
        const key = (one: Content) => contentKey(outputForm, one)
        const of = (whose: 'mine' | 'theirs') => merged(outputForm, found, allOf(found, whose), mine, theirs)
        return key(of('mine')) === key(mine) && key(of('theirs')) === key(theirs)
      }),
    )
  })
})
