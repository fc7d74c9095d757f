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
