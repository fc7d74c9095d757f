/** Collections and their frames. */
import { type RawBuilder, sql } from 'kysely'
import { type Reach, type ReadTx, reachPredicate, unscoped, type WriteTx } from '#kernel/db/tx.ts'
import type { collectionSorts } from '../../contract.ts'
import type { Dates } from '../policy.ts'

export type CollectionRow = Readonly<{
  collectionId: number
  formVersionId: number
  formCode: string
  period: string
  regionEdition: string
  criterion: unknown
  opensAt: Date
  closesAt: Date
  countyAcceptsBy: Date | null
  cityAcceptsBy: Date | null
  issuedAt: Date
  closedAt: Date | null
  subject: string
  owed: number
  submitted: number
}>

export type NewCollection = Readonly<{
  formVersionId: number
  period: string
  regionEdition: string
  criterion: unknown
  opensAt: Date
  closesAt: Date
  countyAcceptsBy: Date | null
  cityAcceptsBy: Date | null
  issuedBy: number | null
  issuedAt: Date
}>

export async function insertCollection(tx: WriteTx, one: NewCollection): Promise<number> {
  const row = await tx
    .insertInto('collect.collection')
    .values({
      form_version_id: one.formVersionId,
      period: one.period,
      region_edition: one.regionEdition,
      criterion: JSON.stringify(one.criterion),
      opens_at: one.opensAt,
      closes_at: one.closesAt,
      county_accepts_by: one.countyAcceptsBy,
      city_accepts_by: one.cityAcceptsBy,
      issued_by: one.issuedBy,
      issued_at: one.issuedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function editionExists(tx: ReadTx, edition: string): Promise<boolean> {
  const row = await tx
    .selectFrom('org.region_edition')
    .select('edition')
    .where('edition', '=', edition)
    .executeTakeFirst()
  return row !== undefined
}

export type FrameUnit = Readonly<{
  unitId: number
  kind: string
  name: string
  pinyin: string
  creditCode: string | null
  regionCode: string
  industryCode: string | null
  registerType: string | null
  sizeClass: string | null
  aboveThreshold: boolean
}>

/** The obligations, in one statement whatever their number. */
export async function insertFrame(
  tx: WriteTx,
  collectionId: number,
  subject: string,
  units: readonly FrameUnit[],
): Promise<void> {
  const column = (pick: (unit: FrameUnit) => string | number | boolean | null) => sql.val(units.map(pick))
  await sql`
    insert into collect.report (unit_id, collection_id, subject, region_code, industry_code, register_type,
      size_class, above_threshold, unit_name, credit_code, pinyin, unit_kind)
    select k.unit_id, ${collectionId}, ${subject}, k.region_code, k.industry_code, k.register_type, k.size_class,
      k.above_threshold, k.name, k.credit_code, k.pinyin, k.kind
    from unnest(${column(one => one.unitId)}::int[], ${column(one => one.name)}::text[],
      ${column(one => one.creditCode)}::text[], ${column(one => one.regionCode)}::text[],
      ${column(one => one.industryCode)}::text[], ${column(one => one.registerType)}::text[],
      ${column(one => one.sizeClass)}::text[], ${column(one => one.aboveThreshold)}::boolean[],
      ${column(one => one.pinyin)}::text[], ${column(one => one.kind)}::text[])
      as k(unit_id, name, credit_code, region_code, industry_code, register_type, size_class, above_threshold,
        pinyin, kind)
    order by k.unit_id`.execute(tx)
}

export type CollectionFilter = Readonly<{
  collectionId?: number
  period?: string
  form?: string
  /** Codes of the forms of a programme. */
  forms?: readonly string[]
  subject?: string
  phase?: 'not-open' | 'open' | 'closed'
  /** Codes of the forms that were found by what was typed. */
  found?: readonly string[]
}>

type CollectionPage = Readonly<{
  page: number
  pageSize: number
  sort?: (typeof collectionSorts)[number]
  order?: 'asc' | 'desc'
}>

const SORTS: Readonly<Record<(typeof collectionSorts)[number], RawBuilder<unknown>>> = {
  form: sql`c.form_code`,
  period: sql`c.period`,
  subject: sql`n.subject`,
  opens: sql`c.opens_at`,
  closes: sql`least(c.closes_at, c.closed_at)`,
  owed: sql`n.owed`,
  submitted: sql`n.submitted`,
  rate: sql`n.submitted::numeric / n.owed`,
}

const orderOf = ({ sort, order }: CollectionPage) =>
  sort ? sql`${SORTS[sort]} ${order === 'desc' ? sql`desc` : sql`asc`}, ` : sql``

/** Collections that have reports in reach, newest first, with how many are owed and how many came in. */
export async function pageOfCollections(
  tx: ReadTx,
  reach: Reach,
  filter: CollectionFilter,
  page: CollectionPage,
  now: Date,
): Promise<Readonly<{ total: number; rows: readonly CollectionRow[] }>> {
  const closed = sql`least(c.closes_at, c.closed_at) <= ${now}`
  const phases = {
    'not-open': sql`c.opens_at > ${now}`,
    open: sql`c.opens_at <= ${now} and not (${closed})`,
    closed: sql`c.opens_at <= ${now} and ${closed}`,
  }
  const found = await sql<CollectionRow & { total: number }>`
    select c.id as "collectionId", c.form_version_id as "formVersionId", c.form_code as "formCode", c.period,
      c.region_edition as "regionEdition", c.criterion, c.opens_at as "opensAt", c.closes_at as "closesAt",
      c.county_accepts_by as "countyAcceptsBy", c.city_accepts_by as "cityAcceptsBy", c.issued_at as "issuedAt",
      c.closed_at as "closedAt", n.subject, n.owed, n.submitted, (count(*) over ())::int as total
    from collect.collection c cross join lateral (
      select min(r.subject) as subject, count(*)::int as owed,
        (count(*) filter (where r.state in ('submitted', 'accepted:county', 'accepted:city')))::int as submitted
      from collect.report r where r.collection_id = c.id and ${reachPredicate(reach, 'r', 'subject')}) n
    where n.owed > 0
      and (${filter.collectionId ?? null}::int is null or c.id = ${filter.collectionId ?? null})
      and (${filter.period ?? null}::text is null or c.period = ${filter.period ?? null})
      and (${filter.form ?? null}::text is null or c.form_code = ${filter.form ?? null})
      and (${filter.forms ?? null}::text[] is null or c.form_code = any(${filter.forms ?? null}))
      and (${filter.subject ?? null}::text is null or n.subject = ${filter.subject ?? null})
      and (${filter.found ?? null}::text[] is null or c.form_code = any(${filter.found ?? null}))
      and ${filter.phase ? phases[filter.phase] : sql`true`}
    order by ${orderOf(page)}c.opens_at desc, c.form_code, c.id
    limit ${page.pageSize} offset ${(page.page - 1) * page.pageSize}`.execute(tx)
  return { total: found.rows[0]?.total ?? 0, rows: found.rows }
}

/** Whether every report of the collection lies in reach. */
export async function liesWithin(tx: ReadTx, reach: Reach, collectionId: number): Promise<boolean> {
  const found = await sql<{ outside: boolean }>`select exists (select from collect.report r
    where r.collection_id = ${collectionId} and not ${reachPredicate(reach, 'r', 'subject')}) as outside`.execute(
    tx,
  )
  return found.rows[0]?.outside === false
}

/** Closes and changes of dates take turns. */
export const lockCollection = (tx: WriteTx, collectionId: number) =>
  tx
    .selectFrom('collect.collection as c')
    .selectAll('c')
    .where('c.id', '=', collectionId)
    .forUpdate('c')
    .executeTakeFirst()

export const setClosed = (tx: WriteTx, collectionId: number, at: Date): Promise<unknown> =>
  tx.updateTable('collect.collection').set({ closed_at: at }).where('id', '=', collectionId).execute()

export type CollectionDates = Omit<Dates, 'closedAt'>

export const setDates = (tx: WriteTx, collectionId: number, dates: CollectionDates): Promise<unknown> =>
  tx
    .updateTable('collect.collection')
    .set({
      opens_at: dates.opensAt,
      closes_at: dates.closesAt,
      county_accepts_by: dates.countyAcceptsBy,
      city_accepts_by: dates.cityAcceptsBy,
    })
    .where('id', '=', collectionId)
    .execute()

/** Who owes it, and where they are. */
export async function readFramePlaces(
  tx: ReadTx,
  collectionId: number,
): Promise<readonly Readonly<{ unitId: number; regionCode: string }>[]> {
  const found = await sql<{ unitId: number; regionCode: string }>`
    select unit_id as "unitId", region_code as "regionCode" from collect.report
    where collection_id = ${collectionId} order by unit_id`.execute(
    unscoped(tx, 'tells the places of a frame to whom it concerns, and shows it to nobody'),
  )
  return found.rows
}
