import { defineText } from '#ui/i18n/text.ts'
import { officeEn } from './office-en.ts'
import { officeZhCN } from './office-zh-CN.ts'

export const officeText = defineText(officeZhCN, officeEn)
