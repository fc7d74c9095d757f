/**
 * Attempts at a secret (password or one-time code), and the lock after five failures in a row. An attempt is counted
 * before its secret is looked at and forgiven when it was right, so that many at once get no more than five looks,
 * and a process that dies in between leaves the account counted rather than open.
 */
import { sql } from 'kysely'
import type { Database, WriteTx } from '../db/tx.ts'

export const ATTEMPTS = 5
export const LOCK_MINUTES = 30

export type Attempt = Readonly<{
  accountId: number
  signInName: string
  displayName: string
  passwordHash: string | null
  disabled: boolean
  /** A password alone does not sign this account in. */
  secondFactor: boolean
  /** This is the fifth in a row: unless forgiven, the account is locked now. */
  last: boolean
}>

type Row = {
  id: number
  sign_in_name: string
  display_name: string
  password_hash: string | null
  disabled_at: Date | null
  totp_confirmed_at: Date | null
  failed_attempts: number
}

/** @returns null when there is no such account or it is locked; which of the two is nobody's to know. */
export async function beginAttempt(
  db: Database,
  who: Readonly<{ signInName: string } | { accountId: number }>,
  now: Date,
): Promise<Attempt | null> {
  const account =
    'accountId' in who ? sql`id = ${who.accountId}` : sql`lower(sign_in_name) = lower(${who.signInName})`
  const count = sql`case when locked_until is not null then 1 else failed_attempts + 1 end`
  const { rows } = await sql<Row>`
    update identity.account set failed_attempts = ${count},
      locked_until = case when ${count} >= ${ATTEMPTS}
        then ${now}::timestamptz + make_interval(mins => ${LOCK_MINUTES}) end
    where ${account} and kind <> 'system' and (locked_until is null or locked_until <= ${now}::timestamptz)
    returning id, sign_in_name, display_name, password_hash, disabled_at, totp_confirmed_at, failed_attempts`.execute(
    db,
  )
  const row = rows[0]
  if (!row) return null
  return {
    accountId: row.id,
    signInName: row.sign_in_name,
    displayName: row.display_name,
    passwordHash: row.password_hash,
    disabled: row.disabled_at !== null,
    secondFactor: row.totp_confirmed_at !== null,
    last: row.failed_attempts >= ATTEMPTS,
  }
}

/** The secret was right: nothing is held against the account. */
export const forgiveAttempts = async (tx: WriteTx, accountId: number): Promise<void> => {
  await tx
    .updateTable('identity.account')
    .set({ failed_attempts: 0, locked_until: null })
    .where('id', '=', accountId)
    .execute()
}

/**
 * The secret was right but is half of what is asked: this attempt no longer counts, earlier ones still do. Were they
 * forgiven here, whoever knows a password could try codes without end by signing in again after every fourth.
 */
export const withdrawAttempt = async (tx: WriteTx, attempt: Attempt): Promise<void> => {
  await tx
    .updateTable('identity.account')
    .set(columns => ({
      failed_attempts: sql`greatest(failed_attempts - 1, 0)`,
      locked_until: attempt.last ? null : columns.ref('locked_until'),
    }))
    .where('id', '=', attempt.accountId)
    .execute()
}
