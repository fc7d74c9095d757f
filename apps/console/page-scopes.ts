/** Which parts of the scope each page obeys, by its path. What a page ignores it does not offer. */
import type { Scope, ScopeKey } from '#ui/scope/use-scope.ts'

const ALL = ['programme', 'period', 'region', 'subject'] as const

const pageScopes: Readonly<Record<string, readonly ScopeKey[]>> = {
  '': ['programme', 'period', 'subject'],
  'design/forms': ['programme', 'subject'],
  'register/units': ['region'],
  'register/applications': ['region'],
  'collect/progress': ALL,
  'collect/reports': ALL,
  'collect/rules': ALL,
  'collect/collections': ['programme', 'period', 'subject'],
  tabulate: ['programme', 'period', 'subject'],
  'tabulate/table': ['period', 'region'],
  'tabulate/table/:id': ['period', 'region'],
}

export const scopedPaths: readonly string[] = Object.keys(pageScopes)

/** The part of the scope that a page obeying `keys` goes by: nothing else may narrow what it offers. */
export const obeyed = (scope: Scope, keys: readonly ScopeKey[]): Scope =>
  Object.fromEntries(Object.entries(scope).filter(([key]) => keys.includes(key as ScopeKey)))

export const scopeOfPage = (path: string | undefined): readonly ScopeKey[] => pageScopes[path ?? ''] ?? []
