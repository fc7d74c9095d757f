/**
 * The report before and after this one in the list the reader came from. The list is remembered as it was: a report
 * that leaves the filter by being accepted keeps its neighbours.
 */
import { useQuery } from '@tanstack/react-query'
import { call } from '#ui/api/call.ts'
import { changedAddress } from '#ui/scope/use-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { listReports } from '../../contract.ts'
import { useAddress } from './use-address.ts'
import { queryOfAddress } from './use-report-filter.ts'

function usePage(collectionId: number, page: number, enabled: boolean) {
  const { search } = useAddress()
  const [scope] = useScope()
  const query = { ...queryOfAddress(search, scope.region), page }
  return useQuery({
    queryKey: ['collect.neighbours', collectionId, query],
    queryFn: async () => {
      const { total, items } = await call(listReports, { params: { collectionId }, query })
      return { total, unitIds: items.map(item => item.unitId), pageSize: query.pageSize }
    },
    enabled: enabled && page > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 3_600_000,
  })
}

export type Neighbours = Readonly<{
  at: number | null
  total: number
  previous: string | null
  next: string | null
  /** The unit that `next` is about. */
  nextUnit: number | null
}>

export function useNeighbours(collectionId: number, unitId: number): Neighbours {
  const { search } = useAddress()
  const [scope] = useScope()
  const { page } = queryOfAddress(search, scope.region)
  const here = usePage(collectionId, page, true)
  const index = here.data?.unitIds.indexOf(unitId) ?? -1
  const size = here.data?.unitIds.length ?? 0
  const before = usePage(collectionId, page - 1, index === 0)
  const after = usePage(collectionId, page + 1, index >= 0 && index === size - 1)
  const address = (id: number | undefined, onPage: number) =>
    id === undefined
      ? null
      : `/collect/reports/${collectionId}/${id}?${changedAddress(search, { page: onPage === 1 ? undefined : onPage, revision: undefined })}`
  if (index < 0 || !here.data)
    return { at: null, total: here.data?.total ?? 0, previous: null, next: null, nextUnit: null }
  const { unitIds, pageSize, total } = here.data
  const nextUnit = index < size - 1 ? unitIds[index + 1] : after.data?.unitIds[0]
  return {
    at: (page - 1) * pageSize + index + 1,
    total,
    previous: index > 0 ? address(unitIds[index - 1], page) : address(before.data?.unitIds.at(-1), page - 1),
    next: address(nextUnit, index < size - 1 ? page : page + 1),
    nextUnit: nextUnit ?? null,
  }
}
