/** How far a collection has come, by region: one grouped query, counts only. */
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { covers, regionPrefix } from '#kernel/db/tx.ts'
import { collectPermissions, type getProgress } from '../contract.ts'
import { type Counts, countByRegion, regionNamesOf } from './queries/progress.ts'

/** Digits of the codes one level below a region. */
const below: Readonly<Record<number, number>> = { 0: 4, 2: 4, 4: 6, 6: 9, 9: 12 }

/**
 * Rows are the regions one level below `region`, or below the topmost place of the actor's reach. Villages are shown
 * to those who may read reports there: a village often has one unit, and a leader sees aggregates only.
 */
export async function progressOf(
  context: ReadContext,
  collectionId: number,
  region?: string,
): Promise<ReplyOf<typeof getProgress>> {
  const { tx, now } = context
  const reach = context.reach(collectPermissions.progress.code)
  const node = region ?? topmost(context)
  if (node !== null) refuseOneVillage(context, node)
  const prefix = node === null ? '' : regionPrefix(node)
  const digits = below[prefix.length] ?? 12
  const found = await countByRegion(tx, reach, collectionId, prefix, digits)
  if (!found) throw new Problem(problems.notFound)
  const codes = found.groups.map(group => group.prefix.padEnd(12, '0'))
  const names = await regionNamesOf(tx, found.regionEdition, [...codes, ...(node ? [node] : [])])
  const mayRead = context.reach(collectPermissions.read.code)
  const villages = digits < 12 || (node !== null && covers(mayRead, { regionCode: node, unitId: null }))
  const total = found.groups.reduce((sum, group) => add(sum, group), ZERO)
  const rows = villages ? found.groups : []
  const opens = digits < 9 || (digits === 9 && mayRead.nodes.length + Number(mayRead.everything) > 0)
  return {
    region: node,
    total: shownRow(node ?? ''.padEnd(12, '0'), node ? (names.get(node) ?? '') : '', false, total),
    rows: rows.map((group, index) => {
      const code = codes[index] as string
      return shownRow(code, names.get(code) ?? '', opens && code !== node, group)
    }),
    at: now.toISOString(),
  }
}

/** Totals of one village say what its one unit did: they are for those who may read reports there. */
export function refuseOneVillage(context: ReadContext, region: string): void {
  const reading = context.reach(collectPermissions.read.code)
  if (regionPrefix(region).length > 9 && !covers(reading, { regionCode: region, unitId: null }))
    throw new Problem(problems.notFound)
}

/** The region that holds all the actor's nodes; null where it is more than one province. */
function topmost(context: ReadContext): string | null {
  const reach = context.reach(collectPermissions.progress.code)
  if (reach.everything) return null
  const prefixes = reach.nodes.flatMap(node => ('region' in node ? [regionPrefix(node.region)] : []))
  const first = prefixes[0]
  if (first === undefined) return null
  const shared = [12, 9, 6, 4, 2].find(
    digits => first.length >= digits && prefixes.every(prefix => prefix.startsWith(first.slice(0, digits))),
  )
  return shared === undefined ? null : first.slice(0, shared).padEnd(12, '0')
}

const ZERO: Counts = Object.freeze({
  owed: 0,
  drafted: 0,
  submitted: 0,
  onTime: 0,
  late: 0,
  returned: 0,
  fatal: 0,
  query: 0,
  acceptedCounty: 0,
  acceptedCity: 0,
  extended: 0,
})

const add = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(
    (Object.keys(ZERO) as (keyof Counts)[]).map(key => [key, a[key] + b[key]]),
  ) as unknown as Counts

const rate = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10

const shownRow = (regionCode: string, name: string, opens: boolean, counts: Counts) => ({
  regionCode,
  name,
  opens,
  owed: counts.owed,
  drafted: counts.drafted,
  submitted: counts.submitted,
  onTime: counts.onTime,
  late: counts.late,
  returned: counts.returned,
  fatal: counts.fatal,
  query: counts.query,
  acceptedCounty: counts.acceptedCounty,
  acceptedCity: counts.acceptedCity,
  extended: counts.extended,
  submittedRate: rate(counts.submitted, counts.owed),
  acceptedRate: rate(counts.acceptedCity, counts.owed),
})
