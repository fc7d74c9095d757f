/** The session as the access module tells it; the shells know a part of it. */
import { useQueryClient } from '@tanstack/react-query'
import type { Static } from 'typebox'
import { useWrite } from '#ui/api/queries.ts'
import { endSession, useSessionInfo } from '#ui/session/use-session.ts'
import { type SessionView, type SignedIn, type SignedOut, signOut, signOutEverywhere } from '../contract.ts'

export type Session = Static<typeof SignedIn>
export type Stranger = Static<typeof SignedOut>

export function useAccess() {
  const query = useSessionInfo()
  return { query, session: query.data as Static<typeof SessionView> | undefined }
}

/** Signs out here or everywhere; nothing of the session stays in memory. */
export function useSignOut(everywhere = false) {
  const client = useQueryClient()
  return useWrite(everywhere ? signOutEverywhere : signOut, { onDone: () => void endSession(client) })
}
