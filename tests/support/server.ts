/** The whole server on a database of its own, spoken to over HTTP (injected) as a signed-in person would. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { composeServer } from '#apps/server/compose.ts'
import { type OpenServices, openServices } from '#apps/server/services.ts'
import { hashToken, SESSION_COOKIE } from '#kernel/identity/resolve-session.ts'
import { cloneDatabase } from './postgres.ts'

export type TestServer = Readonly<{
  app: FastifyInstance
  services: OpenServices
  /** Of the role that the tables belong to. */
  ownerUrl: string
  /** Moves the server's clock. */
  setTime(at: Date): void
  /** A session for this account without going through the sign-in page. */
  as(accountId: number): Promise<Caller>
  close(): Promise<void>
}>

export type Caller = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<LightMyRequestResponse>

export type TestServerOptions = Readonly<{
  now?: Date
  /** A migrated database that stays; a clone of the template, dropped at the end, when absent. */
  databaseUrl?: string | undefined
  /** Whose rights the server has: those that an installation serves under, or the owner's, who may prepare the world. */
  role?: 'serving' | 'owner' | undefined
}>

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.databaseUrl
    ? { url: options.databaseUrl, servingUrl: options.databaseUrl, drop: async () => {} }
    : await cloneDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'zhitong-test-'))
  let now = options.now ?? null
  const services = await openServices({
    databaseUrl: options.role === 'serving' ? database.servingUrl : database.url,
    dataFolder: folder,
    clock: () => now ?? new Date(),
    logLevel: 'silent',
  })
  const app = await composeServer(services, {
    logLevel: process.env.TEST_LOG ?? 'silent',
    limits: { perAccount: 1_000_000, perAddress: 1_000_000 },
  })
  await app.ready()
  return {
    app,
    services,
    ownerUrl: database.url,
    setTime: at => {
      now = at
    },
    as: accountId => signInAs(app, services, accountId),
    close: async () => {
      await app.close()
      await services.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function signInAs(app: FastifyInstance, services: OpenServices, accountId: number): Promise<Caller> {
  const token = randomBytes(32).toString('base64url')
  const csrf = randomBytes(16).toString('base64url')
  const at = services.clock()
  await services.database.db
    .insertInto('identity.session')
    .values({
      token_hash: hashToken(token),
      account_id: accountId,
      csrf_token: csrf,
      created_at: at,
      seen_at: at,
      second_factor_at: at,
    })
    .execute()
  return (method, url, body, headers = {}) =>
    app.inject({
      method,
      url,
      cookies: { [SESSION_COOKIE]: token },
      headers: {
        'x-csrf-token': csrf,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    } as InjectOptions)
}
