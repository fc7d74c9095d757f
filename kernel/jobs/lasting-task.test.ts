import { describe, expect, it } from 'vitest'
import { silent } from '#tests/support/mirror-fixture.ts'
import { Problem, problems } from '../contract/index.ts'
import { lasting, TRIES, tryLasting } from './lasting-task.ts'

describe('a task that somebody waits for', () => {
  const run = async (attempt: number, work: () => Promise<void>, giveUp = async () => {}) => {
    const told: string[] = []
    const task = {
      id: 'try-1',
      work,
      giveUp: async ({ type }: Problem) => {
        told.push(type.code)
        await giveUp()
      },
    }
    const ended = await tryLasting(task, { attempt, log: silent }).then(
      () => 'done',
      (error: Error) => error.message,
    )
    return [ended, ...told]
  }
  const broken = () => Promise.reject(new Error('away'))

  it('should be tried again while it breaks, and end with a sentence in the last try', async () => {
    expect(await run(1, async () => {})).toEqual(['done'])
    expect(await run(TRIES - 1, broken)).toEqual(['away'])
    expect(await run(TRIES, broken)).toEqual(['done', 'INTERNAL_ERROR'])
  })

  it('should end at once with a refusal', async () => {
    const refused = () => Promise.reject(new Problem(problems.notFound))
    expect(await run(1, refused)).toEqual(['done', 'NOT_FOUND'])
    const away = () => Promise.reject(new Problem(problems.databaseAway))
    expect(await run(1, away)).toEqual([expect.any(String)])
    expect(await run(TRIES, away)).toEqual(['done', 'INTERNAL_ERROR'])
  })

  it('should be ended and not begun again when the last try was cut off, as often as that takes', async () => {
    let begun = 0
    const work = async () => {
      begun += 1
    }
    expect(await run(TRIES + 1, work, broken)).toEqual(['away', 'TASK_INTERRUPTED'])
    expect(await run(TRIES + 2, work)).toEqual(['done', 'TASK_INTERRUPTED'])
    expect(begun).toBe(0)
    expect(lasting('try').maxAttempts).toBeGreaterThan(TRIES + 1)
  })
})
