/** A saved view: the part of a page's address that says how its list is looked at. */
import type { AddressChanges } from '../scope/use-address.ts'

/** As it is kept: the keys in the order of the list's own, so that equal views are equal texts. */
export function addressOfView(search: URLSearchParams, keys: readonly string[]): string {
  const kept = new URLSearchParams()
  for (const key of keys) {
    const value = search.get(key)
    if (value) kept.set(key, value)
  }
  return kept.toString()
}

/** What opening it changes; what the list does not know, an earlier release wrote. The list begins at its first page. */
export function openingOf(address: string, keys: readonly string[]): AddressChanges {
  const kept = new URLSearchParams(address)
  return { ...Object.fromEntries(keys.map(key => [key, kept.get(key) ?? undefined])), page: undefined }
}
