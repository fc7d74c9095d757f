/** What collection writes to the audit trail. */
import { defineActions } from '#kernel/contract/index.ts'

export const collectActions = defineActions({
  'collect.collection.issue': { 'zh-CN': '布置调查任务', en: 'Issue a collection' },
  'collect.collection.change-dates': { 'zh-CN': '调整任务时间', en: 'Change dates of a collection' },
  'collect.collection.close': { 'zh-CN': '提前截止任务', en: 'Close a collection' },
  'collect.collection.import': { 'zh-CN': '导入报表数据', en: 'Import returns' },
  'collect.import.upload': { 'zh-CN': '上传报表数据文件', en: 'Upload a file of returns' },
  'collect.import.preview': { 'zh-CN': '重新预览导入', en: 'Preview an import again' },
  'collect.import.begin': { 'zh-CN': '开始应用报表导入', en: 'Begin to apply an import of returns' },
  'collect.import.sample': { 'zh-CN': '查看导入文件首行', en: 'Read the first record of an import' },
  'collect.import.errors': { 'zh-CN': '查看导入错误', en: 'Read errors of an import' },
  'collect.import.export-errors': { 'zh-CN': '下载导入错误清单', en: 'Download errors of an import' },
  'collect.import.cancel': { 'zh-CN': '取消导入', en: 'Cancel an import' },
  'collect.import.fail': { 'zh-CN': '报表导入未完成', en: 'Fail an import of returns' },
  'collect.draft.discard': { 'zh-CN': '丢弃草稿', en: 'Discard a draft' },
  'collect.report.list': { 'zh-CN': '查看报表清单', en: 'List reports' },
  'collect.report.read': { 'zh-CN': '查看报表', en: 'Read a report' },
  'collect.report.lineage': { 'zh-CN': '查看数据来历', en: 'Read the lineage of a value' },
  'collect.report.history': { 'zh-CN': '查看各期数据', en: 'Read the numbers of earlier periods' },
  'collect.report.submit': { 'zh-CN': '报送报表', en: 'Submit a report' },
  'collect.report.accept': { 'zh-CN': '验收报表', en: 'Accept a report' },
  'collect.report.withdraw': { 'zh-CN': '撤销验收', en: 'Withdraw an acceptance' },
  'collect.report.return': { 'zh-CN': '退回报表', en: 'Send a report back' },
  'collect.report.extend': { 'zh-CN': '特批延期', en: 'Extend a deadline' },
  'collect.report.correct': { 'zh-CN': '更正报表数据', en: 'Correct a report' },
  'collect.report.import': { 'zh-CN': '报表由文件导入', en: 'Bring a report in from a file' },
  'collect.report.remind': { 'zh-CN': '催报', en: 'Remind a unit' },
  'collect.acceptance.start': { 'zh-CN': '批量验收', en: 'Start a bulk acceptance' },
  'collect.acceptance.read': { 'zh-CN': '查看批量验收结果', en: 'Read the result of a bulk acceptance' },
  'collect.acceptance.cancel': { 'zh-CN': '停止批量验收', en: 'Stop a bulk acceptance' },
  'collect.acceptance.fail': { 'zh-CN': '批量验收未完成', en: 'A bulk acceptance fails' },
  'collect.reminder.start': { 'zh-CN': '批量催报', en: 'Remind many units' },
  'collect.reminder.cancel': { 'zh-CN': '停止批量催报', en: 'Stop reminding' },
  'collect.inquiry.ask': { 'zh-CN': '就指标问询', en: 'Ask about cells' },
  'collect.inquiry.answer': { 'zh-CN': '答复问询', en: 'Answer an inquiry' },
  'collect.inquiry.close': { 'zh-CN': '了结问询', en: 'Close an inquiry' },
  'collect.mapping.read': { 'zh-CN': '查看自有表格的对应关系', en: 'Read mappings of own workbooks' },
  'collect.mapping.keep': { 'zh-CN': '记住自有表格的对应关系', en: 'Remember a mapping of an own workbook' },
  'collect.mapping.change': { 'zh-CN': '更改自有表格的对应关系', en: 'Change a mapping of an own workbook' },
  'collect.mapping.drop': { 'zh-CN': '删除自有表格的对应关系', en: 'Delete a mapping of an own workbook' },
  'collect.explanation.review': { 'zh-CN': '审阅说明', en: 'Review an explanation' },
})

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<keyof typeof collectActions, true> {}
}
