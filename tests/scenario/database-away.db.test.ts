import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeServer } from '#apps/server/compose.ts'
import { type OpenServices, openServices } from '#apps/server/services.ts'
import {
  type EmbeddedPostgres,
  isEmbeddedRunning,
  startEmbeddedPostgres,
} from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'

/** A server on a PostgreSQL of its own, which the test kills. */
describe('a database that goes away and comes back', { timeout: 120_000 }, () => {
  let folder: string
  let postgres: EmbeddedPostgres
  let services: OpenServices
  let app: FastifyInstance

  const session = () => app.inject({ method: 'GET', url: '/api/session' })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zhitong-away-'))
    postgres = await startEmbeddedPostgres({
      folder: join(folder, 'pg'),
      settings: { shared_buffers: '16MB' },
    })
    const admin = new pg.Client({ connectionString: postgres.adminUrl })
    await admin.connect()
    await admin.query('create database zhitong')
    await admin.end()
    await migrate(postgres.url('zhitong'))
    services = await openServices({
      databaseUrl: postgres.url('zhitong'),
      dataFolder: folder,
      logLevel: 'silent',
    })
    app = await composeServer(services, { logLevel: 'silent' })
    await app.ready()
  }, 120_000)
  afterAll(async () => {
    await app.close()
    await services.close()
    await postgres.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  })

  it('should refuse with a sentence while it is gone, and serve again what was committed when it is back', async () => {
    const { db } = services.database
    await db.insertInto('settings.setting').values({ key: 'kept', value: '1' }).execute()
    expect((await session()).statusCode).toBe(200)

    const postmaster = Number(
      readFileSync(join(postgres.folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0],
    )
    process.kill(postmaster, 'SIGKILL')
    await wait(200)
    const refused = await session()
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'DATABASE_UNAVAILABLE'])
    expect(refused.json().message['zh-CN']).toContain('数据库')
    expect((await app.inject('/health')).statusCode).toBe(503)
    await expect(services.analytics.drain()).rejects.toThrow()

    const answersAgain = async () => {
      await postgres.revive()
      return (await session()).statusCode
    }
    await expect.poll(answersAgain, { timeout: 60_000 }).toBe(200)
    const kept = await db.selectFrom('settings.setting').select('key').where('key', '=', 'kept').execute()
    expect(kept).toEqual([{ key: 'kept' }])
    await services.analytics.drain()
    expect((await app.inject('/health')).json()).toMatchObject({ status: 'ok' })
  })

  it('should be adopted by a second start instead of being started twice', async () => {
    const again = await startEmbeddedPostgres({ folder: join(folder, 'pg') })
    expect(again.port).toBe(postgres.port)
    expect(await isEmbeddedRunning(join(folder, 'pg'))).toBe(true)
  })
})
