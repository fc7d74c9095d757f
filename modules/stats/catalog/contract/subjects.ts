type SubjectName = Readonly<{ 'zh-CN': string; en: string }>

/** Names of subjects (专业) that come with the product; others are shown by their code. */
export const subjects: Readonly<Record<string, SubjectName>> = Object.freeze({
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

export const subjectName = (code: string): SubjectName | { 'zh-CN': string } =>
  subjects[code] ?? { 'zh-CN': code }
