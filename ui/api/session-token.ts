/** The CSRF token comes with the session; every unsafe request carries it back in `X-CSRF-Token`. */
let token: string | null = null
let pending: Promise<string | null> | null = null
const lostListeners = new Set<() => void>()

export function rememberCsrfToken(value: string | null): void {
  token = value
}

async function fetchToken(): Promise<string | null> {
  try {
    const response = await fetch('/api/session', { headers: { accept: 'application/json' } })
    if (!response.ok) return null
    const body = (await response.json()) as { csrfToken?: unknown }
    token = typeof body.csrfToken === 'string' ? body.csrfToken : null
    return token
  } catch {
    return null
  } finally {
    pending = null
  }
}

export async function csrfToken(refresh = false): Promise<string | null> {
  if (token && !refresh) return token
  pending ??= fetchToken()
  return pending
}

/** Called when a request was refused because the session has ended. */
export function onSessionLost(listener: () => void): () => void {
  lostListeners.add(listener)
  return () => lostListeners.delete(listener)
}

export function sessionLost(): void {
  token = null
  for (const listener of lostListeners) listener()
}
