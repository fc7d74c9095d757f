import { kernelActions } from '#kernel/audit/kernel-actions.ts'
import type { ActionWords, PermissionType } from '#kernel/contract/index.ts'
import { savedViewProblems } from '#kernel/contract/saved-views.ts'
import { createIdentity, type IdentityOptions } from '#kernel/identity/identity.ts'
import { identityProblems } from '#kernel/identity/problems.ts'
import type { ServerModule } from '#kernel/module.ts'
import { type Channel, DELIVERY_JOB, deliverMessage } from '#kernel/notify/channels.ts'
import { createLiveHub } from '#kernel/notify/live-hub.ts'
import { outlineProblems } from '#kernel/org/outline-problems.ts'
import { orgProblems } from '#kernel/org/problems.ts'
import { regionFileInvalid } from '#kernel/org/region-file.ts'
import { permissionProblems } from '#kernel/permission/problems.ts'
import type { Services } from '#kernel/services.ts'
import { settingInvalid } from '#kernel/settings/problems.ts'
import { kernelSettings, type Setting } from '#kernel/settings/settings.ts'
import { accessActions, accessPermissions } from '../contract.ts'
import { accountRoutes } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { grantRoutes } from './grant-routes.ts'
import { inboxRoutes } from './inbox-routes.ts'
import { outlineRoutes } from './outline-routes.ts'
import { regionRoutes } from './region-routes.ts'
import { savedViewRoutes } from './saved-view-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { settingRoutes } from './setting-routes.ts'

export { refuseUnlessEverywhere } from './everywhere.ts'

export type AccessOptions = IdentityOptions &
  Readonly<{
    channels?: readonly Channel[]
    /** Everything the modules declare, for the roles an office makes itself. */
    permissions?: () => readonly PermissionType[]
    /** The words of every action the audit trail may hold. */
    actions?: () => ActionWords
    /** What the modules let the system administrator set, beside the kernel's own. */
    settings?: () => readonly Setting[]
  }>

export function accessModule(services: Services, options: AccessOptions = {}): ServerModule {
  const { db, pool } = services.database
  const identity = createIdentity(services, options)
  const hub = createLiveHub({
    db,
    connectionString: pool.options.connectionString as string,
    clock: services.clock,
    log: services.log,
  })
  return Object.freeze({
    name: 'access',
    permissions: Object.values(accessPermissions),
    actions: { ...kernelActions, ...accessActions },
    problems: [
      ...Object.values(identityProblems),
      ...Object.values(permissionProblems),
      ...Object.values(orgProblems),
      ...Object.values(outlineProblems),
      ...Object.values(savedViewProblems),
      settingInvalid,
      regionFileInvalid,
    ],
    routes: [
      ...sessionRoutes(identity),
      ...regionRoutes(),
      ...outlineRoutes(services),
      ...inboxRoutes(hub),
      ...savedViewRoutes(),
      ...accountRoutes(identity),
      ...settingRoutes(() => [...Object.values(kernelSettings), ...(options.settings?.() ?? [])]),
      ...grantRoutes(options.permissions ?? (() => Object.values(accessPermissions))),
      ...auditRoutes(services, options.actions ?? (() => accessActions)),
    ],
    jobs: { [DELIVERY_JOB]: deliverMessage(db, options.channels ?? []) },
    violations: {
      saved_view_name: savedViewProblems.nameTaken,
      account_sign_in_name: identityProblems.nameTaken,
      administrator_pkey: permissionProblems.administratorsExclude,
      grant_account_id_role_code_region_code_unit_id_key: permissionProblems.grantTaken,
      role_pkey: permissionProblems.roleTaken,
      organisation_parent_id_name_key: orgProblems.nameTaken,
      organisation_parent_id_fkey: orgProblems.inUse,
      account_organisation_id_fkey: orgProblems.inUse,
    },
  })
}
