import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { TRIES } from '#kernel/jobs/lasting-task.ts'
import { startWorker } from '#kernel/jobs/worker.ts'
import { addAccount } from '#tests/support/people.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import type { Caller } from '#tests/support/server.ts'
import { type City, DURING, HETANG, LUSONG, openCity } from '../testing/city.ts'
import { listenTo } from '../testing/live-notices.ts'
import { ACCEPT_JOB, acceptJob } from './accept-in-bulk.ts'

const UNITS = 420
const IN_HETANG = 280
const STEP = 200
const FIXTURE = new URL('../../../../tests/support/accept-fixture.ts', import.meta.url).pathname
const PATIENT = { timeout: 60_000, interval: 100 }

describe('accepting in bulk', { timeout: 120_000 }, () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let city: City
  let database: DatabaseHandle

  const query = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await database.pool.query(text, values)).rows as T[]
  const base = () => `/api/collect/collections/${city.collectionId}`
  const start = (who: Caller, body: unknown = { filter: {} }, key: string = randomUUID()) =>
    who('POST', `${base()}/acceptances`, body, { 'idempotency-key': key })
  const read = async (id: number, who = city.county) =>
    (await who('GET', `/api/collect/acceptances/${id}`)).json()
  const skipped = async (id: number, more = '') =>
    (await city.county('GET', `/api/collect/acceptances/${id}/skipped${more}`)).json()
  const run = async (id: number, attempt = 1) => {
    const [job] = await query<{ payload: unknown }>(
      'select payload from graphile_worker._private_jobs where key = $1',
      [`accept-${id}`],
    )
    await acceptJob(city.services)(job?.payload, { log: city.services.log, attempt })
  }
  const accepted = async () =>
    (
      await query<{ n: number }>(`select count(*)::int as n from collect.report where state like 'accepted%'`)
    )[0]?.n
  /** How many reports it still knows by name. */
  const remembered = async (id: number) =>
    (await query('select 1 from collect.acceptance_report where acceptance_id = $1', [id])).length
  const acts = async () =>
    query<{ unit_id: number; n: number }>(
      `select unit_id, count(*)::int as n from collect.event where kind like 'accepted%' group by unit_id`,
    )
  /** Nothing can be noted about this unit while `work` goes on. */
  const failingAt = async (unitId: number | undefined, work: () => Promise<void>) => {
    await query(`alter table collect.event add constraint fault check (unit_id <> ${unitId}) not valid`)
    try {
      await work()
    } finally {
      await query('alter table collect.event drop constraint fault')
    }
  }

  beforeAll(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url)
    city = await openCity({ units: UNITS, databaseUrl: clone.url })
  })
  beforeEach(async () => {
    await query(`update collect.report set state = 'submitted', revision_no = 1, fatal_count = 0`)
    await query('delete from collect.event')
    await query('delete from graphile_worker._private_jobs')
  })
  afterAll(async () => {
    await city.close()
    await database.close()
    await clone.drop()
  })

  it('should accept in steps what was asked for, and say of each report left why', async () => {
    await query('update collect.report set fatal_count = 1 where unit_id = any($1)', [city.units.slice(0, 3)])
    const key = randomUUID()
    const begun = await start(city.county, { filter: {} }, key)
    expect(begun.json()).toMatchObject({ state: 'waiting', total: IN_HETANG, accepted: 0, skipped: 0 })
    const { acceptanceId } = begun.json()
    expect((await start(city.county, { filter: {} }, key)).json().acceptanceId).toBe(acceptanceId)
    // Since it was asked for: a new revision, a withdrawal to the reporter.
    await query('update collect.report set revision_no = 2 where unit_id = $1', [city.units[5]])
    await query(`update collect.report set state = 'returned' where unit_id = $1`, [city.units[250]])
    const screens = await listenTo(city, 'collect.report')
    await run(acceptanceId)
    expect((await screens.told()).flatMap(one => one.unitIds)).toHaveLength(IN_HETANG - 5)
    await screens.end()
    const result = await read(acceptanceId)
    expect(result).toMatchObject({ state: 'done', accepted: IN_HETANG - 5, skipped: 5 })
    expect(result.reasons).toMatchObject([
      { code: 'COLLECT_FATAL_OPEN', count: 3 },
      { code: 'COLLECT_REVISION_CHANGED', count: 1 },
      { code: 'COLLECT_WRONG_STATE', count: 1 },
    ])
    expect(await accepted()).toBe(IN_HETANG - 5)
    expect(await remembered(acceptanceId)).toBe(5)
    expect(await skipped(acceptanceId, '?pageSize=2&page=2')).toMatchObject({
      total: 5,
      items: [
        { unitId: city.units[2], unitName: '株洲电瓷3厂', code: 'COLLECT_FATAL_OPEN', state: 'submitted' },
        { unitId: city.units[5], code: 'COLLECT_REVISION_CHANGED' },
      ],
    })
    const trail = await query<{ action: string; n: number }>(
      `select action, count(*)::int as n from audit.event where action like 'collect.%accept%' group by action order by 1`,
    )
    expect(trail).toEqual([
      { action: 'collect.acceptance.read', n: 1 },
      { action: 'collect.acceptance.start', n: 1 },
      { action: 'collect.report.accept', n: IN_HETANG - 5 },
    ])
    const by = await query(
      `select distinct account_id = (select created_by from collect.acceptance where id = $1) as asker
       from audit.event where action = 'collect.report.accept'`,
      [acceptanceId],
    )
    expect(by).toEqual([{ asker: true }])
    const told = await query(`select link from notify.message where kind = 'collect.acceptance'`)
    expect(told).toEqual([{ link: `/collect/acceptances/${acceptanceId}` }])
  })

  it('should keep what it accepted when it is stopped, and do nothing more', async () => {
    const { acceptanceId } = (await start(city.county)).json()
    await failingAt(city.units[STEP + 20], () => expect(run(acceptanceId)).rejects.toThrow('fault'))
    expect(await read(acceptanceId)).toMatchObject({
      state: 'running',
      accepted: STEP,
      skipped: 0,
      reasons: [],
    })
    const stop = () => city.county('POST', `/api/collect/acceptances/${acceptanceId}/cancel`, {})
    const stopped = { state: 'cancelled', total: IN_HETANG, accepted: STEP, skipped: 0 }
    expect((await stop()).json()).toMatchObject(stopped)
    await run(acceptanceId)
    expect((await stop()).json()).toMatchObject(stopped)
    expect(await accepted()).toBe(STEP)
    const cancels = await query(`select 1 from audit.event where action = 'collect.acceptance.cancel'`)
    expect(cancels).toHaveLength(1)
    const again = (await start(city.county)).json()
    expect(again).toMatchObject({ total: IN_HETANG - STEP })
    await run(again.acceptanceId)
    expect(await read(again.acceptanceId)).toMatchObject({ state: 'done', accepted: IN_HETANG - STEP })
    const listed = (await city.county('GET', `${base()}/acceptances?pageSize=2`)).json()
    expect(listed.items.map((one: { state: string }) => one.state)).toEqual(['done', 'cancelled'])
  })

  it('should go on where it stopped after a fault, and end as failed when that lasts', async () => {
    const { acceptanceId } = (await start(city.county)).json()
    await failingAt(city.units[STEP + 20], () => expect(run(acceptanceId)).rejects.toThrow('fault'))
    await run(acceptanceId, 2)
    expect(await read(acceptanceId)).toMatchObject({ state: 'done', accepted: IN_HETANG })
    expect((await acts()).filter(one => one.n !== 1)).toEqual([])
    const above = (await start(city.city)).json()
    // The other county has accepted nothing yet: what is its turn is not the city's.
    expect(above).toMatchObject({ total: IN_HETANG })
    await failingAt(city.units[STEP + 20], () => run(above.acceptanceId, TRIES))
    expect(await read(above.acceptanceId, city.city)).toMatchObject({
      state: 'failed',
      accepted: STEP,
      failure: { code: 'INTERNAL_ERROR' },
    })
    expect(await remembered(above.acceptanceId)).toBe(0)
  })

  it('should be noted as failed when its worker was killed in the last attempt', async () => {
    const { acceptanceId } = (await start(city.county)).json()
    const [job] = await query<{ max_attempts: number }>(
      'select max_attempts from graphile_worker._private_jobs where key = $1',
      [`accept-${acceptanceId}`],
    )
    expect(job?.max_attempts).toBeGreaterThan(TRIES)
    await run(acceptanceId, TRIES + 1)
    const failure = { code: 'TASK_INTERRUPTED' }
    expect(await read(acceptanceId)).toMatchObject({ state: 'failed', accepted: 0, failure })
    expect(await accepted()).toBe(0)
  })

  it('should leave to each level its turn, also what changes levels while it goes on', async () => {
    await query(`update collect.report set state = 'accepted:county' where unit_id = any($1)`, [
      city.units.slice(0, 10),
    ])
    expect((await start(city.city, { filter: { states: ['submitted'] } })).json()).toMatchObject({ total: 0 })
    const picked = (await start(city.city, { filter: {}, unitIds: city.units.slice(8, 12) })).json()
    expect(picked).toMatchObject({ total: 4 })
    // Its county accepts one of them meanwhile.
    await query(`update collect.report set state = 'accepted:county' where unit_id = $1`, [city.units[10]])
    await run(picked.acceptanceId)
    const result = await read(picked.acceptanceId, city.city)
    expect(result).toMatchObject({ state: 'done', accepted: 2, skipped: 2 })
    expect(result.reasons.map((one: { code: string }) => one.code).toSorted()).toEqual([
      'COLLECT_LOWER_LEVEL_FIRST',
      'COLLECT_WRONG_STATE',
    ])
    const all = (await start(city.city)).json()
    expect(all).toMatchObject({ total: 9 })
  })

  it('should accept no more than its asker may still accept', async () => {
    const role = 'bulk-reviewer'
    await query(
      `insert into permission.role (code, name, permissions) values ($1, '{"zh-CN": "审核", "en": "Reviewing"}', $2)`,
      [role, ['collect.report.review', 'collect.report.read']],
    )
    const asked = async () => {
      const { id } = await addAccount(city, { grants: [{ role, regionCode: HETANG }] })
      const who = await city.as(id)
      const { acceptanceId } = (await start(who)).json()
      return { id, who, acceptanceId }
    }
    const first = await asked()
    await failingAt(city.units[STEP + 20], () => expect(run(first.acceptanceId)).rejects.toThrow('fault'))
    await query('update identity.account set disabled_at = now() where id = $1', [first.id])
    await run(first.acceptanceId, 2)
    const [ended] = await query('select state, code, accepted from collect.acceptance where id = $1', [
      first.acceptanceId,
    ])
    expect(ended).toEqual({ state: 'failed', code: 'COLLECT_AUTHORITY_LOST', accepted: STEP })
    expect(await accepted()).toBe(STEP)

    const second = await asked()
    await query('update permission.grant set region_code = $2 where account_id = $1', [second.id, LUSONG])
    await run(second.acceptanceId)
    expect(await read(second.acceptanceId, second.who)).toMatchObject({
      state: 'failed',
      accepted: 0,
      failure: { code: 'COLLECT_AUTHORITY_LOST' },
    })

    const third = await asked()
    await query(`update permission.grant set subjects = '{services}' where account_id = $1`, [third.id])
    await run(third.acceptanceId)
    const left = IN_HETANG - STEP
    expect(await read(third.acceptanceId, third.who)).toMatchObject({
      state: 'done',
      accepted: 0,
      skipped: left,
      reasons: [{ code: 'NOT_FOUND', count: left }],
    })
    expect(await accepted()).toBe(STEP)
  })

  it('should be finished by another worker when the first was killed, accepting nothing twice', async () => {
    const { acceptanceId } = (await start(city.county)).json()
    const folder = mkdtempSync(join(tmpdir(), 'zhitong-accept-'))
    const holder = new pg.Client({ connectionString: clone.url })
    await holder.connect()
    await holder.query('begin')
    await holder.query('select from collect.report where unit_id = $1 for update', [city.units[STEP + 20]])
    const child = fork(FIXTURE, [clone.url, folder, DURING.toISOString()], { stdio: 'ignore' })
    await expect.poll(async () => (await read(acceptanceId)).accepted, PATIENT).toBe(STEP)
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    await holder.query('rollback')
    await holder.end()
    const handlers = { [ACCEPT_JOB]: acceptJob(city.services) }
    const worker = await startWorker(city.services.database.pool, handlers, city.services.log)
    await expect.poll(async () => (await read(acceptanceId)).state, PATIENT).toBe('done')
    await worker.stop()
    rmSync(folder, { recursive: true, force: true })
    expect(await read(acceptanceId)).toMatchObject({ accepted: IN_HETANG, skipped: 0 })
    expect(await accepted()).toBe(IN_HETANG)
    expect((await acts()).filter(one => one.n !== 1)).toEqual([])
  })

  it('should be scoped to the asker, and refuse what is malformed', async () => {
    const abroad = (await start(city.county, { filter: { region: LUSONG } })).json()
    expect(abroad).toMatchObject({ state: 'done', total: 0 })
    const others = (await start(city.county, { filter: {}, unitIds: city.units.slice(-5) })).json()
    expect(others).toMatchObject({ state: 'done', total: 0 })
    const { acceptanceId } = (await start(city.county)).json()
    for (const path of ['', '/skipped'])
      expect((await city.city('GET', `/api/collect/acceptances/${acceptanceId}${path}`)).statusCode).toBe(404)
    const cancel = `/api/collect/acceptances/${acceptanceId}/cancel`
    expect((await city.otherCounty('POST', cancel, {})).statusCode).toBe(404)
    expect((await start(city.leader)).statusCode).toBe(403)
    expect((await city.county('POST', `${base()}/acceptances`, { filter: {} })).json().code).toBe(
      'IDEMPOTENCY_KEY_REQUIRED',
    )
    expect((await start(city.county, { filter: { colour: 'red' } })).statusCode).toBe(400)
    expect((await start(city.county, { filter: {}, unitIds: [] })).statusCode).toBe(400)
    expect(
      (
        await city.county(
          'POST',
          '/api/collect/collections/99999/acceptances',
          { filter: {} },
          {
            'idempotency-key': randomUUID(),
          },
        )
      ).statusCode,
    ).toBe(404)
    const none = (await start(city.county, { filter: { states: ['owed'] } })).json()
    expect(none).toMatchObject({ state: 'done', total: 0 })
  })
})
