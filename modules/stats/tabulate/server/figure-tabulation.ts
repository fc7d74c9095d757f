/** One figure as a tabulation: its total over the released periods, beside its growth on the year before. */
import type { Static } from 'typebox'
import { comparePeriods, periodRange } from '#engines/form/index.ts'
import { type Grid, type MeasureColumn, unitOfTotals } from '#engines/table/index.ts'
import { type Figure, type TabulationDefinition, TREND_LENGTH } from '../contract.ts'
import type { FigureChoice } from './choose-figures.ts'
import type { TabulationRequest } from './run-tabulation.ts'

type Trend = Static<typeof Figure>['trend']

export const unitOf = ({ cell }: FigureChoice): string =>
  unitOfTotals(cell.unitOfMeasure) ?? cell.unitOfMeasure ?? ''

const LABEL = Object.freeze({ 'zh-CN': '' })

/** Only what the city has accepted counts, so that a total does not move while others are still being checked. */
export function figureTabulation(
  choice: FigureChoice,
  edition: string,
  periods: readonly string[],
): TabulationRequest {
  const { cell, yearEarlier, section } = choice
  const unit = unitOfTotals(cell.unitOfMeasure)
  const sumOf = (key: string, column: string): MeasureColumn => ({
    key,
    label: LABEL,
    measure: { kind: 'sum', column },
    ...(unit && { unitOfMeasure: unit, decimals: 2 }),
  })
  const definition: TabulationDefinition = {
    edition,
    periods: periods.toSorted(comparePeriods),
    minState: 'accepted:city',
    rows: [],
    columns: [
      sumOf('value', cell.code),
      ...(yearEarlier ? [{ ...sumOf('base', yearEarlier.code), hidden: true }] : []),
      {
        key: 'growth',
        label: LABEL,
        measure: { kind: 'growth', of: 'value', on: yearEarlier ? { column: 'base' } : 'yago' },
        decimals: 1,
      },
    ],
    across: { by: { kind: 'period' }, total: false },
  }
  return { formVersionId: choice.formVersionId, ...(section && { section }), definition }
}

/** The last year of periods up to `latest`, no earlier than the first in the grid; others not in it are blank. */
export function trendIn(grid: Grid, latest: string): Trend {
  const [total] = grid.rows
  const [first = latest] = grid.meta.periods.toSorted(comparePeriods)
  const at = (key: string, period: string) =>
    grid.columns.findIndex(column => column.key === key && column.across === period)
  const span = periodRange(first, latest).slice(-TREND_LENGTH)
  return span.map(period => {
    const [value, growth] = [at('value', period), at('growth', period)]
    return {
      period,
      value: total?.cells[value] ?? null,
      growth: total?.cells[growth] ?? null,
      withheld: total?.flags?.[value] === 'withheld',
    }
  })
}
