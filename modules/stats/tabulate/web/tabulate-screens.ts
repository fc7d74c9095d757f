/** The screens of this module as the console lists them. */
import type { Screen } from '#ui/shell/screens.tsx'
import { tabulatePermissions as may } from '../contract.ts'

export const tabulateScreens = [
  {
    path: 'tabulate',
    title: { 'zh-CN': '汇总表', en: 'Tabulations' },
    area: 'tabulate',
    permission: may.run.code,
    load: async () => (await import('./tabulation-list.tsx')).TabulationList,
  },
  {
    path: 'tabulate/table',
    title: { 'zh-CN': '新建汇总表', en: 'New tabulation' },
    area: 'tabulate',
    listed: false,
    permission: may.run.code,
    load: async () => (await import('./tabulation-page.tsx')).TabulationPage,
  },
  {
    path: 'tabulate/table/:id',
    title: { 'zh-CN': '汇总表', en: 'Tabulation' },
    area: 'tabulate',
    permission: may.run.code,
    load: async () => (await import('./tabulation-page.tsx')).TabulationPage,
  },
  {
    path: 'figures',
    title: { 'zh-CN': '主要数据', en: 'Main figures' },
    area: 'tabulate',
    permission: may.figures.code,
    load: async () => (await import('./figures/figures-page.tsx')).FiguresPage,
  },
] as const satisfies readonly Screen[]
