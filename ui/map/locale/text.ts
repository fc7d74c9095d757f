import { defineText } from '../../i18n/text.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

export const mapText = defineText(zhCN, en)
