import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { asProblem, failureOf, offlineProblem, RequestFailed } from '../api/request-failed.ts'
import { rememberCsrfToken } from '../api/session-token.ts'
import type { SessionInfo } from './session-contract.ts'

export const sessionKey = ['identity.readSession'] as const

async function readSession(signal: AbortSignal): Promise<SessionInfo | null> {
  const response = await fetch('/api/session', { signal, headers: { accept: 'application/json' } }).catch(
    (error: unknown) => {
      if (signal.aborted) throw error
      throw new RequestFailed(offlineProblem)
    },
  )
  if (!response.ok) {
    const failure = await failureOf(response)
    if (failure.problem.status === 401) return null
    throw failure
  }
  const session = (await response.json()) as SessionInfo | null
  rememberCsrfToken(session?.csrfToken ?? null)
  return session?.signInName ? session : null
}

/** Who is signed in; null when nobody is. */
export const useSession = (): UseQueryResult<SessionInfo | null, RequestFailed> =>
  useQuery<SessionInfo | null, RequestFailed>({
    queryKey: sessionKey,
    queryFn: ({ signal }) => readSession(signal),
    staleTime: 60_000,
    retry: (failures, error) => failures < 2 && asProblem(error).status === 0,
  })
