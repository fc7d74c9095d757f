import { collectPermissions } from '#modules/stats/collect/contract.ts'
import { tabulatePermissions } from '#modules/stats/tabulate/contract.ts'
import type { SessionInfo } from '#ui/session/session-contract.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import type { ConsoleScreen } from './routes.tsx'

/** The work areas in the order of the statistical process. */
export const areaKeys = ['design', 'register', 'collect', 'edit', 'tabulate', 'system'] as const
export type AreaKey = (typeof areaKeys)[number]

export type Area = Readonly<{ key: AreaKey; screens: readonly ConsoleScreen[] }>

const isListed = (screen: ConsoleScreen) => screen.listed !== false && !screen.path.includes(':')

/** What this person's navigation shows: areas with at least one screen they may open. */
export function openAreas(screens: readonly ConsoleScreen[], session: SessionInfo | null): readonly Area[] {
  const open = screens.filter(screen => isListed(screen) && mayOpen(session, screen.permission))
  return areaKeys
    .map(key => ({ key, screens: open.filter(screen => screen.area === key) }))
    .filter(area => area.screens.length > 0)
}

/** The screen in the navigation that a page belongs to: itself, or the list it is opened from. */
export function listedFor(area: Area, pathname: string): ConsoleScreen | undefined {
  const holds = ({ path }: ConsoleScreen) => pathname === `/${path}` || pathname.startsWith(`/${path}/`)
  return area.screens.filter(holds).toSorted((a, b) => b.path.length - a.path.length)[0]
}

/** Leaders see totals and no unit's report. */
const seesTotalsOnly = (session: SessionInfo): boolean =>
  mayOpen(session, tabulatePermissions.figures.code) && !mayOpen(session, collectPermissions.read.code)

/**
 * Where a person begins instead of at home: leaders with the figures, and whoever follows no collections where their
 * work is. Undefined for others, and on any other page.
 */
export function startOf(
  session: SessionInfo | null,
  screen: ConsoleScreen | undefined,
  areas: readonly Area[],
): string | undefined {
  if (session === null || screen?.path !== '') return undefined
  if (seesTotalsOnly(session)) return '/figures'
  if (mayOpen(session, screen.permission)) return undefined
  return `/${areas[0]?.screens[0]?.path ?? 'account'}`
}
