/**
 * Signing in and out. Every refusal reads the same and costs the same (one update, one Argon2 verification, one
 * audit row), whether the name is unknown, the account disabled or locked, or the password wrong.
 */
import { type Actor, type BaseContext, NOWHERE } from '../context.ts'
import { Problem } from '../contract/index.ts'
import { writeAs } from '../db/write.ts'
import { type Attempt, beginAttempt, forgiveAttempts, withdrawAttempt } from './attempts.ts'
import type { Identity } from './identity.ts'
import { identityProblems } from './problems.ts'
import { endSessionByToken, openSession, type SessionOrigin } from './sessions.ts'

export type SignInRequest = Readonly<{
  signInName: string
  password: string
  origin: SessionOrigin
  /** The cookie that came with the request: that session ends. */
  previousToken: string | null
}>

/** @returns the token for the cookie; throws IDENTITY_SIGN_IN_REFUSED or IDENTITY_ADDRESS_BLOCKED. */
export async function signIn(identity: Identity, base: BaseContext, request: SignInRequest): Promise<string> {
  const signInName = request.signInName.trim()
  const admission = await identity.guard.admit(request.origin.address ?? 'unknown', signInName, base.now)
  if (!admission.admitted) throw new Problem(identityProblems.tooManyFailures, { seconds: admission.seconds })
  let attempt: Attempt | null
  let right: boolean
  try {
    attempt = await beginAttempt(identity.db, { signInName }, base.now)
    const matches = await identity.hashing.verify(attempt?.passwordHash ?? null, request.password)
    right = matches && attempt?.disabled === false
    admission.found(right)
  } finally {
    admission.over()
  }
  if (attempt && right) return accept(identity, base, attempt, request)
  await recordRefusal(identity, base, attempt)
  throw new Problem(identityProblems.refused)
}

const recordRefusal = (identity: Identity, base: BaseContext, attempt: Attempt | null): Promise<void> =>
  writeAs(identity.db, base, async ctx => {
    // The name as typed stays out of the log: people type passwords into that field.
    ctx.audit({
      action: attempt?.last ? 'identity.account.lock' : 'identity.session.refuse',
      subject: { kind: 'account', id: attempt?.accountId ?? 'unknown' },
    })
  })

async function accept(
  identity: Identity,
  base: BaseContext,
  attempt: Attempt,
  request: SignInRequest,
): Promise<string> {
  const { accountId, passwordHash } = attempt
  const renewed =
    passwordHash && identity.hashing.outdated(passwordHash)
      ? await identity.hashing.hash(request.password)
      : null
  return writeAs(identity.db, actingAs(base, attempt), async ctx => {
    await (attempt.secondFactor ? withdrawAttempt(ctx.tx, attempt) : forgiveAttempts(ctx.tx, accountId))
    if (request.previousToken) await endSessionByToken(ctx.tx, request.previousToken, ctx.now)
    if (renewed) {
      await ctx.tx
        .updateTable('identity.account')
        .set({ password_hash: renewed })
        .where('id', '=', accountId)
        .where('password_hash', '=', passwordHash)
        .execute()
    }
    const { token, id } = await openSession(ctx.tx, accountId, request.origin, ctx.now)
    ctx.audit({ action: 'identity.session.signIn', subject: { kind: 'session', id } })
    return token
  })
}

/** Nobody is signed in yet, but the audit row names who has just shown a password. */
const actingAs = (base: BaseContext, attempt: Attempt): BaseContext => {
  const actor: Actor = {
    ...base.actor,
    accountId: attempt.accountId,
    name: attempt.displayName,
    kind: 'staff',
    sessionId: null,
    permissions: new Map(),
  }
  return Object.freeze({ ...base, actor: Object.freeze(actor), reach: () => NOWHERE })
}
