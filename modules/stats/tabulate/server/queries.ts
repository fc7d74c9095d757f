/** The tables of saved tabulations, and the heads of reports a cell leads to. */
import { sql } from 'kysely'
import { type Reach, type ReadTx, type WriteTx, within } from '#kernel/db/tx.ts'
import { currentEdition } from '#kernel/org/regions.ts'
import type { TabulationDefinition } from '../contract.ts'

export type StoredSpec = Readonly<{ section?: string | undefined; definition: TabulationDefinition }>
export type TabulationDraft = StoredSpec &
  Readonly<{ name: Readonly<{ 'zh-CN': string; en?: string }>; formVersionId: number; shared: boolean }>

type Row = {
  id: number
  name: unknown
  form_version_id: number
  spec: unknown
  shared: boolean
  owner_id: number | null
  changed_at: Date
}

const present = (row: Row, accountId: number) => {
  const { section, definition } = row.spec as StoredSpec
  return {
    id: row.id,
    name: row.name as TabulationDraft['name'],
    formVersionId: row.form_version_id,
    ...(section && { section }),
    definition,
    shared: row.shared,
    mine: row.owner_id === accountId,
    changedAt: row.changed_at.toISOString(),
  }
}

const visible = (tx: ReadTx, accountId: number) =>
  tx
    .selectFrom('tabulate.tabulation')
    .selectAll()
    .where(where => where.or([where('owner_id', '=', accountId), where('shared', '=', true)]))

export async function savedTabulations(tx: ReadTx, accountId: number) {
  const rows = await visible(tx, accountId).orderBy('changed_at', 'desc').execute()
  return rows.map(row => present(row, accountId))
}

export async function savedTabulation(tx: ReadTx, accountId: number, id: number) {
  const row = await visible(tx, accountId).where('id', '=', id).executeTakeFirst()
  return row ? present(row, accountId) : null
}

const columnsOf = (draft: TabulationDraft) => ({
  name: JSON.stringify(draft.name),
  form_version_id: draft.formVersionId,
  spec: JSON.stringify({ section: draft.section, definition: draft.definition }),
  shared: draft.shared,
})

export async function insertTabulation(
  tx: WriteTx,
  ownerId: number | null,
  draft: TabulationDraft,
): Promise<number> {
  const row = await tx
    .insertInto('tabulate.tabulation')
    .values({ ...columnsOf(draft), owner_id: ownerId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Only the owner changes a tabulation; says whether there was one to change. */
export async function updateTabulation(
  tx: WriteTx,
  ownerId: number,
  id: number,
  draft: TabulationDraft,
): Promise<boolean> {
  const done = await tx
    .updateTable('tabulate.tabulation')
    .set({ ...columnsOf(draft), changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

export async function removeTabulation(tx: WriteTx, ownerId: number, id: number): Promise<boolean> {
  const done = await tx
    .deleteFrom('tabulate.tabulation')
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

export type ReportHead = Readonly<{
  unitId: number
  regionCode: string
  collectionId: number
  state: string
  revisionNo: number
}>

/** Heads of these reports, those within the reach. */
export async function reportsBehind(
  tx: ReadTx,
  reach: Reach,
  keys: readonly Readonly<{ unitId: number; collectionId: number }>[],
): Promise<readonly ReportHead[]> {
  const unitIds = [...new Set(keys.map(key => key.unitId))]
  const collectionIds = [...new Set(keys.map(key => key.collectionId))]
  if (unitIds.length === 0) return []
  const reports = await within(tx, reach)
    .reports()
    .select(['r.unit_id', 'r.collection_id', 'r.region_code', 'r.state', 'r.revision_no'])
    .where('r.unit_id', 'in', unitIds)
    .where('r.collection_id', 'in', collectionIds)
    .execute()
  return reports.map(report => ({
    unitId: report.unit_id,
    regionCode: report.region_code,
    collectionId: report.collection_id,
    state: report.state,
    revisionNo: report.revision_no,
  }))
}

/** The places of a reach by name, as the edition in force calls them. */
export async function placeNames(tx: ReadTx, reach: Reach): Promise<readonly string[]> {
  const codes = reach.nodes.flatMap(node => ('region' in node ? [node.region] : []))
  const edition = await currentEdition(tx)
  if (codes.length === 0 || edition === null) return []
  const rows = await tx
    .selectFrom('org.region')
    .select('name')
    .where('edition', '=', edition)
    .where('code', 'in', codes)
    .orderBy('code')
    .execute()
  return rows.map(row => row.name)
}
