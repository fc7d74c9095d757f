/** What the register writes to the audit trail. */
import { defineActions } from '#kernel/contract/index.ts'

export const registerActions = defineActions({
  'register.unit.list': { 'zh-CN': '查看单位名录', en: 'List units' },
  'register.unit.read': { 'zh-CN': '查看单位', en: 'Read a unit' },
  'register.unit.export': { 'zh-CN': '导出单位名录', en: 'Export units' },
  'register.unit.enter': { 'zh-CN': '单位入库', en: 'Enter a unit' },
  'register.unit.change': { 'zh-CN': '变更单位', en: 'Change a unit' },
  'register.unit.correctCodes': { 'zh-CN': '更正单位代码', en: 'Correct codes of a unit' },
  'register.unit.exit': { 'zh-CN': '单位退库', en: 'Take a unit out' },
  'register.unit.reinstate': { 'zh-CN': '恢复单位', en: 'Reinstate a unit' },
  'register.unit.reachDay': { 'zh-CN': '到期变更生效', en: 'Dated changes of units take effect' },
  'register.unit.import': { 'zh-CN': '批量导入单位', en: 'Bring units in' },
  'register.import.upload': { 'zh-CN': '上传单位文件', en: 'Upload a file of units' },
  'register.import.read': { 'zh-CN': '查看导入的单位', en: 'Read the lines of an import' },
  'register.import.preview': { 'zh-CN': '重新预览单位导入', en: 'Preview an import of units anew' },
  'register.import.begin': { 'zh-CN': '开始应用单位导入', en: 'Begin to apply an import of units' },
  'register.import.apply': { 'zh-CN': '应用单位导入', en: 'Apply an import of units' },
  'register.import.cancel': { 'zh-CN': '取消单位导入', en: 'Cancel an import of units' },
  'register.import.fail': { 'zh-CN': '单位导入未完成', en: 'Fail an import of units' },
  'register.industry.import': { 'zh-CN': '导入行业分类', en: 'Import the industry classification' },
  'register.application.list': { 'zh-CN': '查看进退库申报', en: 'List applications' },
  'register.application.read': { 'zh-CN': '查看一份申报', en: 'Read an application' },
  'register.application.propose': { 'zh-CN': '提交申报', en: 'Propose an application' },
  'register.application.approve': { 'zh-CN': '批准申报', en: 'Approve an application' },
  'register.application.refuse': { 'zh-CN': '不予批准申报', en: 'Refuse an application' },
  'register.application.withdraw': { 'zh-CN': '撤回申报', en: 'Withdraw an application' },
  'register.paper.upload': { 'zh-CN': '上传证明材料', en: 'Upload a paper' },
  'register.paper.download': { 'zh-CN': '下载证明材料', en: 'Download a paper' },
})

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<keyof typeof registerActions, true> {}
}
