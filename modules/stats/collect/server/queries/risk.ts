/**
 * What makes a report matter: what stands against it, and how much it moves its county's total, which is the change of
 * one cell on an earlier period against the sum then. Pieces are about the report `r` of a query limited by its reach.
 */
import { type RawBuilder, sql } from 'kysely'
import { type Reach, type ReadTx, regionPrefix, within } from '#kernel/db/tx.ts'

/** The sums of the earlier period by the county's six digits. */
export type Totals = ReadonlyMap<string, string>

export type EffectSource = Readonly<{ cell: string; earlierId: number; totals: Totals }>

const amount = (cell: string) => sql`nullif(v.values -> 'cells' ->> ${cell}, '')::numeric`

/**
 * 2 for a fatal finding, 1 for a query unexplained or an explanation in doubt; below all, what waits for the reporter.
 */
export const concern = sql<number>`case when r.state in ('owed', 'draft', 'returned') then -1
  when r.fatal_count > 0 then 2
  when r.query_count + r.notice_count > 0 and exists (select from collect.finding f
    where f.unit_id = r.unit_id and f.collection_id = r.collection_id and f.revision_no = r.revision_no
      and (f.review = 'doubted' or f.severity = 'query' and coalesce(f.explanation, '') = '')) then 1
  else 0 end`

/** Now less then, a blank counting as nought; null before it was submitted. */
export const changeOf = ({ cell, earlierId }: Pick<EffectSource, 'cell' | 'earlierId'>) => sql<
  string | null
>`case when r.revision_no > 0 then
    coalesce((select ${amount(cell)} from collect.revision v where v.unit_id = r.unit_id
      and v.collection_id = r.collection_id and v.revision_no = r.revision_no), 0)
    - coalesce((select ${amount(cell)} from collect.report b join collect.revision v on v.unit_id = b.unit_id
      and v.collection_id = b.collection_id and v.revision_no = b.revision_no
      where b.unit_id = r.unit_id and b.collection_id = ${earlierId}), 0) end`

export const shareOf = (change: RawBuilder<unknown>, totals: Totals) => sql`${change} / (
  select abs(nullif(t.total, 0)) from unnest(${sql.val([...totals.keys()])}::text[],
    ${sql.val([...totals.values()])}::numeric[]) as t(county, total) where t.county = left(r.region_code, 6))`

/** Sums over what is within reach there. `counties` by their six digits; all of the region where none are named. */
export async function countyTotals(
  tx: ReadTx,
  reach: Reach,
  { cell, earlierId }: Pick<EffectSource, 'cell' | 'earlierId'>,
  where: Readonly<{ counties?: readonly string[]; region?: string | undefined }>,
): Promise<Totals> {
  const region = where.region === undefined ? '' : regionPrefix(where.region).slice(0, 6)
  const prefixes = where.counties ?? [region]
  const query = within(tx, reach)
    .reports()
    .innerJoin('collect.revision as v', join =>
      join
        .onRef('v.unit_id', '=', 'r.unit_id')
        .onRef('v.collection_id', '=', 'r.collection_id')
        .onRef('v.revision_no', '=', 'r.revision_no'),
    )
    .where('r.collection_id', '=', earlierId)
    .where(eb => eb.or(prefixes.map(prefix => eb('r.region_code', 'like', `${prefix}%`))))
  const rows = await query
    .select([
      sql<string>`left(r.region_code, 6)`.as('county'),
      sql<string | null>`sum(${amount(cell)})`.as('total'),
    ])
    .groupBy(sql`left(r.region_code, 6)`)
    .execute()
  return new Map(rows.flatMap(({ county, total }) => (total === null ? [] : [[county, total] as const])))
}

export async function collectionHead(tx: ReadTx, collectionId: number) {
  return tx
    .selectFrom('collect.collection')
    .select(['form_version_id as formVersionId', 'form_code as formCode', 'period'])
    .where('id', '=', collectionId)
    .executeTakeFirst()
}

export type EarlierCollection = Readonly<{ collectionId: number; period: string; formVersionId: number }>

/** The collections of the same form for these periods, those there are. */
export async function collectionsOf(
  tx: ReadTx,
  formCode: string,
  periods: readonly string[],
): Promise<readonly EarlierCollection[]> {
  return tx
    .selectFrom('collect.collection')
    .select(['id as collectionId', 'period', 'form_version_id as formVersionId'])
    .where('form_code', '=', formCode)
    .where('period', 'in', periods)
    .execute()
}
