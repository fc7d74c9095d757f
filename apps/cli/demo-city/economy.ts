/** The hidden monthly economy of a unit, from which its returns are drawn. */
import { periodRange, toPeriod } from '#engines/form/index.ts'
import { festivalShare } from './calendar.ts'
import type { SeasonalProfile } from './industries.ts'
import type { Random } from './random.ts'

export type Shock = 'newOrders' | 'lostOrders' | 'maintenance' | 'newLine' | 'environment' | 'relocation'

export type Economy = Readonly<{
  /** Yearly revenue at the start of the window, 千元. */
  revenue: number
  /** Logarithm of yearly growth. */
  growth: number
  volatility: number
  seasonal: SeasonalProfile
  exportShare: number
  salesRate: number
  costShare: number
  assetRatio: number
  debtRatio: number
}>

export type Month = Readonly<{
  period: string
  /** Gross output, sales and exports of the month in 千元, whole numbers. */
  output: number
  sales: number
  exports: number
  shock: Shock | null
}>

const SEASONS: Readonly<Record<SeasonalProfile, readonly number[]>> = {
  even: [0.97, 0.93, 1.01, 1, 1.01, 1.02, 0.99, 0.98, 1.01, 1, 1.03, 1.05],
  quarterEnd: [0.86, 0.84, 1.1, 0.93, 0.97, 1.12, 0.92, 0.95, 1.1, 0.95, 1.02, 1.24],
  summer: [0.78, 0.76, 0.88, 0.98, 1.12, 1.22, 1.3, 1.28, 1.08, 0.94, 0.84, 0.82],
  festival: [1.22, 0.92, 0.88, 0.9, 0.92, 0.93, 0.91, 0.95, 1.02, 1.04, 1.12, 1.19],
  construction: [0.72, 0.66, 0.95, 1.04, 1.1, 1.06, 0.98, 1, 1.08, 1.12, 1.15, 1.14],
  harvest: [0.95, 0.82, 0.84, 0.83, 0.85, 0.92, 1.02, 1.05, 1.14, 1.25, 1.22, 1.11],
  power: [1.12, 1.02, 0.94, 0.88, 0.88, 0.96, 1.16, 1.18, 0.96, 0.88, 0.94, 1.08],
}

const STANDSTILL = 0.7

const SHOCK_SIZES: readonly (readonly [Shock, number, number, number])[] = [
  ['newOrders', 0.34, 0.7, 30],
  ['newLine', 0.3, 0.6, 10],
  ['lostOrders', -0.55, -0.3, 22],
  ['maintenance', -0.7, -0.35, 22],
  ['environment', -0.6, -0.3, 9],
  ['relocation', -0.8, -0.4, 7],
]
const SHOCK_RATE = 0.012
const PERSISTENCE = 0.6

/** The months from `from` to `to`, both included. The level at `from` is the economy's own. */
export function monthsOf(economy: Economy, from: string, to: string, random: Random): Month[] {
  let drift = 0
  let shockLeft = 0
  let shockSize = 0
  let shock: Shock | null = null
  return periodRange(from, to).map((period, t) => {
    drift = PERSISTENCE * drift + economy.volatility * random.normal()
    if (shockLeft > 0) shockLeft -= 1
    if (shockLeft === 0) shock = null
    if (!shock && random.chance(SHOCK_RATE)) {
      const [kind, low, high] = random.weighted(SHOCK_SIZES.map(s => [s, s[3]] as const))
      shock = kind
      shockSize = low + (high - low) * random.next()
      shockLeft = random.int(1, 3)
    }
    const season = SEASONS[economy.seasonal][toPeriod(period).index - 1]!
    const festival = 1 - STANDSTILL * festivalShare(period)
    const level = (economy.revenue / 12) * Math.exp((economy.growth * t) / 12 + drift)
    const output = Math.max(1, Math.round(level * season * festival * (shock ? 1 + shockSize : 1)))
    const sales = Math.max(1, Math.round(output * economy.salesRate * (1 + 0.02 * random.normal())))
    const share = economy.exportShare * (1 + 0.08 * random.normal())
    const exports = economy.exportShare === 0 ? 0 : Math.round(sales * Math.min(Math.max(share, 0), 0.95))
    return { period, output, sales, exports, shock }
  })
}
