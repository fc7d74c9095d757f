/** Every screen an enterprise statistician meets; see README.md for how to add one. */
import { personScreens } from '#modules/ops/access/web/person-screens.ts'
import { reporterScreens } from '#modules/stats/collect/web/reporter/screens.ts'
import { ownUnitScreens } from '#modules/stats/register/web/own-unit/screens.ts'
import type { Screen } from '#ui/shell/screens.tsx'

export const screens: readonly Screen[] = [...reporterScreens, ...ownUnitScreens, ...personScreens]
