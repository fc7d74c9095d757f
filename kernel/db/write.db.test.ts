import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { verifyChain } from '../audit/chain.ts'
import type { BaseContext, LiveNotice } from '../context.ts'
import { LIVE_CHANNEL, writeAs } from './write.ts'

let server: TestServer
const base = (): BaseContext => ({
  actor: systemActor(0, []),
  now: new Date(),
  log: server.services.log,
  requestId: 'test',
  reach: () => ({ everything: true, nodes: [] }),
})

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<'try.many', true> {}
}

describe('what a write declares', () => {
  it('should be flushed whole when it is more than a statement takes parameters or a call arguments', async () => {
    const { db } = server.services.database
    await writeAs(db, base(), async context => {
      for (let index = 1; index <= 6_000; index += 1) {
        context.audit({ action: 'try.many', subject: { kind: 'try', id: index }, detail: { b: 1, a: '甲' } })
      }
      context.changed(
        'try',
        Array.from({ length: 130_000 }, (_, id) => ({ id })),
      )
    })
    expect(await verifyChain(db)).toEqual({ intact: true, rows: 6_000, anchors: 0 })
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from analytics.change
      where source = 'try'`.execute(db)
    expect(rows[0]?.n).toBe(130_000)
  })

  it('should add every job with its own time, attempts and key, one key being one job', async () => {
    const { db } = server.services.database
    const runAt = new Date('2027-01-01T00:00:00Z')
    await writeAs(db, base(), async context => {
      context.enqueue('try.first', { text: '甲', deep: { n: 1 } }, { runAt, maxAttempts: 3 })
      context.enqueue('try.second', { n: 1 }, { key: 'once' })
      context.enqueue('try.second', { n: 2 }, { key: 'once' })
    })
    const { rows } = await sql<{ task: string; payload: unknown; at: Date; max: number; key: string | null }>`
      select t.identifier as task, j.payload, j.run_at as at, j.max_attempts as max, j.key
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier like 'try.%' order by t.identifier`.execute(db)
    expect(rows).toMatchObject([
      { task: 'try.first', payload: { text: '甲', deep: { n: 1 } }, at: runAt, max: 3, key: null },
      { task: 'try.second', payload: { n: 2 }, max: 25, key: 'once' },
    ])
  })

  it('should tell every live notice in order, one too long for NOTIFY without its detail', async () => {
    const { database } = server.services
    const client = new pg.Client({ connectionString: database.pool.options.connectionString as string })
    await client.connect()
    const heard: LiveNotice[] = []
    const all = Promise.withResolvers<void>()
    client.on('notification', ({ payload = '' }) => {
      heard.push(JSON.parse(payload) as LiveNotice)
      if (heard.length === 3) all.resolve()
    })
    await client.query(`listen ${LIVE_CHANNEL}`)
    await writeAs(database.db, base(), async context => {
      for (const topic of ['try.a', 'try.b']) context.live({ topic, regionCode: '430200000000' })
      // Under 7,000 characters, over 8,000 bytes.
      context.live({ topic: 'try.c', regionCode: '430200000000', detail: { text: '甲'.repeat(3_000) } })
    })
    await all.promise
    await client.end()
    expect(heard.map(one => one.topic)).toEqual(['try.a', 'try.b', 'try.c'])
    expect(heard[2]?.detail).toBeUndefined()
  })
})
