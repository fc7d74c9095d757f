import { defineProblem } from '../contract/problem.ts'

export const orgProblems = Object.freeze({
  nameTaken: defineProblem(
    'ORG_NAME_TAKEN',
    409,
    '同一上级下已有同名机构',
    'The parent already has an organisation of this name',
  ),
  cycle: defineProblem(
    'ORG_TREE_CYCLE',
    409,
    '不能把机构移到它自己或它的下级之下',
    'An organisation cannot be placed under itself or under one below it',
  ),
  inUse: defineProblem(
    'ORG_IN_USE',
    409,
    '机构下仍有下级机构或账户，不能删除',
    'The organisation still has others or accounts below it and cannot be removed',
  ),
  outsideParent: defineProblem(
    'ORG_REGION_OUTSIDE_PARENT',
    409,
    '机构所在地区不在上级机构的地区之内',
    "The region is outside the parent organisation's region",
  ),
  leavesChildren: defineProblem(
    'ORG_REGION_LEAVES_CHILDREN',
    409,
    '下级机构“{name}”不在新的地区之内；请先移走下级机构，本机构未改动',
    'The organisation “{name}” below it lies outside the new region; move those below first. Nothing was changed',
  ),
  leavesGrants: defineProblem(
    'ORG_REGION_LEAVES_GRANTS',
    409,
    '本机构有 {count} 个账户在原地区持有角色，不在新的地区之内；请安全管理员先收回，本机构未改动',
    '{count} accounts of the organisation hold roles in its present region but outside the new one; have the security administrator revoke them first. Nothing was changed',
  ),
  regionUnknown: defineProblem(
    'ORG_REGION_UNKNOWN',
    400,
    '没有这个行政区划代码：{code}',
    'There is no such region code: {code}',
  ),
})
