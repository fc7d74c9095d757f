/** Building comparisons, conditions and sets: operands brought to one type, three-valued logic left to the targets. */
import type { Position } from '../messages.ts'
import type { ComparisonOperator } from '../syntax/ast.ts'
import { type Checking, isError } from './context.ts'
import { alignNumbers, nullBoolean, typedNull } from './numbers.ts'
import { type Constant, constant, errorPlan, type Plan, type Planner } from './plan.ts'
import { isNumeric, plainType, typeTerm } from './types.ts'

/**
 * Two operands of one type (numbers aligned, a bare null typed), or null when their types differ (reported).
 * @param name the operator, for the message.
 */
export function unify(
  context: Checking,
  name: string,
  left: Plan,
  right: Plan,
  at: Position,
): readonly [Plan, Plan] | null {
  if (isError(left) || isError(right)) return null
  const { planner } = context
  const a = typedNull(planner, left, right.type)
  const b = typedNull(planner, right, left.type)
  if (isNumeric(a.type) && isNumeric(b.type)) return alignNumbers(planner, a, b)
  if (a.type.kind === b.type.kind) return [a, b]
  context.report.add('VTL_TYPES_DIFFER', at, { name, left: typeTerm(left.type), right: typeTerm(right.type) })
  return null
}

export function comparison(
  context: Checking,
  operator: ComparisonOperator,
  left: Plan,
  right: Plan,
  at: Position,
): Plan {
  const pair = unify(context, operator, left, right, at)
  if (!pair) return errorPlan(context.planner)
  const [a, b] = pair
  if (a.type.kind === 'null') return nullBoolean(context.planner)
  const ordered = operator !== '=' && operator !== '<>'
  if (ordered && a.type.kind === 'boolean') {
    context.report.add('VTL_TYPE', at, { name: operator, expected: '@number', found: '@boolean' })
    return errorPlan(context.planner)
  }
  return context.planner.node({ op: `cmp.${operator}`, args: [a, b], type: plainType('boolean') })
}

export const conjunction = (planner: Planner, left: Plan, right: Plan): Plan =>
  planner.node({ op: 'and', args: [left, right], type: plainType('boolean') })

/** `when a then b`: not a, or b, in three-valued logic. */
export function implication(planner: Planner, antecedent: Plan, consequent: Plan): Plan {
  const negated = planner.node({ op: 'not', args: [antecedent], type: plainType('boolean') })
  return planner.node({ op: 'or', args: [negated, consequent], type: plainType('boolean') })
}

/** Anything but true takes the second value. */
export function choice(context: Checking, condition: Plan, yes: Plan, no: Plan, at: Position): Plan {
  const pair = unify(context, 'if', yes, no, at)
  if (!pair || isError(condition)) return errorPlan(context.planner)
  const type = widest(pair[0], pair[1])
  return context.planner.node({ op: 'if', args: [condition, ...pair], type })
}

/** Two unified operands differ only in their bounds; the result has the wider. */
function widest(a: Plan, b: Plan): Plan['type'] {
  if (a.type.kind === 'decimal' && b.type.kind === 'decimal')
    return a.type.digits >= b.type.digits ? a.type : b.type
  if (a.type.kind === 'double' && b.type.kind === 'double')
    return a.type.magnitude >= b.type.magnitude ? a.type : b.type
  return a.type
}

export function nvl(context: Checking, value: Plan, replacement: Plan, at: Position): Plan {
  const pair = unify(context, 'nvl', value, replacement, at)
  if (!pair) return errorPlan(context.planner)
  return context.planner.node({ op: 'nvl', args: pair, type: widest(pair[0], pair[1]) })
}

/** Membership in constants. Numbers are compared at the finest scale that occurs. */
export function membershipInSet(
  context: Checking,
  operand: Plan,
  members: readonly Plan[],
  at: Position,
): Plan {
  let value = operand
  for (const member of members) {
    const pair = unify(context, 'in', value, member, at)
    if (!pair) return errorPlan(context.planner)
    value = pair[0]
  }
  if (value.type.kind === 'null') return nullBoolean(context.planner)
  const aligned = members.map(member => unify(context, 'in', value, member, at)?.[1])
  const set = aligned.flatMap(member => (member?.op === 'const' ? [member.param as Constant] : []))
  return context.planner.node({ op: 'in', args: [value], type: plainType('boolean'), param: set })
}

export const negation = (planner: Planner, operand: Plan): Plan =>
  operand.op === 'const' && typeof operand.param === 'boolean'
    ? constant(planner, plainType('boolean'), !operand.param)
    : planner.node({ op: 'not', args: [operand], type: plainType('boolean') })
