import { defineText } from '#ui/i18n/text.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

export const ownWorkbookText = defineText(zhCN, en)
