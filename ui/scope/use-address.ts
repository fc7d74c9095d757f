/** Addresses of the console's screens: the scope travels along, so that a link shows a colleague the same. */
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import { scopeKeys } from './use-scope.ts'

export type AddressChanges = Readonly<Record<string, string | number | undefined | null>>

export function changedAddress(current: URLSearchParams, changes: AddressChanges): URLSearchParams {
  const next = new URLSearchParams(current)
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === '') next.delete(key)
    else next.set(key, String(value))
  }
  return next
}

/** The address of another screen, with what travels there and what is given. */
export function addressTo(
  current: URLSearchParams,
  path: string,
  given: AddressChanges = {},
  travelling: readonly string[] = scopeKeys,
): string {
  const kept = new URLSearchParams([...current].filter(([key]) => travelling.includes(key)))
  const search = changedAddress(kept, given).toString()
  return search === '' ? path : `${path}?${search}`
}

export function useAddress(travelling: readonly string[] = scopeKeys) {
  const [search, setSearch] = useSearchParams()
  const change = useCallback(
    (changes: AddressChanges, how: Readonly<{ replace?: boolean }> = {}) =>
      // What is drawn may lag behind the address while a page loads; changes are made to the address itself.
      setSearch(() => changedAddress(new URLSearchParams(window.location.search), changes), how),
    [setSearch],
  )
  const to = useCallback(
    (path: string, given?: AddressChanges) => addressTo(search, path, given, travelling),
    [search, travelling],
  )
  return { search, change, to }
}
