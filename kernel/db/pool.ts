/** The connection pool: one `pg` pool under Kysely; int8 and numeric come back as number and string. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from '#db/types.ts'
import type { Database } from './tx.ts'

const INT8 = 20
const DATE = 1082

pg.types.setTypeParser(INT8, text => Number(text))
pg.types.setTypeParser(DATE, text => text)

export type DatabaseHandle = Readonly<{ db: Database; pool: pg.Pool; close(): Promise<void> }>

export function openDatabase(
  url: string,
  options: Readonly<{ max?: number; name?: string }> = {},
): DatabaseHandle {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 16,
    application_name: options.name ?? 'zhitong',
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=Asia/Shanghai',
  })
  // An idle connection that the server cuts is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}
