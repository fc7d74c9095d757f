/** Every screen of the office, by work area; see README.md for how to add one. */
import { administratorScreens } from '#modules/ops/access/web/administrator-screens.ts'
import { personScreens } from '#modules/ops/access/web/person-screens.ts'
import { monitorScreens } from '#modules/ops/monitor/web/monitor-screens.ts'
import { catalogScreens } from '#modules/stats/catalog/web/catalog-screens.ts'
import { officeScreens } from '#modules/stats/collect/web/office/office-screens.ts'
import { registerScreens } from '#modules/stats/register/web/register-screens.ts'
import { tabulateScreens } from '#modules/stats/tabulate/web/tabulate-screens.ts'
import type { Screen } from '#ui/shell/screens.tsx'
import type { AreaKey } from './areas.ts'

export type ConsoleScreen = Screen & Readonly<{ area?: AreaKey }>

export const screens: readonly ConsoleScreen[] = [
  ...(personScreens as readonly ConsoleScreen[]),
  ...officeScreens,
  ...catalogScreens,
  ...registerScreens,
  ...tabulateScreens,
  ...administratorScreens,
  ...monitorScreens,
]
