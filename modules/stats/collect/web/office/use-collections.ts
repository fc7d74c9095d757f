import type { UseQueryResult } from '@tanstack/react-query'
import { useRead } from '#ui/api/queries.ts'
import type { RequestFailed } from '#ui/api/request-failed.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { collectPermissions, listCollections } from '../../contract.ts'
import type { CollectionItem } from './counts.ts'
import { useAddress } from './use-address.ts'

/** What this person may do here; the server judges each act again. */
export function useOfficeRights() {
  const session = useSession()
  const may = (permission: { code: string }) => mayOpen(session, permission.code)
  return {
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

/** What a screen shows first: the collection of the address, else the one running, else the newest. */
export function chooseCollection(
  all: readonly CollectionItem[],
  wanted: number | null,
): CollectionItem | undefined {
  const running = all.filter(one => one.phase === 'open')
  return (
    all.find(one => one.collectionId === wanted) ??
    running.toSorted((a, b) => Date.parse(a.closesAt) - Date.parse(b.closesAt))[0] ??
    all[0]
  )
}

export function useChosenCollection(): Readonly<{
  listed: Listed
  chosen: CollectionItem | undefined
  choose: (collectionId: number) => void
}> {
  const { search, change } = useAddress()
  const listed = useScopedCollections()
  const wanted = Number(search.get('collection')) || null
  return {
    listed,
    chosen: listed.data && chooseCollection(listed.data.items, wanted),
    choose: collectionId =>
      change({ collection: collectionId, at: undefined, page: undefined, rule: undefined }),
  }
}
