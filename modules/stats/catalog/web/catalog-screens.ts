/** The design area of the console. */
import { catalogPermissions } from '../contract.ts'

export const catalogScreens = [
  {
    path: 'design/forms',
    title: { 'zh-CN': '报表', en: 'Forms' },
    area: 'design',
    permission: catalogPermissions.read.code,
    load: async () => (await import('./form-list.tsx')).FormList,
  },
  {
    path: 'design/programmes',
    title: { 'zh-CN': '调查制度', en: 'Programmes' },
    area: 'design',
    permission: catalogPermissions.read.code,
    load: async () => (await import('./programme-list.tsx')).ProgrammeList,
  },
  {
    path: 'design/programmes/:code',
    title: { 'zh-CN': '调查制度', en: 'Programme' },
    area: 'design',
    permission: catalogPermissions.read.code,
    load: async () => (await import('./programme-page.tsx')).ProgrammePage,
  },
  {
    path: 'design/forms/:code',
    title: { 'zh-CN': '报表', en: 'Form' },
    area: 'design',
    permission: catalogPermissions.read.code,
    load: async () => (await import('./form-page.tsx')).FormPage,
  },
  {
    path: 'design/import',
    title: { 'zh-CN': '导入报表', en: 'Import a form' },
    area: 'design',
    permission: catalogPermissions.design.code,
    load: async () => (await import('./form-import.tsx')).FormImport,
  },
] as const
