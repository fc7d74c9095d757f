/** The installation's database: the embedded server, or the one DATABASE_URL names. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { letServe, SERVING_ROLE } from '#kernel/db/serving-role.ts'
import { prepareJobs } from '#kernel/jobs/worker.ts'
import type { InstallationOptions } from './options.ts'

export type InstallationDatabase = Readonly<{
  /** Of the role that serves. */
  url: string
  /** Of the role that tables belong to; the same where somebody else keeps PostgreSQL. */
  ownerUrl: string
  embedded: EmbeddedPostgres | null
  /** Brings its structure to that of this program. */
  bringUpToDate(tell?: (name: string) => void): Promise<void>
}>

const NAME = 'zhitong'

export async function openInstallationDatabase(options: InstallationOptions): Promise<InstallationDatabase> {
  const { databaseUrl, dataFolder } = options
  if (databaseUrl) return outside(databaseUrl)
  mkdirSync(dataFolder, { recursive: true })
  const embedded = await startEmbeddedPostgres({ folder: join(dataFolder, 'pg') })
  await createDatabase(embedded.adminUrl)
  const ownerUrl = embedded.url(NAME)
  const password = servingPassword(embedded.folder)
  // Also what an earlier release made, which served as the superuser.
  await letServe(ownerUrl, password)
  return {
    url: embedded.url(NAME, { role: SERVING_ROLE, password }),
    ownerUrl,
    embedded,
    bringUpToDate: async tell => {
      await migrate(ownerUrl, tell)
      await makeQueue(ownerUrl)
      await letServe(ownerUrl, password)
    },
  }
}

const outside = (url: string): InstallationDatabase => ({
  url,
  ownerUrl: url,
  embedded: null,
  bringUpToDate: async tell => void (await migrate(url, tell)),
})

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [NAME])
    if (found.rowCount === 0) await client.query(`create database ${NAME}`)
  } finally {
    await client.end()
  }
}

/** Kept beside the superuser's. */
function servingPassword(folder: string): string {
  const file = join(folder, 'server-password')
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (kept) return kept
  const password = randomBytes(24).toString('base64url')
  writeFileSync(file, password, { mode: 0o600 })
  return password
}

/** Whoever serves may not make a schema. */
async function makeQueue(ownerUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  try {
    await prepareJobs(pool)
  } finally {
    await pool.end()
  }
}
