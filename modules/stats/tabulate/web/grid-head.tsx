import type { ReactElement } from 'react'
import { bracketedUnit } from '#engines/form/index.ts'
import type { Grid, GridHead } from '#engines/table/index.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'

/** The heading tree, one list of cells per head row. */
export function headLines(grid: Pick<Grid, 'head' | 'headRows'>): readonly (readonly GridHead[])[] {
  const lines: GridHead[][] = Array.from({ length: Math.max(1, grid.headRows) }, () => [])
  const visit = (heads: readonly GridHead[], line: number) => {
    for (const head of heads) {
      lines[line]?.push(head)
      if (head.children) visit(head.children, line + head.rowSpan)
    }
  }
  visit(grid.head, 0)
  return lines
}

/** The headings a column stands under, outermost first, its own last. */
export function headsOver(heads: readonly GridHead[], column: number): readonly GridHead[] {
  let first = 0
  for (const head of heads) {
    const within = column - first
    if (within < head.colSpan) return [head, ...headsOver(head.children ?? [], within)]
    first += head.colSpan
  }
  return []
}

/** Merged heads with their units of measure. */
export function GridHeads({ grid }: Readonly<{ grid: Grid }>): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const locale = useLocale()
  return (
    <thead>
      {headLines(grid).map((heads, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: head rows have no other identity than their place
        <tr key={line} aria-rowindex={line + 1}>
          {line === 0 && (
            <th scope="col" rowSpan={grid.headRows} className="tb-stub tb-corner">
              {t('grid.head.item')}
            </th>
          )}
          {heads.map((head, at) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: headings have no other identity than their place
              key={at}
              scope={head.children ? 'colgroup' : 'col'}
              colSpan={head.colSpan}
              rowSpan={head.rowSpan}
            >
              {local(head.label)}
              {head.unitOfMeasure && (
                <span className="tb-unit">{bracketedUnit(head.unitOfMeasure, locale)}</span>
              )}
            </th>
          ))}
        </tr>
      ))}
    </thead>
  )
}
