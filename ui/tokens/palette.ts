/**
 * The look of Zhitong in one place: `tokens.css` carries these values as custom properties for our own
 * components, `antd-theme.ts` hands them to Ant Design; a test keeps the two the same.
 */
export const palette = Object.freeze({
  accent: '#1d5bb8',
  'accent-strong': '#17488f',
  'accent-soft': '#eaf1fb',
  'accent-line': '#b5cdee',
  surface: '#ffffff',
  'surface-sunken': '#f5f6f8',
  'surface-head': '#f0f2f5',
  'surface-hover': '#f4f7fb',
  line: '#dfe3e8',
  'line-strong': '#c2c8d1',
  'line-control': '#8b93a1',
  text: '#1b2129',
  'text-soft': '#4d5663',
  'text-faint': '#626b78',
  'text-on-accent': '#ffffff',
  fatal: '#c0221f',
  'fatal-soft': '#fdf1f0',
  query: '#8a5200',
  'query-mark': '#c27c00',
  'query-soft': '#fff8e8',
  notice: '#1d5bb8',
  'notice-soft': '#eef4fd',
})

export const fonts = Object.freeze({
  text: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif',
  numbers: '"Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
})

export const sizes = Object.freeze({ row: 30, control: 30, radius: 4, text: 14, small: 12, head: 48 })
