/** Who may do what to a report, when. Pure: the routes and the screens' `may` ask the same functions. */
import { Problem } from '#kernel/contract/index.ts'
import { covers, type Reach, regionPrefix } from '#kernel/db/tx.ts'
import { shanghaiInstant, wallClock } from '#kernel/time/shanghai.ts'
import { collectProblems } from '../contract.ts'
import { reportStateWords } from '../locale/state-words.ts'

export type State = 'owed' | 'draft' | 'submitted' | 'returned' | 'accepted:county' | 'accepted:city'
export type Level = 'county' | 'city'

/** Still to be handed in: what a reminder is about. */
export const OUTSTANDING: readonly State[] = ['owed', 'draft', 'returned']

/** For the mirror and for comparisons: how far a report has come. */
export const stateRank: Readonly<Record<State, number>> = Object.freeze({
  owed: 0,
  draft: 1,
  returned: 1,
  submitted: 2,
  'accepted:county': 3,
  'accepted:city': 4,
})

export type Dates = Readonly<{
  opensAt: Date
  closesAt: Date
  closedAt: Date | null
  countyAcceptsBy: Date | null
  cityAcceptsBy: Date | null
}>

export type ReportFacts = Readonly<{
  state: State
  regionCode: string
  subject: string
  unitId: number
  extendedUntil: Date | null
  fatalCount: number
  doubted: boolean
}>

export type Window = Readonly<{
  phase: 'not-open' | 'open' | 'closed'
  opensAt: Date
  closesAt: Date
  extendedUntil: Date | null
  dueAt: Date
}>

const later = (a: Date, b: Date | null): Date => (b !== null && b > a ? b : a)
const earlier = (a: Date, b: Date | null): Date => (b !== null && b < a ? b : a)

/** When a unit may fill in: from the opening to the close (or an early close), or until its own extension. */
export function fillWindow(dates: Dates, extendedUntil: Date | null, now: Date): Window {
  const closesAt = earlier(dates.closesAt, dates.closedAt)
  const dueAt = later(closesAt, extendedUntil)
  const phase = now < dates.opensAt ? 'not-open' : now < dueAt ? 'open' : 'closed'
  return { phase, opensAt: dates.opensAt, closesAt, extendedUntil, dueAt }
}

/** Why a collection's dates may not become these now, or null: what has passed stays as it was. */
export function datesRefusal(before: Dates, after: Omit<Dates, 'closedAt'>, now: Date): Problem | null {
  const { phase, closesAt } = fillWindow(before, null, now)
  const opens = after.opensAt.getTime() !== before.opensAt.getTime()
  const closes = after.closesAt.getTime() !== before.closesAt.getTime()
  if (phase === 'closed' && (opens || closes))
    return new Problem(collectProblems.closePassed, { closedAt: wallClock(closesAt) })
  if (phase === 'open' && opens)
    return new Problem(collectProblems.openingPassed, { opensAt: wallClock(before.opensAt) })
  if (closes && after.closesAt <= now) return new Problem(collectProblems.closeInPast)
  return null
}

/** First instant after the last month in force (`YYYY-MM`), Asia/Shanghai wall clock. */
export function expiresAt(validUntil: string): Date | null {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(validUntil) ?? []
  if (!year || !month) return null
  const next = new Date(Date.UTC(Number(year), Number(month), 1))
  return shanghaiInstant(next.toISOString().slice(0, 10))
}

/** Why a reporter may not save or submit now, or null. */
export function fillRefusal(
  dates: Dates,
  report: Pick<ReportFacts, 'state' | 'extendedUntil'>,
  validUntil: string,
  now: Date,
): Problem | null {
  const expiry = expiresAt(validUntil)
  if (expiry !== null && now >= expiry) return new Problem(collectProblems.expired, { validUntil })
  const window = fillWindow(dates, report.extendedUntil, now)
  if (window.phase === 'not-open')
    return new Problem(collectProblems.notOpen, { opensAt: wallClock(window.opensAt) })
  if (report.state.startsWith('accepted')) return new Problem(collectProblems.accepted)
  if (window.phase === 'closed')
    return new Problem(collectProblems.closed, { closedAt: wallClock(window.dueAt) })
  return null
}

/** Kinds of units that do not report for themselves. */
export const FILLED_BY_STAFF: readonly string[] = ['township', 'village', 'household']

/** Whether someone may fill in this report: their own unit's, or one that staff of the place fill in for the unit. */
export function mayFill(
  reach: Reach,
  row: Pick<ReportFacts, 'regionCode' | 'unitId' | 'subject'> & Readonly<{ unitKind: string | null }>,
): boolean {
  if (!covers(reach, row)) return false
  const own = reach.everything || reach.nodes.some(node => 'unitId' in node && node.unitId === row.unitId)
  return own || FILLED_BY_STAFF.includes(row.unitKind ?? '')
}

/** The level whose staff stand at this region; none below the county. */
export const levelOf = (region: string): Level | null => {
  const digits = regionPrefix(region).length
  return digits === 6 ? 'county' : digits <= 4 ? 'city' : null
}

/** The levels at which an account stands towards a report: from the nodes of its grants, never from a request. */
export function levelsFor(
  reach: Reach,
  report: Pick<ReportFacts, 'regionCode' | 'subject'>,
): ReadonlySet<Level> {
  if (reach.everything) return new Set(['county', 'city'])
  const levels = reach.nodes.flatMap(node => {
    if (!('region' in node) || !report.regionCode.startsWith(regionPrefix(node.region))) return []
    if (node.subjects !== null && !node.subjects.includes(report.subject)) return []
    return levelOf(node.region) ?? []
  })
  return new Set(levels)
}

/** Units registered at the city itself have no county above them; the city accepts them at once. */
const hasCounty = (regionCode: string): boolean => regionPrefix(regionCode).length > 4

const acceptanceEnd = (level: Level, dates: Dates, extendedUntil: Date | null): Date | null => {
  const by = level === 'county' ? dates.countyAcceptsBy : dates.cityAcceptsBy
  return by === null ? null : later(by, extendedUntil)
}

export const wrongState = (state: State): Problem =>
  new Problem(collectProblems.wrongState, { state: reportStateWords(state) })

export type Acceptance = Readonly<{ level: Level; state: State }>

/** What accepting would make of the report, or why it cannot be accepted by an account at these levels. */
export function acceptance(
  report: ReportFacts,
  dates: Dates,
  levels: ReadonlySet<Level>,
  now: Date,
): Acceptance | Problem {
  if (levels.size === 0) return new Problem(collectProblems.noLevel)
  const countyTurn = report.state === 'submitted' && hasCounty(report.regionCode)
  const cityTurn =
    report.state === 'accepted:county' || (report.state === 'submitted' && !hasCounty(report.regionCode))
  if (!countyTurn && !cityTurn) return wrongState(report.state)
  const level: Level = countyTurn ? 'county' : 'city'
  if (!levels.has(level)) {
    return countyTurn ? new Problem(collectProblems.lowerLevelFirst) : wrongState(report.state)
  }
  if (report.fatalCount > 0) return new Problem(collectProblems.fatalOpen)
  if (report.doubted) return new Problem(collectProblems.explanationDoubted)
  const end = acceptanceEnd(level, dates, report.extendedUntil)
  if (end !== null && now >= end)
    return new Problem(collectProblems.acceptanceClosed, { closedAt: wallClock(end) })
  return { level, state: `accepted:${level}` }
}

/** What withdrawing would make of the report, or why it cannot be withdrawn. */
export function withdrawal(report: ReportFacts, levels: ReadonlySet<Level>): Acceptance | Problem {
  if (levels.size === 0) return new Problem(collectProblems.noLevel)
  if (report.state === 'accepted:county') {
    return levels.has('county') ? { level: 'county', state: 'submitted' } : wrongState(report.state)
  }
  if (report.state === 'accepted:city') {
    if (!levels.has('city')) return new Problem(collectProblems.higherLevelAccepted)
    return { level: 'city', state: hasCounty(report.regionCode) ? 'accepted:county' : 'submitted' }
  }
  return wrongState(report.state)
}

/** Why a report cannot be changed by the office at these levels: an acceptance is withdrawn first, by who gave it. */
export function changeRefusal(report: ReportFacts, levels: ReadonlySet<Level>): Problem | null {
  if (levels.size === 0) return new Problem(collectProblems.noLevel)
  if (report.state === 'submitted') return null
  if (report.state === 'accepted:county' && levels.has('city')) return null
  if (report.state === 'accepted:city' && !levels.has('city'))
    return new Problem(collectProblems.higherLevelAccepted)
  return wrongState(report.state)
}

/** Why the deadline of a unit cannot be moved to `until`. A county extends up to its own acceptance date. */
export function extensionRefusal(
  dates: Dates,
  extendedUntil: Date | null,
  levels: ReadonlySet<Level>,
  until: Date,
  now: Date,
): Problem | null {
  if (levels.size === 0) return new Problem(collectProblems.noLevel)
  const { dueAt } = fillWindow(dates, extendedUntil, now)
  const limit = levels.has('city') ? null : dates.countyAcceptsBy
  if (until > now && until > dueAt && (limit === null || until <= limit)) return null
  return new Problem(collectProblems.extensionInvalid, { limit: limit === null ? '—' : wallClock(limit) })
}

export type Arrivals = Readonly<{ submitted: number; acceptedCity: number }>

/**
 * Whether totals of a collection may leave the offices that check it: its close has passed, and the city has accepted
 * every report that came in. A report that comes in or is taken back later holds them up until it is accepted.
 */
export const isReleased = (dates: Dates, arrivals: Arrivals, now: Date): boolean =>
  fillWindow(dates, null, now).phase === 'closed' &&
  arrivals.acceptedCity > 0 &&
  arrivals.acceptedCity === arrivals.submitted

/** Number of a submission's receipt: the collection, the unit and the revision, so that it is never given twice. */
export const receiptNumber = (collectionId: number, unitId: number, revisionNo: number): string =>
  `ZT${String(collectionId).padStart(5, '0')}-${String(unitId).padStart(7, '0')}-${String(revisionNo).padStart(2, '0')}`
