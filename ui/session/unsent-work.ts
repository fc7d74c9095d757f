/**
 * What a person has begun and not yet sent, kept on this device: it outlives a reload and a session that ran out, and
 * goes when its account signs out. Nobody else who signs in here sees it.
 */
import { deviceStorage, storedNames } from './device-storage.ts'

export type Kept = Readonly<{ at: string; work: unknown }>

const root = 'zhitong.unsent/'
const longestStay = 60 * 24 * 3_600_000
/** Every entry of an account begins so. */
export const unsentPrefix = (account: string) => `${root}${encodeURIComponent(account)}/`

/** Says whether it could be kept: a full or forbidden storage keeps nothing. */
export function keepUnsent(account: string, name: string, work: unknown, storage = deviceStorage()): boolean {
  try {
    storage?.setItem(unsentPrefix(account) + name, JSON.stringify({ at: new Date().toISOString(), work }))
    return storage !== undefined
  } catch {
    return false
  }
}

export function findUnsent(
  account: string,
  name: string,
  storage = deviceStorage(),
  now = Date.now(),
): Kept | null {
  try {
    const kept = JSON.parse(storage?.getItem(unsentPrefix(account) + name) ?? 'null') as Kept | null
    return kept && now - Date.parse(kept.at) < longestStay ? kept : null
  } catch {
    return null
  }
}

export function dropUnsent(account: string, name: string, storage = deviceStorage()): void {
  storage?.removeItem(unsentPrefix(account) + name)
}

export function dropAllUnsent(account: string, storage = deviceStorage()): void {
  if (storage) for (const name of storedNames(storage, unsentPrefix(account))) storage.removeItem(name)
}

/** The account, as it is written, of which something was left here; names are told apart as at the way in. */
export function unsentOf(typed: string, storage = deviceStorage()): string | null {
  const wanted = typed.trim().toLowerCase()
  if (!storage || wanted === '') return null
  const accounts = storedNames(storage, root).map(name =>
    decodeURIComponent(name.slice(root.length).split('/')[0] ?? ''),
  )
  return accounts.find(account => account.toLowerCase() === wanted) ?? null
}

export const hasUnsent = (account: string, storage = deviceStorage()): boolean =>
  storage !== undefined && storedNames(storage, unsentPrefix(account)).length > 0
