/** Arithmetic in DuckDB. */
import type { Plan, PlanOp } from '../check/plan.ts'
import type { DecimalType } from '../check/types.ts'
import { doubleLiteral, literal } from './names.ts'
import { narrowForDouble } from './narrow.ts'
import {
  guarded,
  type Operation,
  type Piece,
  type Renderer,
  resultWidth,
  scaleOf,
  widened,
} from './render.ts'
import { exponential, logarithm, naturalLog, powerOf } from './transcendental.ts'

const all = (renderer: Renderer, plan: Plan): readonly Piece[] => plan.args.map(renderer.render)

/** Doubles up to 2^53 times 10^-scale are exact quotients; beyond, the text is read as the nearest double. */
function toDouble(renderer: Renderer, plan: Plan): Piece {
  const { scale, digits } = plan.args[0]!.type as DecimalType
  if (digits <= 15) {
    const value = renderer.render(plan.args[0]!)
    return renderer.piece(`CAST(${value.sql} AS DOUBLE)`, [value])
  }
  const narrowed = renderer.quick ? narrowForDouble(renderer, plan.args[0]!) : null
  if (narrowed) return renderer.piece(`CAST(${narrowed.sql} AS DOUBLE)`, [narrowed])
  const value = renderer.atom(plan.args[0]!)
  const limit = literal(9007199254740991n, { kind: 'decimal', scale, digits: Math.max(16, scale) })
  const sql = `CASE WHEN abs(${value.sql}) > ${limit} THEN CAST(CAST(${value.sql} AS VARCHAR) AS DOUBLE) ELSE CAST(${value.sql} AS DOUBLE) END`
  return renderer.piece(sql, [value])
}

const sum =
  (symbol: '+' | '-'): Operation =>
  (renderer, plan) => {
    const { scale, digits } = plan.type as DecimalType
    const [left, right] = all(renderer, plan) as [Piece, Piece]
    const a = digits > 18 && right.width <= 18 ? widened(left, scale, 19) : left
    const widest = Math.max(a.width, right.width)
    const width = resultWidth(widest + 1, widest)
    return renderer.piece(guarded(plan, `(${a.sql} ${symbol} ${right.sql})`), [a, right], width)
  }

const multiply: Operation = (renderer, plan) => {
  const { digits } = plan.type as DecimalType
  const [left, right] = all(renderer, plan) as [Piece, Piece]
  const a = digits > 18 && right.width <= 18 ? widened(left, scaleOf(plan.args[0]!), 19) : left
  const width = resultWidth(a.width + right.width, Math.max(a.width, right.width))
  return renderer.piece(guarded(plan, `(${a.sql} * ${right.sql})`), [a, right], width)
}

const rescale: Operation = (renderer, plan) => {
  const value = renderer.render(plan.args[0]!)
  const { scale, digits } = plan.type as DecimalType
  if (plan.checked) {
    return renderer.piece(`TRY_CAST(${value.sql} AS DECIMAL(${digits},${scale}))`, [value], digits)
  }
  const width = Math.min(38, value.width + scale - scaleOf(plan.args[0]!))
  return renderer.piece(`CAST(${value.sql} AS DECIMAL(${width},${scale}))`, [value], width)
}

const rounding =
  (name: 'round' | 'trunc'): Operation =>
  (renderer, plan) => {
    const from = plan.args[0]!
    const decimals = Number(plan.param)
    const value = renderer.render(from)
    const wide = decimals < 0 ? widened(value, scaleOf(from), 38) : value
    return renderer.piece(guarded(plan, `${name}(${wide.sql}, ${decimals})`), [wide], wide.width)
  }

/** Remainder with the sign of the divisor; a divisor of zero gives the dividend. */
const modulo: Operation = (renderer, plan) => {
  const exact = plan.type.kind === 'decimal'
  const [a, b] = plan.args.map(renderer.atom) as [Piece, Piece]
  const zero = exact ? `'0'::DECIMAL(1,0)` : '0e0'
  const width = Math.max(a.width, b.width)
  const [x, y] = exact ? [a, b].map(part => widened(part, scaleOf(plan), width)) : [a, b]
  const rest = renderer.bind(`${x!.sql} % nullif(${y!.sql}, ${zero})`, [a, b], width)
  const signsDiffer = `${rest.sql} <> ${zero} AND (${rest.sql} < ${zero}) <> (${b.sql} < ${zero})`
  const sql = `CASE WHEN ${b.sql} = ${zero} THEN ${a.sql} WHEN ${signsDiffer} THEN ${rest.sql} + ${b.sql} ELSE ${rest.sql} END`
  if (!exact) return rounded(renderer, plan, sql, [a, b, rest])
  const { scale, digits } = plan.type as DecimalType
  return renderer.piece(`CAST(${sql} AS DECIMAL(${digits},${scale}))`, [a, b, rest], digits)
}

/**
 * Nine decimals; null instead of infinity where the plan cannot rule that out. Spelled out where it can: DuckDB's
 * `round(x, 9)` does the same steps and raises ten to the ninth anew for every row.
 */
function rounded(renderer: Renderer, plan: Plan, sql: string, parts: readonly Piece[]): Piece {
  if (!plan.checked) return renderer.piece(`(round((${sql}) * 1e9) / 1e9)`, parts)
  const value = renderer.bind(`round(${sql}, 9)`, parts)
  return renderer.piece(`CASE WHEN isfinite(${value.sql}) THEN ${value.sql} END`, [value])
}

const symbolic =
  (symbol: string): Operation =>
  (renderer, plan) => {
    const [left, right] = all(renderer, plan) as [Piece, Piece]
    return renderer.piece(`(${left.sql} ${symbol} ${right.sql})`, [left, right])
  }

const quotient: Operation = (renderer, plan) => {
  const left = renderer.render(plan.args[0]!)
  const right = renderer.atom(plan.args[1]!)
  return renderer.piece(`(${left.sql} / nullif(${right.sql}, 0e0))`, [left, right])
}

const squareRoot: Operation = (renderer, plan) => {
  const value = renderer.atom(plan.args[0]!)
  return renderer.piece(`CASE WHEN ${value.sql} >= 0e0 THEN sqrt(${value.sql}) END`, [value])
}

/** Before their results are rounded. */
const raw: Readonly<Partial<Record<PlanOp, Operation>>> = {
  'dbl.add': symbolic('+'),
  'dbl.sub': symbolic('-'),
  'dbl.mul': symbolic('*'),
  'dbl.div': quotient,
  'dbl.sqrt': squareRoot,
}

/** What such an operation, or the absolute value of one, gives before it is rounded; null where that is not at hand. */
export function unrounded(renderer: Renderer, plan: Plan): Piece | null {
  if (plan.checked || renderer.uses(plan) > 1) return null
  if (plan.op !== 'dbl.abs') return raw[plan.op]?.(renderer, plan) ?? null
  const value = unrounded(renderer, plan.args[0]!)
  return value && renderer.piece(`abs(${value.sql})`, [value])
}

const roundedOf =
  (op: keyof typeof raw): Operation =>
  (renderer, plan) => {
    const value = raw[op]!(renderer, plan)
    return rounded(renderer, plan, value.sql, [value])
  }

const composed =
  (make: (renderer: Renderer, ...parts: Piece[]) => Piece): Operation =>
  (renderer, plan) => {
    const made = make(renderer, ...plan.args.map(renderer.atom))
    return rounded(renderer, plan, made.sql, [made])
  }

const simple =
  (write: (value: string, plan: Plan) => string): Operation =>
  (renderer, plan) => {
    const value = renderer.render(plan.args[0]!)
    return renderer.piece(write(value.sql, plan), [value], value.width)
  }

/** Half away from zero at the cell's scale; null where the cell cannot hold it. */
const toDecimal: Operation = (renderer, plan) => {
  const { scale, digits } = plan.type as DecimalType
  const value = renderer.render(plan.args[0]!)
  const shifted = renderer.bind(`round(${value.sql} * ${doubleLiteral(Number(`1e${scale}`))})`, [value])
  const unit = literal(1n, { kind: 'decimal', scale, digits: Math.max(scale, 1) })
  const exact = `CAST(CAST(${shifted.sql} AS BIGINT) AS DECIMAL(19,0)) * ${unit}`
  const sql = `CASE WHEN abs(${shifted.sql}) < 1e${digits} THEN CAST(${exact} AS DECIMAL(${digits},${scale})) END`
  return renderer.piece(sql, [shifted], digits)
}

/** Decimals of DuckDB's `trunc` on doubles are not ours, so it is spelled out. */
const truncateDouble: Operation = (renderer, plan) => {
  const value = renderer.render(plan.args[0]!)
  const decimals = Number(plan.param)
  const power = doubleLiteral(Number(`1e${Math.abs(decimals)}`))
  const sql =
    decimals < 0 ? `trunc(${value.sql} / ${power}) * ${power}` : `trunc(${value.sql} * ${power}) / ${power}`
  return renderer.piece(`(${sql})`, [value])
}

export const numberOperations: Readonly<Partial<Record<PlanOp, Operation>>> = {
  'dec.scale': rescale,
  'dec.add': sum('+'),
  'dec.sub': sum('-'),
  'dec.mul': multiply,
  'dec.mod': modulo,
  'dec.neg': simple(value => `(-${value})`),
  'dec.abs': simple(value => `abs(${value})`),
  'dec.round': rounding('round'),
  'dec.trunc': rounding('trunc'),
  'dec.floor': simple(value => `floor(${value})`),
  'dec.ceil': simple(value => `ceil(${value})`),
  'dbl.of': toDouble,
  'dbl.add': roundedOf('dbl.add'),
  'dbl.sub': roundedOf('dbl.sub'),
  'dbl.mul': roundedOf('dbl.mul'),
  'dbl.div': roundedOf('dbl.div'),
  'dbl.mod': modulo,
  'dbl.neg': simple(value => `(-${value})`),
  'dbl.abs': simple(value => `abs(${value})`),
  'dbl.round': simple((value, plan) => `round(${value}, ${plan.param})`),
  'dbl.trunc': truncateDouble,
  'dbl.floor': simple(value => `floor(${value})`),
  'dbl.ceil': simple(value => `ceil(${value})`),
  'dbl.sqrt': roundedOf('dbl.sqrt'),
  'dbl.exp': composed(exponential),
  'dbl.ln': composed(naturalLog),
  'dbl.log': composed(logarithm),
  'dbl.power': composed(powerOf),
  'dbl.toDecimal': toDecimal,
}
