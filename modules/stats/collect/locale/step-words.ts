/** The steps of a unit as sentences of the server name them. */
import type { BilingualText } from '#kernel/contract/index.ts'
import type { Step } from '../contract.ts'

export const stepWords: Readonly<Record<Step, BilingualText>> = {
  fill: { 'zh-CN': '填表', en: 'fill in' },
  review: { 'zh-CN': '复核', en: 'review' },
  sign: { 'zh-CN': '签发', en: 'sign' },
}
