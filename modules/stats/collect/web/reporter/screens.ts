/** The screens of this module in the reporter's shell. */
import type { Screen } from '#ui/shell/screens.tsx'
import { collectPermissions } from '../../contract.ts'

const permission = collectPermissions.fill.code

/** The first two are open to who fills in no more: the server refuses them, and their device may hold what they wrote. */
export const reporterScreens: readonly Screen[] = [
  {
    path: '',
    title: { 'zh-CN': '本期报表', en: 'Forms of this period' },
    load: async () => (await import('./home.tsx')).ReporterHome,
  },
  {
    path: 'reports/:collectionId/:unitId',
    title: { 'zh-CN': '填报', en: 'Fill in' },
    frame: 'wide',
    load: async () => (await import('./report-page.tsx')).ReportPage,
  },
  {
    path: 'reports/:collectionId/:unitId/receipt',
    title: { 'zh-CN': '报送回执', en: 'Receipt' },
    permission,
    load: async () => (await import('./receipt.tsx')).ReceiptPage,
  },
  {
    path: 'reports/:collectionId/:unitId/history',
    title: { 'zh-CN': '报送历史', en: 'History' },
    permission,
    load: async () => (await import('./trail.tsx')).TrailPage,
  },
  {
    path: 'calendar',
    title: { 'zh-CN': '报送日历', en: 'Calendar' },
    permission,
    load: async () => (await import('./calendar-page.tsx')).CalendarPage,
  },
  {
    path: 'unit',
    title: { 'zh-CN': '单位与人员', en: 'Unit and people' },
    permission,
    load: async () => (await import('./unit-page.tsx')).UnitPage,
  },
  {
    path: 'history',
    title: { 'zh-CN': '历次报表', en: 'Earlier forms' },
    permission,
    load: async () => (await import('./history.tsx')).HistoryPage,
  },
]
