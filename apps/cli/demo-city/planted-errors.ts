/** Errors that reporters really make, planted at known rates and written down in a manifest. */
import { isFirstOfYear, toPeriod } from '#engines/form/index.ts'
import { type Cells, INDUSTRIAL_ROWS } from './industrial-returns.ts'
import type { Random } from './random.ts'
import { SERVICE_CODES, SERVICE_ITEMS, type ServiceItem } from './service-returns.ts'

export type ErrorKind = 'unit' | 'transposition' | 'accumulation' | 'swap' | 'sign' | 'blank'

export type CellError = Readonly<{ cell: string; right: string | null; wrong: string | null }>

export type PlantedError = Readonly<{
  form: string
  period: string
  unitId: number
  /** The revision that carries the error, or the draft where nothing was submitted. */
  where: number | 'draft'
  kind: ErrorKind
  /** `standing` errors are in the report's present values; the others were put right in the next revision. */
  fate: 'standing' | 'returned' | 'corrected'
  cells: readonly CellError[]
}>

/** Share of reports that carry an error, by where the report stands. */
export const ERROR_RATES = {
  /** Closed collections from before the platform, imported by the office and put right by it. */
  imported: 0.015,
  /** Closed collections reported here: sent back and put right by the reporter. */
  returned: 0.012,
  /** The open collection. */
  submitted: 0.04,
  sentBack: 0.7,
  draft: 0.35,
} as const

/** Kinds whose result breaks no fatal rule, so that a reporter can submit it with an explanation. */
const SUBMITTABLE: Readonly<Record<FormKind, readonly ErrorKind[]>> = {
  industrial: ['unit', 'transposition', 'accumulation', 'sign'],
  service: ['unit', 'accumulation'],
}
const WEIGHTS: Readonly<Record<ErrorKind, number>> = {
  unit: 22,
  transposition: 22,
  accumulation: 22,
  swap: 12,
  sign: 8,
  blank: 14,
}
const KINDS = Object.keys(WEIGHTS) as ErrorKind[]

export type FormKind = 'industrial' | 'service'
export type Planted = Readonly<{ kind: ErrorKind; cells: Cells; errors: readonly CellError[] }>

/** The right cells, and those of the period before or null. */
export type Return = Readonly<{
  form: FormKind
  period: string
  cells: Cells
  previous: Cells | null
  /** Whether the error will stand in the report's present values. */
  standing: boolean
}>

/** Plants one error of a kind drawn by weight; a kind that does not fit the return gives way to another. */
export function plantError(random: Random, right: Return, submittableOnly: boolean): Planted | null {
  const left = new Set(submittableOnly ? SUBMITTABLE[right.form] : KINDS)
  while (left.size > 0) {
    const kind = random.weighted([...left].map(k => [k, WEIGHTS[k]] as const))
    left.delete(kind)
    const wrong = right.form === 'industrial' ? INDUSTRIAL[kind](right, random) : SERVICE[kind](right, random)
    if (!wrong) continue
    const errors = Object.entries(wrong)
      .filter(([cell, value]) => right.cells[cell] !== value)
      .map(([cell, value]) => ({ cell, right: right.cells[cell] ?? null, wrong: value }))
    if (errors.length > 0) return { kind, cells: { ...right.cells, ...wrong }, errors }
  }
  return null
}

type Planter = (right: Return, random: Random) => Cells | null

const number = (cells: Cells, cell: string): number => Number(cells[cell] ?? 0)
const [NOW, TO_DATE] = INDUSTRIAL_ROWS.output
const rows = Object.values(INDUSTRIAL_ROWS)

/** 千元 a month: the present total of the city stays readable with the errors of small units in it. */
const LARGEST_STANDING_UNIT_ERROR = 3_000

const INDUSTRIAL: Readonly<Record<ErrorKind, Planter>> = {
  // 元 instead of 千元; the running total is built on the wrong month, as spreadsheets do.
  unit: ({ cells, standing }) => {
    if (standing && number(cells, NOW) > LARGEST_STANDING_UNIT_ERROR) return null
    return Object.fromEntries(
      rows.flatMap(([now, toDate]) => {
        const value = number(cells, now)
        return [
          [now, String(value * 1000)],
          [toDate, String(number(cells, toDate) + value * 999)],
        ]
      }),
    )
  },
  transposition: ({ cells }) => {
    const wrong = transposed(cells[NOW]!)
    if (wrong === null) return null
    const toDate = number(cells, TO_DATE) - number(cells, NOW) + Number(wrong)
    return { [NOW]: wrong, [TO_DATE]: String(toDate) }
  },
  accumulation: ({ cells, previous, period }) => {
    if (isFirstOfYear(period) || !previous) return null
    // Below the month itself nobody would overlook it, and the form refuses it.
    if (rows.some(([now, toDate]) => number(previous, toDate) < number(cells, now))) return null
    return Object.fromEntries(rows.map(([, toDate]) => [toDate, previous[toDate]!]))
  },
  swap: ({ cells, period }) =>
    isFirstOfYear(period) ? null : { [NOW]: cells[TO_DATE]!, [TO_DATE]: cells[NOW]! },
  sign: ({ cells }) => ({ [NOW]: `-${cells[NOW]}` }),
  blank: (_, random) => {
    const [now, toDate] = random.pick([INDUSTRIAL_ROWS.output, INDUSTRIAL_ROWS.sales])
    return { [now]: null, [toDate]: null }
  },
}

const STOCKS: ReadonlySet<ServiceItem> = new Set([
  '固定资产原价',
  '资产总计',
  '负债合计',
  '所有者权益合计',
  '期末用工人数',
])

const SERVICE: Readonly<Record<ErrorKind, Planter>> = {
  unit: ({ cells }) =>
    Object.fromEntries(
      SERVICE_ITEMS.filter(item => item !== '期末用工人数').map(item => {
        const [now] = SERVICE_CODES[item]
        return [now, String(number(cells, now) * 1000)]
      }),
    ),
  transposition: ({ cells }) => {
    const [debt] = SERVICE_CODES.负债合计
    const wrong = transposed(cells[debt]!)
    return wrong === null ? null : { [debt]: wrong }
  },
  // The quarter alone instead of the year to date; in the second quarter that may pass for a bad year.
  accumulation: ({ cells, previous, period }) => {
    if (toPeriod(period).index < 3 || !previous) return null
    return Object.fromEntries(
      SERVICE_ITEMS.filter(item => !STOCKS.has(item)).map(item => {
        const [now] = SERVICE_CODES[item]
        return [now, String(number(cells, now) - number(previous, now))]
      }),
    )
  },
  swap: ({ cells }) => {
    const [a] = SERVICE_CODES.负债合计
    const [b] = SERVICE_CODES.资产总计
    return { [a]: cells[b]!, [b]: cells[a]! }
  },
  sign: ({ cells }) => {
    const [profit] = SERVICE_CODES.利润总额
    return number(cells, profit) === 0 ? null : { [profit]: String(-number(cells, profit)) }
  },
  blank: (_, random) => ({
    [SERVICE_CODES[random.pick(['资产总计', '营业收入', '期末用工人数'] as const)][0]]: null,
  }),
}

/** The first two neighbouring digits that differ, exchanged; null where that is not possible without a leading zero. */
export function transposed(value: string): string | null {
  for (let i = 0; i + 1 < value.length; i += 1) {
    const [a, b] = [value[i]!, value[i + 1]!]
    if (a === b || !/\d/.test(a + b) || a === '-' || (i === 0 && b === '0')) continue
    return value.slice(0, i) + b + a + value.slice(i + 2)
  }
  return null
}
