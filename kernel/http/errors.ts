/** Every way a request can fail, as one bilingual problem body; nothing internal leaves. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, type ProblemType, problemBody, problems } from '../contract/index.ts'
import {
  isDatabaseAway,
  isDatabaseBusy,
  isOverdue,
  isStorageFull,
  translateViolation,
} from '../db/violations.ts'

export function answerWithProblems(app: FastifyInstance, named: ReadonlyMap<string, ProblemType>): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const limit = request.routeOptions.bodyLimit
    const problem = toProblem(error, named, request.id, limit)
    if (problem.type.status >= 500)
      request.log.error({ err: error, code: problem.type.code }, 'request failed')
    else request.log.info({ code: problem.type.code }, 'request refused')
    if (problem.type.code === problems.tooMany.code)
      reply.header('retry-after', String(problem.detail.seconds ?? 60))
    return reply
      .status(problem.type.status)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(problemBody(problem, request.id)))
  })
  app.setNotFoundHandler((request, reply) =>
    reply
      .status(404)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(problemBody(new Problem(problems.notFound), request.id))),
  )
}

/** What the router refuses before any route is found: an address that cannot be read, or is too long. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error, new Map(), request.id)
  reply
    .status(problem.type.status)
    .type('application/json; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
    .header('x-request-id', request.id)
    .send(JSON.stringify(problemBody(problem, request.id)))
}

export function toProblem(
  error: FastifyError,
  named: ReadonlyMap<string, ProblemType>,
  requestId: string,
  bodyLimit = 1_048_576,
): Problem {
  if (error instanceof Problem) return error
  if (error.validation) {
    const first = error.validation[0]
    const reason =
      `${error.validationContext ?? 'body'}${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim()
    return new Problem(problems.malformed, { reason })
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.statusCode === 413) {
    return new Problem(problems.tooLarge, { limit: bodyLimit })
  }
  if (error.statusCode === 415) return new Problem(problems.unsupportedMedia)
  if (isDatabaseAway(error) || isDatabaseBusy(error)) return new Problem(problems.databaseAway)
  if (isOverdue(error)) return new Problem(problems.databaseBusy)
  if (isStorageFull(error)) return new Problem(problems.storageFull)
  const violation = translateViolation(error, named)
  if (violation) return violation
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
    return new Problem(problems.malformed, { reason: error.code ?? 'request' })
  }
  return new Problem(problems.internal, { requestId })
}
