export const zhCN = {
  'map.credit.approval': '审图号：{number}',
  'map.credit.source': '资料来源：{source}',
} as const
