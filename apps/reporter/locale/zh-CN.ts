export const zhCN = {
  'shell.console.link': '统计工作台',
  'shell.place.name': '联网直报',
} as const
