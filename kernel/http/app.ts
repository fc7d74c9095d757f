/** The web server, whole: parsers, headers, limits, API description, health and measurements, then the routes. */

import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import type { ProblemType } from '../contract/index.ts'
import type { DatabaseHandle } from '../db/pool.ts'
import { UNLOGGED } from '../log.ts'
import { createMeasures, type Measures } from '../measure/measures.ts'
import type { Sampler } from '../measure/sampler.ts'
import { givenRequestId } from '../request-scope.ts'
import type { RouteBinding } from './binding.ts'
import { answerUnroutable, answerWithProblems } from './errors.ts'
import { type CountRequest, createRequestCount, DEFAULT_LIMITS, type RequestLimits } from './limits.ts'
import { mountRoutes, refuseUndeclaredRoutes } from './mount.ts'
import { mountOperations } from './operations.ts'
import { SAFE_HEADERS } from './safe-headers.ts'
import { compileSchema } from './validation.ts'

export type LogStream = Readonly<{ write(line: string): void }>

export type AppOptions = Readonly<{
  database: Pick<DatabaseHandle, 'db' | 'byKey'>
  clock: () => Date
  bindings: readonly RouteBinding[]
  /** Problems for constraint names, from the modules. */
  violations?: ReadonlyMap<string, ProblemType>
  logLevel?: string
  /** Standard output where it is absent. */
  logStream?: LogStream
  limits?: RequestLimits
  measures?: Measures
  sampler?: Sampler
  version: string
}>

const MIB = 1_048_576

/** Names a request from the browser to the logs, the audit trail and the database. */
export const REQUEST_ID_HEADER = 'x-request-id'

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const measures = options.measures ?? createMeasures()
  const app = fastify({
    bodyLimit: MIB,
    requestTimeout: 60_000,
    genReqId: raw => givenRequestId(raw.headers[REQUEST_ID_HEADER]) ?? randomUUID(),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    routerOptions: { maxParamLength: 100 },
    frameworkErrors: answerUnroutable,
    trustProxy: 'loopback',
    logger: {
      level: options.logLevel ?? 'warn',
      base: null,
      redact: UNLOGGED,
      ...(options.logStream && { stream: options.logStream }),
    },
    forceCloseConnections: true,
  })
  app.setValidatorCompiler(compileSchema)
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SAFE_HEADERS)
    reply.header(REQUEST_ID_HEADER, request.id)
    // What a person may see is nobody else's: no cache of a browser or on the way keeps it.
    if (request.routeOptions.config.contract) reply.header('cache-control', 'no-store')
  })
  answerWithProblems(app, options.violations ?? new Map())
  await app.register(cookie)
  await app.register(rateLimit, { global: false })
  const count = createRequestCount(app, options.limits ?? DEFAULT_LIMITS)
  await app.register(multipart, { limits: { fileSize: 64 * MIB, files: 1, fields: 10, fieldSize: MIB } })
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Zhitong 智统', version: options.version } },
  })
  await describeApi(app)
  refuseUndeclaredRoutes(app)
  mountOperations(app, { ...options, db: options.database.db, measures })
  countAssets(app, count)
  mountRoutes(app, options.bindings, { ...options, measures, count })
  return app
}

/** What is served without a contract, and what is not there, counts as anybody's; routes count with their session. */
const countAssets = (app: FastifyInstance, count: CountRequest): void => {
  app.addHook('onRequest', async request => {
    if (!request.routeOptions.config.contract) await count(request)
  })
}

/** Browsable at /api/docs; the document itself at /api/docs/json. */
const describeApi = async (app: FastifyInstance): Promise<void> => {
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    transformStaticCSP: policy => `${policy.replace(/;?\s*$/, '')}; form-action 'self'`,
    uiConfig: { docExpansion: 'none' },
  })
}
