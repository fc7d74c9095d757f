export const zhCN = {
  'shell.console.link': '统计工作台',
  'shell.place.name': '联网直报',
  'shell.version.ready': '新版本已就绪，正在填写的内容已存在本机',
  'shell.version.take': '点此更新',
} as const
