import { setImmediate as later } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { atMost } from './at-most.ts'

describe('work of which only so much goes on', () => {
  it('should run in order, no more at a time than allowed, and go on after a failure', async () => {
    const turn = atMost(3)
    const begun: number[] = []
    let running = 0
    let most = 0
    const work = (index: number) => async () => {
      begun.push(index)
      running += 1
      most = Math.max(most, running)
      await later()
      running -= 1
      if (index % 4 === 0) throw new Error(`${index}`)
      return index
    }
    const all = Array.from({ length: 20 }, (_, index) => index)
    const results = await Promise.allSettled(all.map(index => turn(work(index))))
    expect(most).toBe(3)
    expect(begun).toEqual(all)
    expect(results.map(one => one.status)).toEqual(
      all.map(index => (index % 4 === 0 ? 'rejected' : 'fulfilled')),
    )
    await expect(turn(async () => 'still here')).resolves.toBe('still here')
  })
})
