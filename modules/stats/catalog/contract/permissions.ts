import { definePermissions } from '#kernel/contract/index.ts'

export const catalogPermissions = definePermissions({
  read: { code: 'catalog.form.read', text: { 'zh-CN': '查看制度与报表', en: 'See programmes and forms' } },
  design: { code: 'catalog.form.design', text: { 'zh-CN': '设计报表', en: 'Design forms' } },
  publish: { code: 'catalog.form.publish', text: { 'zh-CN': '发布报表', en: 'Publish forms' } },
})
