/** The security administrator's work: what roles may do, and who holds them where. */
import { Type } from 'typebox'
import {
  Done,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  LocalText,
  Nullable,
  PageOf,
  RegionCode,
  sortBy,
} from '#kernel/contract/index.ts'
import { permissionProblems } from '#kernel/permission/problems.ts'
import { accountSorts } from './accounts.ts'
import { accessPermissions } from './permissions.ts'

const GRANT = accessPermissions.grantManage.code
const ROLE = accessPermissions.roleManage.code
const Administrator = Type.Union([
  Type.Literal('system'),
  Type.Literal('security'),
  Type.Literal('audit'),
  Type.Null(),
])
const RoleCode = Type.String({ pattern: '^[a-z][a-z0-9-]{2,40}$' })
const Subjects = Type.Union([
  Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 30, uniqueItems: true }),
  Type.Null(),
])

export const RoleView = Type.Object({
  code: Type.String(),
  name: LocalText,
  permissions: Type.Array(Type.String()),
  administrator: Administrator,
  builtIn: Type.Boolean(),
  holders: Type.Integer(),
})

export const listRoles = defineRoute({
  id: 'access.listRoles',
  method: 'GET',
  path: '/api/roles',
  summary: { 'zh-CN': '角色与全部权限', en: 'Roles, and every permission there is' },
  permission: ROLE,
  reply: Type.Object({
    roles: Type.Array(RoleView),
    permissions: Type.Array(Type.Object({ code: Type.String(), text: LocalText })),
  }),
})

const RoleBody = {
  name: Type.Object(
    {
      'zh-CN': Type.String({ minLength: 1, maxLength: 60 }),
      en: Type.String({ minLength: 1, maxLength: 60 }),
    },
    { additionalProperties: false },
  ),
  permissions: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 200, uniqueItems: true }),
}
const roleProblems = [
  permissionProblems.roleUnfit,
  permissionProblems.permissionUnknown,
  permissionProblems.roleBuiltIn,
  permissionProblems.roleInUse,
  permissionProblems.roleTaken,
]

export const createRole = defineRoute({
  id: 'access.createRole',
  method: 'POST',
  path: '/api/roles',
  summary: { 'zh-CN': '新增角色', en: 'Add a role' },
  permission: ROLE,
  body: Type.Object({ code: RoleCode, ...RoleBody }, { additionalProperties: false }),
  reply: Done,
  problems: roleProblems,
})

export const changeRole = defineRoute({
  id: 'access.changeRole',
  method: 'PUT',
  path: '/api/roles/:code',
  summary: { 'zh-CN': '修改角色', en: 'Change a role' },
  permission: ROLE,
  params: Type.Object({ code: RoleCode }),
  body: Type.Object(RoleBody, { additionalProperties: false }),
  reply: Done,
  problems: roleProblems,
})

export const removeRole = defineRoute({
  id: 'access.removeRole',
  method: 'DELETE',
  path: '/api/roles/:code',
  summary: { 'zh-CN': '删除角色', en: 'Remove a role' },
  permission: ROLE,
  params: Type.Object({ code: RoleCode }),
  reply: Done,
  problems: roleProblems,
})

export const GrantView = Type.Object({
  id: Id,
  role: Type.String(),
  roleName: LocalText,
  administrator: Administrator,
  regionCode: Nullable(Type.String()),
  regionName: Nullable(Type.String()),
  unitId: Nullable(Id),
  subjects: Nullable(Type.Array(Type.String())),
  grantedBy: Nullable(Type.String()),
  grantedAt: Instant,
})

export const listGrants = defineRoute({
  id: 'access.listGrants',
  method: 'GET',
  path: '/api/grants',
  summary: { 'zh-CN': '账户及其授权', en: 'Accounts and what they hold' },
  permission: GRANT,
  identified: true,
  query: Type.Object({
    ...ListQuery,
    ...sortBy(accountSorts),
    kind: Type.Optional(Type.Union([Type.Literal('staff'), Type.Literal('enterprise')])),
  }),
  reply: PageOf(
    Type.Object({
      id: Id,
      signInName: Type.String(),
      displayName: Type.String(),
      kind: Type.Union([Type.Literal('staff'), Type.Literal('enterprise')]),
      unitId: Nullable(Id),
      place: Nullable(Type.String()),
      disabled: Type.Boolean(),
      grants: Type.Array(GrantView),
    }),
  ),
})

export const giveGrant = defineRoute({
  id: 'access.giveGrant',
  method: 'POST',
  path: '/api/accounts/:id/grants',
  summary: { 'zh-CN': '授予角色', en: 'Give a role' },
  permission: GRANT,
  params: Type.Object({ id: Id }),
  body: Type.Object(
    {
      role: RoleCode,
      regionCode: Nullable(RegionCode),
      unitId: Nullable(Id),
      subjects: Subjects,
    },
    { additionalProperties: false },
  ),
  reply: Type.Object({ id: Id }),
  problems: [
    permissionProblems.administratorsExclude,
    permissionProblems.administratorHasNoBusiness,
    permissionProblems.enterpriseOwnUnitOnly,
    permissionProblems.ownGrants,
    permissionProblems.grantTaken,
    permissionProblems.beyondReach,
  ],
})

export const revokeGrant = defineRoute({
  id: 'access.revokeGrant',
  method: 'DELETE',
  path: '/api/grants/:id',
  summary: { 'zh-CN': '收回角色', en: 'Take a role back' },
  permission: GRANT,
  params: Type.Object({ id: Id }),
  reply: Done,
  problems: [permissionProblems.ownGrants],
})
