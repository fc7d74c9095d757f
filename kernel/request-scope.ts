/**
 * Which requests the work at hand serves: one, or all those of a group that shares its statements. It goes along with
 * every await, so that a line of the log and a transaction can name them without being told.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

const scope = new AsyncLocalStorage<readonly string[]>()

export const withinRequests = <T>(ids: readonly string[], work: () => T): T => scope.run(ids, work)

export const withinRequest = <T>(id: string, work: () => T): T => withinRequests([id], work)

const JOB = 'job-'

/** A job is nobody's request, and is named in the same places. */
export const withinJob = <T>(id: string, work: () => T): T => withinRequest(`${JOB}${id}`, work)

/** Whether somebody waits for the work at hand. */
export const isAwaited = (): boolean => requestIds().some(id => !id.startsWith(JOB))

/** For what a request only sets going: timers and listeners that go on after it, and serve it no more. */
export const outsideRequests = <T>(work: () => T): T => withinRequests([], work)

export const requestIds = (): readonly string[] => scope.getStore() ?? []

/** What a line of the log says of the work it comes from. */
export function requestLabel(): Readonly<{ requestId?: string; requestIds?: readonly string[] }> {
  const ids = requestIds()
  if (ids.length === 0) return {}
  return ids.length === 1 ? { requestId: ids[0] as string } : { requestIds: ids }
}

/** The first of them, and how many more: short and plain enough to stand in a statement. */
export function shortRequestLabel(): string | null {
  const [first, ...others] = requestIds()
  if (first === undefined) return null
  const plain = first.replace(/[^A-Za-z0-9.-]/g, '').slice(0, 40)
  return others.length === 0 ? plain : `${plain}+${others.length}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A caller's own id for its request where it has the one form we take, else null. */
export const givenRequestId = (header: unknown): string | null =>
  typeof header === 'string' && UUID.test(header) ? header : null
