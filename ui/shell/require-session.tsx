import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useEffect } from 'react'
import { Navigate, useLocation } from 'react-router'
import { onSessionLost } from '../api/session-token.ts'
import { ErrorState, Skeleton } from '../components/states.tsx'
import { mayOpen } from '../session/session-contract.ts'
import { forgetSession, useSessionInfo } from '../session/use-session.ts'
import { NotFound } from './route-error.tsx'
import { useScreen } from './screens.tsx'

/** Sends people without a complete session to /sign-in and brings them back to where they were. */
export function RequireSession({ children }: Readonly<{ children: ReactNode }>): ReactElement {
  const session = useSessionInfo()
  const client = useQueryClient()
  const { pathname, search } = useLocation()
  const screen = useScreen()
  useEffect(() => onSessionLost(() => forgetSession(client)), [client])

  if (session.isPending) return <Skeleton lines={6} />
  if (session.isError) return <ErrorState error={session.error} onRetry={() => session.refetch()} />
  if (!session.data.signedIn || session.data.ready === false) {
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />
  }
  if (!mayOpen(session.data, screen?.permission)) return <NotFound />
  return <>{children}</>
}
