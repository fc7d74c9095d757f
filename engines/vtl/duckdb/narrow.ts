/**
 * Exact numbers at the speed of 64-bit integers, for quick statements. A sum of cells may need more than 18 digits and
 * hardly ever does; DuckDB's wider decimals are about ten times slower. So a quick statement computes with 18 digits
 * and fails where a value outgrows them; the exact one is there for that case.
 */
import type { Plan } from '../check/plan.ts'
import type { DecimalType } from '../check/types.ts'
import type { Piece, Renderer } from './render.ts'

/** More decimals than this leave too few digits before the point to be worth trying. */
const maxNarrowScale = 9

const isWide = (plan: Plan): boolean => plan.type.kind === 'decimal' && plan.type.digits > 18

const isArithmetic = (node: Plan): boolean => /^dec\.(?:add|sub|mul|neg|abs|scale)$/.test(node.op)

const isShallow = (node: Plan): boolean =>
  (node.type as DecimalType).scale <= maxNarrowScale && (!isArithmetic(node) || node.args.every(isShallow))

/** Whether a comparison has exact operands that need more than 18 digits, all of few decimals. */
export const canNarrow = (plan: Plan): boolean =>
  plan.args[0]!.type.kind === 'decimal' && plan.args.some(isWide) && plan.args.every(isShallow)

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
      return cast(node, a!)
  }
}

const cast = (node: Plan, sql: string): string =>
  `CAST(${sql} AS DECIMAL(18,${(node.type as DecimalType).scale}))`

/** An operand with at most 18 digits; one that occurs again is kept. */
export function narrow(renderer: Renderer, node: Plan): Piece {
  if (!isArithmetic(node)) {
    const value = renderer.render(node)
    return value.width <= 18 ? value : renderer.piece(cast(node, value.sql), [value], 18)
  }
  const parts = node.args.map(arg => narrow(renderer, arg))
  const sql = write(node, parts)
  const repeated = renderer.uses(node) > 1 && node.op !== 'dec.scale' && node.op !== 'dec.neg'
  const made = repeated || parts.some(part => part.depth > 20) ? renderer.bind : renderer.piece
  return made(sql, parts, 18)
}

/** Digits that every double holds. */
const DOUBLE_DIGITS = 15

/** An exact number of at most 15 digits, which becomes a double as it is; null where it has too many decimals. */
export function narrowForDouble(renderer: Renderer, node: Plan): Piece | null {
  if (!isShallow(node)) return null
  const value = narrow(renderer, node)
  if (value.width <= DOUBLE_DIGITS) return value
  const sql = `CAST(${value.sql} AS DECIMAL(${DOUBLE_DIGITS},${(node.type as DecimalType).scale}))`
  return renderer.piece(sql, [value], DOUBLE_DIGITS)
}
