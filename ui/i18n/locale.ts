import { useSyncExternalStore } from 'react'

export type Locale = 'zh-CN' | 'en'
export const locales: readonly Locale[] = ['zh-CN', 'en']

const storageKey = 'zhitong.locale'
const listeners = new Set<() => void>()

const isLocale = (value: unknown): value is Locale => value === 'zh-CN' || value === 'en'

function remembered(): Locale {
  try {
    const value = globalThis.localStorage?.getItem(storageKey)
    return isLocale(value) ? value : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

let current: Locale = typeof document === 'undefined' ? 'zh-CN' : remembered()
if (typeof document !== 'undefined') document.documentElement.lang = current

export const getLocale = (): Locale => current

export function setLocale(locale: Locale): void {
  current = locale
  document.documentElement.lang = locale
  try {
    localStorage.setItem(storageKey, locale)
  } catch {
    // A browser that forbids storage forgets the choice; the page still follows it.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useLocale = (): Locale => useSyncExternalStore(subscribe, getLocale, () => 'zh-CN')
