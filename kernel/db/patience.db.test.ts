import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { withinJob, withinRequest } from '../request-scope.ts'
import { type DatabaseHandle, openDatabase } from './pool.ts'
import { readTransaction, writeTransaction } from './tx.ts'
import { isDatabaseAway, isOverdue } from './violations.ts'

const LIMITS = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'] as const

describe('how long a write may take', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle

  beforeAll(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url, { max: 3, patience: { lock: 150, statement: 400, idle: 300 } })
  })
  afterAll(async () => {
    await database.close()
    await clone.drop()
  })

  const limits = async (tx: Parameters<Parameters<typeof writeTransaction>[1]>[0] | DatabaseHandle['db']) => {
    const { rows } = await sql<Record<string, string>>`select ${sql.join(
      LIMITS.map(name => sql`current_setting(${name}) as ${sql.id(name)}`),
    )}`.execute(tx)
    return LIMITS.map(name => rows[0]?.[name])
  }
  const none = ['0', '0', '0']

  it('should be bounded where somebody waits for it, on every pool, and end with the transaction', async () => {
    for (const db of [database.db, database.byKey]) {
      const own = await withinRequest('a', () => writeTransaction(db, limits))
      expect(own).toEqual(['150ms', '400ms', '300ms'])
      expect(await limits(db)).toEqual(none)
    }
  })

  it('should not be bounded for jobs, for what nobody asked for, and for what only reads', async () => {
    expect(await withinJob('7', () => writeTransaction(database.db, limits))).toEqual(none)
    expect(await writeTransaction(database.db, limits)).toEqual(none)
    const read = await withinRequest('a', () =>
      readTransaction(database.db, tx => limits(tx as unknown as DatabaseHandle['db'])),
    )
    expect(read).toEqual(none)
  })

  it('should give up a lock that another holds, while a job waits for it', async () => {
    const lock = (tx: Parameters<typeof limits>[0]) => sql`lock table audit.head`.execute(tx)
    const held = Promise.withResolvers<void>()
    const holding = Promise.withResolvers<void>()
    const holder = writeTransaction(database.db, async tx => {
      await lock(tx)
      holding.resolve()
      await held.promise
    })
    await holding.promise
    const job = withinJob('7', () => writeTransaction(database.db, lock))
    const refused = await withinRequest('a', () => writeTransaction(database.db, lock)).catch(error => error)
    expect(isOverdue(refused)).toBe(true)
    held.resolve()
    await holder
    await job
  })

  it('should end a statement that takes too long, and a transaction that is left alone', async () => {
    const within = (work: Parameters<typeof writeTransaction<unknown>>[1]) =>
      withinRequest('a', () => writeTransaction(database.db, work)).catch(error => error)
    expect(isOverdue(await within(tx => sql`select pg_sleep(5)`.execute(tx)))).toBe(true)
    const gone = async () => {
      const { rows } =
        await sql`select from pg_stat_activity where application_name = 'zhitong left'`.execute(database.db)
      return rows.length === 0
    }
    const left = withinRequest('left', () =>
      writeTransaction(database.db, async tx => {
        await expect.poll(gone).toBe(true)
        await limits(tx)
      }),
    ).catch(error => error)
    expect(isDatabaseAway(await left)).toBe(true)
  })
})
