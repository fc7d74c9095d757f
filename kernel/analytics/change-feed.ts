/**
 * The PostgreSQL side of the mirror: what changed since it was last read.
 *
 * How far a reader is, is a snapshot: which transactions it has seen the end of. What is visible now and was not in
 * that snapshot is exactly what it has yet to read, however late a transaction commits.
 *
 * A restored backup takes the database back to before what a mirror has read, or into another one with transaction
 * numbers of its own. `history` names the database; a mark, committed here before what was read is applied there,
 * proves that this database still holds all of it.
 */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Database, ReadTx } from '../db/tx.ts'
import type { ChangedKeys } from './source.ts'

/** How far a reader is, and in which history; kept in the mirror's own file. `snapshot` is a `pg_snapshot`. */
export type MirrorState = Readonly<{ consumer: string; history: string; mark: string; snapshot: string }>

/** What a transaction sees that its reader has not read yet. */
export type Reading = Readonly<{
  /** Where the reader is when it has read all this. */
  snapshot: string
  /** Sources with changes. */
  sources: readonly string[]
  keysOf(source: string): ChangedKeys
}>

/** The cluster and the database in it: neither survives `pg_restore` into a new database, both survive a restart. */
const HISTORY = sql<string>`(select c.system_identifier::text || '.' || d.oid::text
  from pg_control_system() as c, pg_database as d where d.datname = current_database())`

/** The snapshot of the transaction; null when the database is not the one the reader has read. */
async function snapshotFor(
  db: ReadTx,
  { consumer, mark, history, snapshot }: MirrorState,
): Promise<string | null> {
  const found = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot
    from analytics.consumer
    where id = ${consumer} and ${mark}::uuid in (mark, earlier_mark) and ${HISTORY} = ${history}
      and pg_snapshot_xmax(${snapshot}::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())`.execute(db)
  return found.rows[0]?.snapshot ?? null
}

/** Whether the database holds everything the reader has applied, and the feed everything after it. */
export const continues = async (db: Database, state: MirrorState): Promise<boolean> =>
  (await snapshotFor(db, state)) !== null

/** The changes that are not in the reader's snapshot. */
const unreadBy = ({ snapshot }: MirrorState): RawBuilder<unknown> => {
  const read = sql.lit(snapshot)
  return sql`xid >= pg_snapshot_xmin(${read}::pg_snapshot)
    and not pg_visible_in_snapshot(xid, ${read}::pg_snapshot)`
}

export async function hasUnread(db: Database, state: MirrorState): Promise<boolean> {
  const found = await sql<{ unread: boolean }>`select exists (select from analytics.change
    where ${unreadBy(state)}) as unread`.execute(db)
  return found.rows[0]?.unread ?? false
}

/**
 * What `tx`, which has one snapshot, sees beyond the reader's; null when the database is not the one that the reader
 * has read so far.
 */
export async function readChanges(tx: ReadTx, state: MirrorState): Promise<Reading | null> {
  const snapshot = await snapshotFor(tx, state)
  if (snapshot === null) return null
  const unread = unreadBy(state)
  const found = await sql<{ source: string }>`select distinct source
    from analytics.change where ${unread} order by source`.execute(tx)
  return {
    snapshot,
    sources: found.rows.map(row => row.source),
    keysOf: source => sql`(select key from analytics.change where source = ${sql.lit(source)} and ${unread})`,
  }
}

/**
 * Registers `reader` (a UUID) from now on; what is committed by now is not in its feed. Changes from
 * transactions yet to come are another history's, brought along by a restored backup.
 */
export async function enrol(db: Database, reader: string): Promise<MirrorState> {
  await sql`delete from analytics.change where xid > pg_snapshot_xmax(pg_current_snapshot())`.execute(db)
  const made = await sql<MirrorState>`insert into analytics.consumer (id, watermark)
    values (${reader}, pg_snapshot_xmin(pg_current_snapshot()))
    returning id as consumer, mark, pg_current_snapshot()::text as snapshot, ${HISTORY} as history`.execute(
    db,
  )
  return made.rows[0]!
}

/** Commits a fresh mark, which the reader writes beside all that it applies from now on. */
export async function remark(db: Database, state: MirrorState): Promise<MirrorState> {
  const mark = randomUUID()
  await sql`update analytics.consumer set mark = ${mark}, earlier_mark = ${state.mark}
    where id = ${state.consumer}`.execute(db)
  return { ...state, mark }
}

/** Readers absent for a week: they are forgotten, and begin anew if they come back. */
export const ABSENT = sql`seen_at < now() - interval '7 days'`

/** Changes that every reader has; where nobody reads, those that whoever enrols will find in the tables themselves. */
export const READ_BY_ALL = sql`xid < coalesce(
  (select min(watermark::text::numeric)::text::xid8 from analytics.consumer),
  pg_snapshot_xmin(pg_current_snapshot()))`

/** Notes how far the reader is and drops what every reader has; the nightly clean-up does so where nobody reads. */
export async function reportProgress(db: Database, { consumer, snapshot }: MirrorState): Promise<void> {
  await sql`update analytics.consumer
    set watermark = pg_snapshot_xmin(${snapshot}::pg_snapshot), seen_at = now()
    where id = ${consumer}`.execute(db)
  await sql`delete from analytics.consumer where ${ABSENT}`.execute(db)
  await sql`delete from analytics.change where ${READ_BY_ALL}`.execute(db)
}

/** Forgets a reader, if there is one of that name. */
export const withdraw = (db: Database, reader: string): Promise<unknown> =>
  sql`delete from analytics.consumer where id::text = ${reader}`.execute(db)
