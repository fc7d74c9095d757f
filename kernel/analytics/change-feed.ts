/**
 * The PostgreSQL side of the mirror: what changed since a watermark.
 *
 * A watermark is the xmin of a snapshot: every transaction older than it had ended when the snapshot was taken.
 * Reading all visible changes whose xid is not older misses nothing that commits late, and repeats a little;
 * the repetition is dropped by remembering what the last reading already had.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../db/tx.ts'
import type { MirrorKey } from './source.ts'

export type Change = Readonly<{ source: string; key: MirrorKey }>

export type Reading = Readonly<{
  watermark: string
  changes: readonly Change[]
  /** Change rows not older than the new watermark, to be skipped next time. */
  seen: ReadonlySet<string>
}>

type Row = { xid: string; source: string; key: string }

/** Reads the changes since `watermark`, without those in `seen`. */
export const readChanges = (db: Database, watermark: string, seen: ReadonlySet<string>): Promise<Reading> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async tx => {
      const now = await sql<{
        xmin: string
      }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(tx)
      const found = await sql<Row>`select distinct xid::text as xid, source, key::text as key
        from analytics.change where xid >= ${watermark}::xid8`.execute(tx)
      const xmin = now.rows[0]?.xmin ?? watermark
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

/** Registers a new reader from now on; everything committed before `watermark` is not in its feed. */
export async function enrol(db: Database): Promise<Readonly<{ id: string; watermark: string }>> {
  const id = randomUUID()
  const made = await sql<{ watermark: string }>`insert into analytics.consumer (id, watermark)
    values (${id}, pg_snapshot_xmin(pg_current_snapshot())) returning watermark::text`.execute(db)
  return { id, watermark: made.rows[0]?.watermark ?? '0' }
}

/** Whether the feed still holds everything after the reader's watermark. */
export async function isEnrolled(db: Database, id: string): Promise<boolean> {
  const found = await db.selectFrom('analytics.consumer').select('id').where('id', '=', id).executeTakeFirst()
  return found !== undefined
}

/** Notes how far the reader is and drops what every reader has; one absent for a week is forgotten. */
export async function reportProgress(db: Database, id: string, watermark: string): Promise<void> {
  await sql`update analytics.consumer set watermark = ${watermark}::xid8, seen_at = now() where id = ${id}`.execute(
    db,
  )
  await sql`delete from analytics.consumer where seen_at < now() - interval '7 days'`.execute(db)
  await sql`delete from analytics.change
    where xid < (select coalesce(min(watermark::text::numeric), 0)::text::xid8 from analytics.consumer)`.execute(
    db,
  )
}

export const withdraw = (db: Database, id: string) =>
  db.deleteFrom('analytics.consumer').where('id', '=', id).execute()
