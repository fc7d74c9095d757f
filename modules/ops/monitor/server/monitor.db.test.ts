import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeServer } from '#apps/server/compose.ts'
import { ensureRoles } from '#apps/server/roles.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { requestIds, withinRequest } from '#kernel/request-scope.ts'
import { someone } from '#tests/support/people.ts'
import { type Caller, startTestServer, type TestServer } from '#tests/support/server.ts'
import { announceInstance } from './announce-instance.ts'

const NATION = '000000000000'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('the operations page', () => {
  let server: TestServer
  let administrator: Caller
  const db = () => server.services.database.db

  beforeAll(async () => {
    server = await startTestServer()
    await ensureRoles(db())
    administrator = await someone(server, { role: 'system-administrator', regionCode: NATION })
  })
  afterAll(() => server.close())

  it('should be the system administrator’s of the whole installation, and nobody else’s', async () => {
    const county = await someone(server, { role: 'system-administrator', regionCode: '430202000000' })
    const auditor = await someone(server, { role: 'audit-administrator', regionCode: NATION })
    const statuses = await Promise.all(
      [administrator, county, auditor].map(async ask => (await ask('GET', '/api/operations')).statusCode),
    )
    expect(statuses).toEqual([200, 403, 403])
    expect((await server.app.inject({ method: 'GET', url: '/api/operations' })).statusCode).toBe(401)
  })

  it('should tell what this process has done, and no more of it than its measures', async () => {
    await administrator('GET', '/api/session')
    const told = (await administrator('GET', '/api/operations')).json()
    expect(told.instance).toBe(server.services.measures.instance)
    expect(told.spells.request.count).toBeGreaterThan(0)
    expect(told.spells.request.p95).toBeGreaterThan(0)
    expect(told.spells.sessionItems.mean).toBeGreaterThanOrEqual(1)
    expect(told.spells.submission).toMatchObject({ count: 0, p95: null })
    expect(told.curves.requests).toHaveLength(told.curves.mirrorLag.length)
    expect(told.levels.pool.max).toBe(24)
    expect(told.levels.disks).toEqual([
      { stores: ['files', 'mirror'], space: { free: expect.any(Number), total: expect.any(Number) } },
    ])
    expect(told.levels.databaseBytes).toBeGreaterThan(1_000_000)
    expect(told.levels.mirrorLag).toBe(0)
    expect(told.levels.jobs).toEqual([])
  })

  it('should show every process that has announced itself, until it stops', async () => {
    const { services } = server
    const later = { instance: randomUUID(), startedAt: new Date(Date.now() + 1_000) }
    const other = { ...services, measures: { ...services.measures, ...later } }
    const announced = [
      announceInstance(services, { role: 'all', version: 'test' }),
      announceInstance(other, { role: 'worker', version: 'test' }),
    ]
    await Promise.all(announced.map(one => one.tell()))
    const listed = async (): Promise<readonly Record<string, unknown>[]> =>
      (await administrator('GET', '/api/operations')).json().instances
    expect(await listed()).toMatchObject([
      { role: 'all', self: true, silent: false, process: process.pid },
      { role: 'worker', self: false, silent: false },
    ])
    await sql`update monitor.instance set seen_at = now() - interval '5 minutes' where id = ${other.measures.instance}`.execute(
      db(),
    )
    expect((await listed()).map(one => one.silent)).toEqual([false, true])
    await sql`update monitor.instance set seen_at = now() - interval '2 hours' where id = ${other.measures.instance}`.execute(
      db(),
    )
    await announced[0]?.tell()
    expect((await listed()).map(one => one.role)).toEqual(['all'])
    await Promise.all(announced.map(one => one.stop()))
    expect(await listed()).toEqual([])
  })

  it('should count jobs by task and state, and say how far the mirror is behind', async () => {
    const { pool } = server.services.database
    await pool.query(
      `select graphile_worker.add_job('collect.remind', '{}', run_at => now() - interval '1 minute')`,
    )
    await pool.query(
      `select graphile_worker.add_job('collect.remind', '{}', run_at => now() + interval '1 hour')`,
    )
    await pool.query(`select graphile_worker.add_job('kernel.cleanUp', '{}', max_attempts => 1)`)
    await pool.query(
      `update graphile_worker._private_jobs set attempts = max_attempts where max_attempts = 1`,
    )
    await pool.query(
      `insert into analytics.change (source, key) values ('report', '{"unit_id": 1, "collection_id": 1}')`,
    )
    const { jobs, mirrorLagSeconds } = await server.services.sampler.current(0)
    expect(jobs).toMatchObject([
      { task: 'collect.remind', waiting: 1, scheduled: 1, running: 0, failed: 0 },
      { task: 'kernel.cleanUp', waiting: 0, scheduled: 0, running: 0, failed: 1, oldestWaitingSeconds: null },
    ])
    expect(jobs?.[0]?.oldestWaitingSeconds).toBeGreaterThanOrEqual(60)
    expect(mirrorLagSeconds).toBeGreaterThan(0)
    await server.services.analytics.drain()
    expect(await server.services.analytics.lag()).toBe(0)
  })

  it('should tell /metrics the same, with no more labels than tasks, states and routes', async () => {
    const reply = await server.app.inject({ method: 'GET', url: '/metrics' })
    const { body } = reply
    for (const name of [
      'zhitong_http_seconds_bucket',
      'zhitong_group_items_bucket',
      'zhitong_group_wait_seconds_bucket',
      'zhitong_mirror_drain_seconds_bucket',
      'zhitong_mirror_changes_total',
      'zhitong_mirror_lag_seconds',
      'zhitong_jobs',
      'zhitong_jobs_oldest_waiting_seconds',
      'zhitong_database_connections_open',
      'zhitong_database_waiting',
      'zhitong_database_bytes',
      'zhitong_disk_free_bytes',
      'zhitong_submission_seconds',
      'zhitong_rules_seconds_bucket',
      'zhitong_tabulation_seconds',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_seconds',
    ])
      expect(body, name).toMatch(new RegExp(`^(# TYPE )?${name}[{ ]`, 'm'))
    expect(body).toContain('zhitong_jobs{task="collect.remind",state="waiting"} 1')
    const labels = new Set([...body.matchAll(/[{,](\w+)="/g)].map(([, label]) => label))
    const own = [...labels].filter(
      label => !['le', 'quantile', 'kind', 'type', 'space', 'version'].includes(label ?? ''),
    )
    expect(own.filter(label => !['major', 'minor', 'patch'].includes(label ?? '')).sort()).toEqual(
      ['group', 'moved', 'route', 'state', 'status', 'store', 'task'].sort(),
    )
  })

  it('should show slow queries with their request, and the statistics of the database where it keeps them', async () => {
    const { slowQueries } = server.services
    withinRequest('a-request', () => slowQueries.note("select * from t where name = 'secret'", 9_000))
    const own = (await administrator('GET', '/api/operations')).json().slow
    expect(own.source).toBe('process')
    expect(own.items[0]).toMatchObject({
      statement: 'select * from t where name = ?',
      requestId: 'a-request',
    })

    await sql`create view public.pg_stat_statements as
      select (select oid from pg_database where datname = current_database()) as dbid, *
      from (values ('select $1 from unit', 3::bigint, 700.5::float8, 900.0::float8),
                   ('create role x password ''hidden''', 1, 800, 800),
                   ('select quick', 900, 1, 2))
        as s(query, calls, mean_exec_time, max_exec_time)`.execute(db())
    const counted = (await administrator('GET', '/api/operations')).json().slow
    expect(counted).toMatchObject({
      source: 'database',
      items: [{ statement: 'select $1 from unit', calls: 3, meanMs: 700.5, worstMs: 900, requestId: null }],
    })
    await sql`drop view public.pg_stat_statements`.execute(db())
    await sql`create view public.pg_stat_statements as select 1 / 0 as dbid`.execute(db())
    expect((await administrator('GET', '/api/operations')).json().slow.source).toBe('process')
    await sql`drop view public.pg_stat_statements`.execute(db())
  })

  it('should still answer what it knows when the database says nothing of its levels', async () => {
    const broken = {
      ...server.services,
      analytics: { ...server.services.analytics, lag: () => Promise.reject(new Error('away')) },
    }
    const { createSampler } = await import('#kernel/measure/sampler.ts')
    const folders = { files: server.services.dataFolder, database: '/nowhere/at/all' }
    const sample = await createSampler({ ...broken, folders }).current(0)
    const disks = [
      { stores: ['files'], space: { free: expect.any(Number), total: expect.any(Number) } },
      { stores: ['database'], space: null },
    ]
    expect(sample).toMatchObject({ mirrorLagSeconds: null, disks })
    expect(
      await server.services.measures.registry.getSingleMetricAsString('zhitong_mirror_lag_seconds'),
    ).not.toMatch(/^zhitong/m)
  })
})

describe('a request’s number', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  it('should be the caller’s where it is one, and the server’s own otherwise, in the reply and in a refusal', async () => {
    const mine = randomUUID()
    const ask = (id: string) =>
      server.app.inject({ method: 'GET', url: '/api/operations', headers: { 'x-request-id': id } })
    const taken = await ask(mine)
    expect([taken.headers['x-request-id'], taken.json().requestId]).toEqual([mine, mine])
    for (const id of ['x', `${mine} `, mine.toUpperCase(), "'; drop table t; --"]) {
      const made = await ask(id)
      expect(made.headers['x-request-id']).toMatch(UUID)
      expect(made.headers['x-request-id']).not.toBe(id)
      expect(made.json().requestId).toBe(made.headers['x-request-id'])
    }
  })

  it('should stand in every line that the server writes for the request', async () => {
    const lines: string[] = []
    const app = await composeServer(server.services, {
      logLevel: 'info',
      logStream: { write: line => void lines.push(line) },
    })
    const id = randomUUID()
    await app.inject({ method: 'GET', url: '/api/operations', headers: { 'x-request-id': id } })
    await app.close()
    const told = lines.map(line => JSON.parse(line))
    expect(told.map(line => line.msg)).toEqual(['request refused', 'replied'])
    expect(told.map(line => line.requestId)).toEqual([id, id])
    expect(told.at(-1)).toMatchObject({ route: 'monitor.readOperations', status: 401 })
  })

  it('should stand in PostgreSQL as the name of the transaction, and end with it', async () => {
    const id = randomUUID()
    const nameNow = sql<{ name: string }>`select current_setting('application_name') as name`
    const { db } = server.services.database
    const names = await withinRequest(id, async () => {
      const inside = await readTransaction(db, async tx => (await nameNow.execute(tx)).rows[0]?.name)
      expect(requestIds()).toEqual([id])
      return [inside, (await nameNow.execute(db)).rows[0]?.name]
    })
    expect(names).toEqual([`zhitong ${id}`, 'zhitong'])
    const unnamed = await readTransaction(db, async tx => (await nameNow.execute(tx)).rows[0]?.name)
    expect(unnamed).toBe('zhitong')
  })

  it('should leave a transaction what it is: read only, with its isolation', async () => {
    const asked = withinRequest(randomUUID(), () =>
      readTransaction(server.services.database.db, async tx => {
        const found = await sql<{ mode: string; level: string }>`select
          current_setting('transaction_read_only') as mode, current_setting('transaction_isolation') as level`.execute(
          tx,
        )
        return found.rows[0]
      }),
    )
    expect(await asked).toEqual({ mode: 'on', level: 'repeatable read' })
  })
})
