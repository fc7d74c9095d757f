/** Lists of a collection's reports: one filter for lists, bulk acts and reminders. */
import { sql } from 'kysely'
import { type Reach, type ReadTx, reachPredicate, regionPrefix } from '#kernel/db/tx.ts'
import { parseSearch } from '#kernel/search-text.ts'
import { type Level, levelOf, OUTSTANDING, type State } from '../policy.ts'
import { collectionColumns, type ReportRow, reportColumns, reportsWithin } from './reports.ts'
import { changeOf, concern, type EffectSource, shareOf } from './risk.ts'

export type Filter = Readonly<{
  region?: string
  states?: readonly State[]
  findings?: 'none' | 'any' | 'fatal' | 'query' | 'unreviewed' | 'doubted'
  inquiry?: 'open' | 'answered'
  rule?: string
  industry?: string
  sizeClass?: string
  overdue?: boolean
  onTime?: boolean
  search?: string
}>

export type Selected = Readonly<{ collectionId: number; unitIds?: readonly number[] }> & Filter

export const filteredReports = (tx: ReadTx, reach: Reach, filter: Selected, now: Date) => {
  let query = reportsWithin(tx, reach).where('r.collection_id', '=', filter.collectionId)
  if (filter.unitIds)
    query = query.where('r.unit_id', '=', sql<number>`any(${sql.val(filter.unitIds)}::int[])`)
  if (filter.region) query = query.where('r.region_code', 'like', `${regionPrefix(filter.region)}%`)
  if (filter.states?.length) query = query.where('r.state', 'in', filter.states)
  if (filter.industry) query = query.where('r.industry_code', 'like', `${filter.industry}%`)
  if (filter.sizeClass) query = query.where('r.size_class', '=', filter.sizeClass)
  if (filter.overdue) {
    query = query
      .where('r.state', 'in', OUTSTANDING)
      .where(sql<boolean>`greatest(least(c.closes_at, c.closed_at), r.extended_until) <= ${now}`)
  }
  if (filter.onTime !== undefined) {
    query = query
      .where('r.on_time', '=', filter.onTime)
      .where('r.state', 'in', ['submitted', 'accepted:county', 'accepted:city'])
  }
  if (filter.findings === 'none')
    query = query.where(sql<boolean>`r.fatal_count + r.query_count + r.notice_count = 0`)
  if (filter.findings === 'any')
    query = query.where(sql<boolean>`r.fatal_count + r.query_count + r.notice_count > 0`)
  if (filter.findings === 'fatal') query = query.where('r.fatal_count', '>', 0)
  if (filter.findings === 'query') query = query.where('r.query_count', '>', 0)
  if (filter.findings === 'unreviewed')
    query = query.where(hasFinding(sql`f.severity = 'query' and f.review is null`))
  if (filter.findings === 'doubted') query = query.where(hasFinding(sql`f.review = 'doubted'`))
  if (filter.rule) query = query.where(hasFinding(sql`f.rule = ${filter.rule}`))
  if (filter.inquiry)
    query = query.where(
      sql<boolean>`exists (select from collect.inquiry i where i.collection_id = r.collection_id
        and i.unit_id = r.unit_id and i.state <> 'closed' and i.state = ${filter.inquiry})`,
    )
  const search = parseSearch(filter.search)
  if (!search) return query
  return query.where(eb =>
    eb.or([
      eb('r.unit_name', 'ilike', `%${search.name}%`),
      ...(search.pinyin ? [eb('r.pinyin', 'like', `%${search.pinyin}%`)] : []),
      ...(search.code ? [eb('r.credit_code', 'like', `${search.code.toUpperCase()}%`)] : []),
      ...(/^\d{1,9}$/.test(search.name) ? [eb('r.unit_id', '=', Number(search.name))] : []),
    ]),
  )
}

const hasFinding = (condition: ReturnType<typeof sql>) =>
  sql<boolean>`exists (select from collect.finding f where f.unit_id = r.unit_id
    and f.collection_id = r.collection_id and f.revision_no = r.revision_no and ${condition})`

export async function countReports(tx: ReadTx, reach: Reach, filter: Selected, now: Date): Promise<number> {
  const row = await filteredReports(tx, reach, filter, now)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Whether accepting is this reach's turn: of the county what was submitted, of the city what the county accepted. */
function isTurnOf(reach: Reach) {
  const at = (level: Level) =>
    reach.everything
      ? reach
      : { ...reach, nodes: reach.nodes.filter(node => 'region' in node && levelOf(node.region) === level) }
  // A unit registered at the city itself has no county above it.
  const hasCounty = sql`substr(r.region_code, 5) <> '00000000'`
  return sql<boolean>`((r.state = 'submitted' and ${hasCounty} and ${reachPredicate(at('county'), 'r', 'subject')})
    or ((r.state = 'accepted:county' or (r.state = 'submitted' and not ${hasCounty}))
      and ${reachPredicate(at('city'), 'r', 'subject')}))`
}

/** What acts upon all that a filter finds would touch; `held`: waiting, but not to be accepted as it stands. */
export async function countForActs(
  tx: ReadTx,
  reach: Reach,
  filter: Selected,
  now: Date,
): Promise<Readonly<{ accept: number; held: number; remind: number }>> {
  if (!reach.everything && reach.nodes.length === 0) return { accept: 0, held: 0, remind: 0 }
  const turn = isTurnOf(reach)
  const held = sql<boolean>`(r.fatal_count > 0 or ${hasFinding(sql`f.review = 'doubted'`)})`
  const count = (condition: ReturnType<typeof sql>) =>
    sql<number>`(count(*) filter (where ${condition}))::int`
  return filteredReports(tx, reach, filter, now)
    .select([
      count(sql`${turn} and not ${held}`).as('accept'),
      count(sql`${turn} and ${held}`).as('held'),
      count(sql`r.state = any(${sql.val(OUTSTANDING)}::text[])`).as('remind'),
    ])
    .executeTakeFirstOrThrow()
}

const sorts = {
  region: ['r.region_code'],
  name: ['r.pinyin', 'r.unit_name'],
  state: ['r.state'],
  submittedAt: ['r.submitted_at'],
  findings: ['r.fatal_count', 'r.query_count'],
  risk: [],
} as const

export type ListedRow = ReportRow & Readonly<{ change: string | null }>

export type Page = Readonly<{
  page: number
  pageSize: number
  sort?: keyof typeof sorts
  order?: 'asc' | 'desc'
}>

export async function pageOfReports(
  tx: ReadTx,
  reach: Reach,
  filter: Selected,
  page: Page,
  now: Date,
  effect: EffectSource | null = null,
): Promise<readonly ListedRow[]> {
  const change = effect ? changeOf(effect) : sql<null>`null`
  let query = filteredReports(tx, reach, filter, now)
    .select([...reportColumns, ...collectionColumns])
    .select(sql<string | null>`${change}::text`.as('change'))
  for (const column of sorts[page.sort ?? 'region']) {
    query = query.orderBy(column, order => (page.order === 'desc' ? order.desc().nullsLast() : order.asc()))
  }
  if (page.sort === 'risk') {
    const first = page.order === 'desc' ? sql`asc nulls first` : sql`desc nulls last`
    query = query.orderBy(sql`${concern} ${first}`)
    if (effect) query = query.orderBy(sql`abs(${shareOf(change, effect.totals)}) ${first}`)
  }
  const rows = await query
    .orderBy('r.unit_id')
    .limit(page.pageSize)
    .offset((page.page - 1) * page.pageSize)
    .execute()
  return rows as unknown as ListedRow[]
}

/** Locks the selected reports in the order of their keys; at most `limit` after `afterUnit`. */
export async function lockSelected(
  tx: ReadTx,
  reach: Reach,
  filter: Selected,
  now: Date,
  paging: Readonly<{ afterUnit?: number; limit?: number }> = {},
): Promise<readonly ReportRow[]> {
  const rows = await filteredReports(tx, reach, filter, now)
    .where('r.unit_id', '>', paging.afterUnit ?? 0)
    .select([...reportColumns, ...collectionColumns])
    .orderBy('r.unit_id')
    .limit(paging.limit ?? 100_000)
    .forUpdate('r')
    .execute()
  return rows as unknown as ReportRow[]
}
