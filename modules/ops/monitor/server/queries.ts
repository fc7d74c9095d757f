import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Database, ReadTx } from '#kernel/db/tx.ts'
import type { InstanceFigures } from '../contract.ts'

export type InstanceRow = Readonly<{
  id: string
  host: string
  process: number
  role: 'all' | 'web' | 'worker'
  version: string
  startedAt: Date
  figures: Static<typeof InstanceFigures>
}>

/** Written outside any use-case: it concerns nobody, and is worth neither an audit row nor a flush. */
export async function putInstance(db: Database, row: InstanceRow): Promise<void> {
  const { startedAt, figures, ...rest } = row
  const changing = { seen_at: sql<Date>`now()`, figures: JSON.stringify(figures) }
  await db
    .insertInto('monitor.instance')
    .values({ ...rest, started_at: startedAt, ...changing })
    .onConflict(conflict => conflict.column('id').doUpdateSet(changing))
    .execute()
}

/** Lines of processes that ended without a word go after an hour. */
export const dropForgotten = (db: Database) =>
  db.deleteFrom('monitor.instance').where('seen_at', '<', sql<Date>`now() - interval '1 hour'`).execute()

export const dropInstance = (db: Database, id: string) =>
  db.deleteFrom('monitor.instance').where('id', '=', id).execute()

export const listInstances = (tx: ReadTx) =>
  tx
    .selectFrom('monitor.instance')
    .selectAll()
    .select(sql<boolean>`seen_at < now() - interval '1 minute'`.as('silent'))
    .orderBy('started_at')
    .limit(200)
    .execute()

export type StatementRow = Readonly<{ statement: string; calls: number; meanMs: number; worstMs: number }>

/** Whether this database has pg_stat_statements, under whatever schema the search path finds. */
export async function hasStatistics(tx: ReadTx): Promise<boolean> {
  const found = await sql<{ there: boolean }>`select to_regclass('pg_stat_statements') is not null
    and has_table_privilege(to_regclass('pg_stat_statements'), 'select') as there`.execute(tx)
  return found.rows[0]?.there ?? false
}

/** The statements of this database that take longest on average; those that only define things are left out. */
export async function slowStatements(
  tx: ReadTx,
  thresholdMs: number,
  limit: number,
): Promise<readonly StatementRow[]> {
  const found = await sql<StatementRow>`select query as statement, calls, mean_exec_time as "meanMs",
      max_exec_time as "worstMs"
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
      and query ~* '^\\s*(/\\*.*?\\*/\\s*)?(select|insert|update|delete|merge|with)\\M'
      and max_exec_time >= ${thresholdMs}
    order by max_exec_time desc limit ${limit}`.execute(tx)
  return found.rows
}
