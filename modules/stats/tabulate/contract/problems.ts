import { Type } from 'typebox'
import { defineProblem } from '#kernel/contract/index.ts'

export const tabulateProblems = {
  specInvalid: defineProblem(
    'TABULATE_SPEC_INVALID',
    422,
    '汇总表的定义有误：{zhCN}',
    'The tabulation cannot be run: {en}',
    Type.Object({ zhCN: Type.String(), en: Type.String(), diagnostics: Type.Array(Type.Unknown()) }),
  ),
  nameTaken: defineProblem(
    'TABULATE_NAME_TAKEN',
    409,
    '已有同名的汇总表',
    'A tabulation with this name already exists',
  ),
  tooLarge: defineProblem(
    'TABULATE_TOO_LARGE',
    422,
    '结果超过 {limit} 行；请减少层级或增加筛选',
    'The result has more than {limit} rows; use fewer levels or a filter',
  ),
} as const
