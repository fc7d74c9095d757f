import type { Widen } from '#ui/i18n/text.ts'
import type { zhCN } from './zh-CN.ts'

export const en: Widen<typeof zhCN> = {
  'shell.place.name': 'Console',
  'shell.area.design': 'Design',
  'shell.area.register': 'Register',
  'shell.area.collect': 'Collect',
  'shell.area.edit': 'Edit',
  'shell.area.tabulate': 'Tabulate',
  'shell.area.system': 'System',
  'shell.area.screens': 'Pages of this area',
  'scope.frequency.M': 'Months',
  'scope.frequency.Q': 'Quarters',
  'scope.frequency.A': 'Years',
  'scope.frequency.S': 'Half-years',
  'scope.frequency.T': 'Ten-day periods',
  'scope.frequency.W': 'Weeks',
  'scope.frequency.D': 'Days',
}
