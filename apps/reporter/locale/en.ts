import type { Widen } from '#ui/i18n/text.ts'
import type { zhCN } from './zh-CN.ts'

export const en: Widen<typeof zhCN> = {
  'shell.console.link': 'Console',
  'shell.place.name': 'Direct reporting',
  'shell.version.ready': 'A new version is ready; what you are filling in is kept on this device',
  'shell.version.take': 'Update now',
}
