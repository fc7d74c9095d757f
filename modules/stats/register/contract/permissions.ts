import { definePermissions } from '#kernel/contract/index.ts'

export const registerPermissions = definePermissions({
  read: { code: 'register.unit.read', text: { 'zh-CN': '查看名录', en: 'See the register' } },
  own: {
    code: 'register.unit.own',
    text: {
      'zh-CN': '查看本单位名录资料并申请变更',
      en: 'See one’s own unit in the register and ask for changes',
    },
  },
  edit: { code: 'register.unit.edit', text: { 'zh-CN': '维护名录单位', en: 'Maintain units' } },
  import: { code: 'register.unit.import', text: { 'zh-CN': '批量导入名录', en: 'Import units' } },
  propose: {
    code: 'register.application.propose',
    text: { 'zh-CN': '申报单位进退库', en: 'Propose entries, changes and exits of units' },
  },
  decide: {
    code: 'register.application.decide',
    text: { 'zh-CN': '审批单位进退库', en: 'Decide on entries, changes and exits of units' },
  },
  industry: {
    code: 'register.industry.import',
    text: { 'zh-CN': '维护行业分类', en: 'Maintain the industry classification' },
  },
})
