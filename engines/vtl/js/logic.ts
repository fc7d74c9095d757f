/** Operations that look at nulls themselves: constants, comparisons, three-valued logic, choices. */
import { periodIndicator } from '../calendar.ts'
import type { Plan } from '../check/plan.ts'
import { fromBigInt } from './decimal.ts'
import type { Evaluator, Value } from './emit.ts'
import { compareText } from './text.ts'

/** The evaluator of such an operation, or null where the operation is a strict one. */
export function logic(plan: Plan, args: readonly Evaluator[]): Evaluator | null {
  const [a, b, c] = args as readonly [Evaluator, Evaluator, Evaluator]
  switch (plan.op) {
    case 'const': {
      const value = plan.param as Value
      const held = typeof value === 'bigint' ? fromBigInt(value) : value
      return () => held
    }
    case 'and':
      return conjunction(a, b)
    case 'or':
      return disjunction(a, b)
    case 'xor':
      return both(a, b, (x, y) => x !== y)
    case 'not':
      return frame => {
        const x = a(frame)
        return x === null ? null : !x
      }
    case 'if':
      return frame => (a(frame) === true ? b(frame) : c(frame))
    case 'nvl':
      return frame => {
        const x = a(frame)
        return x === null ? b(frame) : x
      }
    case 'isnull':
      return frame => a(frame) === null
    case 'in':
      return memberOf(plan, a)
    default:
      return plan.op.startsWith('cmp.') ? both(a, b, comparator(plan)) : null
  }
}

function conjunction(a: Evaluator, b: Evaluator): Evaluator {
  return frame => {
    const x = a(frame)
    if (x === false) return false
    const y = b(frame)
    if (y === false) return false
    return x === null || y === null ? null : true
  }
}

function disjunction(a: Evaluator, b: Evaluator): Evaluator {
  return frame => {
    const x = a(frame)
    if (x === true) return true
    const y = b(frame)
    if (y === true) return true
    return x === null || y === null ? null : false
  }
}

type Compare = (x: NonNullable<Value>, y: NonNullable<Value>) => boolean | null

function both(a: Evaluator, b: Evaluator, compare: Compare): Evaluator {
  return frame => {
    const x = a(frame)
    if (x === null) return null
    const y = b(frame)
    return y === null ? null : compare(x, y)
  }
}

const byValue: Readonly<Record<string, Compare>> = {
  // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint of one value are equal only loosely
  'cmp.=': (x, y) => x == y,
  // biome-ignore lint/suspicious/noDoubleEquals: as above
  'cmp.<>': (x, y) => x != y,
  'cmp.<': (x, y) => x < y,
  'cmp.<=': (x, y) => x <= y,
  'cmp.>': (x, y) => x > y,
  'cmp.>=': (x, y) => x >= y,
}

const byOrder: Readonly<Record<string, (order: number) => boolean>> = {
  'cmp.=': order => order === 0,
  'cmp.<>': order => order !== 0,
  'cmp.<': order => order < 0,
  'cmp.<=': order => order <= 0,
  'cmp.>': order => order > 0,
  'cmp.>=': order => order >= 0,
}

function comparator(plan: Plan): Compare {
  const { kind } = plan.args[0]!.type
  if (kind !== 'string' && kind !== 'period') return byValue[plan.op]!
  const test = byOrder[plan.op]!
  const inOrder: Compare = (x, y) => test(compareText(String(x), String(y)))
  if (kind === 'string' || plan.op === 'cmp.=' || plan.op === 'cmp.<>') return inOrder
  return (x, y) => {
    const frequency = periodIndicator(String(x))
    return frequency !== null && frequency === periodIndicator(String(y)) ? inOrder(x, y) : null
  }
}

function memberOf(plan: Plan, a: Evaluator): Evaluator {
  const members = (plan.param as readonly NonNullable<Value>[]).map(value =>
    typeof value === 'bigint' ? fromBigInt(value) : value,
  )
  const set = new Set<Value>(members)
  return frame => {
    const x = a(frame)
    if (x === null) return null
    return set.has(typeof x === 'bigint' ? fromBigInt(x) : x)
  }
}
