/** What operations ask: is it alive, how does it do. `/metrics` answers this machine, or a bearer of the token. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { Problem, problems } from '../contract/index.ts'
import type { Database } from '../db/tx.ts'

export type OperationsOptions = Readonly<{ db: Database; version: string }>

export function mountOperations(app: FastifyInstance, options: OperationsOptions): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'zhitong_http_seconds',
    help: 'Time from request to reply, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.config.contract?.id ?? 'asset'
    duration.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000)
  })
  const config = { asset: true as const }
  app.get('/health', { config, schema: { hide: true } }, async (_request, reply) => {
    const database = await answersWithin(options.db, 2_000)
    return reply
      .status(database ? 200 : 503)
      .send({ status: database ? 'ok' : 'degraded', database, version: options.version })
  })
  app.get('/metrics', { config, schema: { hide: true } }, async (request, reply) => {
    if (!mayMeasure(request)) throw new Problem(problems.forbidden)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

async function answersWithin(db: Database, milliseconds: number): Promise<boolean> {
  const timer = Promise.withResolvers<boolean>()
  const clock = setTimeout(() => timer.resolve(false), milliseconds)
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  const answer = await Promise.race([asked, timer.promise])
  clearTimeout(clock)
  return answer
}

function mayMeasure(request: FastifyRequest): boolean {
  const token = process.env.ZHITONG_METRICS_TOKEN
  if (!token) return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
