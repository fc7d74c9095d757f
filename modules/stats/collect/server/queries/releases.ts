/** How far the latest collections of every form have come, in reports within reach. */
import { sql } from 'kysely'
import { type Reach, type ReadTx, reachPredicate } from '#kernel/db/tx.ts'
import type { Arrivals, Dates } from '../policy.ts'

export type ArrivalsOfCollection = Dates &
  Arrivals &
  Readonly<{
    formCode: string
    formVersionId: number
    period: string
    regionEdition: string
    owed: number
  }>

/** Newest first; of each form the latest `limit` periods at most, those without reports in reach left out. */
export async function latestArrivals(
  tx: ReadTx,
  reach: Reach,
  limit: number,
): Promise<readonly ArrivalsOfCollection[]> {
  const found = await sql<ArrivalsOfCollection>`
    with latest as (
      select *, row_number() over (partition by form_code order by period desc) as place from collect.collection)
    select c.form_code as "formCode", c.form_version_id as "formVersionId", c.period,
      c.region_edition as "regionEdition", c.opens_at as "opensAt", c.closes_at as "closesAt",
      c.closed_at as "closedAt", c.county_accepts_by as "countyAcceptsBy", c.city_accepts_by as "cityAcceptsBy",
      n.owed, n.submitted, n."acceptedCity"
    from latest c cross join lateral (
      select count(*)::int as owed,
        (count(*) filter (where r.state in ('submitted', 'accepted:county', 'accepted:city')))::int as submitted,
        (count(*) filter (where r.state = 'accepted:city'))::int as "acceptedCity"
      from collect.report r where r.collection_id = c.id and ${reachPredicate(reach, 'r', 'subject')}) n
    where c.place <= ${limit} and n.owed > 0
    order by c.form_code, c.period desc`.execute(tx)
  return found.rows
}
