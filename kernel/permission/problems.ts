import { defineProblem } from '../contract/problem.ts'

export const permissionProblems = Object.freeze({
  administratorsExclude: defineProblem(
    'PERMISSION_ADMINISTRATORS_EXCLUDE',
    409,
    '系统管理员、安全管理员、审计管理员不能由同一账户兼任',
    'The system, security and audit administrators must be different accounts',
  ),
  administratorHasNoBusiness: defineProblem(
    'PERMISSION_ADMINISTRATOR_BUSINESS',
    409,
    '管理员账户不能同时担任业务角色',
    'An administrator cannot also hold a business role',
  ),
  enterpriseOwnUnitOnly: defineProblem(
    'PERMISSION_NODE_UNSUITABLE',
    409,
    '企业账户只能授权本单位；工作人员账户只能授权行政区划',
    'An enterprise account is granted its own unit only; staff are granted regions',
  ),
  ownGrants: defineProblem(
    'PERMISSION_OWN_GRANTS',
    409,
    '不能更改自己的授权',
    'Your own grants cannot be changed by yourself',
  ),
  roleUnfit: defineProblem(
    'PERMISSION_ROLE_UNFIT',
    409,
    '角色的权限与其类别不符：管理员角色只含本类管理权限，业务角色不含管理权限',
    'The permissions do not fit the role: an administrator has only its own, a business role none of them',
  ),
  permissionUnknown: defineProblem(
    'PERMISSION_UNKNOWN',
    400,
    '没有这个权限：{code}',
    'There is no such permission: {code}',
  ),
  roleBuiltIn: defineProblem(
    'PERMISSION_ROLE_BUILT_IN',
    409,
    '内置角色不能修改或删除',
    'A built-in role cannot be changed or removed',
  ),
  roleInUse: defineProblem(
    'PERMISSION_ROLE_IN_USE',
    409,
    '仍有账户担任此角色，不能删除',
    'Some account still holds this role; it cannot be removed',
  ),
  roleTaken: defineProblem(
    'PERMISSION_ROLE_TAKEN',
    409,
    '角色代码已被使用',
    'This role code is already in use',
  ),
  lastAdministrator: defineProblem(
    'PERMISSION_LAST_ADMINISTRATOR',
    409,
    '三员必须各有至少一个可用账户，不能停用或收回最后一个',
    'Each kind of administrator must keep an account that can act; the last one cannot be taken away',
  ),
  beyondReach: defineProblem(
    'PERMISSION_BEYOND_REACH',
    403,
    '不能在您的范围之外授权',
    'You cannot grant outside your own scope',
  ),
  grantTaken: defineProblem(
    'PERMISSION_GRANT_TAKEN',
    409,
    '该账户在此处已有这个角色',
    'The account already holds this role there',
  ),
})
