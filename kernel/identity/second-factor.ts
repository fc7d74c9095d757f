/**
 * Time-based one-time codes (RFC 6238: SHA-1, six digits, 30 seconds, what every authenticator app knows), one step
 * of clock drift either way. A step that was used is never taken again.
 */
import { generateSecret, generateURI, verify } from 'otplib'
import { seal, unseal } from './seal.ts'

const STEP_SECONDS = 30
const PURPOSE = 'second-factor'

export type Enrolment = Readonly<{ secret: string; uri: string; sealed: Buffer }>

/** A new secret: Base32 text and `otpauth:` address for the person, sealed bytes for the database. */
export function newEnrolment(key: Buffer, account: Readonly<{ id: number; signInName: string }>): Enrolment {
  const secret = generateSecret()
  const uri = generateURI({ issuer: 'Zhitong', label: account.signInName, secret })
  return { secret, uri, sealed: seal(key, PURPOSE, `account:${account.id}`, Buffer.from(secret, 'utf8')) }
}

/** @returns the time step whose code this is, or null when it is no code of now, the step before or after. */
export async function stepOfCode(
  key: Buffer,
  accountId: number,
  sealed: Buffer,
  code: string,
  now: Date,
): Promise<number | null> {
  const secret = unseal(key, PURPOSE, `account:${accountId}`, sealed).toString('utf8')
  const result = await verify({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1_000),
    epochTolerance: STEP_SECONDS,
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}
