import { defineText } from '#ui/i18n/text.ts'
import { en } from './figures-en.ts'
import { zhCN } from './figures-zh-CN.ts'

export const figuresText = defineText(zhCN, en)
