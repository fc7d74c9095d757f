/** States as sentences of the server name them: in the words of the screens. */
import type { BilingualText } from '#kernel/contract/index.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

export function statusWords(status: 'draft' | 'published' | 'retired'): BilingualText {
  const key = `form.status.${status}` as const
  return { 'zh-CN': zhCN[key], en: en[key] }
}
