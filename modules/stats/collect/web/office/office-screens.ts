/** The office's screens of collection as the console lists them. */
import type { Screen } from '#ui/shell/screens.tsx'
import { collectPermissions as may } from '../../contract.ts'

export const officeScreens = [
  {
    path: '',
    title: { 'zh-CN': '首页', en: 'Home' },
    permission: may.progress.code,
    load: async () => (await import('./home.tsx')).Home,
  },
  {
    path: 'collect/progress',
    title: { 'zh-CN': '填报进度', en: 'Progress' },
    area: 'collect',
    permission: may.progress.code,
    load: async () => (await import('./progress-board.tsx')).ProgressBoard,
  },
  {
    path: 'collect/reports',
    title: { 'zh-CN': '报表清单', en: 'Reports' },
    area: 'collect',
    permission: may.read.code,
    load: async () => (await import('./report-list.tsx')).ReportList,
  },
  {
    path: 'collect/reports/:collectionId/:unitId',
    title: { 'zh-CN': '报表', en: 'Report' },
    area: 'collect',
    permission: may.read.code,
    frame: 'wide',
    load: async () => (await import('./report-page.tsx')).ReportPage,
  },
  {
    path: 'reports/:collectionId/:unitId',
    title: { 'zh-CN': '填报报表', en: 'Fill in a form' },
    permission: may.fill.code,
    load: async () => (await import('./open-form.tsx')).OpenForm,
  },
  {
    path: 'collect/acceptances/:acceptanceId',
    title: { 'zh-CN': '批量验收', en: 'Bulk acceptance' },
    area: 'collect',
    permission: may.review.code,
    load: async () => (await import('./acceptance-page.tsx')).AcceptancePage,
  },
  {
    path: 'collect/rules',
    title: { 'zh-CN': '审核结果', en: 'Rule results' },
    area: 'collect',
    permission: may.progress.code,
    load: async () => (await import('./rule-summary.tsx')).RuleSummary,
  },
  {
    path: 'collect/collections',
    title: { 'zh-CN': '调查任务', en: 'Collections' },
    area: 'collect',
    permission: may.manage.code,
    load: async () => (await import('./collections-page.tsx')).CollectionsPage,
  },
  {
    path: 'collect/collections/issue',
    title: { 'zh-CN': '布置调查任务', en: 'Issue a collection' },
    area: 'collect',
    permission: may.manage.code,
    listed: false,
    load: async () => (await import('./issue-collection.tsx')).IssueCollection,
  },
  {
    path: 'collect/collections/:collectionId/import',
    title: { 'zh-CN': '导入报表数据', en: 'Import returns' },
    area: 'collect',
    permission: may.manage.code,
    load: async () => (await import('./import-returns.tsx')).ImportReturns,
  },
  {
    path: 'collect/collections/:collectionId/import/:importId',
    title: { 'zh-CN': '导入报表数据', en: 'Import returns' },
    area: 'collect',
    permission: may.manage.code,
    load: async () => (await import('./import-run.tsx')).ImportRun,
  },
] as const satisfies readonly Screen[]
