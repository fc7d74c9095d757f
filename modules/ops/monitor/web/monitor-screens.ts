import type { Screen } from '#ui/shell/screens.tsx'
import { monitorPermissions as may } from '../contract.ts'

export const monitorScreens = [
  {
    path: 'system/operations',
    title: { 'zh-CN': '运行状况', en: 'Operations' },
    area: 'system',
    permission: may.operationsRead.code,
    load: async () => (await import('./operations-page.tsx')).OperationsPage,
  },
] as const satisfies readonly Screen[]
