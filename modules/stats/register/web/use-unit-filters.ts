/** Filters, sort and page of the unit list, kept in the address so that a link shows the same list. */
import type { QueryOf } from '#kernel/contract/index.ts'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import type { listUnits } from '../contract.ts'

export type UnitQuery = Partial<QueryOf<typeof listUnits>>
export const filterKeys = ['industry', 'size', 'kind', 'aboveThreshold', 'state'] as const
export const unitViewKeys = [...viewKeys, ...filterKeys]
export type FilterKey = (typeof filterKeys)[number]
export type Filters = Readonly<Partial<Record<FilterKey, string>>>

const SORTS: Readonly<Record<string, NonNullable<UnitQuery['sort']>>> = {
  name: 'name',
  code: 'creditCode',
  region: 'regionCode',
  industry: 'industryCode',
  entered: 'validFrom',
}

const textOf = (search: URLSearchParams, key: string): string | undefined => search.get(key) || undefined

export function useUnitFilters() {
  const { search, view, onView, narrow, query: paged } = useTableAddress({ sorts: Object.keys(SORTS) })
  const [scope, changeScope] = useScope()
  const filters: Filters = Object.fromEntries(
    filterKeys.flatMap(key => (search.get(key) ? [[key, search.get(key)!]] : [])),
  )
  const filterQuery = {
    ...(scope.region && { region: scope.region }),
    ...(view.search && { search: view.search }),
    ...(filters as UnitQuery),
    ...(filters.industry && { industry: filters.industry.toUpperCase() }),
    ...(filters.aboveThreshold && { aboveThreshold: filters.aboveThreshold === 'true' }),
  } as UnitQuery
  const query: UnitQuery = {
    ...filterQuery,
    page: paged.page,
    pageSize: paged.pageSize,
    ...(paged.sort && { sort: SORTS[paged.sort], order: paged.order }),
  }
  const setFilter = (key: FilterKey, value: string) => narrow({ [key]: value })
  const clear = () => narrow(Object.fromEntries([...filterKeys, 'search'].map(key => [key, undefined])))
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
