/** How cells look: black on white as on paper, what may be typed into on white, the rest on grey. */
import type { Style } from '@cj-tech-master/excelts'
import type { ValueType } from '../../form/index.ts'
import type { FormSheet, Look } from './sheet.ts'

const FONT = 'Microsoft YaHei'
const LINE = { style: 'thin', color: { argb: 'FF8B93A1' } } as const
const BOX = { top: LINE, bottom: LINE, left: LINE, right: LINE } as const
const fill = (argb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const
const GREY = fill('FFF0F2F5')
const PALE = fill('FFF7F8FA')
const locked = { protection: { locked: true } } as const
const middle = { vertical: 'middle', wrapText: true } as const

const font = (size: number, more: Partial<Style['font']> = {}) => ({ font: { name: FONT, size, ...more } })

const looks: Readonly<Record<Look | 'key' | 'derived', Partial<Style>>> = {
  title: { ...font(16, { bold: true }), alignment: { ...middle, horizontal: 'center' } },
  demonstration: {
    ...font(10, { color: { argb: 'FFB42318' } }),
    alignment: { ...middle, horizontal: 'center' },
  },
  centre: { ...font(11), alignment: { ...middle, horizontal: 'center' } },
  mark: { ...font(10), alignment: { vertical: 'middle' } },
  section: { ...font(11, { bold: true }), alignment: { vertical: 'middle' } },
  label: { ...font(10), alignment: middle },
  head: {
    ...font(10, { bold: true }),
    fill: GREY,
    border: BOX,
    alignment: { ...middle, horizontal: 'center' },
  },
  number: { ...font(9), fill: GREY, border: BOX, alignment: { ...middle, horizontal: 'center' } },
  name: { ...font(10), border: BOX, alignment: middle },
  group: { ...font(10, { bold: true }), border: BOX, alignment: middle },
  small: { ...font(10), border: BOX, alignment: { ...middle, horizontal: 'center' } },
  closed: { ...font(10), fill: GREY, border: BOX, alignment: { ...middle, horizontal: 'center' } },
  blank: { ...font(10), border: BOX },
  key: { ...font(10), border: BOX, alignment: middle, numFmt: '@', protection: { locked: false } },
  derived: { ...font(10), fill: PALE, border: BOX, alignment: { ...middle, horizontal: 'center' } },
}

const numberFormat = (scale: number): string => `#,##0${scale > 0 ? `.${'0'.repeat(scale)}` : ''}`

function valueStyle(kind: 'input' | 'computed' | 'locked', type: ValueType): Partial<Style> {
  const decimal = type.kind === 'decimal'
  return {
    ...font(10),
    ...(kind === 'input'
      ? { protection: { locked: false } }
      : { ...locked, fill: kind === 'computed' ? GREY : PALE }),
    border: BOX,
    numFmt: decimal ? numberFormat(type.scale) : '@',
    alignment: { ...middle, horizontal: decimal ? 'right' : 'left' },
  }
}

export function styleOf(
  look: Look | 'key' | 'derived' | 'input' | 'computed' | 'locked',
  type: ValueType = { kind: 'text', maxLength: 0 },
  indent = 0,
): Partial<Style> {
  if (look === 'input' || look === 'computed' || look === 'locked') return valueStyle(look, type)
  const style = { ...locked, ...looks[look] }
  return indent > 0 ? { ...style, alignment: { ...style.alignment, horizontal: 'left', indent } } : style
}

const stubWidths = [36, 11, 9] as const
const manyColumns = 12

/** In characters; narrower where there are many columns, so that print stays legible. */
export const columnWidth = (column: number, columnCount: number): number =>
  stubWidths[column - 1] ?? (columnCount > manyColumns ? 12 : 17)

const LINE_HEIGHT = 15
const letters = (text: string) => [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 2.1 : 1.1), 0)

function linesOf(text: string, width: number): number {
  return text.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(letters(part) / (width - 1))), 0)
}

const wraps = (look: Look) => looks[look].alignment?.wrapText === true

/** Merged cells do not stretch their rows by themselves: each row is made high enough for its texts. */
export function rowHeights(layout: FormSheet): ReadonlyMap<number, number> {
  const lines = new Map<number, number>()
  for (const cell of layout.cells) {
    const text = cell.field || !wraps(cell.look) ? '' : cell.text
    const columns = Array.from({ length: cell.colSpan }, (_, i) =>
      columnWidth(cell.column + i, layout.columnCount),
    )
    const width = columns.reduce((sum, one) => sum + one, 0) - 2 * (cell.indent ?? 0)
    const needed = linesOf(text, width) / cell.rowSpan
    for (let row = cell.row; row < cell.row + cell.rowSpan; row += 1)
      lines.set(row, Math.max(lines.get(row) ?? 1, needed))
  }
  const heights = [...lines].map(
    ([row, count]) => [row, Math.max(20, Math.ceil(count) * LINE_HEIGHT + 5)] as const,
  )
  return new Map([...heights, [1, 32]])
}
