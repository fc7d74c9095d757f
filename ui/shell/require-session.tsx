import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useEffect } from 'react'
import { Navigate, useLocation } from 'react-router'
import { onSessionLost } from '../api/session-token.ts'
import { Unread } from '../components/read-states.tsx'
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

  if (!session.data) return <Unread read={session} lines={6} />
  if (!session.data.signedIn || session.data.ready === false) {
    const next = session.data.left ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${next}`} replace />
  }
  if (!mayOpen(session.data, screen?.permission)) return <NotFound />
  return <>{children}</>
}
