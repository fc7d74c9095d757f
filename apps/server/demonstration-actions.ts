/** What making the demonstration city writes to the audit trail. */
import { defineActions } from '#kernel/contract/index.ts'

export const demonstrationActions = defineActions({
  'demonstration.setting.seed': { 'zh-CN': '生成演示设置', en: 'Generate demonstration settings' },
  'demonstration.region.seed': { 'zh-CN': '生成演示区划', en: 'Generate demonstration regions' },
  'demonstration.industry.seed': { 'zh-CN': '生成演示行业', en: 'Generate demonstration industries' },
  'demonstration.organisation.seed': { 'zh-CN': '生成演示机构', en: 'Generate demonstration organisations' },
  'demonstration.form.seed': { 'zh-CN': '生成演示报表', en: 'Generate demonstration forms' },
  'demonstration.unit.seed': { 'zh-CN': '生成演示单位', en: 'Generate demonstration units' },
  'demonstration.account.seed': { 'zh-CN': '生成演示账户', en: 'Generate demonstration accounts' },
  'demonstration.grant.seed': { 'zh-CN': '生成演示授权', en: 'Generate demonstration grants' },
  'demonstration.collection.seed': { 'zh-CN': '生成演示调查任务', en: 'Generate demonstration collections' },
  'demonstration.report.seed': { 'zh-CN': '生成演示数据', en: 'Generate demonstration returns' },
})

export type Demonstrated = keyof typeof demonstrationActions extends `demonstration.${infer Kind}.seed`
  ? Kind
  : never

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<keyof typeof demonstrationActions, true> {}
}
