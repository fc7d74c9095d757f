import type { Widen } from '../../i18n/text.ts'
import type { zhCN } from './zh-CN.ts'

export const en: Widen<typeof zhCN> = {
  'map.credit.approval': 'Map approval number: {number}',
  'map.credit.source': 'Source: {source}',
}
