/** What checking an expression needs: the names in reach, the planner, the reporter, and what was read so far. */
import type { Position, Reporter } from '../messages.ts'
import type { Schema } from '../schema.ts'
import type { Expression } from '../syntax/ast.ts'
import { constant, errorPlan, type Plan, type Planner } from './plan.ts'
import { isNumeric, typeTerm, type ValueType } from './types.ts'

export type Checking = Readonly<{
  schema: Schema
  planner: Planner
  report: Reporter
  /** Names a ruleset's signature gives to cells (`variable M13 as A`). */
  aliases: ReadonlyMap<string, string>
  /** The names of the signature, or null where there is none (templates, formulas). */
  signature: ReadonlySet<string> | null
}>

export type Wanted = 'number' | 'integer' | 'string' | 'boolean' | 'date' | 'period' | 'dateOrPeriod'

const kindsOf: Readonly<Record<Wanted, readonly ValueType['kind'][]>> = {
  number: ['decimal', 'double'],
  integer: ['decimal'],
  string: ['string'],
  boolean: ['boolean'],
  date: ['date'],
  period: ['period'],
  dateOrPeriod: ['date', 'period'],
}

export const isError = (plan: Plan): boolean => plan.type.kind === 'error'

/**
 * The operand as `wanted`, its bare null typed; on a mismatch reports and gives the error plan.
 * @param nullType what a bare null stands for.
 */
export function want(
  context: Checking,
  name: string,
  wanted: Wanted,
  plan: Plan,
  at: Position,
  nullType: ValueType,
): Plan {
  if (isError(plan)) return plan
  if (plan.type.kind === 'null') return constant(context.planner, nullType, null)
  const fits = kindsOf[wanted].includes(plan.type.kind)
  const whole = wanted !== 'integer' || (plan.type.kind === 'decimal' && plan.type.scale === 0)
  if (fits && whole) return plan
  const found = isNumeric(plan.type) && wanted === 'integer' ? '@number' : typeTerm(plan.type)
  context.report.add('VTL_TYPE', at, { name, expected: `@${wanted}`, found })
  return errorPlan(context.planner)
}

/** The value of a constant integer argument, or null (reported) when it is not one within bounds. */
export function constantInteger(
  context: Checking,
  name: string,
  plan: Plan,
  node: Expression,
  bounds: readonly [number, number],
  expected: string,
): number | null {
  if (isError(plan)) return null
  const whole = plan.op === 'const' && plan.type.kind === 'decimal' && plan.type.scale === 0
  const value = whole && typeof plan.param === 'bigint' ? Number(plan.param) : Number.NaN
  if (value >= bounds[0] && value <= bounds[1]) return value
  context.report.add('VTL_CONSTANT', node.at, { name, expected })
  return null
}

/** The value of a constant string argument, or null (reported). */
export function constantString(
  context: Checking,
  name: string,
  plan: Plan,
  node: Expression,
  expected: string,
): string | null {
  if (isError(plan)) return null
  if (plan.op === 'const' && plan.type.kind === 'string' && typeof plan.param === 'string') return plan.param
  context.report.add('VTL_CONSTANT', node.at, { name, expected })
  return null
}
