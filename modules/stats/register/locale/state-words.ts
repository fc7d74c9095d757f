/** States as sentences of the server name them: in the words of the screens. */
import type { BilingualText } from '#kernel/contract/index.ts'
import type { ImportRecord } from '../contract.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

export function importStateWords(state: ImportRecord['state']): BilingualText {
  const key = `import.state.${state}` as const
  return { 'zh-CN': zhCN[key], en: en[key] }
}
