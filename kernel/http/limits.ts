/**
 * How many requests a minute: each account has its own allowance, however many sessions it opens; everyone without a
 * session shares the allowance of an address. An office of hundreds sits behind one address, so that one holds for all of
 * them signing in at once, and nothing a stranger sends (a made-up cookie, say) opens an allowance of its own.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem, problems } from '../contract/index.ts'
import { networkOf } from '../network-of.ts'

export type RequestLimits = Readonly<{ perAccount: number; perAddress: number }>

export const DEFAULT_LIMITS: RequestLimits = Object.freeze({ perAccount: 1_200, perAddress: 12_000 })

/** How many accounts, and how many addresses, are counted at a time; of more, those last heard of longest ago begin anew. */
export const COUNTED = 20_000

/** Counts a request, by its session where it has one; refuses with TOO_MANY_REQUESTS. */
export type CountRequest = (request: FastifyRequest) => Promise<void>

/** Needs `@fastify/rate-limit` registered with `global: false`. */
export function createRequestCount(app: FastifyInstance, limits: RequestLimits): CountRequest {
  // Each limiter has a store of its own, which the plugin's `cache` does not size; the types leave the option out here.
  const shared = { timeWindow: 60_000, cache: COUNTED }
  const accounts = app.createRateLimit({
    ...shared,
    max: limits.perAccount,
    keyGenerator: request => String(request.session?.actor.accountId),
  })
  const addresses = app.createRateLimit({
    ...shared,
    max: limits.perAddress,
    keyGenerator: request => networkOf(request.ip),
  })
  return async request => {
    const count = await (request.session ? accounts : addresses)(request)
    if (!count.isAllowed && count.isExceeded)
      throw new Problem(problems.tooMany, { seconds: count.ttlInSeconds })
  }
}
