/** The web server, whole: parsers, headers, limits, API description, health and measurements, then the routes. */

import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import type { ProblemType } from '../contract/index.ts'
import type { Database } from '../db/tx.ts'
import { SESSION_COOKIE } from '../identity/resolve-session.ts'
import { UNLOGGED } from '../log.ts'
import type { RouteBinding } from './binding.ts'
import { answerWithProblems } from './errors.ts'
import { mountRoutes, refuseUndeclaredRoutes } from './mount.ts'
import { mountOperations } from './operations.ts'
import { compileSchema } from './validation.ts'

export type AppOptions = Readonly<{
  db: Database
  clock: () => Date
  bindings: readonly RouteBinding[]
  /** Problems for constraint names, from the modules. */
  violations?: ReadonlyMap<string, ProblemType>
  logLevel?: string
  /** Requests a minute per session or, without one, per address. */
  requestsPerMinute?: number
  version: string
}>

const MIB = 1_048_576

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: MIB,
    requestTimeout: 60_000,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 100 },
    trustProxy: 'loopback',
    logger: { level: options.logLevel ?? 'warn', base: null, redact: UNLOGGED },
    forceCloseConnections: true,
  })
  app.setValidatorCompiler(compileSchema)
  app.decorateRequest('session', null)
  answerWithProblems(app, options.violations ?? new Map())
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    hsts: false,
  })
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? 1_200,
    timeWindow: '1 minute',
    keyGenerator: request => request.cookies?.[SESSION_COOKIE] ?? request.ip,
  })
  await app.register(multipart, { limits: { fileSize: 64 * MIB, files: 1, fields: 10, fieldSize: MIB } })
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Zhitong 智统', version: options.version } },
  })
  await describeApi(app)
  refuseUndeclaredRoutes(app)
  mountOperations(app, options)
  mountRoutes(app, options.bindings, options)
  return app
}

/** Browsable at /api/docs; the document itself at /api/docs/json. */
const describeApi = async (app: FastifyInstance): Promise<void> => {
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    uiConfig: { docExpansion: 'none' },
  })
}

// Ant Design and ECharts set styles from script; nothing else may come from outside or inline.
const POLICY = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}
