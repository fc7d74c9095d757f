import { definePermissions } from '#kernel/contract/index.ts'

export const tabulatePermissions = definePermissions({
  run: {
    code: 'tabulate.table.run',
    text: { 'zh-CN': '运行和查看汇总表', en: 'Run and see tabulations' },
  },
  figures: {
    code: 'tabulate.figures.read',
    text: { 'zh-CN': '查看已验收的主要数据', en: 'See the main figures that are released' },
  },
  design: {
    code: 'tabulate.table.design',
    text: { 'zh-CN': '定义和保存汇总表', en: 'Define and save tabulations' },
  },
  drill: {
    code: 'tabulate.cell.drill',
    text: { 'zh-CN': '由汇总数追溯到报表', en: 'Drill from a total to the reports behind it' },
  },
})
