/** The screen of this module in the reporter's shell. */
import type { Screen } from '#ui/shell/screens.tsx'
import { registerPermissions } from '../../contract.ts'

export const ownUnitScreens: readonly Screen[] = [
  {
    path: 'profile',
    title: { 'zh-CN': '单位资料', en: 'Our unit' },
    permission: registerPermissions.own.code,
    load: async () => (await import('./own-unit-page.tsx')).OwnUnitPage,
  },
]
