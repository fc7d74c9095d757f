/** B204-1 工业产销总值: twelve cells a month, each row as 本月, 1—本月, 上年同期本月, 上年同期1—本月. */
import { toPeriod, yearAgoPeriod } from '#engines/form/index.ts'
import type { Month } from './economy.ts'

export const INDUSTRIAL_ROWS = {
  output: ['M13', 'M14', 'M15', 'M16'],
  sales: ['M17', 'M18', 'M19', 'M20'],
  exports: ['M21', 'M22', 'M23', 'M24'],
} as const

export type IndustrialRow = keyof typeof INDUSTRIAL_ROWS
export type Cells = Record<string, string | null>

const ROWS = Object.entries(INDUSTRIAL_ROWS) as [IndustrialRow, readonly [string, string, string, string]][]

/**
 * The true cells of each month in `periods`. `months` runs from January of the year before the first period, so
 * that running totals and the same months of last year are known. Exports of non-exporters are zero, not blank.
 */
export function industrialReturns(
  months: readonly Month[],
  periods: ReadonlySet<string>,
): Map<string, Cells> {
  const byPeriod = new Map(months.map(month => [month.period, month]))
  const running = runningTotals(months)
  const returns = new Map<string, Cells>()
  for (const month of months) {
    if (!periods.has(month.period)) continue
    const ago = yearAgoPeriod(month.period)
    const cells: Cells = {}
    for (const [row, [now, toDate, lastYear, lastYearToDate]] of ROWS) {
      cells[now] = String(month[row])
      cells[toDate] = String(running.get(month.period)![row])
      cells[lastYear] = String(byPeriod.get(ago)?.[row] ?? 0)
      cells[lastYearToDate] = String(running.get(ago)?.[row] ?? 0)
    }
    returns.set(month.period, cells)
  }
  return returns
}

function runningTotals(months: readonly Month[]): Map<string, Record<IndustrialRow, number>> {
  const totals = new Map<string, Record<IndustrialRow, number>>()
  let sum = { output: 0, sales: 0, exports: 0 }
  for (const { period, output, sales, exports } of months) {
    if (toPeriod(period).index === 1) sum = { output: 0, sales: 0, exports: 0 }
    sum = { output: sum.output + output, sales: sum.sales + sales, exports: sum.exports + exports }
    totals.set(period, sum)
  }
  return totals
}
