import type { UseQueryResult } from '@tanstack/react-query'
import { useRead } from '#ui/api/queries.ts'
import type { RequestFailed } from '#ui/api/request-failed.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { collectPermissions, getCollection, listCollections } from '../../contract.ts'
import type { CollectionItem } from './counts.ts'
import { useAddress } from './use-address.ts'

/** What this person may do here; the server judges each act again. */
export function useOfficeRights() {
  const session = useSession()
  const may = (permission: { code: string }) => mayOpen(session, permission.code)
  return {
    fill: may(collectPermissions.fill),
    read: may(collectPermissions.read),
    review: may(collectPermissions.review),
    correct: may(collectPermissions.correct),
    manage: may(collectPermissions.manage),
    progress: may(collectPermissions.progress),
  }
}

type Listed = UseQueryResult<{ total: number; items: CollectionItem[] }, RequestFailed>

/** The collections of the scope: its period and subject; newest first as the server gives them. */
export function useScopedCollections(enabled = true): Listed {
  const [{ programme, period, subject }] = useScope()
  return useRead(
    listCollections,
    {
      query: {
        pageSize: 200,
        ...(programme && { programme }),
        ...(period && { period }),
        ...(subject && { subject }),
      },
    },
    { topics: ['collect.collection'], enabled },
  )
}

/** What a screen shows where the address names none: the one running that closes first, else the newest. */
export const firstCollection = (all: readonly CollectionItem[]): CollectionItem | undefined =>
  all
    .filter(one => one.phase === 'open')
    .toSorted((a, b) => Date.parse(a.closesAt) - Date.parse(b.closesAt))[0] ?? all[0]

/**
 * The collection of the address, and never another instead of it: one that is not listed for the scope is read
 * alone and shown as standing outside.
 */
export function useChosenCollection() {
  const { search, change } = useAddress()
  const listed = useScopedCollections()
  const named = search.get('collection')
  const wanted = named === null ? null : Number(named) || 0
  const inScope = listed.data?.items.find(one => one.collectionId === wanted)
  const alone = useRead(
    getCollection,
    { params: { collectionId: wanted ?? 0 } },
    { topics: ['collect.collection'], enabled: Boolean(wanted) && listed.data !== undefined && !inScope },
  )
  const isMissing = wanted === 0 || (!inScope && alone.error?.problem.status === 404)
  return {
    listed,
    alone,
    chosen: wanted === null ? listed.data && firstCollection(listed.data.items) : (inScope ?? alone.data),
    wanted,
    isMissing,
    isOutside: !inScope && alone.data !== undefined && listed.data?.total === listed.data?.items.length,
    /** Another of the scope, or with nothing the one the scope shows first. */
    choose: (collectionId?: number) =>
      change({ collection: collectionId, at: undefined, page: undefined, rule: undefined }),
  }
}
