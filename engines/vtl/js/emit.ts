/**
 * Plan to JavaScript closures. No code is generated as text, so a page that forbids `unsafe-eval` can run it.
 * Cells are read from the record once per evaluation, when first asked for.
 */
import {
  addToDate,
  civilFromDays,
  daysFromCivil,
  parseDate,
  periodEnd,
  periodIndicator,
} from '../calendar.ts'
import { toJavaScript } from '../check/pattern.ts'
import { cellOf, type Plan } from '../check/plan.ts'
import type { DecimalType } from '../check/types.ts'
import type { RuleRecord, Scalar } from '../schema.ts'
import * as decimal from './decimal.ts'
import * as double from './double.ts'
import { logic } from './logic.ts'
import * as text from './text.ts'

/** Decimals are scaled integers, dates are days, doubles are numbers; the plan's type says which. */
export type Value = number | bigint | string | boolean | null

/** One evaluation: the record and the cells read so far, by slot. */
export type Frame = { readonly record: RuleRecord; readonly values: (Value | undefined)[] }
export type Evaluator = (frame: Frame) => Value

/** Compiles plans; one compiler's evaluators share the slots of one frame. */
export type JsCompiler = Readonly<{
  compile: (plan: Plan) => Evaluator
  frame: (record: RuleRecord) => Frame
}>

export function createJsCompiler(): JsCompiler {
  const known = new Map<Plan, Evaluator>()
  let slots = 0
  const compile = (plan: Plan): Evaluator => {
    const found = known.get(plan)
    if (found) return found
    const made = plan.op === 'cell' ? readCell(plan, slots++) : operation(plan, plan.args.map(compile))
    known.set(plan, made)
    return made
  }
  return { compile, frame: record => ({ record, values: new Array<Value | undefined>(slots) }) }
}

/** A scalar from outside as the engine holds it; what does not fit its type is null. */
export function readScalar(raw: Scalar | undefined, type: Plan['type']): Value {
  if (raw === null || raw === undefined || raw === '') return raw === '' && type.kind === 'string' ? '' : null
  switch (type.kind) {
    case 'decimal':
      return typeof raw === 'string' ? decimal.parseDecimal(raw, type.scale, type.digits) : null
    case 'date':
      return typeof raw === 'string' ? parseDate(raw) : null
    case 'boolean':
      return typeof raw === 'boolean' ? raw : null
    default:
      return typeof raw === 'string' ? raw : null
  }
}

function readCell(plan: Plan, slot: number): Evaluator {
  const { dataset, name, blankIsZero } = cellOf(plan)
  const load = (record: RuleRecord): Value => {
    const source = dataset === null ? record.cells : record.foreign?.[dataset]
    if (!source) return null
    const value = readScalar(Object.hasOwn(source, name) ? source[name] : null, plan.type)
    return value === null && blankIsZero ? 0 : value
  }
  return frame => {
    const known = frame.values[slot]
    if (known !== undefined) return known
    const value = load(frame.record)
    frame.values[slot] = value
    return value
  }
}

type Strict = (...values: never[]) => Value

/** Null in, null out. */
function strict(args: readonly Evaluator[], apply: Strict): Evaluator {
  const call = apply as (...values: Value[]) => Value
  const [a, b, c] = args as readonly [Evaluator, Evaluator, Evaluator]
  if (args.length === 1) {
    return frame => {
      const x = a(frame)
      return x === null ? null : call(x)
    }
  }
  if (args.length === 2) {
    return frame => {
      const x = a(frame)
      if (x === null) return null
      const y = b(frame)
      return y === null ? null : call(x, y)
    }
  }
  return frame => {
    const x = a(frame)
    const y = b(frame)
    const z = c(frame)
    return x === null || y === null || z === null ? null : call(x, y, z)
  }
}

function operation(plan: Plan, args: readonly Evaluator[]): Evaluator {
  const special = logic(plan, args)
  if (special) return special
  const apply = plan.op.startsWith('dec.')
    ? exactOperation(plan)
    : plan.op.startsWith('dbl.')
      ? doubleOperation(plan)
      : plainOperation(plan)
  return strict(args, apply)
}

/** Null where the exact result has more digits than its type allows. */
function withinDigits(plan: Plan, apply: (a: decimal.Exact, b: decimal.Exact) => decimal.Exact): Strict {
  if (!plan.checked) return apply
  const { digits } = plan.type as DecimalType
  return (a: decimal.Exact, b: decimal.Exact) => {
    const result = apply(a, b)
    return decimal.fits(result, digits) ? result : null
  }
}

function exactOperation(plan: Plan): Strict {
  const target = plan.type as DecimalType
  const from = plan.args[0]!.type as DecimalType
  const shift = target.scale - from.scale
  const round = (mode: decimal.RoundingMode): Strict => {
    const kept = typeof plan.param === 'number' ? plan.param : 0
    return withinDigits(plan, a => {
      const short = decimal.shiftDown(a, from.scale - kept, mode)
      return kept < 0 ? decimal.shiftUp(short, -kept) : short
    })
  }
  switch (plan.op) {
    case 'dec.scale':
      return withinDigits(plan, a => decimal.shiftUp(a, shift))
    case 'dec.add':
      return withinDigits(plan, decimal.add)
    case 'dec.sub':
      return withinDigits(plan, decimal.subtract)
    case 'dec.mul':
      return withinDigits(plan, decimal.multiply)
    case 'dec.mod':
      return decimal.modulo
    case 'dec.neg':
      return decimal.negate
    case 'dec.abs':
      return decimal.absolute
    case 'dec.round':
      return round('round')
    case 'dec.trunc':
      return round('trunc')
    case 'dec.floor':
      return round('floor')
    default:
      return round('ceil')
  }
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null)

/** Rounds to nine decimals; tests for overflow where the plan cannot rule it out. */
function rounded(plan: Plan, apply: (a: number, b: number) => number | null): Strict {
  return (a: number, b: number) => {
    const result = apply(a, b)
    if (result === null) return null
    return plan.checked ? finite(double.round9(result)) : double.round9(result)
  }
}

function floorModulo(a: number, b: number): number {
  if (b === 0) return a
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
}

function doubleOperation(plan: Plan): Strict {
  const decimals = typeof plan.param === 'number' ? plan.param : 0
  switch (plan.op) {
    case 'dbl.of':
      return nearest((plan.args[0]!.type as DecimalType).scale)
    case 'dbl.add':
      return rounded(plan, (a, b) => a + b)
    case 'dbl.sub':
      return rounded(plan, (a, b) => a - b)
    case 'dbl.mul':
      return rounded(plan, (a, b) => a * b)
    case 'dbl.div':
      return rounded(plan, (a, b) => (b === 0 ? null : a / b))
    case 'dbl.mod':
      return rounded(plan, floorModulo)
    case 'dbl.sqrt':
      return rounded(plan, a => (a < 0 ? null : Math.sqrt(a)))
    case 'dbl.exp':
      return rounded(plan, double.exponential)
    case 'dbl.ln':
      return rounded(plan, double.naturalLog)
    case 'dbl.log':
      return rounded(plan, double.logarithm)
    case 'dbl.power':
      return rounded(plan, double.powerOf)
    case 'dbl.neg':
      return (a: number) => -a
    case 'dbl.abs':
      return (a: number) => Math.abs(a)
    case 'dbl.round':
      return (a: number) => double.roundTo(a, decimals)
    case 'dbl.trunc':
      return (a: number) => double.truncTo(a, decimals)
    case 'dbl.floor':
      return (a: number) => Math.floor(a)
    case 'dbl.ceil':
      return (a: number) => Math.ceil(a)
    default:
      return toDecimal(plan.type as DecimalType)
  }
}

/** The double nearest to an exact decimal. */
function nearest(scale: number): Strict {
  const power = Number(`1e${scale}`)
  return (a: decimal.Exact) => (typeof a === 'number' ? a / power : Number(`${a}e-${scale}`))
}

function toDecimal({ scale, digits }: DecimalType): Strict {
  const power = Number(`1e${scale}`)
  return (a: number) => {
    const shifted = double.roundHalfAway(a * power)
    if (!Number.isFinite(shifted) || Math.abs(shifted) >= Number(`1e${digits}`)) return null
    return decimal.fromBigInt(BigInt(shifted))
  }
}

function plainOperation(plan: Plan): Strict {
  switch (plan.op) {
    case 'str.concat':
      return (a: string, b: string) => a + b
    case 'str.trim':
      return (a: string) => text.trim(a, true, true)
    case 'str.ltrim':
      return (a: string) => text.trim(a, true, false)
    case 'str.rtrim':
      return (a: string) => text.trim(a, false, true)
    case 'str.upper':
      return text.upper
    case 'str.lower':
      return text.lower
    case 'str.length':
      return text.length
    case 'str.substr':
      return (a: string, start: Value, count?: Value) =>
        text.substring(a, Number(start), count === undefined ? null : Number(count))
    case 'str.replace':
      return text.replaceAll
    case 'str.instr':
      return (a: string, pattern: string, start: Value) =>
        text.position(a, pattern, Number(start), Number(plan.param))
    case 'str.match': {
      const pattern = new RegExp(toJavaScript(String(plan.param)), 'u')
      return (a: string) => pattern.test(a)
    }
    default:
      return dateOperation(plan)
  }
}

function dateOperation(plan: Plan): Strict {
  switch (plan.op) {
    case 'date.year':
      return (a: number) => civilFromDays(a).year
    case 'date.month':
      return (a: number) => civilFromDays(a).month
    case 'date.day':
      return (a: number) => civilFromDays(a).day
    case 'date.dayOfYear':
      return (a: number) => a - daysFromCivil(civilFromDays(a).year, 1, 1) + 1
    case 'date.diff':
      return (a: number, b: number) => Math.abs(b - a)
    case 'date.add':
      return (a: number, steps: Value) => addToDate(a, Number(steps), String(plan.param))
    case 'period.end':
      return periodEnd
    default:
      return periodIndicator
  }
}
