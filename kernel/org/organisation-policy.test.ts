import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountsLeft, isWithin, type Node, placementRefusal } from './organisation-policy.ts'

const CITY = '430200000000'
const LILING = '430281000000'
const TIANYUAN = '430211000000'
const node = (id: number, parentId: number | null, regionCode: string): Node => ({
  id,
  parentId,
  name: `机构${id}`,
  regionCode,
})
const tree = [node(1, null, CITY), node(2, 1, LILING), node(3, 2, '430281001000'), node(4, 1, TIANYUAN)]

describe('the place of an organisation', () => {
  it.each([
    ['stay where it is', 2, 1, LILING, null],
    ['stand alone', 2, null, LILING, null],
    ['stand below itself', 2, 2, LILING, { kind: 'cycle' }],
    ['stand below one of its own', 1, 3, CITY, { kind: 'cycle' }],
    ['stand below what is not there', 2, 9, LILING, { kind: 'parentUnknown' }],
    ['lie outside the one above', 3, 4, '430281001000', { kind: 'outsideParent' }],
    ['leave those below outside', 2, 1, TIANYUAN, { kind: 'leavesChildren', name: '机构3' }],
    ['take those below with it', 2, 1, CITY, null],
    ['be made within the one above', null, 4, '430211001000', null],
    ['be made outside the one above', null, 4, LILING, { kind: 'outsideParent' }],
  ])('should answer whether one may %s', (_, id, parentId, regionCode, refusal) => {
    expect(placementRefusal(tree, id, { parentId, regionCode })).toEqual(refusal)
  })

  it('should keep the tree a tree and every region within the one above, whatever moves are asked for', () => {
    const regions = [CITY, LILING, TIANYUAN, '430281001000', '430211001000', '430281001200']
    const move = fc.record({
      id: fc.integer({ min: 1, max: 6 }),
      parentId: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
      regionCode: fc.constantFrom(...regions),
    })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), moves => {
        let nodes: readonly Node[] = [1, 2, 3, 4, 5, 6].map(id => node(id, null, CITY))
        for (const { id, ...placement } of moves) {
          if (placementRefusal(nodes, id, placement)) continue
          nodes = nodes.map(one => (one.id === id ? { ...one, ...placement } : one))
        }
        for (const start of nodes) {
          let steps = 0
          for (let at: Node | undefined = start; at?.parentId != null; steps += 1) {
            const parent: Node | undefined = nodes.find(one => one.id === at?.parentId)
            expect(parent && isWithin(at.regionCode, parent.regionCode)).toBe(true)
            expect(steps).toBeLessThan(6)
            at = parent
          }
        }
      }),
    )
  })

  it('should count accounts whose roles would be left behind, not those whose roles never lay there', () => {
    const grants = [
      { accountId: 1, regionCode: LILING },
      { accountId: 1, regionCode: '430281001000' },
      { accountId: 2, regionCode: '000000000000' },
      { accountId: 3, regionCode: '430211001000' },
    ]
    expect(accountsLeft(grants, LILING, TIANYUAN)).toBe(1)
    expect(accountsLeft(grants, LILING, CITY)).toBe(0)
    expect(accountsLeft(grants, CITY, TIANYUAN)).toBe(1)
  })
})
