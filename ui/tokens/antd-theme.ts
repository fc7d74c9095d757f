import type { ThemeConfig } from 'antd'
import { fonts, palette, sizes } from './palette.ts'

export const antdTheme: ThemeConfig = {
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
    colorBorder: palette['line-strong'],
    colorBorderSecondary: palette.line,
    colorBgLayout: palette['surface-sunken'],
    colorBgContainer: palette.surface,
    fontFamily: fonts.text,
    fontSize: sizes.text,
    controlHeight: sizes.control,
    borderRadius: sizes.radius,
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
