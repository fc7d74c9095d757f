import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import { type City, GOOD, openCity, submission } from '../testing/city.ts'

type Route = Readonly<{
  method: Parameters<Caller>[0]
  /** With the collection and the unit of somebody who is in another county. */
  url: string
  good?: unknown
  /** A body or, for a GET, a query that is malformed. */
  bad: unknown
  by: 'reporter' | 'county' | 'manager'
  headers?: Readonly<Record<string, string>>
}>

describe('every route of collection', () => {
  let city: City
  let callers: Readonly<Record<Route['by'], Caller>>
  let nobody: Caller
  let routes: readonly Route[]

  beforeAll(async () => {
    city = await openCity({ units: 3 })
    callers = { reporter: await city.reporter(0), county: city.otherCounty, manager: city.manager }
    nobody = await city.person(['catalog.form.read'], { regionCode: '430200000000' })
    const [unit, other, none] = [city.units[0], city.units[1], 987_654]
    const foreign = `/api/collect/my-reports/${city.collectionId}/${other}`
    const base = `/api/collect/collections/${city.collectionId}`
    const report = `${base}/reports/${unit}`
    const away = `/api/collect/collections/${none}`
    const draft = { version: 0, baseRevision: 0, values: GOOD, explanations: {} }
    const note = '与企业电话核对后更正累计数'
    const change = { clientId: randomUUID(), revisionNo: 1, changes: [{ cell: 'M1', value: '1' }], note }
    routes = [
      { method: 'GET', url: foreign, bad: null, by: 'reporter' },
      {
        method: 'PUT',
        url: `${foreign}/draft`,
        good: draft,
        bad: { ...draft, version: 'x' },
        by: 'reporter',
      },
      { method: 'POST', url: `${foreign}/draft/discard`, good: { version: 1 }, bad: {}, by: 'reporter' },
      {
        method: 'POST',
        url: `${foreign}/submissions`,
        good: submission(GOOD),
        bad: { values: [] },
        by: 'reporter',
      },
      { method: 'GET', url: `${foreign}/receipt`, bad: '?revision=0', by: 'reporter' },
      { method: 'GET', url: `${foreign}/revisions`, bad: null, by: 'reporter' },
      { method: 'GET', url: `${foreign}/workbook-mappings`, bad: null, by: 'reporter' },
      {
        method: 'POST',
        url: `${foreign}/workbook-mappings`,
        good: { name: '台账', mapping: { sheets: {}, units: {}, cells: {}, rows: {} } },
        bad: { name: '', mapping: {} },
        by: 'reporter',
        headers: { 'idempotency-key': randomUUID() },
      },
      {
        method: 'PUT',
        url: `${foreign}/workbook-mappings/9`,
        good: { version: 1, name: '台账' },
        bad: { version: 0, name: '台账' },
        by: 'reporter',
      },
      { method: 'DELETE', url: `${foreign}/workbook-mappings/9`, bad: null, by: 'reporter' },
      { method: 'GET', url: report, bad: '?revision=x', by: 'county' },
      { method: 'GET', url: `${report}/lineage?cell=M1`, bad: '', by: 'county' },
      {
        method: 'POST',
        url: `${report}/send-back`,
        good: { revisionNo: 1, reason: note },
        bad: { revisionNo: 1 },
        by: 'county',
      },
      { method: 'POST', url: `${report}/accept`, good: { revisionNo: 1 }, bad: {}, by: 'county' },
      { method: 'POST', url: `${report}/withdraw`, good: {}, bad: { reason: 5 }, by: 'county' },
      {
        method: 'POST',
        url: `${report}/explanations/review`,
        good: { revisionNo: 1, rule: 'E2', review: 'agreed' },
        bad: { review: 'good' },
        by: 'county',
      },
      {
        method: 'POST',
        url: `${report}/corrections`,
        good: change,
        bad: { ...change, changes: [] },
        by: 'county',
      },
      {
        method: 'POST',
        url: `${report}/extend`,
        good: { until: '2026-11-14T00:00:00Z', note },
        bad: { until: 'soon', note },
        by: 'county',
      },
      {
        method: 'POST',
        url: `${report}/remind`,
        good: {},
        bad: { message: {} },
        headers: { 'idempotency-key': randomUUID() },
        by: 'county',
      },
      {
        method: 'POST',
        url: `${away}/reminders`,
        good: { filter: {} },
        bad: { filter: { states: ['lost'] } },
        by: 'county',
        headers: { 'idempotency-key': randomUUID() },
      },
      { method: 'GET', url: '/api/collect/reminders/99', bad: null, by: 'county' },
      { method: 'POST', url: '/api/collect/reminders/99/cancel', good: {}, bad: null, by: 'county' },
      { method: 'GET', url: away, bad: null, by: 'county' },
      { method: 'GET', url: `${away}/progress`, bad: '?region=4302', by: 'county' },
      { method: 'GET', url: `${away}/rules`, bad: '?region=x', by: 'county' },
      { method: 'POST', url: `${away}/close`, good: {}, bad: { note: 1 }, by: 'manager' },
    ]
  })
  afterAll(() => city.close())

  it('should ask strangers to sign in', async () => {
    for (const { method, url } of routes) {
      const reply = await city.app.inject({ method, url })
      expect([url, reply.statusCode, reply.json().code]).toEqual([url, 401, 'SESSION_REQUIRED'])
    }
  })

  it('should refuse those without the permission', async () => {
    for (const { method, url, good, headers } of routes) {
      const reply = await nobody(method, url, good, headers)
      expect([url, reply.statusCode]).toEqual([url, 403])
    }
  })

  it('should say not found for what lies out of scope, and change nothing', async () => {
    for (const { method, url, good, by, headers } of routes) {
      const reply = await callers[by](method, url, good, headers)
      expect([method, url, reply.statusCode, reply.json().code]).toEqual([method, url, 404, 'NOT_FOUND'])
    }
    const { db } = city.services.database
    expect(await db.selectFrom('collect.revision').selectAll().execute()).toEqual([])
    expect(await db.selectFrom('collect.event').selectAll().execute()).toEqual([])
    expect(await db.selectFrom('collect.reminder').selectAll().execute()).toEqual([])
  })

  it('should refuse malformed requests with a sentence in both languages', async () => {
    for (const { method, url, bad, by, headers } of routes) {
      if (bad === null) continue
      const asked = typeof bad === 'string' ? `${url.split('?')[0]}${bad}` : url
      const reply = await callers[by](method, asked, typeof bad === 'string' ? undefined : bad, headers)
      expect([url, reply.statusCode, reply.json().code]).toEqual([url, 400, 'REQUEST_MALFORMED'])
      expect(Object.keys(reply.json().message)).toEqual(['zh-CN', 'en'])
    }
  })

  it('should refuse more than a mebibyte', async () => {
    const [unit] = city.units
    const url = `/api/collect/my-reports/${city.collectionId}/${unit}/submissions`
    const reply = await callers.reporter('POST', url, submission({ cells: { M1: 'x'.repeat(1_100_000) } }))
    expect([reply.statusCode, reply.json().code]).toEqual([413, 'REQUEST_TOO_LARGE'])
  })

  it('should answer that the database is away, and take the same submission once it is back', async () => {
    const reporter = callers.reporter
    const url = `/api/collect/my-reports/${city.collectionId}/${city.units[0]}/submissions`
    const body = submission(GOOD)
    const { db, pool } = city.services.database
    const [{ name }] = (await pool.query('select current_database() as name')).rows
    const { default: pg } = await import('pg')
    const admin = new pg.Client({
      connectionString: process.env.ZHITONG_TEST_PG?.replace(/[^/]*$/, 'postgres'),
    })
    await admin.connect()
    await admin.query(`alter database ${name} allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    const away = await reporter('POST', url, body)
    expect(away.statusCode).toBeGreaterThanOrEqual(500)
    await admin.query(`alter database ${name} allow_connections true`)
    await admin.end()
    // A connection that was cut and not yet found to be may still be given out; pages ask again, as here.
    const back = await vi.waitFor(
      async () => {
        const reply = await reporter('POST', url, body)
        expect(reply.statusCode).toBe(200)
        return reply
      },
      { timeout: 20_000, interval: 200 },
    )
    expect(back.json()).toMatchObject({ revisionNo: 1, repeated: false })
    expect(await db.selectFrom('collect.revision').selectAll().execute()).toHaveLength(1)
  })

  it('should count every submission once by what became of it, for whoever watches the server', async () => {
    const counted = async (): Promise<Readonly<Record<string, number>>> => {
      const { body } = await city.app.inject({ method: 'GET', url: '/metrics' })
      const lines = body.matchAll(/^zhitong_submission_seconds_count\{outcome="(\w+)"\} (\d+)$/gm)
      return Object.fromEntries([...lines].map(([, outcome, count]) => [outcome, Number(count)]))
    }
    const before = await counted()
    const collectionId = await city.issue('2026-M04')
    const submit = async (index: number, body: object) => {
      const who = await city.reporter(index)
      return who('POST', `/api/collect/my-reports/${collectionId}/${city.units[index]}/submissions`, body)
    }
    const other = submission({ cells: { M1: '101.00', M2: '1000.00' } }, { baseRevision: 5 })
    const bodies = [0, 1, 2].map(() => submission(GOOD))
    const taken = await Promise.all(bodies.map((body, index) => submit(index, body)))
    expect(taken.map(reply => reply.statusCode)).toEqual([200, 200, 200])
    expect((await submit(0, bodies[0]!)).statusCode).toBe(200)
    expect((await submit(1, other)).statusCode).toBe(409)
    const grown = Object.entries(await counted()).map(([outcome, count]) => [
      outcome,
      count - (before[outcome] ?? 0),
    ])
    expect(Object.fromEntries(grown)).toMatchObject({ accepted: 3, repeated: 1, refused: 1 })
    expect(grown.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(5)
  })
})
