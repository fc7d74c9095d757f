/**
 * The report before and after this one in the list the reader came from. The list is remembered as it was: a report
 * that leaves the filter by being accepted keeps its neighbours, and none of those that move up is passed over.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '#ui/api/call.ts'
import { changedAddress } from '#ui/scope/use-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { listReports } from '../../contract.ts'
import { followingPage, type ListPage } from './following-page.ts'
import { useAddress } from './use-address.ts'
import { queryOfAddress } from './use-report-filter.ts'

const LIST = 'collect.neighbours'

function usePage(collectionId: number, page: number, enabled: boolean) {
  const { search } = useAddress()
  const [scope] = useScope()
  const client = useQueryClient()
  const { page: _page, ...filter } = queryOfAddress(search, scope.region)
  const keyOf = (at: number) => [LIST, collectionId, filter, at]
  const read = async (at: number): Promise<ListPage> => {
    const query = { ...filter, page: at }
    const { total, items } = await call(listReports, { params: { collectionId }, query })
    return { total, unitIds: items.map(item => item.unitId) }
  }
  return useQuery({
    queryKey: keyOf(page),
    queryFn: () => {
      const before = Array.from({ length: page - 1 }, (_, at) => client.getQueryData<ListPage>(keyOf(at + 1)))
      const known = before.every(one => one !== undefined) ? before.flatMap(({ unitIds }) => unitIds) : []
      return known.length > 0 ? followingPage(read, page, filter.pageSize, known) : read(page)
    },
    enabled: enabled && page > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 3_600_000,
  })
}

/** Back in the list, which has changed meanwhile, and into a report that was elsewhere in it: it is another list. */
function useListAnew(page: ReturnType<typeof usePage>, missing: boolean): void {
  const client = useQueryClient()
  const [openedAt] = useState(Date.now)
  const { dataUpdatedAt, refetch } = page
  const outdated = missing && dataUpdatedAt > 0 && dataUpdatedAt < openedAt
  useEffect(() => {
    if (!outdated) return
    client.removeQueries({ queryKey: [LIST], type: 'inactive' })
    void refetch()
  }, [outdated, client, refetch])
}

export type Neighbours = Readonly<{
  at: number | null
  total: number
  previous: string | null
  next: string | null
  /** The unit that `next` is about. */
  nextUnit: number | null
  /** Nothing follows: not merely not read yet. */
  isLast: boolean
}>

/** So many reports before its end the next page is read, that nobody waits for it. */
const AHEAD = 3

export function useNeighbours(collectionId: number, unitId: number): Neighbours {
  const { search } = useAddress()
  const [scope] = useScope()
  const { page, pageSize } = queryOfAddress(search, scope.region)
  const here = usePage(collectionId, page, true)
  const index = here.data?.unitIds.indexOf(unitId) ?? -1
  const size = here.data?.unitIds.length ?? 0
  useListAnew(here, here.data !== undefined && index < 0)
  const before = usePage(collectionId, page - 1, index === 0)
  const after = usePage(collectionId, page + 1, size === pageSize && index >= size - AHEAD)
  const address = (id: number | undefined, onPage: number) =>
    id === undefined
      ? null
      : `/collect/reports/${collectionId}/${id}?${changedAddress(search, { page: onPage === 1 ? undefined : onPage, revision: undefined })}`
  if (index < 0 || !here.data)
    return {
      at: null,
      total: here.data?.total ?? 0,
      previous: null,
      next: null,
      nextUnit: null,
      isLast: false,
    }
  const { unitIds, total } = here.data
  const nextUnit = index < size - 1 ? unitIds[index + 1] : after.data?.unitIds[0]
  return {
    at: (page - 1) * pageSize + index + 1,
    total,
    previous: index > 0 ? address(unitIds[index - 1], page) : address(before.data?.unitIds.at(-1), page - 1),
    next: address(nextUnit, index < size - 1 ? page : page + 1),
    nextUnit: nextUnit ?? null,
    isLast: index === size - 1 && (size < pageSize || after.data?.unitIds.length === 0),
  }
}
