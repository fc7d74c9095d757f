import { defineText } from '#ui/i18n/text.ts'
import { ownUnitEn } from './own-unit-en.ts'
import { ownUnitZhCN } from './own-unit-zh-CN.ts'

export const ownUnitText = defineText(ownUnitZhCN, ownUnitEn)
