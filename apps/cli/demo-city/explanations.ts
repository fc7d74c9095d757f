/** What reporters write under a query, and what the office writes when it sends a report back. */
import { type Explanation, explanationOf, type Reason, toPeriod } from '#engines/form/index.ts'
import { festivalShare } from './calendar.ts'
import type { Shock } from './economy.ts'
import type { ErrorKind } from './planted-errors.ts'
import type { Random } from './random.ts'

export type Change = Readonly<{
  period: string
  /** 主要业务活动 of the unit. */
  activity: string
  /** What changed, as printed on the form. */
  item: string
  /** 千元; null where not known. */
  now: number | null
  lastYear: number | null
  shock: Shock | null
  lastYearShock: Shock | null
}>

type Say = (change: Change, random: Random) => string
/** Codes of the reasons that fit, of whichever form. */
type Template = Readonly<{ reasons: readonly string[]; say: Say }>

const because = (reasons: string, ...says: readonly Say[]): readonly Template[] =>
  says.map(say => ({ reasons: reasons.split(' '), say }))

const percent = (c: Change): string => {
  if (!c.now || !c.lastYear) return ''
  const rate = (c.now / c.lastYear - 1) * 100
  return `，同比${rate < 0 ? '下降' : '增长'}${Math.abs(rate).toFixed(1)}%`
}
const tenThousands = (thousands: number | null): string =>
  `${Math.max(1, Math.round((thousands ?? 0) / 10))}万元`
const difference = (c: Change): string => tenThousands(Math.abs((c.now ?? 0) - (c.lastYear ?? 0)))
const month = (c: Change): string => `${toPeriod(c.period).index}月`

const BY_SHOCK: Readonly<Record<Shock, readonly Template[]>> = {
  newOrders: because(
    'ORDER BUSINESS',
    c =>
      `本期新签订单集中交付，${c.activity}业务量增加，${c.item}比上年同期多${difference(c)}${percent(c)}。`,
    (c, r) => `新增客户${r.int(2, 6)}家，订单已排产至下季度，本期${c.item}较上年同期增加${difference(c)}。`,
    c => `上期积压订单在本期完工入库，${c.item}增加较多${percent(c)}，已与生产日报核对。`,
  ),
  newLine: because(
    'CAPACITY BUSINESS',
    (c, r) =>
      `新建的${r.int(2, 5)}号生产线${month(c)}投产，产能提升，${c.item}比上年同期增加${difference(c)}。`,
    c => `技改项目完成后达产，${c.activity}产能扩大${percent(c)}。`,
  ),
  lostOrders: because(
    'DEMAND LOST',
    c => `主要客户推迟提货，${c.activity}订单减少，${c.item}比上年同期少${difference(c)}${percent(c)}。`,
    c => `市场需求不足，产品价格下跌，企业主动压减生产${percent(c)}。`,
  ),
  maintenance: because(
    'STOPPAGE LOST',
    (c, r) =>
      `${month(c)}设备停产大修${r.int(9, 20)}天，${c.item}相应减少${difference(c)}，下月恢复正常生产。`,
    c => `窑炉（主机设备）计划检修，有效生产天数减少${percent(c)}。`,
  ),
  environment: because(
    'STOPPAGE LOST',
    (c, r) => `按要求错峰生产${r.int(8, 18)}天，产量下降，${c.item}减少${difference(c)}。`,
    c => `环保设施升级改造期间限产${percent(c)}，改造完成后恢复。`,
  ),
  relocation: because(
    'STOPPAGE LOST',
    c => `厂区搬迁，部分设备在安装调试，${c.item}比上年同期减少${difference(c)}，预计两个月内恢复。`,
  ),
}

const ORDINARY: readonly Template[] = [
  ...because(
    'ORDER BUSINESS',
    c => `${c.activity}订单按合同在本期集中交付，${c.item}与财务账、产成品入库单核对一致${percent(c)}。`,
  ),
  ...because(
    'PRICE',
    c => `产品结构调整，单价变化较大，${c.item}比上年同期相差${difference(c)}${percent(c)}。`,
  ),
  ...because(
    'SEASON',
    (c, r) =>
      `本期有效生产天数比上年同期${(c.now ?? 0) < (c.lastYear ?? 0) ? '少' : '多'}${r.int(2, 6)}天${percent(c)}。`,
  ),
]

const LAST_YEAR_LOW = because(
  'BASE',
  c => `上年同期停产检修、基数低，本期生产正常${percent(c)}。`,
  c => `上年同期订单不足，基数较低，本期恢复到正常水平，比上年同期多${difference(c)}。`,
)
const LAST_YEAR_HIGH = because('BASE', c => `上年同期有一次性大订单，基数高，本期回到正常水平${percent(c)}。`)
const FESTIVAL = because(
  'SEASON',
  (c, r) => `春节假期与上年不在同一月份，生产天数相差${r.int(6, 13)}天，影响${c.item}${difference(c)}。`,
)
const FESTIVAL_SHIFT = 0.12

export type Topic = 'change' | 'accumulation' | 'lastYear' | 'stock' | 'negative' | 'profit' | 'labour'

/** What each query of the two forms asks about; the service form's G and Y rules stand for one item each. */
export function topicOf(form: string, rule: string): Topic {
  if (form === 'B204-1') return INDUSTRIAL_TOPICS[rule] ?? 'change'
  if (rule.startsWith('Y')) return 'lastYear'
  return SERVICE_TOPICS[rule] ?? 'change'
}

const INDUSTRIAL_TOPICS: Readonly<Record<string, Topic>> = {
  ...Object.fromEntries(['E010', 'E011', 'E012'].map(rule => [rule, 'accumulation'])),
  ...Object.fromEntries(['E013', 'E014', 'E015', 'E016', 'E022', 'E023'].map(rule => [rule, 'lastYear'])),
  E017: 'stock',
  E020: 'negative',
}
const SERVICE_TOPICS: Readonly<Record<string, Topic>> = {
  E005: 'profit',
  E015: 'profit',
  E006: 'labour',
  E007: 'labour',
  E008: 'labour',
}

const BY_TOPIC: Readonly<Record<Exclude<Topic, 'change'>, readonly Template[]>> = {
  accumulation: because(
    'EARLIER',
    c => `以前月份${c.item}经复核有调整，累计数按调整后口径填报，调整明细已留存。`,
    c => `上月少报部分本月并入累计，${c.item}累计数与企业明细账一致。`,
  ),
  lastYear: because(
    'SCOPE',
    () => '上年同期数按本年口径作了可比调整，调整依据为年度审计报告。',
    () => '企业上年有业务合并，上年同期数按合并后范围填列。',
  ),
  stock: because(
    'STOCK',
    () => '本月集中发出前期库存产品，产成品库存相应减少，产销率偏高。',
    () => '产品已完工入库，客户要求下月提货，期末库存增加。',
  ),
  negative: because('EARLIER', () => '冲减以前月份多计的产值，冲减后本月为负数，已附调整说明。'),
  profit: because('UNLISTED', () => '利润表中有列报项目未在本表单列，差额为其他业务收支，与账面一致。'),
  labour: [
    ...because(
      'AGENCY',
      () => '本单位大量使用劳务派遣人员，薪酬由派遣单位发放，因此人均薪酬与用工人数不匹配。',
    ),
    ...because('PAY', () => '本期一次性发放上年度绩效奖金，人均薪酬偏高。'),
  ],
}

/**
 * A sentence or two that names a cause and a size, which follow what happened to the unit in that month, with a reason
 * of those the form offers: the other reason where none fits.
 */
export function explain(
  topic: Topic,
  change: Change,
  offered: readonly Reason[],
  random: Random,
): Explanation {
  const { reasons, say } = random.pick(topic === 'change' ? templatesFor(change) : BY_TOPIC[topic])
  const codes = offered.map(({ code }) => code)
  const reason = [...reasons, 'OTHER'].find(code => codes.includes(code)) ?? null
  return explanationOf(reason, say(change, random))
}

function templatesFor(change: Change): readonly Template[] {
  if (change.shock) return BY_SHOCK[change.shock]
  const rose = (change.now ?? 0) > (change.lastYear ?? 0)
  if (change.lastYearShock) return rose ? LAST_YEAR_LOW : LAST_YEAR_HIGH
  const { year, index, frequency } = toPeriod(change.period)
  if (frequency === 'M' && index <= 2) {
    const ago = `${year - 1}${change.period.slice(4)}`
    if (Math.abs(festivalShare(change.period) - festivalShare(ago)) > FESTIVAL_SHIFT) return FESTIVAL
  }
  return ORDINARY
}

const RETURN_REASONS: Readonly<Record<ErrorKind, string>> = {
  unit: '本期数约为上年同期的1000倍，疑似按“元”填报，请核对计量单位（千元）后重新上报。',
  transposition: '本期数与上年同期、与企业增值税申报数差异较大，疑似数字录入颠倒，请对照台账核实。',
  accumulation: '1—本月累计数与上期累计加本期数不符，疑似未累计，请修改。',
  swap: '本月数与累计数疑似填反，请核对后重报。',
  sign: '本月数为负，请核实是否冲减以前月份，如是请写明原因。',
  blank: '有应填指标漏填，请补齐后重报。',
}
export const returnReason = (kind: ErrorKind): string => RETURN_REASONS[kind]

export const OTHER_RETURN_REASONS = [
  '说明过于笼统，请写明影响金额和原因后重新上报。',
  '销售产值与产值差异较大，请说明库存变化情况。',
  '请补充说明出口交货值变动原因，并核对海关出口数。',
] as const

const CORRECTION_NOTES: Readonly<Record<ErrorKind, string>> = {
  unit: '电话核实：企业误按元填报，已按千元更正。',
  transposition: '电话核实：录入时两位数字颠倒，已按企业台账更正。',
  accumulation: '累计数未加本期数，已按上期累计加本期数更正。',
  swap: '两栏数字填反，已与企业核对更正。',
  sign: '负号为误录，已与企业核对更正。',
  blank: '漏填指标，已向企业补问并补录。',
}
export const correctionNote = (kind: ErrorKind): string => CORRECTION_NOTES[kind]
