/** What part of a number one report is. Only sums have parts. */
import { unitText } from '#engines/form/index.ts'
import { conversionPower, type GridColumn, type TabulationColumn } from '#engines/table/index.ts'
import { formatShare, groupDigits } from '#ui/i18n/format.ts'
import type { Locale } from '#ui/i18n/locale.ts'
import { flatColumns, type Source } from './draft.ts'

export const shownValue = (column: GridColumn, value: string, locale: Locale): string =>
  `${groupDigits(value)}${column.unitOfMeasure ? ` ${unitText(column.unitOfMeasure, locale)}` : ''}`

/** @returns undefined where a share of the number has no meaning */
export function partOf(columns: readonly TabulationColumn[], source: Source, shown: GridColumn) {
  const measure = flatColumns(columns).find(column => column.key === shown.key)?.measure
  if (measure?.kind !== 'sum') return undefined
  const cell = source.columns.find(column => column.name === measure.column)
  const power =
    cell?.unitOfMeasure && shown.unitOfMeasure
      ? (conversionPower(cell.unitOfMeasure, shown.unitOfMeasure) ?? 0)
      : 0
  return (values: Readonly<Record<string, string | null>>, whole: string | null): string => {
    const part = values[measure.column]
    if (part === null || part === undefined || whole === null || Number(whole) === 0) return '—'
    return formatShare((Number(part) * 10 ** power) / Number(whole))
  }
}
