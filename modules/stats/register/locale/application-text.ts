import { defineText } from '#ui/i18n/text.ts'
import { applicationEn } from './application-en.ts'
import { applicationZhCN } from './application-zh-CN.ts'

export const applicationText = defineText(applicationZhCN, applicationEn)
