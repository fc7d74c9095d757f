/** The installation's database: the embedded server, or the one DATABASE_URL names. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import type { InstallationOptions } from './options.ts'

export type InstallationDatabase = Readonly<{ url: string; embedded: EmbeddedPostgres | null }>

const NAME = 'zhitong'

export async function openInstallationDatabase(options: InstallationOptions): Promise<InstallationDatabase> {
  if (options.databaseUrl) return { url: options.databaseUrl, embedded: null }
  mkdirSync(options.dataFolder, { recursive: true })
  const embedded = await startEmbeddedPostgres({ folder: join(options.dataFolder, 'pg') })
  await createDatabase(embedded.adminUrl)
  return { url: embedded.url(NAME), embedded }
}

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
