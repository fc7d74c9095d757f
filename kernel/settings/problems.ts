import { defineProblem } from '../contract/problem.ts'

export const settingInvalid = defineProblem(
  'SETTING_INVALID',
  400,
  '设置值不符合要求：{key}',
  'This value does not fit the setting: {key}',
)
