/** Bulk acceptances: what was asked for, how far each is, and what it skipped. */
import { sql } from 'kysely'
import type { BilingualText } from '#kernel/contract/index.ts'
import type { Reach, ReadTx, WriteTx } from '#kernel/db/tx.ts'
import type { BulkAcceptance } from '../../contract.ts'
import type { State } from '../policy.ts'
import { filteredReports, type Selected } from './office.ts'
import type { Paging } from './reminders.ts'
import { ofFound, reportsWithin } from './reports.ts'

export type AcceptanceState = BulkAcceptance['state']

export type AcceptanceRow = Readonly<{
  acceptanceId: number
  collectionId: number
  formCode: string
  period: string
  state: AcceptanceState
  total: number
  accepted: number
  skipped: number
  lastUnitId: number
  createdBy: number
  startedBy: string
  createdAt: Date
  finishedAt: Date | null
}>

const UNDER_WAY: readonly AcceptanceState[] = ['waiting', 'running']
export const isUnderWay = ({ state }: AcceptanceRow): boolean => UNDER_WAY.includes(state)

/** Writes down what is to be accepted. @returns its number and how many reports it names */
export async function insertAcceptance(
  tx: WriteTx,
  selected: Selected,
  one: Pick<AcceptanceRow, 'createdBy' | 'createdAt'> & Readonly<{ reach: Reach }>,
): Promise<Readonly<{ acceptanceId: number; total: number }>> {
  const { id } = await tx
    .insertInto('collect.acceptance')
    .values({
      collection_id: selected.collectionId,
      created_by: one.createdBy,
      created_at: one.createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('collect.acceptance_report')
    .columns(['acceptance_id', 'unit_id', 'revision_no'])
    .expression(
      filteredReports(tx, one.reach, selected, one.createdAt).select([
        sql<number>`${id}::int`.as('acceptance_id'),
        'r.unit_id',
        'r.revision_no',
      ]),
    )
    .executeTakeFirstOrThrow()
  const total = Number(numInsertedOrUpdatedRows ?? 0)
  await tx
    .updateTable('collect.acceptance')
    .set({ total, ...(total === 0 && { state: 'done', finished_at: one.createdAt }) })
    .where('id', '=', id)
    .execute()
  return { acceptanceId: id, total }
}

const select = (tx: ReadTx) =>
  tx
    .selectFrom('collect.acceptance as b')
    .innerJoin('collect.collection as c', 'c.id', 'b.collection_id')
    .innerJoin('identity.account as a', 'a.id', 'b.created_by')
    .select([
      'b.id as acceptanceId',
      'b.collection_id as collectionId',
      'c.form_code as formCode',
      'c.period',
      'b.state',
      'b.total',
      'b.accepted',
      'b.skipped',
      'b.last_unit_id as lastUnitId',
      'b.created_by as createdBy',
      'a.display_name as startedBy',
      'b.created_at as createdAt',
      'b.finished_at as finishedAt',
    ])

export async function findAcceptance(
  tx: ReadTx,
  acceptanceId: number,
  lock: 'lock' | 'look' = 'look',
): Promise<AcceptanceRow | null> {
  const query = select(tx).where('b.id', '=', acceptanceId)
  const row = await (lock === 'lock' ? query.forUpdate('b') : query).executeTakeFirst()
  return (row as AcceptanceRow | undefined) ?? null
}

/** Those one account has asked for in a collection, the newest first. */
export async function pageOfAcceptances(
  tx: ReadTx,
  accountId: number,
  collectionId: number,
  { page, pageSize }: Paging,
): Promise<Readonly<{ total: number; rows: readonly AcceptanceRow[] }>> {
  const { count } = await tx
    .selectFrom('collect.acceptance')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('created_by', '=', accountId)
    .where('collection_id', '=', collectionId)
    .executeTakeFirstOrThrow()
  const rows = await select(tx)
    .where('b.created_by', '=', accountId)
    .where('b.collection_id', '=', collectionId)
    .orderBy('b.created_at', 'desc')
    .orderBy('b.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return { total: Number(count), rows: rows as readonly AcceptanceRow[] }
}

/** Ends what is under way; false where it has come to its end meanwhile. */
export async function endAcceptance(
  tx: WriteTx,
  acceptanceId: number,
  state: 'cancelled' | 'failed',
  at: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('collect.acceptance')
    .set({ state, finished_at: at })
    .where('id', '=', acceptanceId)
    .where('state', 'in', [...UNDER_WAY])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export type Skipped = Readonly<{ unitId: number; code: string; message: BilingualText }>

/** Notes what became of a step, with the place it came to. */
export async function advanceAcceptance(
  tx: WriteTx,
  acceptanceId: number,
  step: Readonly<{
    accepted: number
    skipped: readonly Skipped[]
    lastUnitId: number
    finishedAt: Date | null
  }>,
): Promise<void> {
  await sql`update collect.acceptance_report p set code = k.code, message = k.message
    from jsonb_to_recordset(${JSON.stringify(step.skipped)}::jsonb) as k("unitId" int, code text, message jsonb)
    where p.acceptance_id = ${acceptanceId} and p.unit_id = k."unitId"`.execute(ofFound(tx))
  await tx
    .updateTable('collect.acceptance')
    .set({
      state: step.finishedAt ? 'done' : 'running',
      accepted: sql<number>`accepted + ${step.accepted}`,
      skipped: sql<number>`skipped + ${step.skipped.length}`,
      last_unit_id: step.lastUnitId,
      finished_at: step.finishedAt,
    })
    .where('id', '=', acceptanceId)
    .execute()
}

/** The next units whose turn it is, each with the revision that was asked for. */
export async function nextAsked(
  tx: ReadTx,
  { acceptanceId, lastUnitId }: AcceptanceRow,
  limit: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await ofFound(tx)
    .selectFrom('collect.acceptance_report')
    .select(['unit_id', 'revision_no'])
    .where('acceptance_id', '=', acceptanceId)
    .where('unit_id', '>', lastUnitId)
    .orderBy('unit_id')
    .limit(limit)
    .execute()
  return new Map(rows.map(row => [row.unit_id, row.revision_no]))
}

export async function countReasons(tx: ReadTx, acceptanceId: number) {
  const rows = await ofFound(tx)
    .selectFrom('collect.acceptance_report')
    .select(({ fn }) => ['code', 'message', fn.countAll<string>().as('count')])
    .where('acceptance_id', '=', acceptanceId)
    .where('code', 'is not', null)
    .groupBy(['code', 'message'])
    .orderBy('count', 'desc')
    .orderBy('code')
    .limit(20)
    .execute()
  return rows.map(row => ({
    code: row.code as string,
    message: row.message as unknown as BilingualText,
    count: Number(row.count),
  }))
}

export type SkippedRow = Skipped & Readonly<{ unitName: string; creditCode: string | null; state: State }>

/** What it skipped, as far as the reader may see it now. */
export async function pageOfSkipped(
  tx: ReadTx,
  reach: Reach,
  { acceptanceId, collectionId }: AcceptanceRow,
  { page, pageSize }: Paging,
): Promise<Readonly<{ total: number; items: readonly SkippedRow[] }>> {
  const skipped = reportsWithin(tx, reach)
    .innerJoin('collect.acceptance_report as p', 'p.unit_id', 'r.unit_id')
    .where('r.collection_id', '=', collectionId)
    .where('p.acceptance_id', '=', acceptanceId)
    .where('p.code', 'is not', null)
  const { count } = await skipped
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await skipped
    .select([
      'r.unit_id as unitId',
      'r.unit_name as unitName',
      'r.credit_code as creditCode',
      'r.state',
      'p.code',
      'p.message',
    ])
    .orderBy('r.unit_id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return { total: Number(count), items: rows as unknown as SkippedRow[] }
}
