export const zhCN = {
  'shell.place.name': '统计工作台',
  'shell.area.design': '设计',
  'shell.area.register': '名录',
  'shell.area.collect': '采集',
  'shell.area.edit': '审核',
  'shell.area.tabulate': '汇总',
  'shell.area.system': '系统',
  'shell.area.screens': '本区页面',
} as const
