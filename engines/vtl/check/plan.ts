/**
 * The plan: what both targets compute. Nodes are typed, every conversion is a node of its own, and equal
 * expressions are the same node, so that repeated ones can be computed once. The operations are few and each has
 * one meaning; the targets only spell them.
 */
import { plainType, type ValueType } from './types.ts'

export type PlanOp =
  | 'const'
  | 'cell'
  | 'dec.scale'
  | 'dec.add'
  | 'dec.sub'
  | 'dec.mul'
  | 'dec.neg'
  | 'dec.abs'
  | 'dec.mod'
  | 'dec.round'
  | 'dec.trunc'
  | 'dec.floor'
  | 'dec.ceil'
  | 'dbl.of'
  | 'dbl.add'
  | 'dbl.sub'
  | 'dbl.mul'
  | 'dbl.div'
  | 'dbl.neg'
  | 'dbl.abs'
  | 'dbl.mod'
  | 'dbl.round'
  | 'dbl.trunc'
  | 'dbl.floor'
  | 'dbl.ceil'
  | 'dbl.sqrt'
  | 'dbl.exp'
  | 'dbl.ln'
  | 'dbl.log'
  | 'dbl.power'
  | 'dbl.toDecimal'
  | 'cmp.='
  | 'cmp.<>'
  | 'cmp.<'
  | 'cmp.<='
  | 'cmp.>'
  | 'cmp.>='
  | 'and'
  | 'or'
  | 'xor'
  | 'not'
  | 'if'
  | 'nvl'
  | 'isnull'
  | 'in'
  | 'str.concat'
  | 'str.trim'
  | 'str.ltrim'
  | 'str.rtrim'
  | 'str.upper'
  | 'str.lower'
  | 'str.length'
  | 'str.substr'
  | 'str.replace'
  | 'str.instr'
  | 'str.match'
  | 'date.year'
  | 'date.month'
  | 'date.day'
  | 'date.dayOfYear'
  | 'date.diff'
  | 'date.add'
  | 'period.end'
  | 'period.indicator'

/** A value read from the record: of the form (`dataset` null) or of a foreign data set. */
export type CellSource = Readonly<{ dataset: string | null; name: string; blankIsZero: boolean }>

/** Decimals are scaled integers (12.50 at scale 2 is 1250n), dates are days since 1970-01-01. */
export type Constant = bigint | number | string | boolean | null

export type Plan = Readonly<{
  id: number
  op: PlanOp
  args: readonly Plan[]
  type: ValueType
  /** `const`: its value. `in`: the set. Rounding: decimals. `date.add`: the unit. `str.instr`: the occurrence. `str.match`: the pattern. */
  param: Constant | readonly Constant[] | CellSource
  /** The result may exceed 38 digits or a double's range, and is null then. */
  checked: boolean
}>

export type PlanInput = Omit<Plan, 'id' | 'param' | 'checked'> & Partial<Pick<Plan, 'param' | 'checked'>>

const keyOf = (node: PlanInput): string =>
  JSON.stringify(
    [node.op, node.args.map(arg => arg.id), node.type, node.param ?? null, node.checked ?? false],
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
  )

/** Makes plan nodes; equal ones are one and the same object within a planner. */
export type Planner = Readonly<{ node: (input: PlanInput) => Plan }>

export function createPlanner(): Planner {
  const known = new Map<string, Plan>()
  return {
    node: input => {
      const key = keyOf(input)
      const found = known.get(key)
      if (found) return found
      const made: Plan = Object.freeze({
        ...input,
        args: Object.freeze([...input.args]),
        param: input.param ?? null,
        checked: input.checked ?? false,
        id: known.size,
      })
      known.set(key, made)
      return made
    },
  }
}

export const constant = (planner: Planner, type: ValueType, value: Constant): Plan =>
  planner.node({ op: 'const', args: [], type, param: value })

/** Stands for an expression whose mistake was reported. */
export const errorPlan = (planner: Planner): Plan => constant(planner, plainType('error'), null)

/** Every node below `roots`, each once, operands first. */
export function planOrder(roots: readonly Plan[]): readonly Plan[] {
  const seen = new Set<Plan>()
  const visit = (node: Plan): void => {
    if (seen.has(node)) return
    for (const arg of node.args) visit(arg)
    seen.add(node)
  }
  for (const root of roots) visit(root)
  return [...seen]
}

export const cellOf = (node: Plan): CellSource => node.param as CellSource
