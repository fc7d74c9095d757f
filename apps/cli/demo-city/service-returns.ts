/** F203 服务业财务状况: 28 items as 1—本月 and 上年同期, every quarter. */
import { periodContains, toPeriod, yearAgoPeriod } from '#engines/form/index.ts'
import type { Economy, Month } from './economy.ts'
import type { Cells } from './industrial-returns.ts'
import { type Random, randomStream } from './random.ts'

/** Items in the order of the form; each name is the form's own wording without 其中. */
export const SERVICE_ITEMS = [
  '固定资产原价',
  '资产总计',
  '负债合计',
  '所有者权益合计',
  '营业收入',
  '净服务收入',
  '营业成本',
  '税金及附加',
  '销售费用',
  '管理费用',
  '研发费用',
  '财务费用',
  '资产减值损失',
  '信用减值损失',
  '公允价值变动收益',
  '资产处置收益',
  '投资收益',
  '净敞口套期收益',
  '其他收益',
  '营业利润',
  '营业外收入',
  '营业外支出',
  '利润总额',
  '所得税费用',
  '应付职工薪酬',
  '社保和住房公积金',
  '应交增值税',
  '期末用工人数',
] as const

export type ServiceItem = (typeof SERVICE_ITEMS)[number]
type Statement = Record<ServiceItem, number>

/** Code of the cell of an item: this year to date, and the same span of last year. */
export const SERVICE_CODES = Object.fromEntries(
  SERVICE_ITEMS.map((item, i) => [item, [`R${pad(i + 1)}`, `Y${pad(i + 1)}`]]),
) as unknown as Readonly<Record<ServiceItem, readonly [now: string, lastYear: string]>>

function pad(n: number): string {
  return String(n).padStart(2, '0')
}

/** The true cells of each quarter in `quarters`; `months` as for the industrial returns. */
export function serviceReturns(
  options: Readonly<{
    seed: number
    unitId: number
    economy: Economy
    staff: number
    months: readonly Month[]
    quarters: readonly string[]
  }>,
): Map<string, Cells> {
  const statements = new Map<string, Statement>()
  const statementOf = (quarter: string): Statement | null => {
    const known = statements.get(quarter)
    if (known) return known
    const revenue = revenueToDate(options.months, quarter)
    if (revenue === null) return null
    const year = toPeriod(quarter).year
    const shares = sharesOf(options.economy, randomStream(options.seed, `shares ${options.unitId} ${year}`))
    const random = randomStream(options.seed, `statement ${options.unitId} ${quarter}`)
    const statement = draw(options.economy, shares, options.staff, revenue, quarter, random)
    statements.set(quarter, statement)
    return statement
  }
  const returns = new Map<string, Cells>()
  for (const quarter of options.quarters) {
    const now = statementOf(quarter)
    if (!now) continue
    const ago = statementOf(yearAgoPeriod(quarter))
    const cells: Cells = {}
    for (const item of SERVICE_ITEMS) {
      const [code, lastYear] = SERVICE_CODES[item]
      cells[code] = String(now[item])
      cells[lastYear] = String(ago?.[item] ?? 0)
    }
    returns.set(quarter, cells)
  }
  return returns
}

/** Sales from January to the end of the quarter; null where the unit did not live in that quarter. */
function revenueToDate(months: readonly Month[], quarter: string): number | null {
  const { year } = toPeriod(quarter)
  const last = months.findLast(m => periodContains(quarter, m.period))
  if (!last) return null
  return months
    .filter(m => m.period <= last.period && m.period >= `${year}-M01`)
    .reduce((sum, m) => sum + m.sales, 0)
}

type Shares = Readonly<Partial<Record<ServiceItem, number>>>

/** Shares of revenue hold for a whole year, so that running totals never fall from one quarter to the next. */
function sharesOf(economy: Economy, random: Random): Shares {
  const part = (share: number, spread = 0.12) => share * Math.exp(spread * random.normal())
  const rarely = (probability: number, share: number) => (random.chance(probability) ? part(share, 0.5) : 0)
  return {
    净服务收入: 0.9 + 0.085 * random.next(),
    营业成本: part(economy.costShare, 0.02),
    税金及附加: part(0.006),
    销售费用: part(0.035),
    管理费用: part(0.075),
    研发费用: rarely(0.35, 0.03),
    财务费用: part(0.007, 0.3),
    信用减值损失: -rarely(0.12, 0.002),
    资产处置收益: rarely(0.06, 0.003),
    投资收益: rarely(0.1, 0.004),
    其他收益: rarely(0.3, 0.004),
    营业外收入: rarely(0.35, 0.002),
    营业外支出: rarely(0.3, 0.0015),
    应交增值税: part(0.028),
  }
}

const MONTHLY_PAY = 6.5

function draw(
  economy: Economy,
  shares: Shares,
  staff: number,
  revenue: number,
  quarter: string,
  random: Random,
): Statement {
  const { year, index } = toPeriod(quarter)
  const scale = economy.revenue * Math.exp(economy.growth * (year - 2024 + index / 4))
  const assets = Math.max(10, Math.round(scale * economy.assetRatio * Math.exp(0.03 * random.normal())))
  const debt = Math.round(assets * economy.debtRatio * Math.exp(0.04 * random.normal()))
  const flows = Object.fromEntries(
    SERVICE_ITEMS.map(item => [item, Math.round(revenue * (shares[item] ?? 0)) + 0]),
  ) as Statement
  return settled({
    ...flows,
    固定资产原价: Math.round(assets * (0.25 + 0.3 * economy.debtRatio)),
    资产总计: assets,
    负债合计: debt,
    所有者权益合计: assets - debt,
    营业收入: revenue,
    应付职工薪酬: Math.round(staff * MONTHLY_PAY * 3 * index * Math.exp(0.02 * random.normal())),
    期末用工人数: Math.max(1, Math.round(staff * Math.exp(0.03 * random.normal()))),
  })
}

/** The items that follow from others (企业会计准则 利润表 2019: losses from impairment carry a minus sign). */
function settled(s: Statement): Statement {
  const costs = s.营业成本 + s.税金及附加 + s.销售费用 + s.管理费用 + s.研发费用 + s.财务费用
  const gains =
    s.资产减值损失 +
    s.信用减值损失 +
    s.公允价值变动收益 +
    s.资产处置收益 +
    s.投资收益 +
    s.净敞口套期收益 +
    s.其他收益
  const operating = s.营业收入 - costs + gains
  const profit = operating + s.营业外收入 - s.营业外支出
  return {
    ...s,
    营业利润: operating,
    利润总额: profit,
    所得税费用: profit > 0 ? Math.round(profit * 0.2) : 0,
    社保和住房公积金: Math.round(s.应付职工薪酬 * 0.24),
  }
}
