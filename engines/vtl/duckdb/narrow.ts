/**
 * Comparisons of exact numbers at the speed of 64-bit integers. A sum of cells may need more than 18 digits and
 * hardly ever does; DuckDB's wider decimals are about ten times slower. So a comparison is first tried with 18
 * digits, where an overflow is an error and `TRY` makes it null, and decided with full width only where that was null.
 */
import type { Plan } from '../check/plan.ts'
import type { DecimalType } from '../check/types.ts'
import type { Piece, Renderer } from './render.ts'

/** More decimals than this leave too few digits before the point to be worth trying. */
const maxNarrowScale = 9

const isWide = (plan: Plan): boolean => plan.type.kind === 'decimal' && plan.type.digits > 18

/** Whether a comparison has exact operands that need more than 18 digits, all of few decimals. */
export function canNarrow(plan: Plan): boolean {
  const shallow = (node: Plan): boolean =>
    (node.type as DecimalType).scale <= maxNarrowScale && (!isArithmetic(node) || node.args.every(shallow))
  return plan.args[0]!.type.kind === 'decimal' && plan.args.some(isWide) && plan.args.every(shallow)
}

const isArithmetic = (node: Plan): boolean => /^dec\.(?:add|sub|mul|neg|abs|scale)$/.test(node.op)

function write(node: Plan, parts: readonly Piece[]): string {
  const [a, b] = parts.map(part => part.sql)
  switch (node.op) {
    case 'dec.add':
      return `(${a} + ${b})`
    case 'dec.sub':
      return `(${a} - ${b})`
    case 'dec.mul':
      return `(${a} * ${b})`
    case 'dec.neg':
      return `(-${a})`
    case 'dec.abs':
      return `abs(${a})`
    default:
      return `TRY_CAST(${a} AS DECIMAL(18,${(node.type as DecimalType).scale}))`
  }
}

/**
 * An operand with at most 18 digits; one that occurs again is kept, null where it overflows. No operation that can
 * fail may stand in two `TRY`s of one layer: DuckDB computes what they share outside of both.
 */
export function narrow(renderer: Renderer, node: Plan): Piece {
  if (!isArithmetic(node)) {
    const value = renderer.render(node)
    if (value.width <= 18) return value
    return renderer.piece(
      `TRY_CAST(${value.sql} AS DECIMAL(18,${(node.type as DecimalType).scale}))`,
      [value],
      18,
    )
  }
  const parts = node.args.map(arg => narrow(renderer, arg))
  const sql = write(node, parts)
  const fails = node.op !== 'dec.scale' || isArithmetic(node.args[0]!)
  if ((fails && renderer.uses(node) > 1) || parts.some(part => part.depth > 20))
    return renderer.bind(`TRY(${sql})`, parts, 18)
  return renderer.piece(sql, parts, 18)
}
