/** Filters, sort and page of the unit list, kept in the address so that a link shows the same list. */
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { QueryOf } from '#kernel/contract/index.ts'
import type { TableView } from '#ui/data-table/table-view.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import type { listUnits } from '../contract.ts'

export type UnitQuery = Partial<QueryOf<typeof listUnits>>
export const filterKeys = ['industry', 'size', 'kind', 'aboveThreshold', 'state'] as const
export type FilterKey = (typeof filterKeys)[number]
export type Filters = Readonly<Partial<Record<FilterKey, string>>>

const SORTS: Readonly<Record<string, UnitQuery['sort']>> = {
  name: 'name',
  code: 'creditCode',
  region: 'regionCode',
  industry: 'industryCode',
  entered: 'validFrom',
}

const textOf = (search: URLSearchParams, key: string): string | undefined => search.get(key) || undefined

export function useUnitFilters() {
  const [search, setSearch] = useSearchParams()
  const [scope, changeScope] = useScope()
  const view: TableView = useMemo(
    () => ({
      page: Math.max(1, Number(search.get('page')) || 1),
      pageSize: Number(search.get('size-of-page')) || 50,
      search: search.get('search') ?? '',
      sort: search.get('sort')
        ? { key: search.get('sort')!, descending: search.get('order') === 'desc' }
        : null,
    }),
    [search],
  )
  const filters: Filters = Object.fromEntries(
    filterKeys.flatMap(key => (search.get(key) ? [[key, search.get(key)!]] : [])),
  )
  const put = (changes: Readonly<Record<string, string | undefined>>) =>
    setSearch(
      current => {
        const next = new URLSearchParams(current)
        for (const [key, value] of Object.entries(changes)) {
          if (value) next.set(key, value)
          else next.delete(key)
        }
        return next
      },
      { replace: true },
    )
  const onView = (next: TableView) =>
    put({
      page: next.page > 1 ? String(next.page) : undefined,
      'size-of-page': next.pageSize === 50 ? undefined : String(next.pageSize),
      search: next.search,
      sort: next.sort?.key,
      order: next.sort?.descending ? 'desc' : undefined,
    })
  const filterQuery = {
    ...(scope.region && { region: scope.region }),
    ...(view.search && { search: view.search }),
    ...(filters as UnitQuery),
    ...(filters.industry && { industry: filters.industry.toUpperCase() }),
    ...(filters.aboveThreshold && { aboveThreshold: filters.aboveThreshold === 'true' }),
  } as UnitQuery
  const query: UnitQuery = {
    ...filterQuery,
    page: view.page,
    pageSize: view.pageSize,
    ...(view.sort && SORTS[view.sort.key] && { sort: SORTS[view.sort.key] }),
    ...(view.sort?.descending && { order: 'desc' as const }),
  }
  const setFilter = (key: FilterKey, value: string) => put({ [key]: value || undefined, page: undefined })
  const clear = () => put(Object.fromEntries([...filterKeys, 'page', 'search'].map(key => [key, undefined])))
  return {
    view,
    onView,
    filters,
    filterQuery,
    query,
    setFilter,
    clear,
    region: scope.region,
    setRegion: (code: string | undefined) => changeScope({ region: code }),
    hasFilter: filterKeys.some(key => textOf(search, key)) || scope.region !== undefined,
  }
}
