/** The reporter's home: reports of the units in reach with draft and latest send-back, in one query. */
import { sql } from 'kysely'
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import type { Step } from '../../contract.ts'
import {
  collectionColumns,
  fillable,
  type ReportKey,
  type ReportRow,
  reportColumns,
  reportsWithin,
} from './reports.ts'

export type MyReportRow = ReportRow &
  Readonly<{
    draftSavedAt: Date | null
    /** Of the first revision, where there is no receipt. */
    enteredAs: 'report' | 'correction' | 'import' | null
    /** Of the draft; null where there is none. */
    turn: Step | null
    openInquiries: number
    returnedAt: Date | null
    returnedBy: string | null
    returnedReason: string | null
    returnedCells: readonly string[] | null
  }>

export type MyReportsQuery = Readonly<{
  page: number
  pageSize: number
  /** Codes of the forms that were found by what was typed. */
  found?: readonly string[]
  period?: string
  form?: string
  span?: 'current' | 'past'
}>

export async function pageOfMyReports(
  tx: ReadTx,
  reach: Reach,
  query: MyReportsQuery,
  { now, actor }: Pick<ReadContext, 'now' | 'actor'>,
): Promise<Readonly<{ total: number; rows: readonly MyReportRow[] }>> {
  let base = fillableWithin(tx, reach)
  if (query.period) base = base.where('c.period', '=', query.period)
  if (query.form) base = base.where('c.form_code', '=', query.form)
  if (query.found) base = base.where(sql<boolean>`c.form_code = any(${sql.val(query.found)}::text[])`)
  const current = sql<boolean>`(${dueAt} > ${now} or r.state in ('owed', 'draft', 'returned'))`
  if (query.span === 'current') base = base.where(current)
  if (query.span === 'past') base = base.where(sql<boolean>`not ${current}`)
  const counted = await base.select(({ fn }) => fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
  const rows = await withStanding(base)
    .orderBy(sql`not ${waitsFor(actor.accountId)}`)
    .orderBy(
      sql`case when r.state in ('returned') then 0 when r.state in ('owed', 'draft') then 1 else 2 end`,
    )
    .orderBy(sql`case when r.state in ('owed', 'draft', 'returned') then ${dueAt} end`)
    .orderBy('c.opens_at', 'desc')
    .orderBy('c.form_code')
    .orderBy('r.unit_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute()
  return { total: Number(counted.count), rows: rows as unknown as MyReportRow[] }
}

export async function findMyReport(tx: ReadTx, reach: Reach, key: ReportKey): Promise<MyReportRow> {
  const row = await withStanding(fillableWithin(tx, reach))
    .where('r.unit_id', '=', key.unitId)
    .where('r.collection_id', '=', key.collectionId)
    .executeTakeFirst()
  if (!row) throw new Problem(problems.notFound)
  return row as unknown as MyReportRow
}

/** Handed over to this very person: what others wait for comes first. */
const waitsFor = (accountId: number) => sql<boolean>`(coalesce(d.turn, 'fill') <> 'fill'
  and r.state not like 'accepted%' and exists (
  select from collect.unit_person p
  where p.unit_id = r.unit_id and p.account_id = ${accountId} and d.turn = any(p.steps)))`

const dueAt = sql<Date>`greatest(least(c.closes_at, c.closed_at), r.extended_until)`

const fillableWithin = (tx: ReadTx, reach: Reach) => reportsWithin(tx, reach).where(fillable(reach))

const withStanding = (reports: ReturnType<typeof fillableWithin>) =>
  reports
    .leftJoin('collect.draft as d', join =>
      join.onRef('d.unit_id', '=', 'r.unit_id').onRef('d.collection_id', '=', 'r.collection_id'),
    )
    .leftJoin(
      sql<{ at: Date; name: string | null; note: string | null; cells: string[] }>`lateral (
        select e.at, a.display_name as name, e.note, e.cells from collect.event e
        left join identity.account a on a.id = e.account_id
        where e.collection_id = r.collection_id and e.unit_id = r.unit_id and e.kind = 'returned'
        order by e.id desc limit 1)`.as<'b'>(sql`b`),
      join => join.onTrue(),
    )
    .select([...reportColumns, ...collectionColumns])
    .select([
      'd.saved_at as draftSavedAt',
      'd.turn',
      'b.at as returnedAt',
      'b.name as returnedBy',
      'b.note as returnedReason',
      'b.cells as returnedCells',
    ])
    .select(
      sql<MyReportRow['enteredAs']>`case when r.receipt_no is null then (select v.kind from collect.revision v
        where v.collection_id = r.collection_id and v.unit_id = r.unit_id
        order by v.revision_no limit 1) end`.as('enteredAs'),
    )
    .select(
      sql<number>`(select count(*)::int from collect.inquiry i where i.collection_id = r.collection_id
        and i.unit_id = r.unit_id and i.state = 'open')`.as('openInquiries'),
    )

/** Text of a person as a literal part of a LIKE pattern. */
