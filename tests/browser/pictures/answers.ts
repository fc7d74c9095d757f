/**
 * The API as a page under test finds it: every route a page asks is answered from a reply that is written down, and no
 * server is asked. A reply that its route's contract does not allow, and a question that nobody answers, fail the test.
 */
import type { Page, Route } from '@playwright/test'
import { Errors } from 'typebox/value'
import {
  type AnyRoute,
  Problem,
  type ProblemBody,
  type ProblemType,
  problemBody,
  type ReplyOf,
} from '#kernel/contract/index.ts'

export type Asked = Readonly<{ params: Readonly<Record<string, string>>; query: URLSearchParams }>

export type Answer = Readonly<{
  route: AnyRoute
  status: number
  body: (asked: Asked) => unknown
}>

/** What a route replies, or how it replies to what it is asked. */
export const answer = <R extends AnyRoute>(
  route: R,
  reply: ReplyOf<R> | ((asked: Asked) => ReplyOf<R>),
): Answer => ({
  route,
  status: 200,
  body: typeof reply === 'function' ? (reply as (asked: Asked) => unknown) : () => reply,
})

/** A route that refuses, as the server would put it. */
export function refusal(route: AnyRoute, type: ProblemType): Answer {
  const requestId = '5f0e7c1a-20f3-4c5e-9b1d-8a6f4e2d7c90'
  const body: ProblemBody = problemBody(new Problem(type, { requestId }), requestId)
  return { route, status: type.status, body: () => body }
}

const patternOf = ({ path }: AnyRoute): RegExp =>
  new RegExp(`^${path.replace(/:(\w+)/g, (_, name: string) => `(?<${name}>[^/]+)`)}$`)

/** What a reply has that its contract does not allow: the field, and why. */
export function faultsOf({ id, reply }: AnyRoute, body: unknown): readonly string[] {
  if (!reply) return []
  // As it arrives: what JSON leaves out is not there.
  const sent: unknown = JSON.parse(JSON.stringify(body))
  return Errors(reply, sent).map(({ instancePath, message }) => `${id} ${instancePath || '/'} ${message}`)
}

export type Answering = Readonly<{
  /** Whatever was asked and not answered, or answered against the contract. */
  faults: readonly string[]
  /** Rejects with the first fault. */
  failed: Promise<never>
}>

/** Answers every call of the page; of several answers to one route the last counts. */
export async function answerFrom(page: Page, answers: readonly Answer[]): Promise<Answering> {
  const known = answers.toReversed().map(one => ({ ...one, pattern: patternOf(one.route) }))
  const faults: string[] = []
  const { promise: failed, reject } = Promise.withResolvers<never>()
  failed.catch(() => undefined)
  const fault = (text: string) => {
    faults.push(text)
    reject(new Error(text))
  }
  await page.route('**/api/**', async (route: Route) => {
    const request = route.request()
    const { pathname, searchParams } = new URL(request.url())
    const found = known.find(one => one.route.method === request.method() && one.pattern.test(pathname))
    if (!found) {
      fault(`nothing answers ${request.method()} ${pathname}`)
      return route.abort()
    }
    const params = found.pattern.exec(pathname)?.groups ?? {}
    const body = found.body({ params, query: searchParams })
    if (found.status === 200) for (const text of faultsOf(found.route, body)) fault(text)
    return route.fulfill({ status: found.status, json: body })
  })
  return { faults, failed }
}
