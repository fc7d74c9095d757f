/**
 * The PostgreSQL side of the mirror: what changed since a watermark.
 *
 * A watermark is the xmin of a snapshot: every transaction older than it had ended when the snapshot was taken.
 * Reading all visible changes whose xid is not older misses nothing that commits late, and repeats a little;
 * the repetition is dropped by remembering what the last reading already had.
 *
 * A restored backup takes the database back to before what a mirror has read, or into another one with transaction
 * numbers of its own. `history` names the database; a mark, committed here before what was read is applied there,
 * proves that this database still holds all of it.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../db/tx.ts'
import type { MirrorKey } from './source.ts'

export type Change = Readonly<{ source: string; key: MirrorKey }>

/** How far a reader is, and in which history; kept in the mirror's own file. */
export type MirrorState = Readonly<{ consumer: string; history: string; mark: string; watermark: string }>

export type Reading = Readonly<{
  watermark: string
  changes: readonly Change[]
  /** Change rows not older than the new watermark, to be skipped next time. */
  seen: ReadonlySet<string>
}>

type Row = { xid: string; source: string; key: string }

/** The cluster and the database in it: neither survives `pg_restore` into a new database, both survive a restart. */
const HISTORY = sql<string>`(select c.system_identifier::text || '.' || d.oid::text
  from pg_control_system() as c, pg_database as d where d.datname = current_database())`

/** The oldest transaction that may still be running; null when the database is not the one the reader has read. */
async function horizonFor(db: Database, state: MirrorState): Promise<string | null> {
  const found = await sql<{ xmin: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin
    from analytics.consumer
    where id = ${state.consumer} and ${state.mark}::uuid in (mark, earlier_mark) and ${HISTORY} = ${state.history}
      and ${state.watermark}::xid8 <= pg_snapshot_xmax(pg_current_snapshot())`.execute(db)
  return found.rows[0]?.xmin ?? null
}

/** Whether the database holds everything the reader has applied, and the feed everything after it. */
export const continues = async (db: Database, state: MirrorState): Promise<boolean> =>
  (await horizonFor(db, state)) !== null

/**
 * Reads the changes since the reader's watermark, without those in `seen`; null when the database is not the one
 * that the reader has read so far.
 */
export const readChanges = (
  db: Database,
  state: MirrorState,
  seen: ReadonlySet<string>,
): Promise<Reading | null> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async tx => {
      const xmin = await horizonFor(tx, state)
      if (xmin === null) return null
      const found = await sql<Row>`select distinct xid::text as xid, source, key::text as key
        from analytics.change where xid >= ${state.watermark}::xid8`.execute(tx)
      const fresh = new Map<string, Change>()
      const stillSeen = new Set<string>()
      for (const row of found.rows) {
        const identity = `${row.xid} ${row.source} ${row.key}`
        if (BigInt(row.xid) >= BigInt(xmin)) stillSeen.add(identity)
        if (!seen.has(identity))
          fresh.set(`${row.source} ${row.key}`, { source: row.source, key: JSON.parse(row.key) })
      }
      return { watermark: xmin, changes: [...fresh.values()], seen: stillSeen }
    })

/**
 * Registers a new reader from now on; everything committed before its watermark is not in its feed. Changes from
 * transactions yet to come are another history's, brought along by a restored backup.
 */
export async function enrol(db: Database): Promise<MirrorState> {
  await sql`delete from analytics.change where xid > pg_snapshot_xmax(pg_current_snapshot())`.execute(db)
  const made = await sql<MirrorState>`insert into analytics.consumer (id, watermark)
    values (${randomUUID()}, pg_snapshot_xmin(pg_current_snapshot()))
    returning id as consumer, mark, watermark::text, ${HISTORY} as history`.execute(db)
  return made.rows[0]!
}

/** Commits a fresh mark, which the reader writes beside all that it applies from now on. */
export async function remark(db: Database, state: MirrorState): Promise<MirrorState> {
  const mark = randomUUID()
  await sql`update analytics.consumer set mark = ${mark}, earlier_mark = ${state.mark}
    where id = ${state.consumer}`.execute(db)
  return { ...state, mark }
}

/** Notes how far the reader is and drops what every reader has; one absent for a week is forgotten. */
export async function reportProgress(db: Database, { consumer, watermark }: MirrorState): Promise<void> {
  await sql`update analytics.consumer set watermark = ${watermark}::xid8, seen_at = now()
    where id = ${consumer}`.execute(db)
  await sql`delete from analytics.consumer where seen_at < now() - interval '7 days'`.execute(db)
  await sql`delete from analytics.change
    where xid < (select coalesce(min(watermark::text::numeric), 0)::text::xid8 from analytics.consumer)`.execute(
    db,
  )
}

export const withdraw = (db: Database, id: string) =>
  db.deleteFrom('analytics.consumer').where('id', '=', id).execute()
