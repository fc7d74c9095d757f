/**
 * From a contract and a handler to a route: session, CSRF, permission, transaction, audit, reply after commit.
 */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { sql } from 'kysely'
import {
  type AuditEntry,
  type BaseContext,
  isEmpty,
  NOWHERE,
  type ReadContext,
  type WriteContext,
} from '../context.ts'
import type { AnyRoute } from '../contract/index.ts'
import { Problem, problems } from '../contract/index.ts'
import type { GroupMeasure } from '../db/group-commit.ts'
import type { DatabaseHandle } from '../db/pool.ts'
import { type Database, readTransaction, type WriteTx, watchChanges } from '../db/tx.ts'
import { writeAs } from '../db/write.ts'
import { createWriteGroup, type WriteGroup } from '../db/write-group.ts'
import {
  createSessionResolver,
  SESSION_COOKIE,
  type Session,
  type SessionResolver,
} from '../identity/resolve-session.ts'
import { measureGroup } from '../measure/measure-group.ts'
import type { Measures } from '../measure/measures.ts'
import { withinRequest } from '../request-scope.ts'
import type { RouteBinding } from './binding.ts'
import type { CountRequest } from './limits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null
  }
  interface FastifyContextConfig {
    contract?: AnyRoute
    /** Files of the product itself: screens, the API description. */
    asset?: true
  }
}

export type MountOptions = Readonly<{
  database: Pick<DatabaseHandle, 'db' | 'byKey'>
  clock: () => Date
  count: CountRequest
  measures: Measures
}>

type Access = Readonly<{ base: BaseContext; entries: readonly AuditEntry[] }>
type Handle = (
  context: unknown,
  input: unknown,
  raw: { request: FastifyRequest; reply: FastifyReply },
) => Promise<unknown>

const SAFE = new Set(['GET', 'HEAD'])

/** Refuses to boot with a route that has no contract, and with it no permission. */
export function refuseUndeclaredRoutes(app: FastifyInstance): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', route => void routes.push(route))
  app.addHook('onReady', async () => {
    const undeclared = routes.find(({ config }) => !config?.asset && !config?.contract?.permission)
    if (undeclared)
      throw new Error(`Route ${String(undeclared.method)} ${undeclared.url} declares no contract`)
  })
}

export function mountRoutes(
  app: FastifyInstance,
  bindings: readonly RouteBinding[],
  options: MountOptions,
): void {
  const shared: Shared = {
    ...options,
    resolveSession: createSessionResolver(options.database.byKey, measureGroup(options.measures, 'session')),
    logAccess: createAccessLog(options.database.byKey, measureGroup(options.measures, 'access')),
  }
  for (const binding of bindings) mountOne(app, binding, shared)
}

/** Reads of identified data share their audit commits; a reply waits for its own, and fails only for its own. */
const createAccessLog = (db: Database, measure: GroupMeasure): WriteGroup<Access, void> =>
  createWriteGroup({
    db,
    concurrency: 1,
    measure,
    take: async (_tx, batch, contextOf) => {
      for (const { base, entries } of batch) for (const entry of entries) contextOf(base).audit(entry)
      return batch.map(() => undefined)
    },
  })

type Shared = MountOptions &
  Readonly<{ resolveSession: SessionResolver; logAccess: WriteGroup<Access, void> }>

/** What a contract must say besides: a schema for each part of its path, and no promise its kind cannot keep. */
function refuseLooseContract({ contract, kind }: RouteBinding): void {
  const refuse = (why: string) => {
    throw new Error(`Route ${contract.id} ${why}`)
  }
  const named = contract.path.split('/').flatMap(part => (part.startsWith(':') ? [part.slice(1)] : []))
  const judged = Object.keys(contract.params?.properties ?? {})
  if (named.toSorted().join() !== judged.toSorted().join())
    refuse(`names ${named} in its path and has schemas for ${judged}`)
  if (kind === (SAFE.has(contract.method) ? 'write' : 'read'))
    refuse(`is a ${contract.method} bound as ${kind}`)
  if (contract.idempotency && kind !== 'write') refuse('promises to act once, which only a write can keep')
}

function mountOne(app: FastifyInstance, binding: RouteBinding, shared: Shared): void {
  const { clock, count, logAccess } = shared
  const { db } = shared.database
  const { contract } = binding
  refuseLooseContract(binding)
  const handle = binding.handle as unknown as Handle
  app.route({
    method: contract.method,
    url: contract.path,
    config: { contract },
    ...(contract.bodyLimit && { bodyLimit: contract.bodyLimit }),
    schema: {
      summary: `${contract.summary['zh-CN']} / ${contract.summary.en}`,
      operationId: contract.id,
      tags: [contract.id.split('.')[0] ?? ''],
      ...(contract.params && { params: contract.params }),
      ...(contract.query && { querystring: contract.query }),
      ...(contract.body && { body: contract.body }),
      ...(contract.reply && { response: { 200: contract.reply } }),
    },
    // The session comes before the body is read and judged, so that strangers learn nothing from it.
    onRequest: request =>
      withinRequest(request.id, async () => {
        request.session = await openSession(request, contract, shared)
        await count(request)
        authorise(request, contract)
      }),
    handler: (request, reply) => withinRequest(request.id, () => answer(request, reply)),
  })

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const base = baseContext(request, clock())
    // What no schema has judged reaches no handler.
    const input = {
      params: contract.params && request.params,
      query: contract.query && request.query,
      body: contract.body && request.body,
    }
    const raw = { request, reply }
    if (binding.kind === 'direct') return handle(base, input, raw)
    if (binding.kind === 'read' || binding.kind === 'staged') {
      const entries: AuditEntry[] = []
      const accessed = (entry: AuditEntry) => void entries.push(entry)
      const inTransaction = <T>(work: (context: ReadContext) => Promise<T>) =>
        readTransaction(db, tx => work(Object.freeze({ ...base, tx, accessed })))
      const result = await (binding.kind === 'read'
        ? inTransaction(context => handle(context, input, raw))
        : handle(Object.freeze({ ...base, read: inTransaction }), input, raw))
      if (entries.length > 0) await logAccess({ base, entries })
      else if (contract.identified && base.actor.kind === 'staff')
        throw new Error(`${contract.id} read data of identifiable units and declared no access`)
      return result
    }
    return writeAs(db, base, async context => {
      const work = () => traced(context, contract, traceable => handle(traceable, input, raw))
      if (contract.idempotency !== 'key') return work()
      return onlyOnce(context.tx, request, contract, base.actor.accountId, work)
    })
  }
}

/** Undoes a write that changed something and declared no audit row, unless its contract says that it need not. */
async function traced(
  context: WriteContext,
  contract: AnyRoute,
  work: (context: WriteContext) => Promise<unknown>,
): Promise<unknown> {
  if (contract.unaudited) return work(context)
  let declared = 0
  const audit = (entry: AuditEntry) => {
    declared += 1
    context.audit(entry)
  }
  const { tx, changed } = watchChanges(context.tx)
  const result = await work(Object.freeze({ ...context, tx, audit }))
  if (declared === 0 && changed())
    throw new Error(`${contract.id} changed something and declared no audit row`)
  return result
}

async function openSession(
  request: FastifyRequest,
  contract: AnyRoute,
  { resolveSession, clock }: Shared,
): Promise<Session | null> {
  const token = request.cookies[SESSION_COOKIE]
  const background = contract.background === true || request.headers['x-background'] !== undefined
  return token ? await resolveSession(token, clock(), !background) : null
}

function authorise(request: FastifyRequest, contract: AnyRoute): void {
  const { session } = request
  if (!SAFE.has(contract.method)) refuseForeignOrigin(request)
  if (contract.permission === 'public') return
  if (!session) throw new Problem(problems.signedOut)
  if (!SAFE.has(contract.method) && request.headers['x-csrf-token'] !== session.csrfToken)
    throw new Problem(problems.csrf)
  if (!session.ready && !contract.beforeReady) throw new Problem(problems.notReady)
  if (contract.permission === 'signed-in') return
  if (isEmpty(session.actor.permissions.get(contract.permission) ?? NOWHERE))
    throw new Problem(problems.forbidden)
}

/** Browsers say where a request comes from; a page of another site may not write here. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem(problems.csrf)
  const { origin } = request.headers
  if (origin !== undefined && origin !== 'null' && URL.parse(origin)?.host !== request.headers.host) {
    throw new Problem(problems.csrf)
  }
}

function baseContext(request: FastifyRequest, now: Date): BaseContext {
  const actor = request.session?.actor ?? NOBODY
  const { log } = request
  return Object.freeze({
    actor,
    now,
    log: {
      debug: (detail, message) => log.debug(detail, message),
      info: (detail, message) => log.info(detail, message),
      warn: (detail, message) => log.warn(detail, message),
      error: (detail, message) => log.error(detail, message),
    },
    requestId: request.id,
    reach: (permission: string) => actor.permissions.get(permission) ?? NOWHERE,
  } satisfies BaseContext)
}

const NOBODY: BaseContext['actor'] = Object.freeze({
  accountId: 0,
  name: 'anonymous',
  kind: 'system',
  unitId: null,
  organisationId: null,
  sessionId: null,
  locale: 'zh-CN',
  permissions: new Map(),
})

/** The first request with a key does the work; a repetition waits for it and gets the same reply. */
async function onlyOnce(
  tx: WriteTx,
  request: FastifyRequest,
  contract: AnyRoute,
  accountId: number,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,100}$/.test(key))
    throw new Problem(problems.idempotencyRequired)
  const content = JSON.stringify([contract.id, request.params, request.query, request.body])
  const requestSha256 = createHash('sha256').update(content).digest()
  const first = await tx
    .insertInto('http.idempotency')
    .values({ account_id: accountId, key, route: contract.id, request_sha256: requestSha256 })
    .onConflict(conflict => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!first) {
    const earlier = await tx
      .selectFrom('http.idempotency')
      .select(['request_sha256', 'reply'])
      .where('account_id', '=', accountId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    if (!earlier.request_sha256.equals(requestSha256)) throw new Problem(problems.idempotencyMismatch)
    return earlier.reply
  }
  const reply = await work()
  await tx
    .updateTable('http.idempotency')
    .set({ reply: sql`${JSON.stringify(reply ?? null)}::jsonb` })
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .execute()
  return reply
}
