import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Done, defineRoute, Id } from '#kernel/contract/index.ts'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { hashToken, SESSION_COOKIE } from '#kernel/identity/resolve-session.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { buildApp } from './app.ts'
import { direct, read, write } from './binding.ts'

const body = Type.Object({ amount: Type.Integer({ minimum: 0 }) })
const summary = { 'zh-CN': '试', en: 'try' }
const params = Type.Object({ id: Id })
const look = defineRoute({
  id: 'try.look',
  method: 'GET',
  path: '/api/try/:id',
  summary,
  permission: 'try.see',
  params,
  reply: Type.Object({ id: Id }),
})
const put = defineRoute({
  id: 'try.put',
  method: 'POST',
  path: '/api/try',
  summary,
  permission: 'try.put',
  body,
  idempotency: 'key',
  reply: Type.Object({ count: Type.Integer() }),
})
const fail = defineRoute({
  id: 'try.fail',
  method: 'POST',
  path: '/api/try/fail',
  summary,
  permission: 'signed-in',
  reply: Done,
})
const silentRead = defineRoute({
  id: 'try.silentRead',
  method: 'GET',
  path: '/api/try-silent',
  summary,
  permission: 'try.see',
  identified: true,
  reply: Done,
})
const silentWrite = (id: string, more: Readonly<{ unaudited?: boolean }> = {}) =>
  defineRoute({
    id: `try.${id}`,
    method: 'POST',
    path: `/api/try-silent/${id}`,
    summary,
    permission: 'try.put',
    reply: Done,
    ...more,
  })
const unjudged = defineRoute({
  id: 'try.unjudged',
  method: 'POST',
  path: '/api/try-unjudged',
  summary,
  permission: 'public',
  reply: Type.Object({ seen: Type.Unknown() }),
})
const crash = defineRoute({
  id: 'try.crash',
  method: 'GET',
  path: '/api/try-crash',
  summary,
  permission: 'public',
})

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<'try.fail' | 'try.look' | 'try.put', true> {}
}

describe('mounted routes', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let app: FastifyInstance
  let cookie: Record<string, string>
  const csrf = 'a-csrf-token'
  let puts = 0

  const send = (
    method: 'GET' | 'POST',
    url: string,
    payload?: unknown,
    headers: Record<string, string> = {},
  ) =>
    app.inject({
      method,
      url,
      cookies: cookie,
      headers: { 'x-csrf-token': csrf, ...headers },
      ...(payload !== undefined && { payload: payload as object }),
    })

  beforeAll(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url)
    const { db } = database
    const account = await db
      .insertInto('identity.account')
      .values({ sign_in_name: 'try', display_name: '试', kind: 'staff', must_change_password: false })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('permission.role')
      .values({ code: 'try', name: '{}', permissions: ['try.see', 'try.put'] })
      .execute()
    await db
      .insertInto('permission.grant')
      .values({ account_id: account.id, role_code: 'try', region_code: '430200000000' })
      .execute()
    const token = randomBytes(16).toString('hex')
    await db
      .insertInto('identity.session')
      .values({
        token_hash: hashToken(token),
        account_id: account.id,
        csrf_token: csrf,
        second_factor_at: new Date(),
      })
      .execute()
    cookie = { [SESSION_COOKIE]: token }
    app = await buildApp({
      database,
      clock: () => new Date(),
      version: 'test',
      logLevel: 'silent',
      bindings: [
        read(look, async (context, input) => {
          // Number 13 stands for an entry that the audit log cannot hold.
          const detail = input.params.id === 13 ? { text: 'a\0' } : {}
          context.accessed({ action: 'try.look', subject: { kind: 'try', id: input.params.id }, detail })
          return { id: input.params.id }
        }),
        write(put, async context => {
          puts += 1
          context.audit({ action: 'try.put', subject: { kind: 'try', id: puts } })
          return { count: puts }
        }),
        write(fail, async context => {
          context.audit({ action: 'try.fail', subject: { kind: 'try', id: 1 } })
          await context.tx.insertInto('settings.setting').values({ key: 'half', value: '1' }).execute()
          throw new Error('after a write')
        }),
        read(silentRead, async () => ({ done: true as const })),
        ...(
          [
            ['forgotten', {}],
            ['convenience', { unaudited: true }],
          ] as const
        ).map(([id, more]) =>
          write(silentWrite(id, more), async ({ tx }) => {
            await tx.insertInto('settings.setting').values({ key: id, value: '1' }).execute()
            return { done: true as const }
          }),
        ),
        write(silentWrite('idle'), async () => ({ done: true as const })),
        direct(unjudged, async (_context, input) => ({ seen: Object.values(input) })),
        direct(crash, async () => {
          throw new Error('secret detail')
        }),
      ],
    })
  })
  afterAll(async () => {
    await app.close()
    await database.close()
    await clone.drop()
  })

  it('should refuse to boot a route that declares no contract', async () => {
    const bare = await buildApp({ database, clock: () => new Date(), version: 'test', bindings: [] })
    bare.get('/api/undeclared', async () => 'no')
    await expect(bare.ready()).rejects.toThrow(/declares no contract/)
    await bare.close()
  })

  const odd = (contract: object) => defineRoute({ ...look, ...contract } as typeof look)
  const answer = async () => ({ id: 1 })
  it.each([
    ['a part of its path', direct(odd({ params: undefined }), answer), 'has schemas for'],
    ['a part that its path lacks', direct(odd({ path: '/api/try' }), answer), 'has schemas for'],
    ['to act once, and is no write', direct(odd({ method: 'POST', idempotency: 'key' }), answer), 'act once'],
    ['a GET, and is a write', write(odd({}), answer), 'bound as write'],
    ['a POST, and is a read', read(odd({ method: 'POST' }), answer), 'bound as read'],
  ])('should refuse to boot a route whose contract says %s', async (_name, binding, why) => {
    const build = () => buildApp({ database, clock: () => new Date(), version: 'test', bindings: [binding] })
    await expect(build()).rejects.toThrow(why)
  })

  it('should give a handler nothing that no schema has judged', async () => {
    const reply = await send('POST', '/api/try-unjudged?a=1', { b: 2 })
    expect(reply.json()).toEqual({ seen: [null, null, null] })
  })

  it('should not answer staff a read of identified data that declares no access', async () => {
    const reply = await send('GET', '/api/try-silent')
    expect([reply.statusCode, reply.json().code]).toEqual([500, 'INTERNAL_ERROR'])
  })

  it('should undo a write that changed something and declared no audit row, unless its contract says so', async () => {
    const replies = []
    for (const id of ['forgotten', 'convenience', 'idle'])
      replies.push((await send('POST', `/api/try-silent/${id}`)).statusCode)
    expect(replies).toEqual([500, 200, 200])
    const kept = await database.db.selectFrom('settings.setting').select('key').execute()
    expect(kept).toEqual([{ key: 'convenience' }])
  })

  it('should audit a read of identified data before the reply leaves', async () => {
    const reply = await send('GET', '/api/try/5')
    expect(reply.json()).toEqual({ id: 5 })
    const rows = await database.db
      .selectFrom('audit.event')
      .select(['action', 'subject_id', 'account_name'])
      .execute()
    expect(rows).toEqual([{ action: 'try.look', subject_id: '5', account_name: '试' }])
  })

  it('should answer every reader that shares an audit commit with one whose entry cannot be kept', async () => {
    const replies = await Promise.all([6, 13, 7, 8].map(id => send('GET', `/api/try/${id}`)))
    expect(replies.map(reply => reply.statusCode)).toEqual([200, 400, 200, 200])
    const { db } = database
    const logged = await db.selectFrom('audit.event').select('subject_id').orderBy('subject_id').execute()
    expect(logged.map(row => row.subject_id)).toEqual(['5', '6', '7', '8'])
  })

  it.each([
    ['a malformed parameter', 'GET', '/api/try/abc', undefined, {}, 400, 'REQUEST_MALFORMED'],
    ['a malformed body', 'POST', '/api/try', { amount: '3' }, {}, 400, 'REQUEST_MALFORMED'],
    ['no idempotency key', 'POST', '/api/try', { amount: 3 }, {}, 400, 'IDEMPOTENCY_KEY_REQUIRED'],
    [
      'a wrong CSRF token',
      'POST',
      '/api/try',
      { amount: 3 },
      { 'x-csrf-token': 'no' },
      403,
      'CSRF_TOKEN_INVALID',
    ],
    [
      'another origin',
      'POST',
      '/api/try',
      { amount: 3 },
      { origin: 'https://elsewhere.example' },
      403,
      'CSRF_TOKEN_INVALID',
    ],
    [
      'another site',
      'POST',
      '/api/try',
      { amount: 3 },
      { 'sec-fetch-site': 'cross-site' },
      403,
      'CSRF_TOKEN_INVALID',
    ],
    ['text no database keeps', 'POST', '/api/try', { amount: 3, pad: 'a\0' }, {}, 400, 'REQUEST_MALFORMED'],
    ['an address that cannot be read', 'GET', '/api/try/%E4%ZZ', undefined, {}, 400, 'REQUEST_MALFORMED'],
    ['an endless address', 'GET', `/api/try/${'9'.repeat(200)}`, undefined, {}, 400, 'REQUEST_MALFORMED'],
    ['an unknown address', 'GET', '/api/nowhere', undefined, {}, 404, 'NOT_FOUND'],
    [
      'an oversize body',
      'POST',
      '/api/try',
      { amount: 1, pad: 'x'.repeat(1_100_000) },
      {},
      413,
      'REQUEST_TOO_LARGE',
    ],
  ] as const)(
    'should answer %s with a stable code in both languages',
    async (_name, method, url, payload, headers, status, code) => {
      const reply = await send(method, url, payload, headers)
      expect([reply.statusCode, reply.json().code]).toEqual([status, code])
      expect(reply.json().message['zh-CN']).toMatch(/\p{Script=Han}/u)
      expect(reply.json().message.en).toMatch(/[a-z]/)
    },
  )

  it('should ask for a session, and then for the permission', async () => {
    const stranger = await app.inject({ method: 'GET', url: '/api/try/5' })
    expect([stranger.statusCode, stranger.json().code]).toEqual([401, 'SESSION_REQUIRED'])
    await database.db
      .updateTable('permission.role')
      .set({ permissions: ['try.put'] })
      .execute()
    const denied = await send('GET', '/api/try/5')
    expect([denied.statusCode, denied.json().code]).toEqual([403, 'PERMISSION_DENIED'])
    await database.db
      .updateTable('permission.role')
      .set({ permissions: ['try.see', 'try.put'] })
      .execute()
  })

  it('should do the work of one idempotency key once, also for simultaneous requests', async () => {
    const key = { 'idempotency-key': 'key-12345678' }
    const before = puts
    const replies = await Promise.all([1, 2, 3, 4].map(() => send('POST', '/api/try', { amount: 3 }, key)))
    expect(new Set(replies.map(reply => reply.body)).size).toBe(1)
    expect(puts).toBe(before + 1)
    const other = await send('POST', '/api/try', { amount: 4 }, key)
    expect([other.statusCode, other.json().code]).toEqual([409, 'IDEMPOTENCY_MISMATCH'])
  })

  it('should leave nothing behind when a write fails half-way, and say nothing of the inside', async () => {
    const reply = await send('POST', '/api/try/fail', {})
    expect([reply.statusCode, reply.json().code]).toEqual([500, 'INTERNAL_ERROR'])
    const kept = await database.db
      .selectFrom('settings.setting')
      .selectAll()
      .where('key', '=', 'half')
      .execute()
    expect(kept).toEqual([])
    const audited = await database.db
      .selectFrom('audit.event')
      .selectAll()
      .where('action', '=', 'try.fail')
      .execute()
    expect(audited).toEqual([])
    const crashed = await send('GET', '/api/try-crash')
    expect(crashed.body).not.toContain('secret detail')
  })

  it('should describe the routes and answer health and metrics', async () => {
    const api = await app.inject({ method: 'GET', url: '/api/docs/json' })
    expect(Object.keys(api.json().paths)).toContain('/api/try/{id}')
    expect((await app.inject({ method: 'GET', url: '/health' })).json()).toMatchObject({
      status: 'ok',
      database: true,
    })
    expect((await app.inject({ method: 'GET', url: '/metrics' })).body).toContain(
      'zhitong_http_seconds_bucket',
    )
    expect((await app.inject({ method: 'GET', url: '/metrics', remoteAddress: '10.1.1.1' })).statusCode).toBe(
      403,
    )
  })

  it('should send strict security headers', async () => {
    const { headers } = await send('GET', '/api/try/5')
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe-eval')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' })
  })
})
