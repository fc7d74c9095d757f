import type { BilingualText } from '#kernel/contract/index.ts'
import type { IndustryFault } from '../industry-csv.ts'

/** What a line of a classification file has wrong, as REGISTER_INDUSTRY_FILE says it. */
export const INDUSTRY_FAULTS = Object.freeze({
  columns: { 'zh-CN': '缺少列', en: 'a column is missing' },
  code: { 'zh-CN': '代码与层级不符', en: 'the code does not fit its level' },
  name: { 'zh-CN': '没有名称', en: 'there is no name' },
  level: { 'zh-CN': '层级不是1—4', en: 'the level is not 1 to 4' },
  parent: { 'zh-CN': '上级代码不在上一层级中', en: 'the parent is no code of the level above' },
  duplicate: { 'zh-CN': '代码重复', en: 'the code stands twice' },
  quoteOpen: { 'zh-CN': '引号没有结束', en: 'a quote is never closed' },
  quoteInside: {
    'zh-CN': '引号应包住整个单元格，其中的引号写两个',
    en: 'quotes go around a whole cell, and a quote inside one is written twice',
  },
}) satisfies Readonly<Record<IndustryFault['problem'], BilingualText>>
