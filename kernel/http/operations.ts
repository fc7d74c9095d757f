/** What operations ask: is it alive, how does it do. `/metrics` answers this machine, or a bearer of the token. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { Problem, problems } from '../contract/index.ts'
import type { Database } from '../db/tx.ts'
import { answerWithin } from '../measure/answer-within.ts'
import { type Measures, SECONDS } from '../measure/measures.ts'
import type { Sampler } from '../measure/sampler.ts'

export type OperationsOptions = Readonly<{
  db: Database
  version: string
  measures: Measures
  /** Levels that are looked for when `/metrics` is asked; none where it is absent. */
  sampler?: Sampler | undefined
}>

export function mountOperations(app: FastifyInstance, options: OperationsOptions): void {
  measureReplies(app, options.measures)
  const config = { asset: true as const }
  app.get('/health', { config, schema: { hide: true } }, async (_request, reply) => {
    const database = (await answerWithin(2_000, sql`select 1`.execute(options.db))) !== null
    return reply
      .status(database ? 200 : 503)
      .send({ status: database ? 'ok' : 'degraded', database, version: options.version })
  })
  app.get('/metrics', { config, schema: { hide: true } }, async (request, reply) => {
    if (!mayMeasure(request)) throw new Problem(problems.forbidden)
    await options.sampler?.current()
    const { registry } = options.measures
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** A reply that took longer is told in the log of a server that logs warnings only. */
const SLOW_REPLY_MS = 2_000

function measureReplies(app: FastifyInstance, measures: Measures): void {
  const duration = measures.histogram({
    name: 'zhitong_http_seconds',
    help: 'Time from request to reply, by route and status',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
  })
  app.addHook('onResponse', async (request, reply) => {
    const { contract } = request.routeOptions.config
    const route = contract?.id ?? 'asset'
    const milliseconds = reply.elapsedTime
    duration.observe({ route, status: String(reply.statusCode) }, milliseconds / 1_000)
    // A stream or a file lasts as long as the other end takes it.
    const timed = contract?.reply !== undefined
    if (timed) measures.timeline.happened('request', milliseconds / 1_000)
    if (contract && reply.statusCode >= 500) measures.timeline.happened('failure', 0)
    tellReply(request, reply, route, timed && milliseconds > SLOW_REPLY_MS)
  })
}

function tellReply(request: FastifyRequest, reply: FastifyReply, route: string, slow: boolean): void {
  const line = { route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
  if (slow) request.log.warn(line, 'slow reply')
  else if (route === 'asset') request.log.debug(line, 'replied')
  else request.log.info(line, 'replied')
}

function mayMeasure(request: FastifyRequest): boolean {
  const token = process.env.ZHITONG_METRICS_TOKEN
  if (!token) return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
