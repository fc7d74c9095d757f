/**
 * Sessions: a random 32-byte token in a cookie, its SHA-256 in the database. A token is new at every sign-in and
 * after every change of what the session may do, so a token known before is worth nothing after.
 */
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReadTx, WriteTx } from '../db/tx.ts'
import { hashToken, IDLE_MINUTES, SESSION_COOKIE } from './resolve-session.ts'

const newToken = (): string => randomBytes(32).toString('base64url')
const newCsrfToken = (): string => randomBytes(24).toString('base64url')

export type SessionOrigin = Readonly<{ address: string | null; agent: string | null }>

/** Opens a session for an account whose password was shown; returns what goes into the cookie. */
export async function openSession(
  tx: WriteTx,
  accountId: number,
  origin: SessionOrigin,
  now: Date,
): Promise<Readonly<{ token: string; id: string }>> {
  const token = newToken()
  const { id } = await tx
    .insertInto('identity.session')
    .values({
      token_hash: hashToken(token),
      account_id: accountId,
      csrf_token: newCsrfToken(),
      created_at: now,
      seen_at: now,
      address: origin.address,
      agent: origin.agent?.slice(0, 300) ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { token, id }
}

/** The same session under a new token; `secondFactorAt` marks it as having shown its second factor. */
export async function renewSession(
  tx: WriteTx,
  sessionId: string,
  change: Readonly<{ secondFactorAt?: Date }> = {},
): Promise<string> {
  const token = newToken()
  await tx
    .updateTable('identity.session')
    .set({
      token_hash: hashToken(token),
      csrf_token: newCsrfToken(),
      ...(change.secondFactorAt && { second_factor_at: change.secondFactorAt }),
    })
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .execute()
  return token
}

export async function endSessionByToken(tx: WriteTx, token: string, now: Date): Promise<void> {
  await tx
    .updateTable('identity.session')
    .set({ ended_at: now })
    .where('token_hash', '=', hashToken(token))
    .where('ended_at', 'is', null)
    .execute()
}

/** Ends one session of this account; false when it has none such that is open. */
export async function endSession(
  tx: WriteTx,
  accountId: number,
  sessionId: string,
  now: Date,
): Promise<boolean> {
  const ended = await tx
    .updateTable('identity.session')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  return ended.length > 0
}

/** Ends every open session of an account, save one where given; returns how many. */
export async function endSessions(
  tx: WriteTx,
  accountId: number,
  now: Date,
  except: string | null = null,
): Promise<number> {
  const ended = await tx
    .updateTable('identity.session')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .$if(except !== null, query => query.where('id', '<>', except as string))
    .returning('id')
    .execute()
  return ended.length
}

export type OpenSession = Readonly<{
  id: string
  createdAt: Date
  seenAt: Date
  address: string | null
  agent: string | null
}>

/** Open sessions of an account, the one used last first. */
export async function listSessions(
  tx: ReadTx,
  accountId: number,
  now: Date,
): Promise<readonly OpenSession[]> {
  const rows = await tx
    .selectFrom('identity.session')
    .select(['id', 'created_at', 'seen_at', 'address', 'agent'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('seen_at', '>', new Date(now.getTime() - IDLE_MINUTES * 60_000))
    .orderBy('seen_at', 'desc')
    .execute()
  return rows.map(row => ({
    id: row.id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    address: row.address,
    agent: row.agent,
  }))
}

const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' }) as const

export const giveSessionCookie = (request: FastifyRequest, reply: FastifyReply, token: string): void =>
  void reply.setCookie(SESSION_COOKIE, token, cookieOptions(request))

export const takeSessionCookie = (request: FastifyRequest, reply: FastifyReply): void =>
  void reply.clearCookie(SESSION_COOKIE, cookieOptions(request))
