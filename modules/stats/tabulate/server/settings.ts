import { Type } from 'typebox'
import { declareSetting } from '#kernel/settings/settings.ts'
import { FIGURES_AT_MOST } from '../contract.ts'

export const tabulateSettings = Object.freeze({
  figures: declareSetting({
    key: 'tabulate.figures',
    schema: Type.Array(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}(/[A-Za-z0-9_]{1,40})?$' }), {
      maxItems: FIGURES_AT_MOST,
      uniqueItems: true,
    }),
    default: [],
    text: { 'zh-CN': '主要数据', en: 'Main figures' },
    help: {
      'zh-CN':
        '领导首页上的数据，按顺序至多五项：表号为该表的主要指标，“表号/单元格代码”为指定单元格，例如 B204-1/M17；留空则按报表自动选取',
      en: 'What the leader’s page shows, five at most, in this order: a form’s code for its main measure, or code/cell, such as B204-1/M17; left empty, they follow from the forms',
    },
  }),
})
