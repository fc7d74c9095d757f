/** What part of a number one report is. Only sums have parts. */
import { conversionPower, type GridColumn, type TabulationColumn } from '#engines/table/index.ts'
import { formatShare } from '#ui/i18n/format.ts'
import { flatColumns, type Source } from './draft.ts'

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
