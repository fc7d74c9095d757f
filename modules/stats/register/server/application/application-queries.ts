/** Queries on applications, their papers and the frozen frames. */
import { sql } from 'kysely'
import { type Reach, type ReadTx, regionPrefix, unscoped, type WriteTx, within } from '#kernel/db/tx.ts'
import { searchPinyin } from '#kernel/search-pinyin.ts'
import type { Search } from '#kernel/search-text.ts'
import type { ApplicationKind, ApplicationQuery, ApplicationState } from '../../contract.ts'
import type { FieldValues } from '../dated-state.ts'

export type StoredApplication = Readonly<{
  id: number
  kind: ApplicationKind
  month: string
  unitId: number | null
  regionCode: string
  name: string
  creditCode: string | null
  localCode: string | null
  content: FieldValues
  before: FieldValues
  exitReason: number | null
  note: string
  state: ApplicationState
  proposedById: number
  proposedBy: string
  /** Whether the unit itself proposed it. */
  byUnit: boolean
  proposedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  decisionNote: string | null
  effectiveOn: string | null
  papers: number
}>

const select = (tx: ReadTx, reach: Reach) =>
  within(tx, reach)
    .applications()
    .innerJoin('identity.account as a', 'a.id', 'p.proposed_by')
    .leftJoin('identity.account as d', 'd.id', 'p.decided_by')
    .selectAll('p')
    .select(['a.display_name as proposer', 'a.unit_id as proposing_unit', 'd.display_name as decider'])
    .select(eb =>
      eb
        .selectFrom('register.application_paper as f')
        .whereRef('f.application_id', '=', 'p.id')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .as('papers'),
    )

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toApplication = (row: Row): StoredApplication => ({
  id: row.id,
  kind: row.kind as ApplicationKind,
  month: row.month,
  unitId: row.unit_id,
  regionCode: row.region_code,
  name: row.name,
  creditCode: row.credit_code,
  localCode: row.local_code,
  content: row.content as FieldValues,
  before: row.before as FieldValues,
  exitReason: row.exit_reason,
  note: row.note,
  state: row.state as ApplicationState,
  proposedById: row.proposed_by,
  proposedBy: row.proposer,
  byUnit: row.proposing_unit !== null,
  proposedAt: row.proposed_at,
  decidedBy: row.decider,
  decidedAt: row.decided_at,
  decisionNote: row.decision_note,
  effectiveOn: row.effective_on,
  papers: Number(row.papers),
})

type Filter = Pick<ApplicationQuery, 'month' | 'state' | 'kind' | 'region' | 'unit'> &
  Readonly<{ search: Search | null }>

function filtered(tx: ReadTx, reach: Reach, filter: Filter) {
  let query = select(tx, reach)
  if (filter.month) query = query.where('p.month', '=', filter.month)
  if (filter.state) query = query.where('p.state', '=', filter.state)
  if (filter.kind) query = query.where('p.kind', '=', filter.kind)
  if (filter.unit) query = query.where('p.unit_id', '=', filter.unit)
  if (filter.region) query = query.where('p.region_code', 'like', `${regionPrefix(filter.region)}%`)
  const { search } = filter
  if (!search) return query
  return query.where(eb =>
    eb.or([
      eb('p.name', 'ilike', `%${search.name}%`),
      ...(search.pinyin ? [eb('p.pinyin', 'like', `%${search.pinyin}%`)] : []),
      ...(search.code
        ? [
            eb('p.credit_code', 'like', `${search.code.toUpperCase()}%`),
            eb('p.local_code', 'like', `${search.code}%`),
          ]
        : []),
    ]),
  )
}

/** Those waiting first, then the latest proposed. */
export async function pageOfApplications(
  tx: ReadTx,
  reach: Reach,
  filter: Filter,
  page: Readonly<{ page: number; pageSize: number }>,
): Promise<Readonly<{ total: number; items: readonly StoredApplication[] }>> {
  const query = filtered(tx, reach, filter)
  const { count } = await query
    .clearSelect()
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await query
    .orderBy(sql`p.state <> 'proposed'`)
    .orderBy('p.id', 'desc')
    .limit(page.pageSize)
    .offset((page.page - 1) * page.pageSize)
    .execute()
  return { total: Number(count), items: rows.map(toApplication) }
}

export async function countsByMonth(tx: ReadTx, reach: Reach, filter: Filter) {
  const rows = await filtered(tx, reach, filter)
    .clearSelect()
    .select(['p.month', 'p.state'])
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .groupBy(['p.month', 'p.state'])
    .orderBy('p.month', 'desc')
    .execute()
  return rows.map(row => ({
    month: row.month,
    state: row.state as ApplicationState,
    count: Number(row.count),
  }))
}

export async function findApplication(
  tx: ReadTx,
  reach: Reach,
  id: number,
): Promise<StoredApplication | null> {
  const row = await select(tx, reach).where('p.id', '=', id).executeTakeFirst()
  return row ? toApplication(row) : null
}

/** Locks those within reach, in the order of their ids, so that two deciders do not wait for one another. */
export async function lockApplications(
  tx: WriteTx,
  reach: Reach,
  ids: readonly number[],
): Promise<readonly StoredApplication[]> {
  const rows = await select(tx, reach)
    .where('p.id', '=', sql<number>`any(${sql.val(ids)}::int[])`)
    .orderBy('p.id')
    .forUpdate('p')
    .execute()
  return rows.map(toApplication)
}

export type NewApplication = Omit<
  StoredApplication,
  | 'id'
  | 'state'
  | 'proposedBy'
  | 'byUnit'
  | 'decidedBy'
  | 'decidedAt'
  | 'decisionNote'
  | 'effectiveOn'
  | 'papers'
>

export async function insertApplication(
  tx: WriteTx,
  application: NewApplication,
  paperIds: readonly number[],
): Promise<number> {
  const { id } = await tx
    .insertInto('register.application')
    .values({
      kind: application.kind,
      month: application.month,
      unit_id: application.unitId,
      region_code: application.regionCode,
      name: application.name,
      pinyin: searchPinyin(application.name),
      credit_code: application.creditCode,
      local_code: application.localCode,
      content: JSON.stringify(application.content),
      before: JSON.stringify(application.before),
      exit_reason: application.exitReason,
      note: application.note,
      proposed_by: application.proposedById,
      proposed_at: application.proposedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (paperIds.length > 0) {
    await tx
      .insertInto('register.application_paper')
      .values(paperIds.map((fileId, at) => ({ application_id: id, position: at + 1, file_id: fileId })))
      .execute()
  }
  return id
}

export type Settlement = Readonly<{
  state: Exclude<ApplicationState, 'proposed'>
  by: number
  at: Date
  note: string | null
  unitId?: number
  effectiveOn?: string
}>

export async function settleApplication(tx: WriteTx, id: number, settled: Settlement): Promise<void> {
  await unscoped(tx, 'the key of an application that was found within reach')
    .updateTable('register.application')
    .set({
      state: settled.state,
      decided_by: settled.by,
      decided_at: settled.at,
      decision_note: settled.note,
      ...(settled.unitId !== undefined && { unit_id: settled.unitId }),
      ...(settled.effectiveOn !== undefined && { effective_on: settled.effectiveOn }),
    })
    .where('id', '=', id)
    .execute()
}

/** File ids of an application's papers, in their order. */
export async function paperIdsOf(tx: ReadTx, applicationId: number): Promise<readonly number[]> {
  const rows = await tx
    .selectFrom('register.application_paper')
    .select('file_id')
    .where('application_id', '=', applicationId)
    .orderBy('position')
    .execute()
  return rows.map(row => row.file_id)
}

/** Whether an application that waits or was approved already rests on one of these files. */
export async function arePapersUsed(tx: ReadTx, fileIds: readonly number[]): Promise<boolean> {
  const row = await unscoped(tx, 'answers only whether a paper is taken')
    .selectFrom('register.application_paper as f')
    .innerJoin('register.application as p', 'p.id', 'f.application_id')
    .select('f.file_id')
    .where('f.file_id', '=', sql<number>`any(${sql.val(fileIds)}::int[])`)
    .where('p.state', 'in', ['proposed', 'approved'])
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Approvals go on beside one another; a frame is drawn and frozen without any. Until the transaction ends, so that
 * whoever comes second sees what the first did: the approval the frozen day, the frame the approved units.
 */
export async function lockFrames(tx: WriteTx, to: 'approve' | 'freeze'): Promise<void> {
  const lock = sql.raw(to === 'freeze' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')
  await sql`select ${lock}(hashtext('register.frame'))`.execute(tx)
}

/** The last day a frame was drawn of; null before the first. */
export async function lastFrozenDay(tx: ReadTx): Promise<string | null> {
  const row = await tx
    .selectFrom('register.frozen_frame')
    .select(({ fn }) => fn.max('day').as('day'))
    .executeTakeFirst()
  return row?.day ?? null
}

export async function insertFrozenDay(tx: WriteTx, day: string, at: Date): Promise<void> {
  await tx
    .insertInto('register.frozen_frame')
    .values({ day, frozen_at: at })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}
