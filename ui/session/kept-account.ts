/**
 * Whose data stands on this device, so that the pages open without network for whoever used them last. Told again at
 * every contact with the server; what is kept for one account is shown to no other (docs/adr/0012).
 */
import { deviceStorage } from './device-storage.ts'
import type { SessionInfo } from './session-contract.ts'

type KeptAccount = Readonly<{ at: string; ended: boolean; session: SessionInfo }>

const NAME = 'zhitong.account'
/** Without a word from the server for so long, nobody knows whether the account still stands. */
export const longestAway = 7 * 24 * 3_600_000

function kept(storage = deviceStorage()): KeptAccount | null {
  try {
    const found = JSON.parse(storage?.getItem(NAME) ?? 'null') as KeptAccount | null
    return typeof found?.session?.signInName === 'string' ? found : null
  } catch {
    return null
  }
}

function write(account: KeptAccount, storage: Storage | undefined): void {
  try {
    storage?.setItem(NAME, JSON.stringify(account))
  } catch {
    // A device that keeps nothing opens nothing without network.
  }
}

/** Remembers who is signed in; the token that lets a request write stays in memory. */
export function keepAccount(session: SessionInfo, now = Date.now(), storage = deviceStorage()): void {
  const { csrfToken: _, ...known } = session
  write({ at: new Date(now).toISOString(), ended: false, session: known }, storage)
}

/** The server says that nobody is signed in: what is kept waits unseen until its account signs in again. */
export function lockAccount(storage = deviceStorage()): void {
  const found = kept(storage)
  if (found && !found.ended) write({ ...found, ended: true }, storage)
}

export const dropAccount = (storage = deviceStorage()): void => storage?.removeItem(NAME)

/** The session to go on with while the server cannot be reached. */
export function sessionAway(now = Date.now(), storage = deviceStorage()): SessionInfo | null {
  const found = kept(storage)
  if (!found || found.ended || now - Date.parse(found.at) > longestAway) return null
  return { ...found.session, away: true }
}

/** Whether this device keeps for the account: not once another window signed somebody else in. */
export function keepsFor(account: string, storage = deviceStorage()): boolean {
  const found = kept(storage)
  return found !== null && !found.ended && found.session.signInName === account
}
