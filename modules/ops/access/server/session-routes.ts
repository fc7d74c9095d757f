import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BaseContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { Database } from '#kernel/db/tx.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { setAccountLocale } from '#kernel/identity/accounts.ts'
import type { Identity } from '#kernel/identity/identity.ts'
import { changePassword } from '#kernel/identity/passwords.ts'
import { identityProblems } from '#kernel/identity/problems.ts'
import { resolveSession, SESSION_COOKIE, type Session } from '#kernel/identity/resolve-session.ts'
import {
  endSession,
  endSessions,
  giveSessionCookie,
  listSessions,
  takeSessionCookie,
} from '#kernel/identity/sessions.ts'
import { beginEnrolment, confirmEnrolment, passSecondFactor } from '#kernel/identity/show-code.ts'
import { signIn } from '#kernel/identity/sign-in.ts'
import * as contract from '../contract.ts'
import { sessionView, signedOutView } from './session-view.ts'

type Exchange = Readonly<{ request: FastifyRequest; reply: FastifyReply }>

export const sessionRoutes = (identity: Identity): readonly RouteBinding[] => [
  ...identifyingRoutes(identity),
  ...ownRoutes,
]

/** Who one is: each of these leaves the session under a new token. */
const identifyingRoutes = (identity: Identity): readonly RouteBinding[] => [
  direct(contract.readSession, (_ctx, _input, { request }) => viewOf(identity.db, request.session)),

  direct(contract.signIn, async (ctx, { body }, raw) => {
    const { request } = raw
    const token = await signIn(identity, ctx, {
      ...body,
      origin: { address: request.ip, agent: request.headers['user-agent'] ?? null },
      previousToken: request.cookies[SESSION_COOKIE] ?? null,
    })
    return underNewToken(identity.db, ctx, raw, token)
  }),

  direct(contract.passSecondFactor, async (ctx, { body }, raw) =>
    underNewToken(identity.db, ctx, raw, await passSecondFactor(identity, ctx, body.code)),
  ),

  direct(contract.changePassword, async (ctx, { body }, raw) => {
    const session = sessionOf(raw.request)
    if (session.secondFactorPending) throw new Problem(identityProblems.secondFactorFirst)
    const token = await changePassword(identity, ctx, { ...body, signInName: session.signInName })
    return underNewToken(identity.db, ctx, raw, token)
  }),

  write(contract.beginSecondFactor, async (ctx, _input, { request }) => {
    const session = sessionOf(request)
    refuseBeforePassword(session)
    return beginEnrolment(identity, ctx, session.signInName)
  }),

  direct(contract.confirmSecondFactor, async (ctx, { body }, raw) => {
    refuseBeforePassword(sessionOf(raw.request))
    return underNewToken(identity.db, ctx, raw, await confirmEnrolment(identity, ctx, body.code))
  }),
]

const ownRoutes: readonly RouteBinding[] = [
  write(contract.signOut, async (ctx, _input, { request, reply }) => {
    await endSession(ctx.tx, ctx.actor.accountId, ctx.actor.sessionId as string, ctx.now)
    ctx.audit({
      action: 'identity.session.signOut',
      subject: { kind: 'session', id: ctx.actor.sessionId as string },
    })
    takeSessionCookie(request, reply)
    return signedOutView(ctx.tx)
  }),

  write(contract.setLocale, async (ctx, { body }) => {
    await setAccountLocale(ctx.tx, ctx.actor.accountId, body.locale)
    return { done: true as const }
  }),

  read(contract.listMySessions, async ctx => {
    const sessions = await listSessions(ctx.tx, ctx.actor.accountId, ctx.now)
    return sessions.map(one => ({
      ...one,
      createdAt: one.createdAt.toISOString(),
      seenAt: one.seenAt.toISOString(),
      current: one.id === ctx.actor.sessionId,
    }))
  }),

  write(contract.endMySession, async (ctx, { params }) => {
    const ended = await endSession(ctx.tx, ctx.actor.accountId, params.id, ctx.now)
    if (!ended) throw new Problem(problems.notFound)
    ctx.audit({ action: 'identity.session.end', subject: { kind: 'session', id: params.id } })
    return { done: true as const }
  }),

  write(contract.signOutEverywhere, async (ctx, _input, { request, reply }) => {
    const ended = await endSessions(ctx.tx, ctx.actor.accountId, ctx.now)
    ctx.audit({
      action: 'identity.session.signOutEverywhere',
      subject: { kind: 'account', id: ctx.actor.accountId },
      detail: { ended },
    })
    takeSessionCookie(request, reply)
    return signedOutView(ctx.tx)
  }),
]

const viewOf = (db: Database, session: Session | null) => readTransaction(db, tx => sessionView(tx, session))

const sessionOf = (request: FastifyRequest): Session => {
  if (!request.session) throw new Problem(problems.signedOut)
  return request.session
}

const refuseBeforePassword = (session: Session): void => {
  if (session.mustChangePassword) throw new Problem(identityProblems.passwordFirst)
}

async function underNewToken(db: Database, ctx: BaseContext, { request, reply }: Exchange, token: string) {
  giveSessionCookie(request, reply, token)
  return viewOf(db, await resolveSession(db, token, ctx.now))
}
