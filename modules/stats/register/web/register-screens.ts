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
