import { definePermissions } from '#kernel/contract/index.ts'

export const collectPermissions = definePermissions({
  fill: {
    code: 'collect.report.fill',
    text: { 'zh-CN': '填报本单位报表', en: "Fill in one's own unit's reports" },
  },
  read: {
    code: 'collect.report.read',
    text: { 'zh-CN': '查看报表', en: 'Read reports of units' },
  },
  review: {
    code: 'collect.report.review',
    text: {
      'zh-CN': '审核报表：验收、退回、催报、特批',
      en: 'Review reports: accept, send back, remind, extend',
    },
  },
  correct: {
    code: 'collect.report.correct',
    text: { 'zh-CN': '更正报表数据', en: 'Correct values of reports' },
  },
  manage: {
    code: 'collect.collection.manage',
    text: { 'zh-CN': '布置与关闭调查任务、导入报表', en: 'Issue and close collections, import returns' },
  },
  progress: {
    code: 'collect.progress.read',
    text: { 'zh-CN': '查看填报进度（汇总）', en: 'Read progress (aggregates)' },
  },
})
