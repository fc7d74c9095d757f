/** What the access module writes to the audit trail. */
import { defineActions } from '#kernel/contract/index.ts'

export const accessActions = defineActions({
  'audit.event.export': { 'zh-CN': '导出审计日志', en: 'Take the audit log away' },
  'audit.chain.verify': { 'zh-CN': '校验审计链', en: 'Verify the audit chain' },
})

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<keyof typeof accessActions, true> {}
}
