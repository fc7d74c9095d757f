/** One embedded PostgreSQL for all test runs (durability off), a migrated template, and databases cloned from it. */
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { letServe, SERVING_ROLE } from '#kernel/db/serving-role.ts'
import { prepareJobs } from '#kernel/jobs/worker.ts'

const root = resolve(import.meta.dirname, '../..')
const LOCK = 0x54_45_53_54
const SERVING_PASSWORD = 'Zhitong-serving'

/** Named after the migrations and the rights of the serving role, so that runs of different states of the tree do not disturb each other. */
export function templateName(): string {
  const folder = join(root, 'db/migrations')
  const hash = createHash('sha256').update(readFileSync(join(root, 'kernel/db/serving-role.ts')))
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)))
  return `template_${hash.digest('hex').slice(0, 16)}`
}

export type TestPostgres = Readonly<{ url(database: string): string; stop(): Promise<void> }>

/** Starts the server, or joins one that another run started, and makes the template where it is missing. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const server = await startEmbeddedPostgres({
    folder: join(root, 'data/test-pg'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  })
  await onServer(server.adminUrl, async client => {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const template = templateName()
    const found = await client.query('select 1 from pg_database where datname = $1', [template])
    if (found.rowCount === 0) {
      await client.query(`drop database if exists ${template}_new with (force)`)
      await client.query(`create database ${template}_new`)
      await prepareTemplate(server.url(`${template}_new`))
      await client.query(`alter database ${template}_new rename to ${template}`)
    }
  })
  return { url: server.url, stop: () => stopWhenAlone(server.adminUrl, () => server.stop()) }
}

async function prepareTemplate(url: string): Promise<void> {
  await migrate(url)
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  await prepareJobs(pool).finally(() => pool.end())
  await letServe(url, SERVING_PASSWORD)
}

async function stopWhenAlone(adminUrl: string, stop: () => Promise<void>): Promise<void> {
  const others = await onServer(adminUrl, client =>
    client.query(
      `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    ),
  )
  if (others.rowCount === 0) await stop()
}

export type TestDatabase = Readonly<{
  /** Of the superuser, whom its tables belong to. */
  url: string
  /** Of the role that an installation serves under. */
  servingUrl: string
  drop(): Promise<void>
}>

/** A database of its own for tests that commit; `drop` removes it. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const base = process.env.ZHITONG_TEST_PG
  if (!base) throw new Error('run through vitest: its global set-up starts PostgreSQL')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const at = (database: string) => base.replace(/[^/]*$/, database)
  await onServer(at('postgres'), client => client.query(`create database ${name} template ${templateName()}`))
  return {
    url: at(name),
    servingUrl: at(name).replace(/\/\/[^@]*@/, `//${SERVING_ROLE}:${SERVING_PASSWORD}@`),
    drop: async () => {
      await onServer(at('postgres'), client => client.query(`drop database if exists ${name} with (force)`))
    },
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
