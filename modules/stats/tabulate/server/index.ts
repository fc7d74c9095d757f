/** Tabulation's door. */
import type { ServerModule } from '#kernel/module.ts'
import type { Services } from '#kernel/services.ts'
import { tabulateActions, tabulatePermissions, tabulateProblems } from '../contract.ts'
import { tabulateRoutes } from './routes.ts'
import { tabulateSettings } from './settings.ts'

export const tabulateModule = (services: Services): ServerModule => ({
  name: 'tabulate',
  permissions: Object.values(tabulatePermissions),
  actions: tabulateActions,
  problems: Object.values(tabulateProblems),
  violations: { tabulation_owner_name: tabulateProblems.nameTaken },
  routes: tabulateRoutes(services),
  settings: Object.values(tabulateSettings),
})
