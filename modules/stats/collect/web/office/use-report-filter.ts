/** The list's filter, order and page, all of it in the address. */
import type { BodyOf, QueryOf } from '#kernel/contract/index.ts'
import type { TableView } from '#ui/data-table/table-view.ts'
import { placeOf, useScope } from '#ui/scope/use-scope.ts'
import type { listReports, startAcceptance } from '../../contract.ts'
import { useAddress } from './use-address.ts'

type Query = QueryOf<typeof listReports>
export type ListQuery = Partial<Query> & Pick<Query, 'page' | 'pageSize'>
export type BodyFilter = BodyOf<typeof startAcceptance>['filter']

export const filterKeys = [
  'states',
  'findings',
  'inquiry',
  'rule',
  'overdue',
  'onTime',
  'industry',
  'sizeClass',
  'search',
] as const
/** What a saved view of the list holds. */
export const reportViewKeys = [...filterKeys, 'sort', 'order', 'size']
const sortKeys = ['region', 'name', 'state', 'submittedAt', 'findings', 'risk'] as const

const inquiryStates = ['open', 'answered'] as const

const flag = (text: string | null): boolean | undefined =>
  text === 'true' ? true : text === 'false' ? false : undefined

/** What an address asks of the list; unknown values are left out. */
export function queryOfAddress(search: URLSearchParams, scopeRegion?: string): ListQuery {
  const text = (key: string) => search.get(key) || undefined
  const sort = sortKeys.find(key => key === search.get('sort'))
  const region = placeOf(search, scopeRegion === undefined ? {} : { region: scopeRegion })
  const entries: Partial<Record<keyof Query, unknown>> = {
    region: region && /^\d{12}$/.test(region) ? region : undefined,
    states: text('states'),
    findings: text('findings'),
    inquiry: inquiryStates.find(state => state === search.get('inquiry')),
    rule: text('rule'),
    overdue: flag(search.get('overdue')),
    onTime: flag(search.get('onTime')),
    industry: text('industry'),
    sizeClass: text('sizeClass'),
    search: text('search'),
    sort,
    order: sort && (search.get('order') === 'desc' ? 'desc' : 'asc'),
  }
  const given = Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
  const page = Math.max(1, Math.trunc(Number(search.get('page'))) || 1)
  const size = Number(search.get('size'))
  return { ...given, page, pageSize: [20, 50, 100, 200].includes(size) ? size : 50 }
}

/** The same filter as acts upon many take it. */
export function bodyFilterOf(query: ListQuery): BodyFilter {
  const { page: _page, pageSize: _size, sort: _sort, order: _order, states, ...rest } = query
  return { ...rest, ...(states && { states: states.split(',') as NonNullable<BodyFilter['states']> }) }
}

export function useReportFilter() {
  const [scope] = useScope()
  const { search, change } = useAddress()
  const query = queryOfAddress(search, scope.region)
  const view: TableView = {
    page: query.page,
    pageSize: query.pageSize,
    search: query.search ?? '',
    sort: query.sort ? { key: query.sort, descending: query.order === 'desc' } : null,
  }
  return {
    query,
    view,
    isFiltered: filterKeys.some(key => search.get(key)),
    /** How many filters narrow the list, the search not counted. */
    set: filterKeys.filter(key => key !== 'search' && search.get(key)).length,
    onView: (next: TableView) =>
      change(
        {
          page: next.page === 1 ? undefined : next.page,
          size: next.pageSize === 50 ? undefined : next.pageSize,
          search: next.search,
          sort: next.sort?.key,
          order: next.sort?.descending ? 'desc' : undefined,
        },
        { replace: next.search !== view.search },
      ),
    change: (changes: Readonly<Record<string, string | undefined>>) =>
      change({ ...changes, page: undefined }),
    clear: () => change({ ...Object.fromEntries(filterKeys.map(key => [key, undefined])), page: undefined }),
  }
}
