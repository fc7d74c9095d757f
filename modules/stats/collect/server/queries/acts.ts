/** Small writes upon one report or many: state, deadline, review of an explanation. */
import { sql } from 'kysely'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'
import type { State } from '../policy.ts'
import { ofFound, type ReportKey } from './reports.ts'

export const setState = (tx: WriteTx, key: ReportKey, state: State): Promise<unknown> =>
  ofFound(tx)
    .updateTable('collect.report')
    .set({ state })
    .where('unit_id', '=', key.unitId)
    .where('collection_id', '=', key.collectionId)
    .execute()

/** Moves many to the state given with each. */
export async function setStates(
  tx: WriteTx,
  collectionId: number,
  moves: readonly Readonly<{ unitId: number; state: State }>[],
): Promise<void> {
  if (moves.length === 0) return
  const units = moves.map(one => one.unitId)
  const states = moves.map(one => one.state)
  await sql`update collect.report r set state = k.state
    from unnest(${sql.val(units)}::int[], ${sql.val(states)}::text[]) as k(unit_id, state)
    where r.unit_id = k.unit_id and r.collection_id = ${collectionId}`.execute(ofFound(tx))
}

export const setExtension = (tx: WriteTx, key: ReportKey, until: Date): Promise<unknown> =>
  ofFound(tx)
    .updateTable('collect.report')
    .set({ extended_until: until })
    .where('unit_id', '=', key.unitId)
    .where('collection_id', '=', key.collectionId)
    .execute()

/** @returns whether there was such a finding with an explanation to judge. */
export async function setReview(
  tx: WriteTx,
  key: ReportKey & Readonly<{ revisionNo: number; rule: string; rowKey: string }>,
  review: 'agreed' | 'doubted',
  by: number,
  at: Date,
): Promise<boolean> {
  const row = await ofFound(tx)
    .updateTable('collect.finding')
    .set({ review, reviewed_by: by, reviewed_at: at })
    .where('unit_id', '=', key.unitId)
    .where('collection_id', '=', key.collectionId)
    .where('revision_no', '=', key.revisionNo)
    .where('rule', '=', key.rule)
    .where('row_key', '=', key.rowKey)
    .where('explanation', 'is not', null)
    .returning('rule')
    .executeTakeFirst()
  return row !== undefined
}

/** The units of these whose current revision has an explanation in doubt. */
export async function doubtedUnits(
  tx: ReadTx,
  collectionId: number,
  unitIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const found = await sql<{ unitId: number }>`
    select distinct f.unit_id as "unitId" from collect.finding f
    join collect.report r on r.unit_id = f.unit_id and r.collection_id = f.collection_id
      and r.revision_no = f.revision_no
    where f.collection_id = ${collectionId} and f.review = 'doubted'
      and f.unit_id = any(${sql.val(unitIds)}::int[])`.execute(ofFound(tx))
  return new Set(found.rows.map(row => row.unitId))
}
