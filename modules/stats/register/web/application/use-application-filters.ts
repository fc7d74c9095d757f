/** Month, state, kind, search and page of the application list, kept in the address. */
import { isPeriod } from '#engines/form/index.ts'
import type { QueryOf } from '#kernel/contract/index.ts'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import {
  applicationKinds,
  applicationStates,
  type countApplications,
  type listApplications,
} from '../../contract.ts'

type Query = Partial<QueryOf<typeof listApplications>>
const keys = ['month', 'state', 'kind'] as const
export const applicationViewKeys = [...viewKeys, ...keys]
type Key = (typeof keys)[number]
const known: Readonly<Record<Key, (value: string) => boolean>> = {
  month: value => isPeriod(value, 'M'),
  state: value => applicationStates.some(one => one === value),
  kind: value => applicationKinds.some(one => one === value),
}

export function useApplicationFilters() {
  const { search, view, onView, narrow, ...paged } = useTableAddress()
  const [scope] = useScope()
  // An address may be typed: what it cannot mean narrows nothing.
  const asked = (key: Key) => {
    const value = search.get(key) ?? ''
    return known[key](value) ? value : ''
  }
  const filters = Object.fromEntries(keys.map(key => [key, asked(key)])) as Record<Key, string>
  const query = {
    ...paged.query,
    ...(scope.region && { region: scope.region }),
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')),
  } as Query
  return {
    view,
    query,
    filters,
    /** What narrows the list and its counts by month and state alike. */
    counted: {
      ...(view.search && { search: view.search }),
      ...(scope.region && { region: scope.region }),
      ...(filters.kind && { kind: filters.kind }),
    } as Partial<QueryOf<typeof countApplications>>,
    set: (key: Key, value: string) => narrow({ [key]: value }),
    onView,
  }
}
