import { fork } from 'node:child_process'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { silent } from '#tests/support/mirror-fixture.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { type JobHandler, prepareJobs, startWorker, type Worker } from './worker.ts'

const FIXTURE = new URL('../../tests/support/job-fixture.ts', import.meta.url).pathname
const PATIENT = { timeout: 60_000, interval: 100 }

describe('jobs', { timeout: 120_000 }, () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let worker: Worker | null = null

  beforeEach(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url)
    await prepareJobs(database.pool)
  })
  afterEach(async () => {
    await worker?.stop()
    worker = null
    await database.close()
    await clone.drop()
  })

  const add = async (payload: object = {}): Promise<void> => {
    const text = JSON.stringify(payload)
    await sql`select graphile_worker.add_job('test.job', ${text}::json)`.execute(database.db)
  }
  const left = async (): Promise<number> => {
    const found = await sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs`.execute(
      database.db,
    )
    return found.rows[0]?.n ?? -1
  }
  const work = async (handler: JobHandler, patienceMs?: number) => {
    worker = await startWorker(database.pool, { 'test.job': handler }, silent, {
      ...(patienceMs && { patienceMs }),
    })
  }

  it('should be tried again when it failed', async () => {
    const attempts: number[] = []
    await work(async (_payload, { attempt }) => {
      attempts.push(attempt)
      if (attempt === 1) throw new Error('the first time')
    })
    await add()
    await expect.poll(left, PATIENT).toBe(0)
    expect(attempts).toEqual([1, 2])
  })

  it('should be taken over soon when the process that worked on it was killed', async () => {
    const child = fork(FIXTURE, ['hang', clone.url], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const taken = new Promise(resolve => child.once('message', resolve))
    await add()
    await taken
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    const attempts: number[] = []
    await work(async (_payload, { attempt }) => void attempts.push(attempt))
    await expect.poll(left, PATIENT).toBe(0)
    expect(attempts).toEqual([2])
  })

  it('should be left alone while the process that works on it lives', async () => {
    const child = fork(FIXTURE, ['hang', clone.url], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const taken = new Promise(resolve => child.once('message', resolve))
    await add()
    await taken
    let others = 0
    await work(async () => {
      others += 1
    })
    await new Promise(resolve => setTimeout(resolve, 12_000))
    expect([others, await left()]).toEqual([0, 1])
    child.kill('SIGKILL')
  })

  it('should not hold up others when they hang, and be tried again when their time is over', async () => {
    const done: unknown[] = []
    await work(async (payload, { attempt }) => {
      const { hangs } = payload as { hangs?: boolean }
      if (hangs && attempt === 1) await new Promise(() => {})
      done.push(payload)
    }, 1_000)
    for (let count = 0; count < 6; count += 1) await add({ hangs: true })
    await add({ last: true })
    await expect.poll(left, PATIENT).toBe(0)
    expect(done).toHaveLength(7)
  })

  it('should not keep a stop waiting when one hangs', async () => {
    let begun = false
    await work(() => {
      begun = true
      return new Promise(() => {})
    })
    await add()
    await expect.poll(() => begun, PATIENT).toBe(true)
    await worker?.stop()
    worker = null
    const locks = async () =>
      (await sql<{ locked_at: Date | null }>`select locked_at from graphile_worker.jobs`.execute(database.db))
        .rows
    await expect.poll(locks, PATIENT).toEqual([{ locked_at: null }])
  })
})
