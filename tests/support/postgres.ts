/** One embedded PostgreSQL for all test runs (durability off), a migrated template, and databases cloned from it. */
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'

const folder = resolve(import.meta.dirname, '../../data/test-pg')
export const TEMPLATE = 'zhitong_template'

export type TestServer = Readonly<{ url(database: string): string; stop(): Promise<void> }>

/** Starts the server and makes the template from all migrations, always from nothing. */
export async function startTestServer(): Promise<TestServer> {
  const server = await startEmbeddedPostgres({
    folder,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  await onServer(server.adminUrl, async client => {
    await client.query(`drop database if exists ${TEMPLATE} with (force)`)
    await client.query(`create database ${TEMPLATE}`)
  })
  await migrate(server.url(TEMPLATE))
  return { url: server.url, stop: () => server.stop() }
}

/** A database of its own for tests that commit; `drop` removes it. */
export async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const base = process.env.ZHITONG_TEST_PG
  if (!base) throw new Error('run through vitest: its global set-up starts PostgreSQL')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const at = (database: string) => base.replace(/[^/]*$/, database)
  await onServer(at('postgres'), client => client.query(`create database ${name} template ${TEMPLATE}`))
  return {
    url: at(name),
    drop: () =>
      onServer(at('postgres'), client => client.query(`drop database if exists ${name} with (force)`)).then(
        () => {},
      ),
  }
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
