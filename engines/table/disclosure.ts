/**
 * Disclosure control (统计法: published aggregates must not let a unit be inferred).
 *
 * Primary: an amount with too few contributors, or dominated by the largest (the (n,k) rule), is withheld; so is a
 * count of too few units, and everything where a count of units that holds its own is withheld (the threshold rule
 * for frequencies): where one unit owes a report, a blank tells whether it came as well as a number does.
 * Complementary: in every equation "whole = sum of parts" a withheld part must not be found by subtraction, so
 * further parts are withheld, smallest first, until what they hide together would itself be safe to publish.
 * Equations run along each row dimension and along the column dimension; they are worked through until nothing
 * changes, guard by guard from the counts of all units to the amounts. Source: Hundepool et al., Statistical
 * Disclosure Control, 2012, chapters 4 and 5.
 */

import { type CellTree, rowId, rowKeys, wholeRow, withoutLastOf } from './cells.ts'
import type { CompiledColumn } from './compile.ts'
import { type CellAt, shareBase } from './evaluate.ts'
import type { Formula } from './formula.ts'
import { type Amount, type Amounts, type GuardRelations, guardRelations, readAmounts } from './guards.ts'
import type { Layout } from './plan.ts'
import { protect, protectRest, type Residual } from './suppression.ts'

const relate = (layout: Layout, tree: CellTree, amounts: Amounts, guard: number) => {
  const keys = rowKeys(layout.keys)
  const equations = new Map<string, { whole: Amount; parts: Amount[] }>()
  const residuals: Residual[] = []
  const add = (id: string, whole: Amount | undefined, part: Amount) => {
    if (!whole) return
    const known = equations.get(id)
    if (known) known.parts.push(part)
    else equations.set(id, { whole, parts: [part] })
  }
  for (const [row, byAcross] of amounts) {
    for (const [across, guards] of byAcross) {
      const part = guards[guard]!
      if (across !== wholeRow) add(`across\n${rowId(row.codes)}`, byAcross.get(wholeRow)?.[guard], part)
      layout.spec.rows.forEach((dimension, index) => {
        const codes = withoutLastOf(keys, row.codes, index)
        const parent = codes && tree.rows.get(rowId(codes))
        const whole = parent && amounts.get(parent)?.get(across)?.[guard]
        if (!whole) return
        if (dimension.kind === 'conditions') residuals.push({ whole, part })
        else add(`${index}\n${across ?? '\u0000'}\n${rowId(codes)}`, whole, part)
      })
    }
  }
  return { equations: [...equations.values()], residuals }
}

/** What is withheld because a count that holds it is, and the parts that a wider column beside them would give away. */
const followOthers = (
  amounts: Amounts,
  { guard, countedBy, partOf }: GuardRelations,
): readonly Residual[] => {
  const residuals: Residual[] = []
  for (const byAcross of amounts.values()) {
    for (const guards of byAcross.values()) {
      const part = guards[guard]!
      part.isWithheld ||= countedBy.some(other => guards[other]!.isWithheld)
      for (const other of partOf) residuals.push({ whole: guards[other]!, part })
    }
  }
  return residuals
}

const sharesIn = (formula: Formula): readonly ('parent' | 'total' | 'across')[] => {
  switch (formula.kind) {
    case 'slot':
      return []
    case 'share':
      return [formula.within, ...sharesIn(formula.of)]
    case 'quotient':
      return [...sharesIn(formula.numerator), ...sharesIn(formula.denominator)]
    default:
      return [...sharesIn(formula.current), ...sharesIn(formula.base)]
  }
}

export type IsWithheld = (column: CompiledColumn, at: CellAt) => boolean

/** Decides which cells are withheld, blank ones included; undefined without a rule. */
export const controlDisclosure = (layout: Layout, tree: CellTree): IsWithheld | undefined => {
  const rule = layout.spec.disclosure
  if (!rule) return undefined
  const relations = guardRelations(layout)
  const amounts = readAmounts(layout, relations, tree, rule)
  for (const relation of relations) {
    const beside = followOthers(amounts, relation)
    const { equations, residuals } = relate(layout, tree, amounts, relation.guard)
    for (let changed = true; changed; ) {
      changed = false
      for (const equation of equations) changed = protect(rule, equation) || changed
      for (const residual of [...beside, ...residuals]) changed = protectRest(rule, residual) || changed
    }
  }
  return (column, at) =>
    column.isSingleValue ||
    [at, ...sharesIn(column.formula).map(within => shareBase(tree, at, within))].some(({ row, across }) =>
      column.guards.some(guard => amounts.get(row)?.get(across)?.[guard]?.isWithheld),
    )
}
