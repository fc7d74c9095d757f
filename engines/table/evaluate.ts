/** Formulas over the components of one cell: exact until the one rounding at the end. */

import { type CellTree, type Fields, type RowNode, wholeRow } from './cells.ts'
import type { CompiledColumn } from './compile.ts'
import { divide, type Exact, parseExact, roundExact, roundText, scaleBy, subtract } from './exact.ts'
import type { Formula } from './formula.ts'

/** Blank is null; undefined is a value that cannot be given, such as a division by zero. */
export type Value = Exact | null | undefined

export type CellAt = Readonly<{ row: RowNode; across: string | null }>

export type Evaluation = Readonly<{ tree: CellTree; firstSlot: number }>

const zero: Exact = { n: 0n, d: 1n }

const slotText = (fields: Fields | undefined, firstSlot: number, slot: number): string =>
  fields?.[firstSlot + slot] ?? ''

/** The cell a share is a share of. A row without a parent is its own whole. */
export const shareBase = (tree: CellTree, at: CellAt, within: 'parent' | 'total' | 'across'): CellAt => {
  if (within === 'across') return { row: at.row, across: wholeRow }
  return { row: (within === 'parent' ? at.row.parent : tree.root) ?? at.row, across: at.across }
}

const quotient = (numerator: Value, denominator: Value, times: bigint): Value => {
  if (!numerator || !denominator)
    return numerator === undefined || denominator === undefined ? undefined : null
  const result = divide(numerator, denominator)
  return result && scaleBy(result, times)
}

const growth = (current: Value, base: Value): Value => {
  if (!current) return current
  if (!base || base.n <= 0n) return undefined
  return scaleBy(divide(subtract(current, base), base)!, 100n)
}

export const evaluate = (evaluation: Evaluation, formula: Formula, at: CellAt): Value => {
  const { tree, firstSlot } = evaluation
  switch (formula.kind) {
    case 'slot': {
      const text = slotText(at.row.cells.get(at.across), firstSlot, formula.slot)
      return text !== '' ? parseExact(text) : formula.zeroWhenAbsent ? zero : null
    }
    case 'quotient': {
      const numerator = evaluate(evaluation, formula.numerator, at)
      return quotient(numerator, evaluate(evaluation, formula.denominator, at), formula.times)
    }
    case 'share': {
      const whole = evaluate(evaluation, formula.of, shareBase(tree, at, formula.within))
      return quotient(evaluate(evaluation, formula.of, at), whole, 100n)
    }
    case 'growth':
      return growth(evaluate(evaluation, formula.current, at), evaluate(evaluation, formula.base, at))
    case 'change': {
      const [current, base] = [
        evaluate(evaluation, formula.current, at),
        evaluate(evaluation, formula.base, at),
      ]
      if (!current || !base) return current === undefined || base === undefined ? undefined : null
      return subtract(current, base)
    }
  }
}

/** A column's value as text: null is blank, undefined cannot be given. */
export const valueText = (
  evaluation: Evaluation,
  { formula, decimals, power }: CompiledColumn,
  at: CellAt,
): string | null | undefined => {
  if (formula.kind === 'slot') {
    const text = slotText(at.row.cells.get(at.across), evaluation.firstSlot, formula.slot)
    if (text === '') return formula.zeroWhenAbsent ? roundText('0', decimals) : null
    return roundText(text, decimals, power)
  }
  const value = evaluate(evaluation, formula, at)
  return value && roundExact(value, decimals, power)
}
