import { describe, expect, it } from 'vitest'
import { neighbours } from './neighbours.ts'

describe('the versions compared at first', () => {
  const numbered = (...numbers: number[]) => numbers.map(versionNo => ({ versionNo }))
  const compared = (numbers: number[], shown: number) => {
    const versions = numbered(...numbers)
    const { from, to } = neighbours(versions, versions.find(one => one.versionNo === shown)!)
    return [from.versionNo, to.versionNo]
  }

  it('should go from the one before to the one shown', () => {
    expect(compared([3, 2, 1], 3)).toEqual([2, 3])
    expect(compared([4, 2, 1], 4)).toEqual([2, 4])
  })

  it('should go from the first to the next newer when the first is shown', () => {
    expect(compared([2, 1], 1)).toEqual([1, 2])
    expect(compared([3, 2, 1], 1)).toEqual([1, 2])
  })
})
