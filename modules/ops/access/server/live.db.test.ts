import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureRoles } from '#apps/server/roles.ts'
import type { BaseContext, InboxMessage, LiveNotice } from '#kernel/context.ts'
import { writeAs } from '#kernel/db/write.ts'
import { SESSION_COOKIE, systemActor } from '#kernel/identity/resolve-session.ts'
import { deliverMessage, type OutgoingMessage } from '#kernel/notify/channels.ts'
import { addAccount, Browser } from '#tests/support/people.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

const COUNTY = '430211000000'
const OTHER = '430212000000'

let server: TestServer
let address: string

beforeAll(async () => {
  server = await startTestServer()
  await ensureRoles(server.services.database.db)
  await sql`insert into settings.setting (key, value) values ('identity.secondFactorRequired', 'false')`.execute(
    server.services.database.db,
  )
  await sql`insert into register.unit (unit_id, name, kind, region_code, valid_from) values
    (1, '演示一厂', 'legal', '430211001001', '2020-01-01'), (2, '演示二厂', 'legal', '430212001001', '2020-01-01')`.execute(
    server.services.database.db,
  )
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.close())

const base = (): BaseContext => ({
  actor: systemActor(0, []),
  now: new Date(),
  log: server.services.log,
  requestId: 'test',
  reach: () => ({ everything: true, nodes: [] }),
})
const tell = (...notices: LiveNotice[]) =>
  writeAs(server.services.database.db, base(), async ctx => {
    for (const notice of notices) ctx.live(notice)
  })
const send = (message: InboxMessage) =>
  writeAs(server.services.database.db, base(), async ctx => ctx.notify(message))
const message = (accountId: number): InboxMessage => ({
  accountId,
  kind: 'collect.sentBack',
  title: { 'zh-CN': '报表被退回', en: 'A report was sent back' },
  body: { 'zh-CN': '请核对', en: 'Please check' },
  link: '/reports/1',
})

/** An open screen: what it has heard, until closed. */
async function listen(one: Browser) {
  const stop = new AbortController()
  const reply = await fetch(`${address}/api/live`, {
    headers: { cookie: `${SESSION_COOKIE}=${one.token}` },
    signal: stop.signal,
  })
  const heard: { topic: string; regionCode?: string; unitId?: number }[] = []
  const state = { ended: false }
  const reading = (async () => {
    let text = ''
    for await (const chunk of reply.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice(6)))
      }
    }
  })()
    .catch(() => {})
    .finally(() => {
      state.ended = true
    })
  return { reply, heard, state, close: () => stop.abort(), reading }
}

const signedIn = async (person: { signInName: string }) => {
  const one = new Browser(server)
  expect((await one.signIn(person.signInName)).statusCode).toBe(200)
  return one
}
const statistician = async (regionCode: string) =>
  signedIn(await addAccount(server, { grants: [{ role: 'county-statistician', regionCode }] }))
const reporter = async (unitId: number) =>
  signedIn(await addAccount(server, { unitId, grants: [{ role: 'reporter', unitId }] }))

describe('live notices', () => {
  it('should reach the county they concern within a second, and no other county', async () => {
    const [here, there] = [await listen(await statistician(COUNTY)), await listen(await statistician(OTHER))]
    expect(here.reply.headers.get('content-type')).toContain('text/event-stream')
    await tell({ topic: 'collect.report', regionCode: '430211001001', unitIds: [1] })
    await expect.poll(() => here.heard, { timeout: 1_000 }).toHaveLength(1)
    expect(here.heard[0]).toEqual({ topic: 'collect.report', regionCode: '430211000000' })
    await pause(400)
    expect(there.heard).toEqual([])
    here.close()
    there.close()
  })

  it('should reach a unit about itself and never about its neighbour', async () => {
    const [own, neighbour] = [await listen(await reporter(1)), await listen(await reporter(2))]
    await tell({ topic: 'collect.report', regionCode: '430211001001', unitIds: [1] })
    await expect.poll(() => own.heard, { timeout: 1_000 }).toHaveLength(1)
    await pause(400)
    expect(neighbour.heard).toEqual([])
    own.close()
    neighbour.close()
  })

  it('should say nothing of business to an administrator', async () => {
    const person = await addAccount(server, {
      grants: [{ role: 'system-administrator', regionCode: '000000000000' }],
    })
    const screen = await listen(await signedIn(person))
    await tell({ topic: 'collect.report', regionCode: '430211001001', unitIds: [1] })
    await pause(600)
    expect(screen.heard).toEqual([])
    screen.close()
  })

  it('should tell a burst once per place', async () => {
    const screen = await listen(await statistician('430200000000'))
    const burst = Array.from({ length: 300 }, (_, index) => ({
      topic: 'collect.report',
      regionCode: `43020${2 + (index % 3)}001001`,
      unitId: index + 1,
    }))
    await tell(...burst)
    await expect.poll(() => screen.heard.length, { timeout: 1_500 }).toBeGreaterThan(0)
    await pause(400)
    expect(screen.heard).toHaveLength(3)
    screen.close()
  })

  it('should refuse a stranger with 401 and a seventh screen of one session with 429', async () => {
    expect((await fetch(`${address}/api/live`)).status).toBe(401)
    const one = await statistician(COUNTY)
    const screens = await Promise.all(Array.from({ length: 6 }, () => listen(one)))
    expect(screens.every(screen => screen.reply.status === 200)).toBe(true)
    expect((await listen(one)).reply.status).toBe(429)
    for (const screen of screens) screen.close()
  })

  it('should end every stream when the database connection is lost, and hear again afterwards', async () => {
    const one = await statistician(COUNTY)
    const screen = await listen(one)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'zhitong-live' and datname = current_database()`.execute(
      server.services.database.db,
    )
    await expect.poll(() => screen.state.ended, { timeout: 3_000 }).toBe(true)
    const again = await listen(one)
    await tell({ topic: 'collect.report', regionCode: '430211001001', unitIds: [1] })
    await expect.poll(() => again.heard, { timeout: 1_000 }).toHaveLength(1)
    again.close()
  })

  it('should not keep an idle session alive', async () => {
    const one = await statistician(COUNTY)
    const from = Date.now()
    server.setTime(new Date(from + 20 * 60_000))
    const screen = await listen(one)
    expect(screen.reply.status).toBe(200)
    screen.close()
    expect((await one.send('GET', '/api/inbox/unread')).statusCode).toBe(200)
    server.setTime(new Date(from + 35 * 60_000))
    expect((await one.send('GET', '/api/inbox')).statusCode).toBe(401)
    server.setTime(new Date())
  })
})

describe('the inbox', () => {
  it('should hold one’s own messages only, count the unread and tell open screens', async () => {
    const person = await addAccount(server)
    const other = await addAccount(server)
    const [one, two] = [await signedIn(person), await signedIn(other)]
    const [screen, foreign] = [await listen(one), await listen(two)]
    await send(message(person.id))
    await send(message(person.id))
    await expect.poll(() => screen.heard.map(event => event.topic), { timeout: 1_500 }).toContain('inbox')
    expect(foreign.heard).toEqual([])
    const listed = (await one.send('GET', '/api/inbox')).json()
    expect(listed).toMatchObject({ total: 2 })
    expect(listed.items[0]).toMatchObject({
      title: { 'zh-CN': '报表被退回' },
      readAt: null,
      link: '/reports/1',
    })
    expect((await two.send('GET', '/api/inbox')).json().total).toBe(0)
    expect((await one.send('GET', '/api/session')).json().unread).toBe(2)

    const first = listed.items[0].id
    expect((await two.send('POST', '/api/inbox/read', { ids: [first] })).statusCode).toBe(200)
    expect((await one.send('GET', '/api/inbox/unread')).json().unread).toBe(2)
    await one.send('POST', '/api/inbox/read', { ids: [first] })
    expect((await one.send('GET', '/api/inbox?unreadOnly=true')).json().total).toBe(1)
    await one.send('POST', '/api/inbox/read', { ids: 'all' })
    expect((await one.send('GET', '/api/inbox/unread')).json().unread).toBe(0)
    screen.close()
    foreign.close()
  })

  it('should refuse what is malformed and who is signed out', async () => {
    const one = await signedIn(await addAccount(server))
    expect((await one.send('POST', '/api/inbox/read', { ids: [] })).statusCode).toBe(400)
    expect((await one.send('GET', '/api/inbox?page=0')).statusCode).toBe(400)
    const nobody = new Browser(server)
    expect((await nobody.send('GET', '/api/inbox')).statusCode).toBe(401)
    expect((await nobody.send('GET', '/api/inbox/unread')).statusCode).toBe(401)
    expect((await nobody.send('POST', '/api/inbox/read', { ids: 'all' })).statusCode).toBe(401)
  })
})

describe('channels', () => {
  it('should carry a message through each channel in use, in the language of its reader', async () => {
    const { db } = server.services.database
    await sql`insert into settings.setting (key, value) values ('notify.channels', '["sms"]')`.execute(db)
    const person = await addAccount(server)
    await sql`update identity.account set phone = '13900000000', locale = 'en' where id = ${person.id}`.execute(
      db,
    )
    await send(message(person.id))
    await sql`delete from settings.setting where key = 'notify.channels'`.execute(db)
    const jobs = await sql<{ payload: unknown }>`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'notify.deliver'`.execute(
      db,
    )
    expect(jobs.rows).toHaveLength(1)
    const carried: OutgoingMessage[] = []
    const handler = deliverMessage(db, [{ name: 'sms', deliver: async one => void carried.push(one) }])
    await handler(jobs.rows[0]?.payload, { log: server.services.log, attempt: 1 })
    expect(carried).toMatchObject([{ phone: '13900000000', title: 'A report was sent back' }])
    await sql`update notify.message set read_at = now() where account_id = ${person.id}`.execute(db)
    await handler(jobs.rows[0]?.payload, { log: server.services.log, attempt: 2 })
    expect(carried).toHaveLength(1)
  })
})
