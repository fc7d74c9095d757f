/** Reading the audit trail: filtered pages for people, batches for export. Nothing here changes a row. */
import { type RawBuilder, sql } from 'kysely'
import { type ReadTx, regionPrefix } from '../db/tx.ts'
import { escapeLike, parseSearch } from '../search-text.ts'

export type AuditFilter = Readonly<{
  from?: string | undefined
  until?: string | undefined
  action?: string | undefined
  accountId?: number | undefined
  subjectKind?: string | undefined
  subjectId?: string | undefined
  region?: string | undefined
  search?: string | undefined
  /** Actions that `search` also finds, by their words. */
  named?: readonly string[]
}>

export type AuditEvent = Readonly<{
  seq: number
  at: Date
  accountId: number | null
  accountName: string
  sessionId: string | null
  requestId: string | null
  action: string
  subjectKind: string
  subjectId: string
  regionCode: string | null
  detail: unknown
  hash: Buffer
}>

/** Counting stops here: a log of millions is narrowed by its filters, not paged to its end. */
export const COUNT_LIMIT = 100_000

/** A whole code stands for its subtree; the beginning of one for whatever begins so. */
const placePrefix = (typed: string): string => (typed.length === 12 ? regionPrefix(typed) : typed)

/** Rows of the people whose names are spelt so in pinyin. */
function spelt(search: string): RawBuilder<boolean> {
  const pinyin = parseSearch(search)?.pinyin
  if (!pinyin) return sql`false`
  return sql`account_id in (select id from identity.account where pinyin like ${`%${pinyin}%`})`
}

function conditionOf(filter: AuditFilter): RawBuilder<boolean> {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (filter.from) parts.push(sql`at >= ${filter.from}::timestamptz`)
  if (filter.until) parts.push(sql`at < ${filter.until}::timestamptz`)
  if (filter.action) parts.push(sql`action like ${`${escapeLike(filter.action)}%`}`)
  if (filter.accountId) parts.push(sql`account_id = ${filter.accountId}`)
  if (filter.subjectKind) parts.push(sql`subject_kind = ${filter.subjectKind}`)
  if (filter.subjectId) parts.push(sql`subject_id = ${filter.subjectId}`)
  if (filter.region) parts.push(sql`region_code like ${`${placePrefix(filter.region)}%`}`)
  if (filter.search) {
    const like = `%${escapeLike(filter.search)}%`
    parts.push(
      sql`(account_name ilike ${like} or action ilike ${like} or subject_id ilike ${like} or detail::text ilike ${like}
        or action = any(${sql.val(filter.named ?? [])}::text[]) or ${spelt(filter.search)})`,
    )
  }
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}

type Row = {
  seq: number
  at: Date
  account_id: number | null
  account_name: string
  session_id: string | null
  request_id: string | null
  action: string
  subject_kind: string
  subject_id: string
  region_code: string | null
  detail: unknown
  hash: Buffer
}

const toEvent = (row: Row): AuditEvent => ({
  seq: row.seq,
  at: row.at,
  accountId: row.account_id,
  accountName: row.account_name,
  sessionId: row.session_id,
  requestId: row.request_id,
  action: row.action,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  regionCode: row.region_code,
  detail: row.detail,
  hash: row.hash,
})

/** A page, newest first, and how many rows match (exact up to `COUNT_LIMIT`). */
export async function listAudit(
  tx: ReadTx,
  filter: AuditFilter,
  page: Readonly<{ page: number; pageSize: number }>,
): Promise<Readonly<{ total: number; items: readonly AuditEvent[] }>> {
  const where = conditionOf(filter)
  const counted = await sql<{ total: number }>`select count(*)::int as total from
    (select from audit.event where ${where} limit ${COUNT_LIMIT}) matching`.execute(tx)
  const rows = await sql<Row>`select * from audit.event where ${where} order by seq desc
    limit ${page.pageSize} offset ${(page.page - 1) * page.pageSize}`.execute(tx)
  return { total: counted.rows[0]?.total ?? 0, items: rows.rows.map(toEvent) }
}

/** Every matching row, oldest first, a few thousand at a time. */
export async function* auditBatches(tx: ReadTx, filter: AuditFilter): AsyncGenerator<readonly AuditEvent[]> {
  const where = conditionOf(filter)
  let seq = 0
  for (;;) {
    const { rows } = await sql<Row>`select * from audit.event where ${where} and seq > ${seq}
      order by seq limit 2000`.execute(tx)
    if (rows.length === 0) return
    seq = rows.at(-1)?.seq ?? seq
    yield rows.map(toEvent)
  }
}

export const auditHead = (tx: ReadTx): Promise<Readonly<{ seq: number; hash: Buffer }>> =>
  tx.selectFrom('audit.head').select(['seq', 'hash']).executeTakeFirstOrThrow()

export async function auditLength(tx: ReadTx): Promise<number> {
  return (await auditHead(tx)).seq
}

export async function hashAt(tx: ReadTx, seq: number): Promise<Buffer | null> {
  const row = await tx.selectFrom('audit.event').select('hash').where('seq', '=', seq).executeTakeFirst()
  return row?.hash ?? null
}

/** Actions that occur, for the filter; found by hopping along the index, not by reading the log. */
export async function auditActions(tx: ReadTx): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive hop as (
      (select action from audit.event order by action using ~<~ limit 1)
      union all
      select (select action from audit.event where action ~>~ hop.action order by action using ~<~ limit 1)
      from hop where hop.action is not null
    ) select action from hop where action is not null`.execute(tx)
  return rows.map(row => row.action)
}
