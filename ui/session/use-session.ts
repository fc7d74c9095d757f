import { type QueryClient, queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { asProblem, failureOf, isTransient, offlineProblem, RequestFailed } from '../api/request-failed.ts'
import { rememberCsrfToken } from '../api/session-token.ts'
import { dropAccount, keepAccount, lockAccount, sessionAway } from './kept-account.ts'
import { dropAnswers, dropForeignAnswers } from './kept-answers.ts'
import type { SessionInfo } from './session-contract.ts'
import { settleSignOut } from './sign-out.ts'
import { dropAllUnsent } from './unsent-work.ts'

/** The route's id, so that signing in or out by `useWrite(…, { changes: [readSession] })` reads it again. */
const sessionKey = ['access.readSession'] as const

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

async function askSession(signal: AbortSignal): Promise<SessionInfo> {
  await settleSignOut()
  const response = await fetch('/api/session', { signal, headers: { accept: 'application/json' } }).catch(
    (error: unknown) => {
      if (isAbort(error)) throw error
      throw new RequestFailed(offlineProblem)
    },
  )
  if (!response.ok) throw await failureOf(response)
  const session = (await response.json()) as SessionInfo
  rememberCsrfToken(session.csrfToken ?? null)
  return session
}

/** With an account kept here, a network that hangs counts as none. */
const longestWait = 8_000

let tidiedFor: string | null = null

/** Once for each account that this page meets. */
async function tidyFor(account: string): Promise<void> {
  if (tidiedFor === account) return
  tidiedFor = account
  await dropForeignAnswers(account)
}

async function readSession(signal: AbortSignal): Promise<SessionInfo> {
  const away = sessionAway()
  try {
    const session = await askSession(
      away ? AbortSignal.any([signal, AbortSignal.timeout(longestWait)]) : signal,
    )
    if (!session.signedIn) lockAccount()
    else if (session.ready !== false) {
      keepAccount(session)
      await tidyFor(session.signInName ?? '')
    }
    return session
  } catch (error) {
    if (!away || signal.aborted || !isTransient(error)) throw error
    return away
  }
}

const sessionQuery = queryOptions<SessionInfo, RequestFailed>({
  queryKey: sessionKey,
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
  retry: (failures, error) => failures < 2 && asProblem(error).status === 0,
  meta: { topics: ['inbox', 'access'] },
})

/** What the server says about this browser, signed in or not. */
export const useSessionInfo = (): UseQueryResult<SessionInfo, RequestFailed> => useQuery(sessionQuery)

/** Asked while the page's own code is still on its way: nothing can be shown without the answer. */
export const askSessionAhead = (client: QueryClient): Promise<void> => client.prefetchQuery(sessionQuery)

/** Who is signed in; null when nobody is, or it is not known yet. */
export function useSession(): SessionInfo | null {
  const { data } = useSessionInfo()
  return data?.signedIn ? data : null
}

/** Whether the data is generated, as far as it was told. */
export const isDemonstration = (client: QueryClient): boolean =>
  client.getQueryData<SessionInfo>(sessionKey)?.demonstration ?? false

/** The person signs out: what was kept for them, and what they began and did not send, leaves the device with them. */
export async function endSession(client: QueryClient): Promise<void> {
  const account = client.getQueryData<SessionInfo>(sessionKey)?.signInName
  forgetSession(client, true)
  dropAccount()
  if (account === undefined) return
  dropAllUnsent(account)
  await dropAnswers(account)
}

/**
 * The session has ended: nothing of it stays in this browser's memory. Told to the open screens before what they show is
 * taken away; the sign-in screen asks the server for the rest.
 */
export function forgetSession(client: QueryClient, left = false): void {
  const known = client.getQueryData<SessionInfo>(sessionKey)
  rememberCsrfToken(null)
  lockAccount()
  void client.cancelQueries({ queryKey: sessionKey })
  client.setQueryData<SessionInfo>(
    sessionKey,
    {
      signedIn: false,
      demonstration: known?.demonstration ?? false,
      demonstrationAccounts: [],
      left,
      ...(known?.helpContact && { helpContact: known.helpContact }),
    },
    { updatedAt: 0 },
  )
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })
  client.getMutationCache().clear()
}
