import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrol } from '#kernel/analytics/change-feed.ts'
import { hashToken } from '#kernel/identity/resolve-session.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { CLEAN_UP_JOB, CLEAN_UP_SCHEDULE, cleanUp } from './clean-up.ts'
import { startWorker } from './worker.ts'

const NOW = new Date('2026-11-27T02:00:00Z')
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

describe('the nightly clean-up', () => {
  let server: TestServer
  let accountId: number
  const database = () => server.services.database.db

  beforeAll(async () => {
    server = await startTestServer({ now: NOW })
    const made = await database()
      .insertInto('identity.account')
      .values({ sign_in_name: 'one', display_name: '一', kind: 'staff' })
      .returning('id')
      .executeTakeFirstOrThrow()
    accountId = made.id
  })
  afterAll(() => server.close())

  const reply = (key: string, at: Date) => ({
    account_id: accountId,
    key,
    route: 'try',
    request_sha256: Buffer.alloc(32),
    at,
  })
  const session = (agent: string, seen: Date, ended: Date | null) => ({
    token_hash: hashToken(randomBytes(8).toString('hex')),
    account_id: accountId,
    csrf_token: 'x',
    created_at: seen,
    seen_at: seen,
    ended_at: ended,
    agent,
  })
  const message = (kind: string, read: Date | null) => ({
    account_id: accountId,
    kind,
    title: '{}',
    body: '{}',
    created_at: ago(900),
    read_at: read,
  })

  it('should take away what is past its days, keep the rest, and say so in the audit log', async () => {
    await database()
      .insertInto('http.idempotency')
      .values([reply('old-reply', ago(8)), reply('new-reply', ago(6))])
      .execute()
    const many = Array.from({ length: 6_000 }, (_, index) => reply(`old-reply-${index}`, ago(30)))
    await database().insertInto('http.idempotency').values(many).execute()
    await database()
      .insertInto('identity.session')
      .values([
        session('ended long ago', ago(200), ago(199)),
        session('left open, idle', ago(190), null),
        session('ended lately', ago(200), ago(2)),
        session('in use', ago(0), null),
      ])
      .execute()
    await database()
      .insertInto('notify.message')
      .values([message('read', ago(800)), message('unread', null), message('read lately', ago(20))])
      .execute()
    const passwords = Array.from({ length: 8 }, (_, index) => ({
      account_id: accountId,
      password_hash: `hash ${index}`,
      set_at: ago(index),
    }))
    await database().insertInto('identity.password_history').values(passwords).execute()
    await sql`select graphile_worker.add_job('try.failed', max_attempts => 1),
      graphile_worker.add_job('try.waiting', max_attempts => 1)`.execute(database())
    await sql`update graphile_worker._private_jobs set attempts = 1, updated_at = ${ago(100)}
      where task_id = (select id from graphile_worker._private_tasks where identifier = 'try.failed')`.execute(
      database(),
    )

    const counts = {
      changes: 0,
      failedJobs: 1,
      messages: 1,
      passwords: 3,
      readers: 0,
      replies: 6_001,
      sessions: 2,
    }
    expect(await cleanUp(server.services)).toEqual(counts)

    const kept = async (table: 'http.idempotency' | 'identity.session' | 'notify.message', column: string) =>
      (
        await sql<{
          it: string
        }>`select ${sql.ref(column)} as it from ${sql.table(table)} order by 1`.execute(database())
      ).rows.map(row => row.it)
    expect(await kept('http.idempotency', 'key')).toEqual(['new-reply'])
    expect(await kept('identity.session', 'agent')).toEqual(['ended lately', 'in use'])
    expect(await kept('notify.message', 'kind')).toEqual(['read lately', 'unread'])
    const hashes = await database().selectFrom('identity.password_history').select('password_hash').execute()
    expect(hashes.map(row => row.password_hash).sort()).toEqual([0, 1, 2, 3, 4].map(index => `hash ${index}`))
    const jobs = await sql<{
      name: string
    }>`select task_identifier as name from graphile_worker.jobs`.execute(database())
    expect(jobs.rows).toEqual([{ name: 'try.waiting' }])
    const trail = () => database().selectFrom('audit.event').select(['action', 'detail']).execute()
    expect(await trail()).toEqual([{ action: 'system.cleanUp.run', detail: counts }])
    await cleanUp(server.services)
    expect(await trail()).toHaveLength(1)
  })

  it('should go by the days that the system administrator set', async () => {
    await database()
      .insertInto('settings.setting')
      .values({ key: 'retention.replyDays', value: '5' })
      .execute()
    expect(await cleanUp(server.services)).toMatchObject({ replies: 1 })
  })

  it('should keep of the feed of changes what a mirror has still to read, and nothing where none reads', async () => {
    const change = (id: number) =>
      sql`insert into analytics.change (source, key) values ('item', ${JSON.stringify({ id })})`.execute(
        database(),
      )
    const left = async () => (await database().selectFrom('analytics.change').select('key').execute()).length
    // Transactions of the whole cluster hold changes back as long as they run.
    const leftAfter = async () => {
      await cleanUp(server.services)
      return left()
    }
    // The server of the test has a mirror of its own.
    await database().deleteFrom('analytics.consumer').execute()
    await change(1)
    await expect.poll(leftAfter, { timeout: 60_000 }).toBe(0)
    const reader = await enrol(database(), randomUUID())
    await change(2)
    expect(await leftAfter()).toBe(1)
    await sql`update analytics.consumer set seen_at = now() - interval '8 days'
      where id = ${reader.consumer}`.execute(database())
    expect(await cleanUp(server.services)).toMatchObject({ readers: 1 })
    await expect.poll(leftAfter, { timeout: 60_000 }).toBe(0)
  }, 150_000)

  it('should be known to the worker, every night', async () => {
    const ran = Promise.withResolvers<unknown>()
    const handlers = { [CLEAN_UP_JOB]: async (payload: unknown) => ran.resolve(payload) }
    const { pool, db } = server.services.database
    const runner = await startWorker(pool, handlers, server.services.log, {
      schedule: [CLEAN_UP_SCHEDULE],
    })
    const known = () =>
      sql`select identifier from graphile_worker._private_known_crontabs`
        .execute(db)
        .then(found => found.rows)
    await expect.poll(known, { timeout: 20_000 }).toEqual([{ identifier: CLEAN_UP_JOB }])
    await sql`select graphile_worker.add_job(${CLEAN_UP_JOB})`.execute(db)
    await ran.promise
    await runner.stop()
  })
})
