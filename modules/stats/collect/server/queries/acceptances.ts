/** Bulk acceptances: what was asked for, how far each is, and what it skipped. */
import { sql } from 'kysely'
import type { BilingualText } from '#kernel/contract/index.ts'
import { type Reach, type ReadTx, reachPredicate, type WriteTx } from '#kernel/db/tx.ts'
import type { BulkAcceptance } from '../../contract.ts'
import { type Level, levelOf, type State } from '../policy.ts'
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
  failure: Readonly<{ code: string; message: BilingualText }> | null
}>

const UNDER_WAY: readonly AcceptanceState[] = ['waiting', 'running']
export const isUnderWay = ({ state }: AcceptanceRow): boolean => UNDER_WAY.includes(state)

/** Units registered at a city itself have no county above them. */
const atCity = sql`r.region_code like '%00000000'`
const turn: Readonly<Record<Level, ReturnType<typeof sql>>> = {
  county: sql`r.state = 'submitted' and not ${atCity}`,
  city: sql`(r.state = 'accepted:county' or (r.state = 'submitted' and ${atCity}))`,
}

/** Reports whose turn it is at the levels of this reach: `acceptance` of policy.ts in SQL. */
function turnOf(reach: Reach) {
  if (reach.everything) return sql<boolean>`((${turn.county}) or ${turn.city})`
  const parts = reach.nodes.flatMap(node => {
    const level = 'region' in node ? levelOf(node.region) : null
    const here = reachPredicate({ everything: false, nodes: [node] }, 'r', 'subject')
    return level === null ? [] : [sql`(${here} and ${turn[level]})`]
  })
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`
}

/**
 * Writes down what is to be accepted. Selected by filter, a report that is not the asker's turn is passed over; selected
 * by number, it is answered for.
 * @returns its number and how many reports it names
 */
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
  const found = filteredReports(tx, one.reach, selected, one.createdAt)
  const asked = selected.unitIds ? found : found.where(turnOf(one.reach))
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('collect.acceptance_report')
    .columns(['acceptance_id', 'unit_id', 'revision_no', 'state'])
    .expression(
      asked.select([sql<number>`${id}::int`.as('acceptance_id'), 'r.unit_id', 'r.revision_no', 'r.state']),
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
    .select(
      sql<
        AcceptanceRow['failure']
      >`case when b.code is not null then jsonb_build_object('code', b.code, 'message', b.message) end`.as(
        'failure',
      ),
    )

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
  end: Readonly<{ state: 'cancelled' | 'failed'; at: Date; failure?: AcceptanceRow['failure'] }>,
): Promise<boolean> {
  const { state, at, failure = null } = end
  const row = await tx
    .updateTable('collect.acceptance')
    .set({
      state,
      finished_at: at,
      code: failure?.code ?? null,
      message: failure && JSON.stringify(failure.message),
    })
    .where('id', '=', acceptanceId)
    .where('state', 'in', [...UNDER_WAY])
    .returning('id')
    .executeTakeFirst()
  if (row) await forgetRest(tx, acceptanceId)
  return row !== undefined
}

/** When it has ended only what it left aside is still asked for. */
const forgetRest = (tx: WriteTx, acceptanceId: number): Promise<unknown> =>
  ofFound(tx)
    .deleteFrom('collect.acceptance_report')
    .where('acceptance_id', '=', acceptanceId)
    .where('code', 'is', null)
    .execute()

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
  if (step.finishedAt) await forgetRest(tx, acceptanceId)
}

export type AskedFor = Readonly<{ revisionNo: number; state: State }>

/** The next units, each with what was asked for. */
export async function nextAsked(
  tx: ReadTx,
  { acceptanceId, lastUnitId }: AcceptanceRow,
  limit: number,
): Promise<ReadonlyMap<number, AskedFor>> {
  const rows = await ofFound(tx)
    .selectFrom('collect.acceptance_report')
    .select(['unit_id', 'revision_no', 'state'])
    .where('acceptance_id', '=', acceptanceId)
    .where('unit_id', '>', lastUnitId)
    .orderBy('unit_id')
    .limit(limit)
    .execute()
  return new Map(rows.map(row => [row.unit_id, { revisionNo: row.revision_no, state: row.state as State }]))
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
