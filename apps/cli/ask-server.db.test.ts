import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { prepareJobs } from '#kernel/jobs/worker.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { askServer } from './ask-server.ts'
import { type RunFile, writeRunFile } from './run-file.ts'

const JOB = 'analytics.rebuild'

describe('asking the server that runs', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let pool: pg.Pool
  let folder: string
  /** Looks like a server and does nothing. */
  let idle: ChildProcess

  const runsAs = (run: Partial<RunFile>) =>
    writeRunFile(folder, {
      pid: idle.pid!,
      role: 'all',
      address: 'http://localhost:1',
      since: new Date().toISOString(),
      ...run,
    })
  const ask = (patienceMs?: number) =>
    askServer({ databaseUrl: clone.url, dataFolder: folder, job: JOB, ...(patienceMs && { patienceMs }) })
  const waiting = async () =>
    Number((await pool.query('select count(*) as n from graphile_worker.jobs')).rows[0].n)

  beforeEach(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url)
    pool = database.pool
    await prepareJobs(pool)
    folder = mkdtempSync(join(tmpdir(), 'zhitong-ask-'))
    const main = resolve(import.meta.dirname, '../../apps/cli/main.ts')
    idle = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', main])
    await new Promise(running => idle.once('spawn', running))
  })
  afterEach(async () => {
    idle.kill('SIGKILL')
    await database.close()
    await clone.drop()
    rmSync(folder, { recursive: true })
  })

  it('should refuse at once where it serves pages only, and leave no job', async () => {
    runsAs({ role: 'web' })
    await expect(ask()).rejects.toThrow(/ZHITONG_ROLE=web.*takes no jobs/)
    expect(await waiting()).toBe(0)
  })

  it('should give up a job that is not taken up, and withdraw it', async () => {
    runsAs({})
    await expect(ask(300)).rejects.toThrow('did not take the job up')
    expect(await waiting()).toBe(0)
  })

  it('should wait for one that still starts, and notice when it ends', async () => {
    runsAs({ address: null })
    const asked = ask(1)
    asked.catch(() => {})
    await expect.poll(waiting).toBe(1)
    idle.kill('SIGKILL')
    await expect(asked).rejects.toThrow('the server ended before the job was done')
    expect(await waiting()).toBe(0)
  })

  it('should say what the job failed with', async () => {
    runsAs({})
    const asked = ask()
    asked.catch(() => {})
    await expect.poll(waiting).toBe(1)
    const [job] = (await pool.query('select id from graphile_worker.jobs')).rows
    await pool.query('select graphile_worker.permanently_fail_jobs(array[$1::bigint], $2)', [
      job.id,
      'no space',
    ])
    await expect(asked).rejects.toThrow('no space')
  })

  it('should be content when the job is done', async () => {
    runsAs({})
    const asked = ask()
    await expect.poll(waiting).toBe(1)
    await pool.query(
      'select graphile_worker.complete_jobs(array(select id::bigint from graphile_worker.jobs))',
    )
    await asked
  })
})
