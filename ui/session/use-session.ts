import { type QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { asProblem, failureOf, offlineProblem, RequestFailed } from '../api/request-failed.ts'
import { rememberCsrfToken } from '../api/session-token.ts'
import type { SessionInfo } from './session-contract.ts'
import { dropAllUnsent } from './unsent-work.ts'

/** The route's id, so that signing in or out by `useWrite(…, { changes: [readSession] })` reads it again. */
const sessionKey = ['access.readSession'] as const

async function readSession(signal: AbortSignal): Promise<SessionInfo> {
  const response = await fetch('/api/session', { signal, headers: { accept: 'application/json' } }).catch(
    (error: unknown) => {
      if (signal.aborted) throw error
      throw new RequestFailed(offlineProblem)
    },
  )
  if (!response.ok) throw await failureOf(response)
  const session = (await response.json()) as SessionInfo
  rememberCsrfToken(session.csrfToken ?? null)
  return session
}

/** What the server says about this browser, signed in or not. */
export const useSessionInfo = (): UseQueryResult<SessionInfo, RequestFailed> =>
  useQuery<SessionInfo, RequestFailed>({
    queryKey: sessionKey,
    queryFn: ({ signal }) => readSession(signal),
    staleTime: 60_000,
    retry: (failures, error) => failures < 2 && asProblem(error).status === 0,
    meta: { topics: ['inbox', 'access'] },
  })

/** Who is signed in; null when nobody is, or it is not known yet. */
export function useSession(): SessionInfo | null {
  const { data } = useSessionInfo()
  return data?.signedIn ? data : null
}

/** Whether the data is generated, as far as it was told. */
export const isDemonstration = (client: QueryClient): boolean =>
  client.getQueryData<SessionInfo>(sessionKey)?.demonstration ?? false

/** The person signs out: what was begun and not sent leaves the device with them. */
export function endSession(client: QueryClient): void {
  const account = client.getQueryData<SessionInfo>(sessionKey)?.signInName
  if (account !== undefined) dropAllUnsent(account)
  forgetSession(client)
}

/** The session has ended: nothing of it stays in this browser's memory. */
export function forgetSession(client: QueryClient): void {
  const known = client.getQueryData<SessionInfo>(sessionKey)
  rememberCsrfToken(null)
  client.clear()
  client.setQueryData<SessionInfo>(sessionKey, {
    signedIn: false,
    demonstration: known?.demonstration ?? false,
    ...(known?.helpContact && { helpContact: known.helpContact }),
  })
}
