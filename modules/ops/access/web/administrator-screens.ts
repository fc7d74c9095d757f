import type { Screen } from '#ui/shell/screens.tsx'
import { accessPermissions as may } from '../contract.ts'

/** In the office's shell: each page belongs to one of the three administrators. */
export const administratorScreens = [
  {
    path: 'system/accounts',
    title: { 'zh-CN': '账户', en: 'Accounts' },
    area: 'system',
    permission: may.accountRead.code,
    load: async () => (await import('./accounts-page.tsx')).AccountsPage,
  },
  {
    path: 'system/organisations',
    title: { 'zh-CN': '机构', en: 'Organisations' },
    area: 'system',
    permission: may.organisationManage.code,
    load: async () => (await import('./organisations-page.tsx')).OrganisationsPage,
  },
  {
    path: 'system/outlines',
    title: { 'zh-CN': '地图边界', en: 'Map outlines' },
    area: 'system',
    permission: may.organisationManage.code,
    load: async () => (await import('./outlines-page.tsx')).OutlinesPage,
  },
  {
    path: 'system/settings',
    title: { 'zh-CN': '设置', en: 'Settings' },
    area: 'system',
    permission: may.settingManage.code,
    load: async () => (await import('./settings-page.tsx')).SettingsPage,
  },
  {
    path: 'system/grants',
    title: { 'zh-CN': '授权', en: 'Grants' },
    area: 'system',
    permission: may.grantManage.code,
    load: async () => (await import('./grants-page.tsx')).GrantsPage,
  },
  {
    path: 'system/roles',
    title: { 'zh-CN': '角色', en: 'Roles' },
    area: 'system',
    permission: may.roleManage.code,
    load: async () => (await import('./roles-page.tsx')).RolesPage,
  },
  {
    path: 'system/audit',
    title: { 'zh-CN': '审计日志', en: 'Audit log' },
    area: 'system',
    permission: may.auditRead.code,
    load: async () => (await import('./audit-page.tsx')).AuditPage,
  },
] as const satisfies readonly Screen[]
