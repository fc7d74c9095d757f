import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { createSessionResolver, hashToken } from './resolve-session.ts'

const BEGIN = new Date('2026-11-27T02:00:00Z')
const LATER = new Date('2026-11-27T02:05:00Z')
const TOKENS = ['first', 'second', 'third']

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ now: BEGIN })
  const { db } = server.services.database
  const account = await db
    .insertInto('identity.account')
    .values({ sign_in_name: 'one', display_name: '一', kind: 'staff' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const session = (token: string) => ({
    token_hash: hashToken(token),
    account_id: account.id,
    csrf_token: 'x',
    created_at: BEGIN,
    seen_at: BEGIN,
    agent: 'test',
  })
  await db.insertInto('identity.session').values(TOKENS.map(session)).execute()
})
afterAll(() => server.close())

const seen = async (): Promise<readonly Date[]> => {
  const found = await sql<{ seen_at: Date }>`select seen_at from identity.session order by id`.execute(
    server.services.database.db,
  )
  return found.rows.map(row => row.seen_at)
}

it('should resolve and touch those that are free while another transaction holds one session', async () => {
  const { db, byKey } = server.services.database
  const resolve = createSessionResolver(byKey)
  await db.transaction().execute(async other => {
    await sql`select 1 from identity.session where token_hash = ${hashToken('second')} for update`.execute(
      other,
    )
    const sessions = await Promise.all(TOKENS.map(token => resolve(token, LATER)))
    expect(sessions.map(session => session?.actor.name)).toEqual(['一', '一', '一'])
    expect((await seen()).filter(at => at.getTime() === LATER.getTime())).toHaveLength(2)
  })
  await resolve('second', LATER)
  expect((await seen()).filter(at => at.getTime() === LATER.getTime())).toHaveLength(3)
})
