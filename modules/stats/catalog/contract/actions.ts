/** What the catalogue writes to the audit trail. */
import { defineActions } from '#kernel/contract/index.ts'

export const catalogActions = defineActions({
  'catalog.programme.save': { 'zh-CN': '保存调查制度', en: 'Save a programme' },
  'catalog.form.import': { 'zh-CN': '保存报表草稿', en: 'Save a draft of a form' },
  'catalog.form.publish': { 'zh-CN': '发布报表', en: 'Publish a form' },
  'catalog.form.retire': { 'zh-CN': '停用报表', en: 'Retire a form' },
  'catalog.form.discard': { 'zh-CN': '丢弃报表草稿', en: 'Discard a draft of a form' },
})

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<keyof typeof catalogActions, true> {}
}
