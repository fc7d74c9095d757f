/** What part of its rows a list shows, kept in the page's address, so that a link shows a colleague the same. */
import type { AddressChanges } from '../scope/use-address.ts'
import { useAddress } from '../scope/use-address.ts'
import { firstView, type TableView } from './table-view.ts'

export const pageSizes = [20, 50, 100, 200] as const

type Given<S extends string> = Readonly<{
  /** How many rows a page holds where the address does not say. */
  pageSize?: number
  /** The heads the server can sort by. */
  sorts?: readonly S[]
}>

const FIRST = 50

/** The address keys of search, order and page size; the page itself is a place in the list, not a way to look at it. */
export const viewKeys = ['search', 'sort', 'order', 'size-of-page'] as const

/** An address may be typed: what it cannot mean is left out. */
export function tableViewOf<S extends string>(search: URLSearchParams, given: Given<S> = {}): TableView {
  const size = Number(search.get('size-of-page'))
  const key = given.sorts?.find(one => one === search.get('sort'))
  return {
    ...firstView(pageSizes.some(one => one === size) ? size : (given.pageSize ?? FIRST)),
    page: Math.max(1, Math.trunc(Number(search.get('page'))) || 1),
    search: search.get('search') ?? '',
    sort: key === undefined ? null : { key, descending: search.get('order') === 'desc' },
  }
}

export const viewChanges = (next: TableView, pageSize = FIRST): AddressChanges => ({
  page: next.page > 1 ? next.page : undefined,
  'size-of-page': next.pageSize === pageSize ? undefined : next.pageSize,
  search: next.search,
  sort: next.sort?.key,
  order: next.sort?.descending ? 'desc' : undefined,
})

type ViewQuery<S extends string> = Readonly<{
  page: number
  pageSize: number
  search?: string
  sort?: S
  order?: 'asc' | 'desc'
}>

/** The view as a list route asks for it. */
export const queryOfView = <S extends string>(view: TableView): ViewQuery<S> => ({
  page: view.page,
  pageSize: view.pageSize,
  ...(view.search && { search: view.search }),
  ...(view.sort && { sort: view.sort.key as S, order: view.sort.descending ? 'desc' : 'asc' }),
})

export function useTableAddress<S extends string = never>(given: Given<S> = {}) {
  const { search, change } = useAddress()
  const view = tableViewOf(search, given)
  return {
    search,
    view,
    query: queryOfView<S>(view),
    onView: (next: TableView) =>
      change(viewChanges(next, given.pageSize), { replace: next.search !== view.search }),
    /** A filter changed begins at the first page. */
    narrow: (changes: AddressChanges) => change({ ...changes, page: undefined }, { replace: true }),
  }
}
