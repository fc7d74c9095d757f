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
  return requestOf(choice, {
    edition,
    periods: periods.toSorted(comparePeriods),
    minState: 'accepted:city',
    rows: [],
    columns: [
      ...sumsOf(choice),
      { key: 'growth', label: LABEL, measure: onYearEarlier(choice, 'growth'), decimals: 1 },
    ],
    across: { by: { kind: 'period' }, total: false },
  })
}

/** The newest number by county: its change on a year earlier, and each one's share. */
export function leadTabulation(choice: FigureChoice, edition: string, period: string): TabulationRequest {
  return requestOf(choice, {
    edition,
    periods: [period],
    minState: 'accepted:city',
    rows: [{ kind: 'region', levels: ['county'] }],
    columns: [
      ...sumsOf(choice),
      { key: 'change', label: LABEL, measure: onYearEarlier(choice, 'change'), ...inUnit(choice) },
      { key: 'share', label: LABEL, measure: { kind: 'share', of: 'value', within: 'total' }, decimals: 1 },
    ],
  })
}

const requestOf = (
  { formVersionId, section }: FigureChoice,
  definition: TabulationDefinition,
): TabulationRequest => ({ formVersionId, ...(section && { section }), definition })

function inUnit({ cell }: FigureChoice): Pick<MeasureColumn, 'unitOfMeasure' | 'decimals'> {
  const unit = unitOfTotals(cell.unitOfMeasure)
  return unit ? { unitOfMeasure: unit, decimals: 2 } : {}
}

function sumsOf(choice: FigureChoice): readonly MeasureColumn[] {
  const { cell, yearEarlier } = choice
  const sumOf = (key: string, column: string): MeasureColumn => ({
    key,
    label: LABEL,
    measure: { kind: 'sum', column },
    ...inUnit(choice),
  })
  const value = sumOf('value', cell.code)
  return yearEarlier ? [value, { ...sumOf('base', yearEarlier.code), hidden: true }] : [value]
}

const onYearEarlier = ({ yearEarlier }: FigureChoice, kind: 'growth' | 'change') => ({
  kind,
  of: 'value',
  on: yearEarlier ? { column: 'base' } : ('yago' as const),
})

/** Which place moved the total furthest its way; where the change is not known or none, the largest place. */
export function leadIn(grid: Grid): Pick<Static<typeof Figure>, 'change' | 'lead'> {
  const [total, ...rows] = grid.rows
  const at = (key: string) => grid.columns.findIndex(column => column.key === key)
  const [changeAt, shareAt] = [at('change'), at('share')]
  const change = total?.cells[changeAt] ?? null
  const way = Math.sign(Number(change ?? 0))
  const parts = rows.map(({ label, cells }) => ({
    place: label,
    change: cells[changeAt] ?? null,
    share: cells[shareAt] ?? null,
  }))
  const weight = (part: (typeof parts)[number]) =>
    way === 0 ? Number(part.share ?? 0) : Number(part.change ?? 0) * way
  const [lead] = parts.toSorted((a, b) => weight(b) - weight(a))
  return { change, lead: lead && parts.length > 1 && weight(lead) > 0 ? lead : null }
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
