/** Setting a password: the rules, the last five, and what a change ends. */
import type { BaseContext, WriteContext } from '../context.ts'
import { type AuditAction, Problem } from '../contract/index.ts'
import type { ReadTx, WriteTx } from '../db/tx.ts'
import { readTransaction } from '../db/tx.ts'
import { writeAs } from '../db/write.ts'
import { beginAttempt, forgiveAttempts } from './attempts.ts'
import type { Identity } from './identity.ts'
import type { PasswordHashing } from './password-hash.ts'
import { PASSWORDS_REMEMBERED, passwordFaults } from './password-rules.ts'
import { identityProblems } from './problems.ts'
import { endSessions, renewSession } from './sessions.ts'

/** Stores a password and remembers it; `forced`: the person must change it at the next sign-in. */
export async function storePassword(
  tx: WriteTx,
  accountId: number,
  hash: string,
  now: Date,
  forced: boolean,
): Promise<void> {
  await tx
    .updateTable('identity.account')
    .set({ password_hash: hash, password_changed_at: now, must_change_password: forced })
    .where('id', '=', accountId)
    .execute()
  await tx
    .insertInto('identity.password_history')
    .values({ account_id: accountId, password_hash: hash })
    .execute()
}

const rememberedHashes = async (tx: ReadTx, accountId: number): Promise<readonly string[]> => {
  const rows = await tx
    .selectFrom('identity.password_history')
    .select('password_hash')
    .where('account_id', '=', accountId)
    .orderBy('set_at', 'desc')
    .limit(PASSWORDS_REMEMBERED)
    .execute()
  return rows.map(row => row.password_hash)
}

async function refuseReuse(
  hashing: PasswordHashing,
  hashes: readonly string[],
  password: string,
): Promise<void> {
  for (const hash of hashes) {
    if (await hashing.verify(hash, password)) throw new Problem(identityProblems.passwordReused)
  }
}

/**
 * The person's own change. Every other session of the account ends and this one gets a new token.
 * @returns the token for the cookie
 */
export async function changePassword(
  identity: Identity,
  base: BaseContext,
  change: Readonly<{ signInName: string; current: string; next: string }>,
): Promise<string> {
  const { accountId, sessionId } = base.actor
  await showPassword(identity, base, change.current)
  const faults = passwordFaults(change.next, change.signInName)
  if (faults.length > 0) throw new Problem(identityProblems.passwordWeak, { faults })
  const hashes = await readTransaction(identity.db, tx => rememberedHashes(tx, accountId))
  await refuseReuse(identity.hashing, hashes, change.next)
  const hash = await identity.hashing.hash(change.next)
  return writeAs(identity.db, base, async ctx => {
    await storePassword(ctx.tx, accountId, hash, ctx.now, false)
    const ended = await endSessions(ctx.tx, accountId, ctx.now, sessionId)
    ctx.audit({
      action: 'identity.password.change',
      subject: { kind: 'account', id: accountId },
      detail: { otherSessionsEnded: ended },
    })
    return renewSession(ctx.tx, sessionId as string)
  })
}

/** Proves that the person at the keyboard knows the password; the fifth wrong one locks and signs out. */
export async function showPassword(identity: Identity, base: BaseContext, password: string): Promise<void> {
  const { accountId } = base.actor
  const attempt = await beginAttempt(identity.db, { accountId }, base.now)
  const right = await identity.hashing.verify(attempt?.passwordHash ?? null, password)
  if (attempt && right) return writeAs(identity.db, base, ctx => forgiveAttempts(ctx.tx, accountId))
  await recordWrongSecret(identity, base, attempt?.last ?? true, 'identity.password.refuse')
  throw new Problem(identityProblems.wrongPassword)
}

export const recordWrongSecret = (
  identity: Identity,
  base: BaseContext,
  locks: boolean,
  action: AuditAction,
): Promise<void> =>
  writeAs(identity.db, base, async ctx => {
    if (locks) await endSessions(ctx.tx, ctx.actor.accountId, ctx.now)
    ctx.audit({
      action: locks ? 'identity.account.lock' : action,
      subject: { kind: 'account', id: ctx.actor.accountId },
    })
  })

/** The system administrator's reset: a generated password that must be changed, every session ended, no lock left. */
export async function resetPassword(ctx: WriteContext, accountId: number, hash: string): Promise<void> {
  await storePassword(ctx.tx, accountId, hash, ctx.now, true)
  await forgiveAttempts(ctx.tx, accountId)
  await endSessions(ctx.tx, accountId, ctx.now)
  ctx.audit({ action: 'identity.password.reset', subject: { kind: 'account', id: accountId } })
}
