import { type ThemeConfig, theme as themes } from 'antd'
import { fonts, palettes, sizes } from './palette.ts'

/** Ant Design in our colours, on the same dark surfaces, and as still as the person asked the system to be. */
export function antdTheme(theme: keyof typeof palettes, still: boolean): ThemeConfig {
  const palette = palettes[theme]
  return {
    algorithm: theme === 'dark' ? themes.darkAlgorithm : themes.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorInfo: palette.accent,
      colorLink: palette.accent,
      colorSuccess: palette.accent,
      colorWarning: palette['query-mark'],
      colorError: palette.fatal,
      colorText: palette.text,
      colorTextSecondary: palette['text-soft'],
      colorTextTertiary: palette['text-faint'],
      colorTextPlaceholder: palette['text-faint'],
      colorTextLightSolid: palette['text-on-accent'],
      colorBorder: palette['line-strong'],
      colorBorderSecondary: palette.line,
      colorBgLayout: palette['surface-sunken'],
      colorBgContainer: palette.surface,
      colorBgElevated: palette.surface,
      controlItemBgActive: palette['accent-soft'],
      controlItemBgHover: palette['surface-hover'],
      fontFamily: fonts.text,
      fontSize: sizes.text,
      controlHeight: sizes.control,
      borderRadius: sizes.radius,
      motion: !still,
      wireframe: false,
    },
    components: {
      Table: {
        cellPaddingBlockSM: 4,
        cellPaddingInlineSM: 8,
        headerBg: palette['surface-head'],
        headerColor: palette['text-soft'],
        rowHoverBg: palette['surface-hover'],
        rowSelectedBg: palette['accent-soft'],
      },
      Menu: { itemHeight: 32, itemSelectedBg: palette['accent-soft'] },
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
      Card: { bodyPadding: 16, headerHeight: 44 },
    },
  }
}
