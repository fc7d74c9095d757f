/** The unit list and the unit page. */
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { regionNames } from '#kernel/org/region-names.ts'
import { parseSearch } from '#kernel/search-text.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { type listUnits, type readUnit, registerPermissions, type UnitListQuery } from '../contract.ts'
import { industryNames, industryPrefixes } from './industry-queries.ts'
import { countUnits, findUnit, pageOfUnits, readEvents, readHistory, type UnitFilter } from './queries.ts'
import { attributesOf, type Names, rowOf } from './unit-values.ts'

export type FilterQuery = Pick<
  UnitListQuery,
  'region' | 'industry' | 'size' | 'kind' | 'registerType' | 'aboveThreshold' | 'state' | 'search'
>

export const filterOf = async (tx: ReadTx, query: FilterQuery, now: Date): Promise<UnitFilter> => ({
  region: query.region,
  industries: query.industry ? await industryPrefixes(tx, [query.industry]) : undefined,
  size: query.size,
  kind: query.kind,
  registerType: query.registerType,
  aboveThreshold: query.aboveThreshold,
  state: query.state,
  search: parseSearch(query.search),
  today: shanghaiDay(now),
})

/** Names of the regions and industries of some rows. */
export async function namesOf(
  tx: ReadTx,
  rows: readonly Readonly<{ region_code: string; industry_code: string | null }>[],
): Promise<Names> {
  const regions = await regionNames(tx, [...new Set(rows.map(row => row.region_code))])
  const industries = await industryNames(
    tx,
    rows.map(row => row.industry_code),
  )
  return {
    region: code => regions.get(code) ?? '',
    industry: code => (code === null ? null : (industries.get(code) ?? null)),
  }
}

export async function readUnitList(
  context: ReadContext,
  query: UnitListQuery,
): Promise<ReplyOf<typeof listUnits>> {
  const { tx } = context
  const reach = context.reach(registerPermissions.read.code)
  const filter = await filterOf(tx, query, context.now)
  const total = await countUnits(tx, reach, filter)
  const rows = await pageOfUnits(tx, reach, filter, query)
  const names = await namesOf(tx, rows)
  context.accessed({
    action: 'register.unit.list',
    subject: { kind: 'register', id: query.region ?? 'all' },
    detail: { total, page: query.page, rows: rows.length },
  })
  return { total, items: rows.map(row => rowOf(row, names)) }
}

export async function readUnitPage(context: ReadContext, unitId: number): Promise<ReplyOf<typeof readUnit>> {
  const { tx } = context
  const unit = await findUnit(tx, context.reach(registerPermissions.read.code), unitId)
  if (!unit) throw new Problem(problems.notFound)
  const history = await readHistory(tx, unitId)
  const events = await readEvents(tx, unitId)
  const names = await namesOf(tx, [unit, ...history])
  context.accessed({
    action: 'register.unit.read',
    subject: { kind: 'unit', id: unitId },
    regionCode: unit.region_code,
  })
  return {
    ...rowOf(unit, names),
    attributes: attributesOf(unit.attributes),
    version: unit.version,
    history: history.map((state, at) => ({
      validFrom: state.valid_from,
      name: state.name,
      regionCode: state.region_code,
      regionName: names.region(state.region_code),
      industryCode: state.industry_code,
      industryName: names.industry(state.industry_code),
      registerType: state.register_type,
      sizeClass: state.size_class,
      aboveThreshold: state.above_threshold,
      attributes: attributesOf(state.attributes),
      changedAt: state.changed_at.toISOString(),
      changedBy: state.display_name,
      note: state.note,
      superseded: history[at + 1]?.valid_from === state.valid_from,
    })),
    events: events.map(event => ({
      kind: event.kind as 'entered',
      on: event.on_date,
      exitReason: event.exit_reason,
      note: event.note,
      by: event.display_name,
      at: event.at.toISOString(),
    })),
  }
}
