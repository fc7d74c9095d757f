/**
 * Signing out where the server cannot be reached: the person leaves at once, and the server is told before this browser
 * asks it anything again, so that nobody finds the session open when the network returns.
 */
import { csrfToken, rememberCsrfToken } from '../api/session-token.ts'
import { deviceStorage } from './device-storage.ts'

const NAME = 'zhitong.sign-out-owed'

async function tellServer(): Promise<void> {
  const token = await csrfToken(true)
  const reply = await fetch('/api/session', {
    method: 'DELETE',
    headers: { 'x-csrf-token': token ?? '' },
  }).catch(() => null)
  if (reply?.ok || reply?.status === 401) deviceStorage()?.removeItem(NAME)
}

export async function signOutHere(): Promise<void> {
  try {
    deviceStorage()?.setItem(NAME, '1')
  } catch {
    // Told now or not at all.
  }
  await tellServer()
  rememberCsrfToken(null)
}

/** To be awaited before the session is read, and before somebody signs in. */
export async function settleSignOut(): Promise<void> {
  if (deviceStorage()?.getItem(NAME)) await tellServer()
}
