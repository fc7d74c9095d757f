export const zhCN = {
  'shell.place.name': '联网直报',
} as const
