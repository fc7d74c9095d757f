/**
 * The look of Zhitong in one place: `tokens.css` carries these values as custom properties for our own
 * components, `antd-theme.ts` hands them to Ant Design; a test keeps the two the same.
 */
const light = {
  accent: '#1d5bb8',
  'accent-strong': '#17488f',
  'accent-mid': '#5c93dd',
  'accent-soft': '#eaf1fb',
  'accent-line': '#b5cdee',
  surface: '#ffffff',
  'surface-sunken': '#f5f6f8',
  'surface-head': '#f0f2f5',
  'surface-hover': '#f4f7fb',
  track: '#e6e9ee',
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
  hit: '#ffefb0',
  'hit-now': '#ffc94d',
}

export type Palette = Readonly<Record<keyof typeof light, string>>

/** Raised is lighter, sunken darker; marks are paler than in the light, so that they carry dark text. */
const dark: Palette = {
  accent: '#78aaf2',
  'accent-strong': '#a6c8f8',
  'accent-mid': '#5a8cd3',
  'accent-soft': '#1c2e4a',
  'accent-line': '#3a5d90',
  surface: '#1b2028',
  'surface-sunken': '#13171d',
  'surface-head': '#232932',
  'surface-hover': '#222b38',
  track: '#2e3642',
  line: '#303844',
  'line-strong': '#465161',
  'line-control': '#7c8798',
  text: '#e3e8ef',
  'text-soft': '#b6bfcc',
  'text-faint': '#98a3b3',
  'text-on-accent': '#0b1626',
  fatal: '#ff8a82',
  'fatal-soft': '#3b1f20',
  query: '#edbb5f',
  'query-mark': '#d99c2f',
  'query-soft': '#362b14',
  notice: '#78aaf2',
  'notice-soft': '#1a2a42',
  hit: '#4b4012',
  'hit-now': '#6b5000',
}

export const palettes = Object.freeze({ light, dark })

export const fonts = Object.freeze({
  text: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif',
  numbers: '"Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
})

export const sizes = Object.freeze({ control: 30, radius: 4, text: 14, small: 12, head: 48 })

/** Rows of data tables and forms, in pixels. */
export const densities = Object.freeze({
  compact: { row: 28, 'row-text': 13 },
  standard: { row: 32, 'row-text': 14 },
  roomy: { row: 40, 'row-text': 15 },
})
