import { createIdentity, type IdentityOptions } from '#kernel/identity/identity.ts'
import { identityProblems } from '#kernel/identity/problems.ts'
import type { ServerModule } from '#kernel/module.ts'
import { orgProblems } from '#kernel/org/problems.ts'
import { permissionProblems } from '#kernel/permission/problems.ts'
import type { Services } from '#kernel/services.ts'
import { settingInvalid } from '#kernel/settings/settings.ts'
import { accessPermissions } from '../contract.ts'
import { regionRoutes } from './region-routes.ts'
import { sessionRoutes } from './session-routes.ts'

export function accessModule(services: Services, options: IdentityOptions = {}): ServerModule {
  const identity = createIdentity(services, options)
  return Object.freeze({
    name: 'access',
    permissions: Object.values(accessPermissions),
    problems: [
      ...Object.values(identityProblems),
      ...Object.values(permissionProblems),
      ...Object.values(orgProblems),
      settingInvalid,
    ],
    routes: [...sessionRoutes(identity), ...regionRoutes()],
    violations: {
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
