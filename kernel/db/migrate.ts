/** Forward SQL migrations, one dated sequence, each in its own transaction under one advisory lock. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'

const folder = resolve(import.meta.dirname, '../../db/migrations')
const LOCK = 0x5a_54 // 'ZT'

/** Looked for first: whoever may only serve an up-to-date database may not make tables, not even those that are there. */
const BOOK = `do $$ begin
  if to_regclass('public.migration') is null then
    create table public.migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now());
  end if;
end $$`

export type MigrationReport = Readonly<{ applied: readonly string[]; total: number }>

/**
 * Brings the database at `url` to the newest migration.
 *
 * @throws when an applied migration's text has changed, the database is newer than the program, or the server is
 *   older than PostgreSQL 15.
 */
export async function migrate(
  url: string,
  onApply: (name: string) => void = () => {},
): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(BOOK)
    const done = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from public.migration',
    )
    const files = readdirSync(folder)
      .filter(name => name.endsWith('.sql'))
      .sort()
    const known = new Map(done.rows.map(row => [row.name, row.sha256]))
    refuseNewerDatabase(known, files)
    const applied: string[] = []
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      if (known.get(name) === sha256) continue
      if (known.has(name))
        throw new Error(`Migration ${name} was changed after it was applied / 迁移 ${name} 在执行后被修改`)
      onApply(name)
      await applyOne(client, name, text, sha256)
      applied.push(name)
    }
    return { applied, total: files.length }
  } finally {
    await client.end()
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const version = await client.query<{ server_version_num: string }>('show server_version_num')
  if (Number(version.rows[0]?.server_version_num) < 150_000) {
    throw new Error('PostgreSQL 15 or later is needed / 需要 PostgreSQL 15 或更高版本')
  }
}

function refuseNewerDatabase(known: ReadonlyMap<string, string>, files: readonly string[]): void {
  const unknown = [...known.keys()].filter(name => !files.includes(name))
  if (unknown.length > 0) {
    throw new Error(
      `The database is newer than this program (${unknown[0]}) / 数据库版本高于本程序（${unknown[0]}）`,
    )
  }
}

async function applyOne(client: pg.Client, name: string, text: string, sha256: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into public.migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
