import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGroup } from './group-commit.ts'

describe('group commit', () => {
  it('should give every item its own result and never exceed the size of a group', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 200 }),
        fc.integer({ min: 1, max: 20 }),
        async (items, maxItems) => {
          const sizes: number[] = []
          const group = createGroup<number, number>({
            maxItems,
            concurrency: 2,
            write: async batch => {
              sizes.push(batch.length)
              await Promise.resolve()
              return batch.map(item => item * 2)
            },
          })
          const results = await Promise.all(items.map(item => group.add(item)))
          expect(results).toEqual(items.map(item => item * 2))
          expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(maxItems)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('should gather what arrives while an earlier group is being written', async () => {
    const sizes: number[] = []
    const gate = Promise.withResolvers<void>()
    const group = createGroup<number, number>({
      maxItems: 100,
      concurrency: 1,
      write: async batch => {
        sizes.push(batch.length)
        if (sizes.length === 1) await gate.promise
        return batch
      },
    })
    const first = group.add(0)
    await new Promise(resolve => setImmediate(resolve))
    const others = Array.from({ length: 30 }, (_, index) => group.add(index))
    gate.resolve()
    await Promise.all([first, ...others])
    expect(sizes).toEqual([1, 30])
  })

  it('should fail only the items of the group whose transaction failed', async () => {
    const group = createGroup<string, string>({
      maxItems: 1,
      concurrency: 1,
      write: async batch => {
        if (batch[0] === 'bad') throw new Error('no')
        return batch
      },
    })
    const settled = await Promise.allSettled(['good', 'bad', 'fine'].map(item => group.add(item)))
    expect(settled.map(one => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await group.settled()
  })
})

describe('the measure of a group', () => {
  it('should tell how many waited, how many went together, and for how long', async () => {
    const gate = Promise.withResolvers<void>()
    const told: string[] = []
    let most = 0
    const group = createGroup<number, number>({
      maxItems: 2,
      concurrency: 1,
      write: async items => {
        await gate.promise
        return items
      },
      measure: {
        waiting: count => {
          most = Math.max(most, count)
        },
        began: waited => void told.push(`${waited.length} began, ${waited.every(seconds => seconds >= 0)}`),
        ended: seconds => void told.push(`ended, ${seconds >= 0}`),
      },
    })
    const items = [1, 2, 3].map(item => group.add(item))
    gate.resolve()
    await Promise.all(items)
    expect(most).toBe(3)
    expect(told).toEqual(['2 began, true', 'ended, true', '1 began, true', 'ended, true'])
  })
})
