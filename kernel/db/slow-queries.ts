/**
 * The statements that took long, without their values: told in the log as they happen, with the requests they served,
 * and remembered by their text, so that the operations page has them where PostgreSQL keeps no statistics.
 */
import type { Log } from '../context.ts'
import { requestIds } from '../request-scope.ts'

export type SlowQuery = Readonly<{
  statement: string
  calls: number
  meanMs: number
  worstMs: number
  lastAt: Date
  /** The request of the last time; null where it served none, or several. */
  requestId: string | null
}>

export type SlowQueries = Readonly<{
  thresholdMs: number
  note(statement: string, milliseconds: number): void
  /** The worst first. */
  list(): readonly SlowQuery[]
}>

export type SlowQueryOptions = Readonly<{
  thresholdMs?: number
  log: Log
  clock?: () => Date
  /** Statements remembered; the one not met for longest makes room. */
  keep?: number
}>

type Kept = { calls: number; totalMs: number; worstMs: number; lastAt: Date; requestId: string | null }

export const SLOW_QUERY_MS = 500

export function createSlowQueries(options: SlowQueryOptions): SlowQueries {
  const { thresholdMs = SLOW_QUERY_MS, log, clock = () => new Date(), keep = 100 } = options
  // A map keeps the order of insertion: the statement met last stands last.
  const kept = new Map<string, Kept>()
  return {
    thresholdMs,
    note: (text, milliseconds) => {
      if (milliseconds < thresholdMs) return
      const statement = withoutValues(text)
      const [requestId = null, ...others] = requestIds()
      const before = kept.get(statement) ?? { calls: 0, totalMs: 0, worstMs: 0 }
      kept.delete(statement)
      kept.set(statement, {
        calls: before.calls + 1,
        totalMs: before.totalMs + milliseconds,
        worstMs: Math.max(before.worstMs, milliseconds),
        lastAt: clock(),
        requestId: others.length === 0 ? requestId : null,
      })
      const [oldest] = kept.keys()
      if (kept.size > keep && oldest !== undefined) kept.delete(oldest)
      // What nobody waited for (seeding, the mirror) is no warning.
      const say = requestId === null ? log.info : log.warn
      say.call(log, { statement, ms: Math.round(milliseconds) }, 'slow query')
    },
    list: () =>
      [...kept]
        .map(([statement, { totalMs, ...one }]) => ({ statement, ...one, meanMs: totalMs / one.calls }))
        .sort((a, b) => b.worstMs - a.worstMs),
  }
}

/** Names in double quotes, then everything that holds a text; one that does not end reaches to the end. */
const QUOTED =
  /"(?:[^"]|"")*"|\be'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/gi
const LONGEST = 1_000

/** A statement as it is told to people: every constant a `?`, a list of parameters one, on one line. */
export function withoutValues(statement: string): string {
  const bare = statement
    .replace(QUOTED, quoted => (quoted.startsWith('"') ? quoted : '?'))
    .replace(/(?<![\w$."])\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/gi, '?')
    .replace(/\$\d+(?:\s*,\s*\$\d+)+/g, '$…')
    .replace(/\s+/g, ' ')
    .trim()
  return bare.length > LONGEST ? `${bare.slice(0, LONGEST)}…` : bare
}
