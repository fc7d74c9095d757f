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
  regionUnknown: defineProblem(
    'ORG_REGION_UNKNOWN',
    400,
    '没有这个行政区划代码：{code}',
    'There is no such region code: {code}',
  ),
})
