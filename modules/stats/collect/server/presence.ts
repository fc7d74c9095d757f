/** Who else of the office has a report open. Reporters are neither told nor asked. */
import type { WriteContext } from '#kernel/context.ts'
import { type BodyOf, NATION, type ReplyOf } from '#kernel/contract/index.ts'
import { covers, type Reach, regionPrefix } from '#kernel/db/tx.ts'
import { grantsOf } from '#kernel/permission/grants.ts'
import {
  activities,
  collectPermissions,
  type leaveReport,
  PRESENCE_EVERY,
  PRESENCE_LASTS,
  type Present,
  type stayAtReport,
} from '../contract.ts'
import { levelsFor } from './policy.ts'
import {
  type PresenceRow,
  presentAt,
  removePresence,
  storePresence,
  sweepPresence,
} from './queries/presence.ts'
import { findReport, type ReportKey, type ReportRow } from './queries/reports.ts'
import { review } from './review-report.ts'

const read = collectPermissions.read.code
/** Of more that one account has open, the earliest seen are forgotten. */
const OPEN_AT_ONCE = 5

const before = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds)

export async function stay(
  context: WriteContext,
  key: ReportKey,
  { page, correcting }: BodyOf<typeof stayAtReport>,
): Promise<ReplyOf<typeof stayAtReport>> {
  const { tx, now, actor } = context
  const reach = context.reach(read)
  const row = await findReport(tx, reach, key)
  const present = await presentAt(tx, row, before(now, PRESENCE_LASTS))
  const pages = present.filter(one => one.accountId === actor.accountId)
  const own = pages.find(one => one.page === page)
  const activity = activityOf(context, row, correcting)
  // However often a page asks, it writes no oftener than it should ask.
  if (own?.activity !== activity || own.seenAt <= before(now, PRESENCE_EVERY / 2)) {
    const { accountId } = actor
    const since = own?.since ?? now
    const place = placeOf(reach, row)
    await storePresence(tx, { ...key, accountId, page, activity, place, since, seenAt: now })
  }
  if (!own) await sweepPresence(tx, before(now, PRESENCE_LASTS), actor.accountId, OPEN_AT_ONCE)
  const others = present.filter(one => one.accountId !== actor.accountId)
  const rest = pages.filter(one => one !== own)
  const changed = busiest(pages) !== busiest([...rest, { activity }])
  if (changed && others.length > 0) tellOthers(context, row)
  return { others: await shown(context, seenBy(reach, row, peopleOf(others))) }
}

export async function leave(
  context: WriteContext,
  key: ReportKey,
  page: string,
): Promise<ReplyOf<typeof leaveReport>> {
  const { tx, now, actor } = context
  const row = await findReport(tx, context.reach(read), key)
  const activity = await removePresence(tx, row, actor.accountId, page)
  if (activity === null) return { left: false }
  const present = await presentAt(tx, row, before(now, PRESENCE_LASTS))
  const rest = present.filter(one => one.accountId === actor.accountId)
  const changed = busiest(rest) !== busiest([...rest, { activity }])
  if (changed && present.length > rest.length) tellOthers(context, row)
  return { left: true }
}

/** What someone does who has it open in several pages. */
const busiest = (pages: readonly Pick<PresenceRow, 'activity'>[]): Present['activity'] | null =>
  activities.findLast(one => pages.some(page => page.activity === one)) ?? null

/** One line for each, since they came first. */
const peopleOf = (rows: readonly PresenceRow[]): readonly PresenceRow[] =>
  [...Map.groupBy(rows, row => row.accountId).values()].map(pages => {
    const [first] = pages as [PresenceRow]
    return { ...first, activity: busiest(pages) ?? first.activity }
  })

/** That something changed in this county, and nothing else: whoever has a report open there asks again. */
const tellOthers = (context: WriteContext, { regionCode }: ReportRow): void =>
  context.live({ topic: 'collect.presence', regionCode })

function activityOf(context: WriteContext, row: ReportRow, correcting: boolean): Present['activity'] {
  const may = (permission: string) => levelsFor(context.reach(permission), row).size > 0
  if (correcting && may(collectPermissions.correct.code)) return 'correcting'
  return may(review) ? 'reviewing' : 'reading'
}

/** The widest place through which someone reaches the report. */
function placeOf(reach: Reach, row: ReportRow): string {
  if (reach.everything) return NATION
  const places = reach.nodes.flatMap(node =>
    'region' in node && covers({ everything: false, nodes: [node] }, row) ? [node.region] : [],
  )
  const widest = places.toSorted((a, b) => regionPrefix(a).length - regionPrefix(b).length)[0]
  return widest ?? row.regionCode
}

/** A county sees its own people and those of its townships, not those above. */
const seenBy = (reach: Reach, { subject }: ReportRow, others: readonly PresenceRow[]) =>
  others.filter(({ place }) => covers(reach, { regionCode: place, unitId: null, subject }))

async function shown(
  { tx }: WriteContext,
  rows: readonly PresenceRow[],
): Promise<ReplyOf<typeof stayAtReport>['others']> {
  const grants = await grantsOf(
    tx,
    rows.map(row => row.accountId),
  )
  return rows.map(({ accountId, name, activity, place, since }) => {
    const grant = grants.get(accountId)?.find(one => one.regionCode === place)
    return { name, role: grant?.roleName ?? null, activity, since: since.toISOString() }
  })
}
