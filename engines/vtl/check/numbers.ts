/**
 * Building numeric plan nodes: bringing operands to one scale, deriving the result's scale and digits, going over
 * to doubles where one side is one. Exact operations whose result could pass 38 digits are marked `checked`.
 */
import { constant, type Plan, type Planner, type PlanOp } from './plan.ts'
import {
  type DecimalType,
  decimalType,
  doubleType,
  maxDigits,
  plainType,
  safeMagnitude,
  type ValueType,
} from './types.ts'

const decimalOf = (plan: Plan): DecimalType => plan.type as DecimalType
const magnitudeOf = (plan: Plan): number => (plan.type.kind === 'double' ? plan.type.magnitude : maxDigits)

/** Nearest double of a scaled integer, by way of its decimal text. */
export const nearestDouble = (value: bigint, scale: number): number => Number(`${value}e-${scale}`)

/** The bare word null takes the type its neighbour has. */
export const typedNull = (planner: Planner, plan: Plan, type: ValueType): Plan =>
  plan.type.kind === 'null' ? constant(planner, type, null) : plan

/** Same value, more decimals. */
export function toScale(planner: Planner, plan: Plan, scale: number): Plan {
  const from = decimalOf(plan)
  if (from.scale === scale) return plan
  const shift = scale - from.scale
  const type = decimalType(scale, from.digits + shift)
  const folds = plan.op === 'const' && from.digits + shift <= maxDigits
  if (folds) {
    return constant(planner, type, plan.param === null ? null : (plan.param as bigint) * 10n ** BigInt(shift))
  }
  return planner.node({ op: 'dec.scale', args: [plan], type, checked: from.digits + shift > maxDigits })
}

export function toDouble(planner: Planner, plan: Plan): Plan {
  if (plan.type.kind === 'double') return plan
  const { scale, digits } = decimalOf(plan)
  const type = doubleType(digits - scale)
  if (plan.op === 'const') {
    return constant(planner, type, plan.param === null ? null : nearestDouble(plan.param as bigint, scale))
  }
  return planner.node({ op: 'dbl.of', args: [plan], type })
}

/** Two numbers as decimals of one scale, or both as doubles. */
export function alignNumbers(planner: Planner, left: Plan, right: Plan): readonly [Plan, Plan] {
  if (left.type.kind === 'double' || right.type.kind === 'double') {
    return [toDouble(planner, left), toDouble(planner, right)]
  }
  const scale = Math.max(decimalOf(left).scale, decimalOf(right).scale)
  return [toScale(planner, left, scale), toScale(planner, right, scale)]
}

const double = (planner: Planner, op: PlanOp, args: readonly Plan[], magnitude: number): Plan =>
  planner.node({ op, args, type: doubleType(Math.min(magnitude, 308)), checked: magnitude > safeMagnitude })

export function addition(planner: Planner, operator: '+' | '-', left: Plan, right: Plan): Plan {
  const [a, b] = alignNumbers(planner, left, right)
  const name = operator === '+' ? 'add' : 'sub'
  if (a.type.kind === 'double')
    return double(planner, `dbl.${name}`, [a, b], Math.max(magnitudeOf(a), magnitudeOf(b)) + 1)
  const digits = Math.max(decimalOf(a).digits, decimalOf(b).digits) + 1
  const type = decimalType(decimalOf(a).scale, digits)
  return planner.node({ op: `dec.${name}`, args: [a, b], type, checked: digits > maxDigits })
}

export const productScale = (left: Plan, right: Plan): number =>
  left.type.kind === 'decimal' && right.type.kind === 'decimal' ? left.type.scale + right.type.scale : 0

/** The caller has seen to it that the scale of the product is allowed. */
export function product(planner: Planner, left: Plan, right: Plan): Plan {
  if (left.type.kind === 'decimal' && right.type.kind === 'decimal') {
    const digits = left.type.digits + right.type.digits
    const type = decimalType(left.type.scale + right.type.scale, digits)
    return planner.node({ op: 'dec.mul', args: [left, right], type, checked: digits > maxDigits })
  }
  const [a, b] = alignNumbers(planner, left, right)
  return double(planner, 'dbl.mul', [a, b], magnitudeOf(a) + magnitudeOf(b))
}

/** A divisor that is not zero is at least 10^-18. */
export function quotient(planner: Planner, left: Plan, right: Plan): Plan {
  const a = toDouble(planner, left)
  return double(planner, 'dbl.div', [a, toDouble(planner, right)], magnitudeOf(a) + 18)
}

export function modulo(planner: Planner, left: Plan, right: Plan): Plan {
  const [a, b] = alignNumbers(planner, left, right)
  if (a.type.kind === 'double')
    return double(planner, 'dbl.mod', [a, b], Math.max(magnitudeOf(a), magnitudeOf(b)))
  const type = decimalType(decimalOf(a).scale, Math.max(decimalOf(a).digits, decimalOf(b).digits))
  return planner.node({ op: 'dec.mod', args: [a, b], type })
}

export function sign(planner: Planner, operation: 'neg' | 'abs', operand: Plan): Plan {
  const isDouble = operand.type.kind === 'double'
  if (operation === 'neg' && operand.op === 'const' && typeof operand.param === 'bigint') {
    return constant(planner, operand.type, -operand.param)
  }
  return planner.node({
    op: isDouble ? `dbl.${operation}` : `dec.${operation}`,
    args: [operand],
    type: operand.type,
  })
}

/** @param decimals kept: may be negative (tens, hundreds …). */
export function rounding(
  planner: Planner,
  operation: 'round' | 'trunc',
  operand: Plan,
  decimals: number,
): Plan {
  if (operand.type.kind === 'double') {
    const magnitude = Math.max(operand.type.magnitude + 1, 1 - decimals)
    const type = doubleType(Math.min(magnitude, 308))
    return planner.node({ op: `dbl.${operation}`, args: [operand], type, param: decimals })
  }
  const { scale, digits } = decimalOf(operand)
  if (decimals >= scale) return operand
  const carried = (decimals >= 0 ? digits - (scale - decimals) : Math.max(digits - scale, -decimals)) + 1
  const type = decimalType(Math.max(decimals, 0), carried)
  return planner.node({
    op: `dec.${operation}`,
    args: [operand],
    type,
    param: decimals,
    checked: carried > maxDigits,
  })
}

export function toInteger(planner: Planner, operation: 'floor' | 'ceil', operand: Plan): Plan {
  if (operand.type.kind === 'double') {
    return planner.node({
      op: `dbl.${operation}`,
      args: [operand],
      type: doubleType(operand.type.magnitude + 1),
    })
  }
  const { scale, digits } = decimalOf(operand)
  if (scale === 0) return operand
  return planner.node({ op: `dec.${operation}`, args: [operand], type: decimalType(0, digits - scale + 1) })
}

const functionMagnitude = { sqrt: 155, exp: 305, ln: 4, log: 25, power: 308 } as const

export function transcendental(
  planner: Planner,
  name: keyof typeof functionMagnitude,
  args: readonly Plan[],
): Plan {
  const doubles = args.map(arg => toDouble(planner, arg))
  return planner.node({
    op: `dbl.${name}`,
    args: doubles,
    type: doubleType(functionMagnitude[name]),
    checked: name === 'power',
  })
}

/** Exact where the exponent is a small constant and nothing can be lost, else a double. */
export function power(planner: Planner, base: Plan, exponent: Plan): Plan {
  const whole = exponent.op === 'const' && exponent.type.kind === 'decimal' && exponent.type.scale === 0
  const times = whole && typeof exponent.param === 'bigint' ? Number(exponent.param) : -1
  const fits =
    base.type.kind === 'decimal' && base.type.scale * times <= 18 && base.type.digits * times <= maxDigits
  if (times >= 1 && fits) {
    let result = base
    for (let i = 1; i < times; i++) result = product(planner, result, base)
    return result
  }
  return transcendental(planner, 'power', [base, exponent])
}

/** A value brought to a cell's declared type: rounded half away from zero; null where it does not fit. */
export function toCellType(planner: Planner, plan: Plan, target: DecimalType): Plan {
  if (plan.type.kind === 'double') {
    return planner.node({ op: 'dbl.toDecimal', args: [plan], type: target, checked: true })
  }
  const rounded = rounding(planner, 'round', plan, target.scale)
  const scaled = toScale(planner, rounded, target.scale)
  if (decimalOf(scaled).digits <= target.digits) return scaled
  return planner.node({ op: 'dec.scale', args: [scaled], type: target, checked: true })
}

export const nullBoolean = (planner: Planner): Plan => constant(planner, plainType('boolean'), null)
