/**
 * Disclosure control (统计法: published aggregates must not let a unit be inferred).
 *
 * Primary: an amount with too few contributors, or dominated by the largest (the (n,k) rule), is withheld; so is a
 * count of too few units, and any count where there are too few units to count (the threshold rule for frequencies).
 * Complementary: in every equation "whole = sum of parts" a withheld part must not be found by subtraction, so
 * further parts are withheld, smallest first, until at least two are and what they hide together would itself
 * be safe to publish; what counts hide together must leave each of them more than one value. Equations run along each row dimension and along the column dimension; they are worked
 * through until nothing changes. Source: Hundepool et al., Statistical Disclosure Control, 2012, chapters 4 and 5.
 */

import { type CellTree, type RowNode, rowId, rowKeys, wholeRow, withoutLastOf } from './cells.ts'
import type { CompiledColumn } from './compile.ts'
import { type CellAt, shareBase } from './evaluate.ts'
import type { Formula } from './formula.ts'
import type { CellFlag } from './grid-model.ts'
import type { DisclosureRule } from './model.ts'
import type { Layout } from './plan.ts'

type Hidden = Extract<CellFlag, 'primary' | 'complementary'>

type Amount = {
  contributors: number
  total: bigint
  /** None for counts, which nobody dominates. */
  largest: readonly bigint[]
  isCount: boolean
  hidden: Hidden | undefined
}

type Sum = Pick<Amount, 'contributors' | 'total' | 'largest'>

type Equation = Readonly<{ whole: Amount; parts: Amount[] }>
type Residual = Readonly<{ whole: Amount; part: Amount }>

/** By row, by value of the column dimension, by guard. */
type Amounts = ReadonlyMap<RowNode, ReadonlyMap<string | null, readonly Amount[]>>

const sumOf = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n)

/** Hundredths of a percent keep a fractional `k` exact. */
const isUnsafe = ({ minContributors, dominance }: DisclosureRule, amount: Sum): boolean => {
  if (amount.contributors === 0) return false
  if (amount.contributors < minContributors) return true
  if (!dominance) return false
  const largest = sumOf(amount.largest.slice(0, dominance.n))
  return largest * 10_000n > amount.total * BigInt(Math.round(dominance.k * 100))
}

const union = (amounts: readonly Amount[]): Sum => ({
  contributors: amounts.reduce((sum, amount) => sum + amount.contributors, 0),
  total: sumOf(amounts.map(amount => amount.total)),
  largest: amounts.flatMap(amount => amount.largest).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
})

/** All decimals of one guard have one scale, so their digits compare as they are. */
const digits = (text: string): bigint => BigInt(text === '' ? '0' : text.replace('.', ''))

const readAmounts = (layout: Layout, tree: CellTree, rule: DisclosureRule): Amounts => {
  const first = 1 + layout.keys.length + layout.compiled.slots.length
  const read = (fields: readonly string[]) =>
    layout.compiled.guards.map(({ component }, guard): Amount => {
      const isCount = layout.compiled.components[component]!.fold === 'units'
      const [contributors, total, largest] = fields.slice(first + 3 * guard, first + 3 * guard + 3)
      const amount = {
        contributors: Number(contributors),
        total: digits(total!),
        largest: isCount ? [] : largest!.split(' ').map(digits),
        isCount,
      }
      return { ...amount, hidden: isUnsafe(rule, amount) ? 'primary' : undefined }
    })
  return new Map(
    [...tree.rows.values()].map(row => [
      row,
      new Map([...row.cells].map(([across, fields]) => [across, read(fields)])),
    ]),
  )
}

const relate = (layout: Layout, tree: CellTree, amounts: Amounts, guard: number) => {
  const keys = rowKeys(layout.keys)
  const equations = new Map<string, Equation>()
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

const smallest = (amounts: readonly Amount[]): Amount | undefined =>
  amounts.reduce<Amount | undefined>(
    (least, amount) => (!least || amount.total < least.total ? amount : least),
    undefined,
  )

/**
 * Whether what hidden counts are together, and that a primary one lies between one and the threshold while any other
 * reaches it, tells one of them: then only one value fits.
 */
const arePinned = ({ minContributors }: DisclosureRule, hidden: readonly Amount[]): boolean => {
  const bounds = hidden.map(({ hidden: why }) =>
    why === 'primary' ? [1, minContributors - 1] : [minContributors, Number.POSITIVE_INFINITY],
  ) as [number, number][]
  const together = hidden.reduce((sum, { contributors }) => sum + contributors, 0)
  const [least, most] = [0, 1].map(end => bounds.reduce((sum, bound) => sum + bound[end]!, 0)) as [
    number,
    number,
  ]
  return bounds.some(([low, high]) => {
    const from = most === Number.POSITIVE_INFINITY ? low : Math.max(low, together - (most - high))
    return hidden.length > 1 && Math.min(high, together - (least - low)) <= from
  })
}

/** Withholds what an equation still gives away; true when anything was withheld. */
const protect = (rule: DisclosureRule, { whole, parts }: Equation): boolean => {
  const filled = parts.filter(part => part.contributors > 0)
  const hidden = filled.filter(part => part.hidden)
  const open = filled.filter(part => !part.hidden)
  const enough = () =>
    whole.hidden
      ? hidden.length > 0
      : hidden.length !== 1 && !isUnsafe(rule, union(hidden)) && !(whole.isCount && arePinned(rule, hidden))
  if (filled.length === 0 || (!whole.hidden && hidden.length === 0)) return false
  let changed = false
  while (!enough()) {
    const next = smallest(open)
    if (next) {
      open.splice(open.indexOf(next), 1)
      hidden.push(next)
    } else if (whole.hidden) break
    ;(next ?? whole).hidden = 'complementary'
    changed = true
  }
  return changed
}

/** A condition row and its parent give away the records that do not meet the condition. */
const protectRest = ({ minContributors }: DisclosureRule, { whole, part }: Residual): boolean => {
  const rest = whole.contributors - part.contributors
  if (whole.hidden || part.hidden || rest <= 0 || rest >= minContributors) return false
  part.hidden = 'complementary'
  return true
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

export type Withheld = (column: CompiledColumn, at: CellAt) => Hidden | undefined

/** Decides which cells are withheld; undefined without a rule. */
export const controlDisclosure = (layout: Layout, tree: CellTree): Withheld | undefined => {
  const rule = layout.spec.disclosure
  if (!rule) return undefined
  const amounts = readAmounts(layout, tree, rule)
  layout.compiled.guards.forEach((_, guard) => {
    const { equations, residuals } = relate(layout, tree, amounts, guard)
    for (let changed = true; changed; ) {
      changed = false
      for (const equation of equations) changed = protect(rule, equation) || changed
      for (const residual of residuals) changed = protectRest(rule, residual) || changed
    }
  })
  return (column, at) => {
    if (column.isSingleValue) return 'primary'
    const places = [at, ...sharesIn(column.formula).map(within => shareBase(tree, at, within))]
    const states = places.flatMap(({ row, across }) =>
      column.guards.map(guard => amounts.get(row)?.get(across)?.[guard]?.hidden),
    )
    return states.includes('primary') ? 'primary' : states.find(state => state !== undefined)
  }
}
