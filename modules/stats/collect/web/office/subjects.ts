/** Names of subjects (专业) that come with the product; others are shown by their code. */
import { type LocalText, useLocalText } from '#ui/i18n/text.ts'

export const subjects: Readonly<Record<string, LocalText>> = Object.freeze({
  register: { 'zh-CN': '名录', en: 'Register' },
  agriculture: { 'zh-CN': '农业', en: 'Agriculture' },
  industry: { 'zh-CN': '工业', en: 'Industry' },
  construction: { 'zh-CN': '建筑业', en: 'Construction' },
  realEstate: { 'zh-CN': '房地产', en: 'Real estate' },
  trade: { 'zh-CN': '贸易', en: 'Trade' },
  catering: { 'zh-CN': '住宿餐饮', en: 'Catering' },
  services: { 'zh-CN': '服务业', en: 'Services' },
  labour: { 'zh-CN': '劳动工资', en: 'Labour' },
  energy: { 'zh-CN': '能源', en: 'Energy' },
  investment: { 'zh-CN': '投资', en: 'Investment' },
})

export function useSubjectName(): (code: string) => string {
  const local = useLocalText()
  return code => local(subjects[code] ?? { 'zh-CN': code })
}
