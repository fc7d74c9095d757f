/**
 * Plan to DuckDB expressions. An operand needed twice, and any expression that occurs twice, is hoisted into a
 * layer of its own (`h1`, `h2` …), so that nothing is computed twice and texts stay short. Decimals keep explicit
 * widths: DuckDB stops at 18 digits unless an operand is wider, so operands are widened where a result needs it.
 */
import { cellOf, type Plan, planOrder } from '../check/plan.ts'
import { type DecimalType, maxDigits, type ValueType } from '../check/types.ts'
import { quoteName } from './names.ts'

/** A piece of SQL: the layer it can stand in, its nesting, and the width DuckDB gives it where it is a decimal. */
export type Piece = Readonly<{ sql: string; level: number; depth: number; width: number; simple: boolean }>

export type Hoisted = Readonly<{ name: string; sql: string; level: number }>

export type Renderer = Readonly<{
  render: (plan: Plan) => Piece
  /** The same value as a column or constant, hoisted where it is more. */
  atom: (plan: Plan) => Piece
  /** Hoists a piece of SQL made by an operation itself. */
  bind: (sql: string, parts: readonly Piece[], width?: number) => Piece
  piece: (sql: string, parts: readonly Piece[], width?: number) => Piece
  /** How often an expression occurs. */
  uses: (plan: Plan) => number
  /** Whether a value of more than 18 digits may be an error instead of exact. */
  quick: boolean
}>

export type Operation = (renderer: Renderer, plan: Plan) => Piece

/** DuckDB refuses expressions nested deeper than 1000. */
const maxNesting = 40

/** Cheaper to repeat than to keep; sums and products are kept in their narrow form where there is one (narrow.ts). */
const trivial = new Set<Plan['op']>(['const', 'cell', 'dec.scale', 'dec.neg', 'not', 'isnull'])
const keptNarrow = new Set<Plan['op']>(['dec.add', 'dec.sub', 'dec.mul'])

function countUses(roots: readonly Plan[]): ReadonlyMap<Plan, number> {
  const counts = new Map<Plan, number>()
  const count = (node: Plan): void => void counts.set(node, (counts.get(node) ?? 0) + 1)
  for (const node of planOrder(roots)) node.args.forEach(count)
  roots.forEach(count)
  return counts
}

export const widthOf = (type: ValueType): number => (type.kind === 'decimal' ? type.digits : 0)

export function createRenderer(
  roots: readonly Plan[],
  operation: (plan: Plan) => Operation,
  quick: boolean,
): Readonly<{ renderer: Renderer; hoisted: readonly Hoisted[] }> {
  const counts = countUses(roots)
  const hoisted: Hoisted[] = []
  const bound = new Map<string, Piece>()
  const known = new Map<Plan, Piece>()

  const piece = (sql: string, parts: readonly Piece[], width = 0): Piece => ({
    sql,
    level: Math.max(0, ...parts.map(part => part.level)),
    depth: 1 + Math.max(0, ...parts.map(part => part.depth)),
    width,
    simple: false,
  })
  const hoist = (made: Piece): Piece => {
    if (made.simple) return made
    const found = bound.get(made.sql)
    if (found) return found
    const name = `h${hoisted.length + 1}`
    hoisted.push({ name, sql: made.sql, level: made.level + 1 })
    const reference = { sql: name, level: made.level + 1, depth: 1, width: made.width, simple: true }
    bound.set(made.sql, reference)
    return reference
  }
  const uses = (plan: Plan): number => counts.get(plan) ?? 0
  const isKept = (plan: Plan): boolean =>
    (uses(plan) > 1 && !trivial.has(plan.op) && !(quick && keptNarrow.has(plan.op))) ||
    (plan.checked && plan.op.startsWith('dec.'))
  const render = (plan: Plan): Piece => {
    const found = known.get(plan)
    if (found) return found
    const made = operation(plan)(renderer, plan)
    const result = isKept(plan) || made.depth > maxNesting ? hoist(made) : made
    known.set(plan, result)
    return result
  }
  const renderer: Renderer = {
    render,
    atom: plan => hoist(render(plan)),
    bind: (sql, parts, width) => hoist(piece(sql, parts, width)),
    piece,
    uses,
    quick,
  }
  return { renderer, hoisted }
}

/** The column of a cell in the base layer. */
export const cellColumn = (plan: Plan): string => {
  const { dataset, name } = cellOf(plan)
  return quoteName(dataset === null ? name : `${dataset}#${name}`)
}

/** A decimal piece widened so that DuckDB computes with at least `digits` digits. */
export function widened(part: Piece, scale: number, digits: number): Piece {
  const width = Math.min(maxDigits, digits)
  if (part.width >= width) return part
  return {
    ...part,
    sql: `CAST(${part.sql} AS DECIMAL(${width},${scale}))`,
    width,
    depth: part.depth + 1,
    simple: false,
  }
}

/** The width DuckDB gives a result that needs `needed` digits from operands of the given widths. */
export function resultWidth(needed: number, widest: number): number {
  return needed > 18 && widest <= 18 ? 18 : Math.min(maxDigits, needed)
}

/** A value beyond its digits is null instead of an error. */
export const guarded = (plan: Plan, sql: string): string => (plan.checked ? `TRY(${sql})` : sql)

export const scaleOf = (plan: Plan): number => (plan.type as DecimalType).scale
