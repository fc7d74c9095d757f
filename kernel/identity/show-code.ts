/** The second factor of an account: enrolling, confirming, showing a code, and the administrator's reset. */
import type { BaseContext, WriteContext } from '../context.ts'
import { type AuditAction, Problem } from '../contract/index.ts'
import type { Database, WriteTx } from '../db/tx.ts'
import { writeAs } from '../db/write.ts'
import { beginAttempt, forgiveAttempts } from './attempts.ts'
import type { Identity } from './identity.ts'
import { recordWrongSecret } from './passwords.ts'
import { identityProblems } from './problems.ts'
import { newEnrolment, stepOfCode } from './second-factor.ts'
import { endSessions, renewSession } from './sessions.ts'

const factorOf = (db: Database, accountId: number) =>
  db
    .selectFrom('identity.account')
    .select(['totp_secret', 'totp_confirmed_at'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()

/** A secret to put into an authenticator app; it counts only once a code was shown to work. */
export async function beginEnrolment(
  identity: Identity,
  ctx: WriteContext,
  signInName: string,
): Promise<Readonly<{ secret: string; uri: string }>> {
  const { secret, uri, sealed } = newEnrolment(identity.installationKey, {
    id: ctx.actor.accountId,
    signInName,
  })
  const started = await ctx.tx
    .updateTable('identity.account')
    .set({ totp_secret: sealed, totp_last_step: null })
    .where('id', '=', ctx.actor.accountId)
    .where('totp_confirmed_at', 'is', null)
    .returning('id')
    .execute()
  if (started.length === 0) throw new Problem(identityProblems.secondFactorExists)
  ctx.audit({ action: 'identity.secondFactor.begin', subject: { kind: 'account', id: ctx.actor.accountId } })
  return { secret, uri }
}

/** The first code: enrols the account and lets this session through. Returns the new token. */
export async function confirmEnrolment(identity: Identity, base: BaseContext, code: string): Promise<string> {
  const factor = await factorOf(identity.db, base.actor.accountId)
  if (factor.totp_confirmed_at) throw new Problem(identityProblems.secondFactorExists)
  if (!factor.totp_secret) throw new Problem(identityProblems.enrolmentMissing)
  return showCode(identity, base, factor.totp_secret, code, 'identity.secondFactor.confirm')
}

/** A later session's code. Returns the new token. */
export async function passSecondFactor(identity: Identity, base: BaseContext, code: string): Promise<string> {
  const factor = await factorOf(identity.db, base.actor.accountId)
  if (!factor.totp_secret || !factor.totp_confirmed_at) throw new Problem(identityProblems.enrolmentMissing)
  return showCode(identity, base, factor.totp_secret, code, 'identity.secondFactor.pass')
}

async function showCode(
  identity: Identity,
  base: BaseContext,
  sealed: Buffer,
  code: string,
  action: AuditAction,
): Promise<string> {
  const { accountId, sessionId } = base.actor
  const attempt = await beginAttempt(identity.db, { accountId }, base.now)
  const step = attempt && (await stepOfCode(identity.installationKey, accountId, sealed, code, base.now))
  const token =
    step !== null &&
    (await writeAs(identity.db, base, async ctx => {
      if (!(await takeStep(ctx.tx, accountId, sealed, step, ctx.now))) return null
      await forgiveAttempts(ctx.tx, accountId)
      ctx.audit({ action, subject: { kind: 'account', id: accountId } })
      return renewSession(ctx.tx, sessionId as string, { secondFactorAt: ctx.now })
    }))
  if (token) return token
  await recordWrongSecret(identity, base, attempt?.last ?? true, 'identity.secondFactor.refuse')
  throw new Problem(identityProblems.codeWrong)
}

/** Uses up a time step; false when it, or a later one, was used before, or the secret has been replaced meanwhile. */
async function takeStep(
  tx: WriteTx,
  accountId: number,
  sealed: Buffer,
  step: number,
  now: Date,
): Promise<boolean> {
  const taken = await tx
    .updateTable('identity.account')
    .set(columns => ({
      totp_last_step: step,
      totp_confirmed_at: columns.fn.coalesce('totp_confirmed_at', columns.val(now)),
    }))
    .where('id', '=', accountId)
    .where('totp_secret', '=', sealed)
    .where(row => row.or([row('totp_last_step', 'is', null), row('totp_last_step', '<', step)]))
    .returning('id')
    .execute()
  return taken.length > 0
}

/** The system administrator's way back for someone who lost the device. */
export async function resetSecondFactor(ctx: WriteContext, accountId: number): Promise<void> {
  await ctx.tx
    .updateTable('identity.account')
    .set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: null })
    .where('id', '=', accountId)
    .execute()
  await endSessions(ctx.tx, accountId, ctx.now)
  ctx.audit({ action: 'identity.secondFactor.reset', subject: { kind: 'account', id: accountId } })
}
