/** Counts by region, and results by rule: grouped in PostgreSQL, rows of units never leave it. */
import { sql } from 'kysely'
import { type Reach, type ReadTx, reachPredicate } from '#kernel/db/tx.ts'

export type Counts = Readonly<{
  owed: number
  drafted: number
  /** Came in and stands: submitted or accepted at any level. */
  submitted: number
  onTime: number
  late: number
  returned: number
  fatal: number
  query: number
  /** Accepted by the county, or by the city after it. */
  acceptedCounty: number
  acceptedCity: number
  extended: number
}>

export type Group = Counts & Readonly<{ prefix: string }>

/** @returns null where there is no such collection, or nothing of it in reach. */
export async function countByRegion(
  tx: ReadTx,
  reach: Reach,
  collectionId: number,
  prefix: string,
  digits: number,
): Promise<Readonly<{ regionEdition: string; groups: readonly Group[] }> | null> {
  const found = await sql<Group>`
    select left(r.region_code, ${digits}) as prefix, count(*)::int as owed,
      (count(*) filter (where r.state = 'draft'))::int as drafted,
      (count(*) filter (where r.state in ('submitted', 'accepted:county', 'accepted:city')))::int as submitted,
      (count(*) filter (where r.on_time and r.state in ('submitted', 'accepted:county', 'accepted:city')))::int as "onTime",
      (count(*) filter (where not r.on_time
        and r.state in ('submitted', 'accepted:county', 'accepted:city')))::int as late,
      (count(*) filter (where r.state = 'returned'))::int as returned,
      (count(*) filter (where r.fatal_count > 0))::int as fatal,
      (count(*) filter (where r.query_count > 0))::int as query,
      (count(*) filter (where r.state in ('accepted:county', 'accepted:city')))::int as "acceptedCounty",
      (count(*) filter (where r.state = 'accepted:city'))::int as "acceptedCity",
      (count(*) filter (where r.extended_until is not null))::int as extended
    from collect.report r
    where r.collection_id = ${collectionId} and r.region_code like ${`${prefix}%`}
      and ${reachPredicate(reach, 'r', 'subject')}
    group by 1 order by 1`.execute(tx)
  if (found.rows.length === 0) return null
  const collection = await tx
    .selectFrom('collect.collection')
    .select('region_edition')
    .where('id', '=', collectionId)
    .executeTakeFirstOrThrow()
  return { regionEdition: collection.region_edition, groups: found.rows }
}

export async function regionNamesOf(
  tx: ReadTx,
  edition: string,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await tx
    .selectFrom('org.region')
    .select(['code', 'name'])
    .where('edition', '=', edition)
    .where('code', 'in', codes)
    .execute()
  return new Map(rows.map(row => [row.code, row.name]))
}

export type RuleTotals = Readonly<{
  reports: number
  formVersionId: number
  /** How often each rule failed, and could not be decided, on current revisions. */
  failed: ReadonlyMap<string, number>
  undecided: ReadonlyMap<string, number>
  /** Rows by section: rules over rows are counted once per row. */
  rows: ReadonlyMap<string, number>
}>

export async function ruleTotals(
  tx: ReadTx,
  reach: Reach,
  collectionId: number,
  prefix: string,
): Promise<RuleTotals | null> {
  const scope = sql`r.collection_id = ${collectionId} and r.region_code like ${`${prefix}%`}
    and ${reachPredicate(reach, 'r', 'subject')}`
  const current = sql`collect.report r join collect.revision v on v.unit_id = r.unit_id
    and v.collection_id = r.collection_id and v.revision_no = r.revision_no`
  const head = await sql<{ reports: number; formVersionId: number }>`
    select (count(*) filter (where r.revision_no > 0))::int as reports,
      (select form_version_id from collect.collection where id = ${collectionId}) as "formVersionId"
    from collect.report r where ${scope} having count(*) > 0`.execute(tx)
  const first = head.rows[0]
  if (!first) return null
  const failed = await sql<{ rule: string; n: number }>`
    select f.rule, count(*)::int as n from collect.report r join collect.finding f on f.unit_id = r.unit_id
      and f.collection_id = r.collection_id and f.revision_no = r.revision_no
    where ${scope} group by 1`.execute(tx)
  const undecided = await sql<{ rule: string; n: number }>`
    select split_part(x, '@', 1) as rule, count(*)::int as n from ${current} cross join unnest(v.undecided) x
    where ${scope} group by 1`.execute(tx)
  const rows = await sql<{ section: string; n: number }>`
    select x.key as section, sum(jsonb_array_length(x.value))::int as n
    from ${current} cross join jsonb_each(coalesce(v.values -> 'rows', '{}')) x where ${scope} group by 1`.execute(
    tx,
  )
  return {
    ...first,
    failed: new Map(failed.rows.map(row => [row.rule, row.n])),
    undecided: new Map(undecided.rows.map(row => [row.rule, row.n])),
    rows: new Map(rows.rows.map(row => [row.section, row.n])),
  }
}
