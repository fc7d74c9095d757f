/** What tabulation writes to the audit trail. */
import { defineActions } from '#kernel/contract/index.ts'

export const tabulateActions = defineActions({
  'tabulate.table.create': { 'zh-CN': '保存汇总表', en: 'Save a table' },
  'tabulate.table.change': { 'zh-CN': '修改汇总表', en: 'Change a table' },
  'tabulate.table.delete': { 'zh-CN': '删除汇总表', en: 'Delete a table' },
  'tabulate.cell.drill': { 'zh-CN': '由汇总数查看报表', en: 'Go down from a total to reports' },
})

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<keyof typeof tabulateActions, true> {}
}
