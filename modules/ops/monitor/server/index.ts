/** The monitor's door. */
import type { ServerModule } from '#kernel/module.ts'
import type { Services } from '#kernel/services.ts'
import { monitorPermissions } from '../contract.ts'
import { monitorRoutes } from './routes.ts'

export { announceInstance } from './announce-instance.ts'

export const monitorModule = (services: Services): ServerModule => ({
  name: 'monitor',
  permissions: Object.values(monitorPermissions),
  actions: {},
  problems: [],
  routes: monitorRoutes(services),
})
