/** Addresses of the office's screens: the scope and the collection travel along, so that a link shows the same. */
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import { scopeKeys } from '#ui/scope/use-scope.ts'

type Changes = Readonly<Record<string, string | number | undefined | null>>

const travelling: readonly string[] = [...scopeKeys, 'collection']

export function changedAddress(current: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(current)
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === '') next.delete(key)
    else next.set(key, String(value))
  }
  return next
}

/** The address of another screen, with the scope, the collection and what is given. */
export function addressTo(current: URLSearchParams, path: string, given: Changes = {}): string {
  const kept = new URLSearchParams([...current].filter(([key]) => travelling.includes(key)))
  const search = changedAddress(kept, given).toString()
  return search === '' ? path : `${path}?${search}`
}

export function useAddress() {
  const [search, setSearch] = useSearchParams()
  const change = useCallback(
    (changes: Changes, how: Readonly<{ replace?: boolean }> = {}) =>
      // What is drawn may lag behind the address while a page loads; changes are made to the address itself.
      setSearch(() => changedAddress(new URLSearchParams(window.location.search), changes), how),
    [setSearch],
  )
  const to = useCallback((path: string, given?: Changes) => addressTo(search, path, given), [search])
  return { search, change, to }
}
