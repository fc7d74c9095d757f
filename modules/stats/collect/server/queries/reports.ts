/** Reports with the dates of their collection; the one shape every use-case judges by. */
import { sql } from 'kysely'
import type { FormValues } from '#engines/form/index.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { type Reach, type ReadTx, unscoped, type WriteTx, within } from '#kernel/db/tx.ts'
import { FILLED_BY_STAFF, mayFill, type State } from '../policy.ts'

export type ReportKey = Readonly<{ unitId: number; collectionId: number }>
export const keyText = (key: ReportKey): string => `${key.collectionId}/${key.unitId}`

export type ReportRow = Readonly<{
  unitId: number
  collectionId: number
  state: State
  subject: string
  regionCode: string
  industryCode: string | null
  registerType: string | null
  sizeClass: string | null
  unitName: string
  unitKind: string | null
  creditCode: string | null
  revisionNo: number
  extendedUntil: Date | null
  firstSubmittedAt: Date | null
  submittedAt: Date | null
  onTime: boolean | null
  fatalCount: number
  queryCount: number
  noticeCount: number
  receiptNo: string | null
  formVersionId: number
  formCode: string
  period: string
  regionEdition: string
  opensAt: Date
  closesAt: Date
  closedAt: Date | null
  countyAcceptsBy: Date | null
  cityAcceptsBy: Date | null
}>

export const reportColumns = [
  'r.unit_id as unitId',
  'r.collection_id as collectionId',
  'r.state',
  'r.subject',
  'r.region_code as regionCode',
  'r.industry_code as industryCode',
  'r.register_type as registerType',
  'r.size_class as sizeClass',
  'r.unit_name as unitName',
  'r.unit_kind as unitKind',
  'r.credit_code as creditCode',
  'r.revision_no as revisionNo',
  'r.extended_until as extendedUntil',
  'r.first_submitted_at as firstSubmittedAt',
  'r.submitted_at as submittedAt',
  'r.on_time as onTime',
  'r.fatal_count as fatalCount',
  'r.query_count as queryCount',
  'r.notice_count as noticeCount',
  'r.receipt_no as receiptNo',
] as const

export const collectionColumns = [
  'c.form_version_id as formVersionId',
  'c.form_code as formCode',
  'c.period',
  'c.region_edition as regionEdition',
  'c.opens_at as opensAt',
  'c.closes_at as closesAt',
  'c.closed_at as closedAt',
  'c.county_accepts_by as countyAcceptsBy',
  'c.city_accepts_by as cityAcceptsBy',
] as const

/** What hangs on a report, or a change of it: its key came out of a search within reach. */
export const ofFound = <T extends ReadTx>(tx: T) =>
  unscoped(tx, 'the key of a report that was found within reach')

export const reportsWithin = (tx: ReadTx, reach: Reach) =>
  within(tx, reach).reports().innerJoin('collect.collection as c', 'c.id', 'r.collection_id')

/** One report within reach; NOT_FOUND where there is none, so that nobody learns what lies outside. */
export async function findReport(
  tx: ReadTx,
  reach: Reach,
  key: ReportKey,
  lock: 'lock' | 'look' = 'look',
): Promise<ReportRow> {
  const query = reportsWithin(tx, reach)
    .where('r.unit_id', '=', key.unitId)
    .where('r.collection_id', '=', key.collectionId)
    .select([...reportColumns, ...collectionColumns])
  const row = await (lock === 'lock' ? query.forUpdate('r') : query).executeTakeFirst()
  if (!row) throw new Problem(problems.notFound)
  return row as ReportRow
}

/** As `findReport`, for filling in: staff reach what they fill in for others, not what a unit reports for itself. */
export async function findOwnReport(
  tx: ReadTx,
  reach: Reach,
  key: ReportKey,
  lock: 'lock' | 'look' = 'look',
): Promise<ReportRow> {
  const row = await findReport(tx, reach, key, lock)
  if (!mayFill(reach, row)) throw new Problem(problems.notFound)
  return row
}

/** The same rule over a list: `mayFill` in SQL. */
export const fillable = (reach: Reach) => {
  const own = reach.nodes.flatMap(node => ('unitId' in node ? [node.unitId] : []))
  return reach.everything
    ? sql<boolean>`true`
    : sql<boolean>`(r.unit_id = any(${sql.val(own)}::int[])
        or r.unit_kind = any(${sql.val(FILLED_BY_STAFF)}::text[]))`
}

/** Locks many in the order of their keys, so that two batches never wait for each other. The caller judges scope. */
export async function lockReports(
  tx: WriteTx,
  keys: readonly ReportKey[],
): Promise<ReadonlyMap<string, ReportRow>> {
  const rows = await unscoped(tx, 'a group of writes; each is held against its own sender’s reach')
    .selectFrom('collect.report as r')
    .innerJoin('collect.collection as c', 'c.id', 'r.collection_id')
    .innerJoin(keyTable(keys), join =>
      join.onRef('k.unit_id', '=', 'r.unit_id').onRef('k.collection_id', '=', 'r.collection_id'),
    )
    .select([...reportColumns, ...collectionColumns])
    .orderBy('r.unit_id')
    .orderBy('r.collection_id')
    .forUpdate('r')
    .execute()
  return new Map(rows.map(row => [keyText(row), row as ReportRow]))
}

/** The keys as a table `k`. */
const keyTable = (keys: readonly ReportKey[]) => {
  const units = keys.map(key => key.unitId)
  const collections = keys.map(key => key.collectionId)
  return sql<{ unit_id: number; collection_id: number }>`
    unnest(${sql.val(units)}::int[], ${sql.val(collections)}::int[])`.as<'k'>(sql`k(unit_id, collection_id)`)
}

/**
 * Ends a lateral subquery that PostgreSQL is to run for each key along the index. A plan that is kept (ADR 0011) may have been
 * made while the table was all but empty, when reading all of it for each group looked cheaper.
 */
export const BY_KEY = sql.raw('offset 0')

export type StoredValues = Readonly<{ values: FormValues; undecided: readonly string[] }>

/** Whether an explanation of the current revision stands in doubt. */
export async function hasDoubt(tx: ReadTx, row: ReportRow): Promise<boolean> {
  const found = await ofFound(tx)
    .selectFrom('collect.finding')
    .select('rule')
    .where('unit_id', '=', row.unitId)
    .where('collection_id', '=', row.collectionId)
    .where('revision_no', '=', row.revisionNo)
    .where('review', '=', 'doubted')
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
