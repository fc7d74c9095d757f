/** The functions of the profile: how many arguments each takes and what plan it makes of them. */

import { parseDate } from '../calendar.ts'
import type { Call, Expression } from '../syntax/ast.ts'
import { type Checking, constantInteger, constantString, isError, type Wanted, want } from './context.ts'
import { comparison, conjunction, nvl } from './logic.ts'
import { modulo, power, rounding, sign, toInteger, transcendental } from './numbers.ts'
import { readPattern } from './pattern.ts'
import { constant, errorPlan, type Plan, type PlanOp } from './plan.ts'
import { integerType, plainType, type ValueType } from './types.ts'

/** `args` holds null where an optional argument was written `_`. */
export type Invocation = Readonly<{
  context: Checking
  name: string
  node: Call
  args: readonly (Plan | null)[]
}>

type FunctionSpec = Readonly<{ least: number; most: number; build: (call: Invocation) => Plan }>

const nodeAt = (call: Invocation, index: number): Expression => call.node.args[index] ?? call.node

/** Argument `index` as `wanted`; an omitted one counts as the given default. */
function argument(call: Invocation, index: number, wanted: Wanted, missing?: Plan): Plan {
  const plan = call.args[index]
  if (!plan) return missing ?? errorPlan(call.context.planner)
  return want(call.context, call.name, wanted, plan, nodeAt(call, index).at, nullTypes[wanted])
}

const nullTypes: Readonly<Record<Wanted, ValueType>> = {
  number: integerType,
  integer: integerType,
  string: plainType('string'),
  boolean: plainType('boolean'),
  date: plainType('date'),
  period: plainType('period'),
  dateOrPeriod: plainType('date'),
}

/** Gives the error plan when an operand has one, so that one mistake is told once. */
function built(call: Invocation, args: readonly Plan[], make: () => Plan): Plan {
  return args.some(isError) ? errorPlan(call.context.planner) : make()
}

const numeric = (make: (call: Invocation, value: Plan) => Plan): FunctionSpec => ({
  least: 1,
  most: 1,
  build: call => {
    const value = argument(call, 0, 'number')
    return built(call, [value], () => make(call, value))
  },
})

const twoNumbers = (make: (call: Invocation, left: Plan, right: Plan) => Plan): FunctionSpec => ({
  least: 2,
  most: 2,
  build: call => {
    const left = argument(call, 0, 'number')
    const right = argument(call, 1, 'number')
    return built(call, [left, right], () => make(call, left, right))
  },
})

const roundingTo = (operation: 'round' | 'trunc'): FunctionSpec => ({
  least: 1,
  most: 2,
  build: call => {
    const value = argument(call, 0, 'number')
    const decimals = call.args[1]
      ? constantInteger(call.context, call.name, call.args[1], nodeAt(call, 1), [-18, 18], '@decimals')
      : 0
    if (decimals === null) return errorPlan(call.context.planner)
    return built(call, [value], () => rounding(call.context.planner, operation, value, decimals))
  },
})

const text = (op: PlanOp, type: ValueType): FunctionSpec => ({
  least: 1,
  most: 1,
  build: call => {
    const value = argument(call, 0, 'string')
    return built(call, [value], () => call.context.planner.node({ op, args: [value], type }))
  },
})

function substr(call: Invocation): Plan {
  const { planner } = call.context
  const value = argument(call, 0, 'string')
  const start = argument(call, 1, 'integer', constant(planner, integerType, 1n))
  const length = call.args[2] ? [argument(call, 2, 'integer')] : []
  const args = [value, start, ...length]
  return built(call, args, () => planner.node({ op: 'str.substr', args, type: plainType('string') }))
}

function replace(call: Invocation): Plan {
  const { planner } = call.context
  const empty = constant(planner, plainType('string'), '')
  const args = [argument(call, 0, 'string'), argument(call, 1, 'string'), argument(call, 2, 'string', empty)]
  return built(call, args, () => planner.node({ op: 'str.replace', args, type: plainType('string') }))
}

function instr(call: Invocation): Plan {
  const { planner } = call.context
  const start = argument(call, 2, 'integer', constant(planner, integerType, 1n))
  const args = [argument(call, 0, 'string'), argument(call, 1, 'string'), start]
  const occurrence = call.args[3]
    ? constantInteger(call.context, call.name, call.args[3], nodeAt(call, 3), [1, 9], '@positive')
    : 1
  if (occurrence === null) return errorPlan(planner)
  return built(call, args, () =>
    planner.node({ op: 'str.instr', args, type: integerType, param: occurrence }),
  )
}

function matchCharacters(call: Invocation): Plan {
  const { context } = call
  const value = argument(call, 0, 'string')
  const source = constantString(context, call.name, call.args[1]!, nodeAt(call, 1), '@string')
  if (source === null) return errorPlan(context.planner)
  const result = readPattern(source)
  if ('unsupported' in result) {
    context.report.add('VTL_PATTERN', nodeAt(call, 1).at, { reason: result.unsupported })
    return errorPlan(context.planner)
  }
  return built(call, [value], () =>
    context.planner.node({
      op: 'str.match',
      args: [value],
      type: plainType('boolean'),
      param: result.pattern,
    }),
  )
}

/** A date itself, or the last day of a time period. */
function dayOf(call: Invocation, index: number): Plan {
  const value = argument(call, index, 'dateOrPeriod')
  if (value.type.kind !== 'period') return value
  return call.context.planner.node({ op: 'period.end', args: [value], type: plainType('date') })
}

const datePart = (op: PlanOp): FunctionSpec => ({
  least: 1,
  most: 1,
  build: call => {
    const day = dayOf(call, 0)
    return built(call, [day], () => call.context.planner.node({ op, args: [day], type: integerType }))
  },
})

function dateDifference(call: Invocation): Plan {
  const args = [dayOf(call, 0), dayOf(call, 1)]
  return built(call, args, () => call.context.planner.node({ op: 'date.diff', args, type: integerType }))
}

function dateAddition(call: Invocation): Plan {
  const { context } = call
  const args = [argument(call, 0, 'date'), argument(call, 1, 'integer')]
  const unit = constantString(context, call.name, call.args[2]!, nodeAt(call, 2), '@duration')
  if (unit === null) return errorPlan(context.planner)
  if (!['D', 'W', 'M', 'Q', 'S', 'A'].includes(unit)) {
    context.report.add('VTL_CONSTANT', nodeAt(call, 2).at, { name: call.name, expected: '@duration' })
    return errorPlan(context.planner)
  }
  return built(call, args, () =>
    context.planner.node({ op: 'date.add', args, type: plainType('date'), param: unit }),
  )
}

/** Only as a way to write constants: `cast("2026-10-01", date)`, `cast("2026-M10", time_period)`, `cast("M", duration)`. */
function castConstant(call: Invocation): Plan {
  const { context } = call
  const target = nodeAt(call, 1)
  const name = target.kind === 'name' ? target.name : ''
  const text = constantString(context, call.name, call.args[0]!, nodeAt(call, 0), '@string')
  if (text === null) return errorPlan(context.planner)
  if (name === 'duration' || name === 'string') return constant(context.planner, plainType('string'), text)
  if (name === 'time_period') return constant(context.planner, plainType('period'), text)
  const day = name === 'date' ? parseDate(text) : null
  if (day !== null) return constant(context.planner, plainType('date'), day)
  context.report.add('VTL_CONSTANT', nodeAt(call, 0).at, { name: call.name, expected: '@date' })
  return errorPlan(context.planner)
}

function between(call: Invocation): Plan {
  const [value, low, high] = call.args as readonly [Plan, Plan, Plan]
  const from = comparison(call.context, '>=', value, low, call.node.at)
  const to = comparison(call.context, '<=', value, high, call.node.at)
  return built(call, [from, to], () => conjunction(call.context.planner, from, to))
}

const fixed = (count: number, build: (call: Invocation) => Plan): FunctionSpec => ({
  least: count,
  most: count,
  build,
})
const string = plainType('string')

/** By name as VTL writes it; 2.2 names that differ only in form stand beside their 2.1 twins. */
export const functions: Readonly<Record<string, FunctionSpec>> = {
  abs: numeric((call, value) => sign(call.context.planner, 'abs', value)),
  ceil: numeric((call, value) => toInteger(call.context.planner, 'ceil', value)),
  floor: numeric((call, value) => toInteger(call.context.planner, 'floor', value)),
  round: roundingTo('round'),
  trunc: roundingTo('trunc'),
  sqrt: numeric((call, value) => transcendental(call.context.planner, 'sqrt', [value])),
  exp: numeric((call, value) => transcendental(call.context.planner, 'exp', [value])),
  ln: numeric((call, value) => transcendental(call.context.planner, 'ln', [value])),
  log: twoNumbers((call, value, base) => transcendental(call.context.planner, 'log', [value, base])),
  power: twoNumbers((call, base, exponent) => power(call.context.planner, base, exponent)),
  mod: twoNumbers((call, left, right) => modulo(call.context.planner, left, right)),
  between: fixed(3, between),
  nvl: fixed(2, call => nvl(call.context, call.args[0]!, call.args[1]!, call.node.at)),
  isnull: fixed(1, call => {
    const value = call.args[0]!
    return built(call, [value], () =>
      call.context.planner.node({ op: 'isnull', args: [value], type: plainType('boolean') }),
    )
  }),
  trim: text('str.trim', string),
  ltrim: text('str.ltrim', string),
  rtrim: text('str.rtrim', string),
  upper: text('str.upper', string),
  lower: text('str.lower', string),
  length: text('str.length', integerType),
  substr: { least: 1, most: 3, build: substr },
  replace: { least: 2, most: 3, build: replace },
  instr: { least: 2, most: 4, build: instr },
  match_characters: fixed(2, matchCharacters),
  getyear: datePart('date.year'),
  getmonth: datePart('date.month'),
  year: datePart('date.year'),
  month: datePart('date.month'),
  dayofmonth: datePart('date.day'),
  dayofyear: datePart('date.dayOfYear'),
  datediff: fixed(2, dateDifference),
  dateadd: fixed(3, dateAddition),
  period_indicator: {
    least: 1,
    most: 1,
    build: call => {
      const value = argument(call, 0, 'period')
      return built(call, [value], () =>
        call.context.planner.node({ op: 'period.indicator', args: [value], type: string }),
      )
    },
  },
  cast: fixed(2, castConstant),
}

/** Operators of VTL that later profiles bring; told apart from misspellings. */
export const laterFunctions: ReadonlySet<string> = new Set(
  'sum avg count min max median stddev_pop stddev_samp var_pop var_samp rank first_value last_value lag lead ratio_to_report random current_date inner_join left_join full_join cross_join union intersect setdiff symdiff exists_in check check_datapoint check_hierarchy hierarchy fill_time_series flow_to_stock stock_to_flow timeshift time_agg daytoyear daytomonth yeartoday monthtoday eval'.split(
    ' ',
  ),
)
