/**
 * The console's scope: programme, period, region and subject, kept in the page's address so that a link
 * shows the same thing to a colleague, and remembered for the next visit. Which parts a page obeys is the shell's to say.
 */
import { useCallback, useEffect, useMemo } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'

export type Scope = Readonly<{ programme?: string; period?: string; region?: string; subject?: string }>

export const scopeKeys = ['programme', 'period', 'region', 'subject'] as const
export type ScopeKey = (typeof scopeKeys)[number]

const storageKey = 'zhitong.scope'

function remembered(): Scope {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    return readScope(key => (value as Record<string, unknown> | null)?.[key])
  } catch {
    return {}
  }
}

function remember(scope: Scope): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(scope))
  } catch {
    // Not remembered; the address still carries it.
  }
}

function withScope(current: URLSearchParams, scope: Scope): URLSearchParams {
  const address = new URLSearchParams(current)
  for (const key of scopeKeys) address.delete(key)
  for (const [key, value] of Object.entries(scope)) address.set(key, value)
  return address
}

/** Only the known keys, only non-empty strings. */
export function readScope(get: (key: ScopeKey) => unknown): Scope {
  const entries = scopeKeys.flatMap(key => {
    const value = get(key)
    return typeof value === 'string' && value !== '' ? [[key, value] as const] : []
  })
  return Object.fromEntries(entries)
}

/** What is chosen within a scope, and means nothing in another: a place drilled to, a collection picked. */
const chosenWithin: Readonly<Record<ScopeKey, string>> = {
  programme: 'collection',
  period: 'collection',
  subject: 'collection',
  region: 'at',
}

type ScopeChange = Partial<Record<ScopeKey, string | undefined>>

const changed = (scope: Scope, change: ScopeChange): Scope =>
  readScope(key => (key in change ? change[key] : scope[key]))

/**
 * The address under a changed scope: lists begin with their first page, and what was chosen within a part of the scope
 * goes when that part is chosen anew, be it the same.
 */
export function rescoped(current: URLSearchParams, scope: Scope, change: ScopeChange): URLSearchParams {
  const address = withScope(current, changed(scope, change))
  address.delete('page')
  for (const key of scopeKeys) if (key in change) address.delete(chosenWithin[key])
  return address
}

/** Where one stands: the place drilled to, else the region of the scope. */
export function placeOf(address: URLSearchParams, scope: Scope): string | undefined {
  const drilled = address.get(chosenWithin.region)
  return drilled !== null && /^\d{12}$/.test(drilled) ? drilled : scope.region
}

/** The address wins as a whole: with any scope key in it, nothing remembered is mixed in. */
export const effectiveScope = (inAddress: Scope, kept: Scope): Scope =>
  Object.keys(inAddress).length > 0 ? inAddress : kept

export function useScope(): readonly [Scope, (change: ScopeChange) => void] {
  const [search, setSearch] = useSearchParams()
  const scope = useMemo(
    () =>
      effectiveScope(
        readScope(key => search.get(key)),
        remembered(),
      ),
    [search],
  )
  const change = useCallback(
    (change: ScopeChange) => {
      remember(changed(scope, change))
      setSearch(current => rescoped(current, scope, change))
    },
    [scope, setSearch],
  )
  return [scope, change]
}

/**
 * For the shell: a page opened without a scope gets the remembered one into its address, so that what one copies
 * from there shows the same; and a scope that came with a link is the one to go on with.
 */
export function useScopeInAddress(obeyed: boolean): void {
  const navigate = useNavigate()
  const { search, hash } = useLocation()
  useEffect(() => {
    const address = new URLSearchParams(search)
    const here = readScope(key => address.get(key))
    if (Object.keys(here).length > 0) return remember(here)
    const kept = remembered()
    if (!obeyed || Object.keys(kept).length === 0) return
    void navigate({ search: `?${withScope(address, kept)}`, hash }, { replace: true })
  }, [search, hash, obeyed, navigate])
}
