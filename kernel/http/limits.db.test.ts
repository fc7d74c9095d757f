import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Done, defineRoute } from '#kernel/contract/index.ts'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { hashToken, SESSION_COOKIE } from '#kernel/identity/resolve-session.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { buildApp } from './app.ts'
import { direct } from './binding.ts'

const summary = { 'zh-CN': '试', en: 'try' }
const route = (id: string, path: string, permission: string) =>
  direct(defineRoute({ id, method: 'GET', path, summary, permission, reply: Done }), async () => ({
    done: true,
  }))

describe('the allowance of requests', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let app: FastifyInstance

  beforeEach(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url, { max: 2 })
    app = await buildApp({
      database,
      clock: () => new Date(),
      version: 'test',
      logLevel: 'silent',
      limits: { perAccount: 3, perAddress: 5 },
      bindings: [route('try.own', '/api/own', 'signed-in'), route('try.open', '/api/open', 'public')],
    })
  })
  afterEach(async () => {
    await app.close()
    await database.close()
    await clone.drop()
  })

  const openSession = async (accountId: number): Promise<string> => {
    const token = randomBytes(32).toString('base64url')
    const values = { token_hash: hashToken(token), account_id: accountId, csrf_token: 'x' }
    await database.db
      .insertInto('identity.session')
      .values({ ...values, second_factor_at: new Date() })
      .execute()
    return token
  }
  const openAccount = async (name: string): Promise<number> => {
    const made = await database.db
      .insertInto('identity.account')
      .values({ sign_in_name: name, display_name: name, kind: 'staff', must_change_password: false })
      .returning('id')
      .executeTakeFirstOrThrow()
    return made.id
  }
  const ask = async (url: string, token?: string, address = '10.0.0.1') => {
    const cookies: Record<string, string> = token === undefined ? {} : { [SESSION_COOKIE]: token }
    return app.inject({ method: 'GET', url, cookies, remoteAddress: address })
  }
  const statuses = async (count: number, one: (index: number) => ReturnType<typeof ask>) => {
    const replies: number[] = []
    for (let index = 0; index < count; index += 1) replies.push((await one(index)).statusCode)
    return replies
  }

  it('should give no made-up cookie an allowance of its own', async () => {
    const replies = await statuses(7, () => ask('/api/own', randomBytes(32).toString('base64url')))
    expect(replies).toEqual([401, 401, 401, 401, 401, 429, 429])
    const refused = await ask('/api/open')
    expect(refused.json().code).toBe('TOO_MANY_REQUESTS')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('/api/open', undefined, '10.0.0.2')).statusCode).toBe(200)
  })

  it('should count an account once for all its sessions and addresses, and leave its colleagues alone', async () => {
    const [first, second] = [await openAccount('first'), await openAccount('second')]
    const tokens = [await openSession(first), await openSession(first)]
    const replies = await statuses(5, index => ask('/api/own', tokens[index % 2], `10.0.1.${index}`))
    expect(replies).toEqual([200, 200, 200, 429, 429])
    expect((await ask('/api/own', await openSession(second))).statusCode).toBe(200)
  })

  it('should keep people who are signed in going when strangers have used up their address', async () => {
    const token = await openSession(await openAccount('first'))
    expect((await statuses(6, () => ask('/api/open'))).at(-1)).toBe(429)
    expect((await ask('/api/own', token)).statusCode).toBe(200)
  })

  it('should count what is not there and what needs no contract', async () => {
    expect(await statuses(6, index => ask(`/nowhere/${index}`))).toEqual([404, 404, 404, 404, 404, 429])
    const health = await statuses(6, () => ask('/health', undefined, '10.0.0.3'))
    expect(health.at(-1)).toBe(429)
  })

  it('should take the addresses of one IPv6 network for one', async () => {
    const replies = await statuses(6, index => ask('/api/open', undefined, `2001:db8:0:1::${index + 1}`))
    expect(replies.at(-1)).toBe(429)
    expect((await ask('/api/open', undefined, '2001:db8:0:2::1')).statusCode).toBe(200)
  })
})
