/** The register area of the console. */
import { registerPermissions } from '../contract.ts'

export const registerScreens = [
  {
    path: 'register/units',
    title: { 'zh-CN': '单位名录', en: 'Units' },
    area: 'register',
    permission: registerPermissions.read.code,
    load: async () => (await import('./unit-list.tsx')).UnitList,
  },
  {
    path: 'register/units/:unitId',
    title: { 'zh-CN': '调查单位', en: 'Unit' },
    area: 'register',
    permission: registerPermissions.read.code,
    load: async () => (await import('./unit-page.tsx')).UnitPage,
  },
  {
    path: 'register/applications',
    title: { 'zh-CN': '进退库申报', en: 'Entries and exits' },
    area: 'register',
    permission: registerPermissions.read.code,
    load: async () => (await import('./application/application-list.tsx')).ApplicationList,
  },
  {
    path: 'register/applications/new',
    title: { 'zh-CN': '申报单位进退库', en: 'Propose an entry, change or exit' },
    area: 'register',
    permission: registerPermissions.propose.code,
    listed: false,
    load: async () => (await import('./application/propose-page.tsx')).ProposePage,
  },
  {
    path: 'register/applications/:applicationId',
    title: { 'zh-CN': '进退库申报', en: 'Application' },
    area: 'register',
    permission: registerPermissions.read.code,
    load: async () => (await import('./application/application-page.tsx')).ApplicationPage,
  },
  {
    path: 'register/industries',
    title: { 'zh-CN': '行业分类', en: 'Industries' },
    area: 'register',
    permission: registerPermissions.read.code,
    load: async () => (await import('./industry-page.tsx')).IndustryPage,
  },
  {
    path: 'register/imports',
    title: { 'zh-CN': '导入', en: 'Import' },
    area: 'register',
    permission: registerPermissions.import.code,
    load: async () => (await import('./import-list.tsx')).ImportList,
  },
  {
    path: 'register/imports/:importId',
    title: { 'zh-CN': '导入名录', en: 'Import of units' },
    area: 'register',
    permission: registerPermissions.import.code,
    load: async () => (await import('./import-page.tsx')).ImportPage,
  },
] as const
