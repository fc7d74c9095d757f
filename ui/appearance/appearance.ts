/**
 * How this device shows things: theme and density, as the person last chose. `ui/public/appearance.js` puts the
 * same on the page before anything is drawn; a test keeps the two the same.
 */
import { useSyncExternalStore } from 'react'
import { deviceStorage } from '../session/device-storage.ts'
import { densities, type palettes } from '../tokens/palette.ts'

export type Theme = keyof typeof palettes
export type Density = keyof typeof densities
export type Appearance = Readonly<{ theme: Theme | 'system'; density: Density }>

export const themeChoices = ['system', 'light', 'dark'] as const
export const densityChoices = ['compact', 'standard', 'roomy'] as const

const deviceKey = 'zhitong.appearance'
const keyOf = (account: string) => `${deviceKey}/${encodeURIComponent(account)}`

const oneOf = <T extends string>(choices: readonly T[], value: unknown, otherwise: T): T =>
  choices.find(choice => choice === value) ?? otherwise

/** What was stored, read as far as it can be understood. */
export function readAppearance(text: string | null): Appearance {
  let kept: Partial<Record<string, unknown>> | null = null
  try {
    kept = JSON.parse(text ?? 'null')
  } catch {
    // Not ours: the defaults hold.
  }
  return {
    theme: oneOf(themeChoices, kept?.theme, 'system'),
    density: oneOf(densityChoices, kept?.density, 'standard'),
  }
}

const listeners = new Set<() => void>()
let owner: string | null = null
let current: Appearance = readAppearance(deviceStorage()?.getItem(deviceKey) ?? null)

const query = (text: string): MediaQueryList | undefined => globalThis.matchMedia?.(text)
const systemDark = query('(prefers-color-scheme: dark)')
const lessMotion = query('(prefers-reduced-motion: reduce)')
const phone = query('(max-width: 640px)')

const themeNow = (): Theme => {
  if (current.theme !== 'system') return current.theme
  return systemDark?.matches ? 'dark' : 'light'
}

function show(): void {
  Object.assign(document.documentElement.dataset, { theme: themeNow(), density: current.density })
  for (const listener of listeners) listener()
}

function keep(key: string, appearance: Appearance): void {
  try {
    deviceStorage()?.setItem(key, JSON.stringify(appearance))
  } catch {
    // A full storage forgets the choice; the page still follows it.
  }
}

export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change }
  keep(deviceKey, current)
  if (owner !== null) keep(keyOf(owner), current)
  show()
}

/** Who sits here now. A device shared by several shows each their own; it stays so when they leave. */
export function showAppearanceOf(account: string): void {
  if (account === owner) return
  owner = account
  const own = deviceStorage()?.getItem(keyOf(account))
  if (own == null) return
  current = readAppearance(own)
  keep(deviceKey, current)
  show()
}

if (typeof document !== 'undefined') {
  systemDark?.addEventListener('change', show)
  // Another tab chose.
  addEventListener('storage', event => {
    if (event.key !== deviceKey) return
    current = readAppearance(event.newValue)
    show()
  })
  show()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  for (const media of [lessMotion, phone]) media?.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    for (const media of [lessMotion, phone]) media?.removeEventListener('change', listener)
  }
}

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, () => current)
/** The theme that is shown, whoever chose it. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, themeNow)
export const useLessMotion = (): boolean =>
  useSyncExternalStore(subscribe, () => lessMotion?.matches ?? false)

const rowHeight = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--zt-row')) ||
  densities[current.density].row

/** How high a row of a table is now, in pixels: for tables that draw only the rows in sight. */
export const useRowHeight = (): number => useSyncExternalStore(subscribe, rowHeight)
