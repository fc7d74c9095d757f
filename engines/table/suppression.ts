/**
 * Complementary suppression: what is withheld must not be found from what is published. Source: Hundepool et al.,
 * Statistical Disclosure Control, 2012, chapters 4 and 5.
 */

import { type Amount, isUnsafe } from './guards.ts'
import type { DisclosureRule } from './model.ts'

/** `whole` is the sum of `parts`. */
export type Equation = Readonly<{ whole: Amount; parts: readonly Amount[] }>

/** `whole` holds all of `part`, and a rest that is not in the table. */
export type Residual = Readonly<{ whole: Amount; part: Amount }>

type Bounded = Pick<Amount, 'contributors' | 'floor' | 'ceiling'>

const sumOf = (amounts: readonly Bounded[], of: (amount: Bounded) => number) =>
  amounts.reduce((sum, amount) => sum + of(amount), 0)

const bounded = (amounts: readonly Bounded[]): Bounded => ({
  contributors: sumOf(amounts, amount => amount.contributors),
  floor: sumOf(amounts, amount => amount.floor),
  ceiling: sumOf(amounts, amount => amount.ceiling),
})

const union = (amounts: readonly Amount[]) => ({
  ...bounded(amounts),
  total: amounts.reduce((sum, amount) => sum + amount.total, 0n),
  largest: amounts.flatMap(amount => amount.largest).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
})

/** A count of all it could count, or of none, is so in each of its parts: then only one value of each part fits. */
const isExtreme = ({ contributors, floor, ceiling }: Bounded): boolean =>
  contributors <= floor || contributors >= ceiling

const areSafe = (rule: DisclosureRule, withheld: readonly Amount[]): boolean => {
  const together = union(withheld)
  return (
    withheld.length > 1 &&
    together.contributors > 0 &&
    !isUnsafe(rule, together) &&
    !(withheld[0]!.isCount && isExtreme(together))
  )
}

/** Where nobody contributes to an open whole, or all that could are counted, the whole itself says it of its parts. */
const saysAll = ({ isCount, contributors, ceiling }: Amount): boolean =>
  contributors === 0 || (isCount && contributors === ceiling)

const smallest = (amounts: readonly Amount[]): Amount | undefined =>
  amounts.reduce<Amount | undefined>(
    (least, amount) => (!least || amount.total < least.total ? amount : least),
    undefined,
  )

/** The smallest that leaves a count between none and all, one that counts somebody if there is any. */
const nextOf = (withheld: readonly Amount[], open: readonly Amount[]): Amount | undefined => {
  const filled = open.filter(part => part.contributors > 0)
  if (!open[0]?.isCount) return smallest(filled)
  const together = bounded(withheld)
  const blurring = (parts: readonly Amount[]) => parts.filter(part => !isExtreme(bounded([together, part])))
  return smallest(blurring(filled)) ?? smallest(blurring(open)) ?? smallest(filled)
}

/** Withholds what an equation still gives away; true when anything was withheld. */
export const protect = (rule: DisclosureRule, { whole, parts }: Equation): boolean => {
  const possible = parts.filter(part => part.ceiling > 0)
  const withheld = possible.filter(part => part.isWithheld)
  const open = possible.filter(part => !part.isWithheld)
  if (!whole.isWithheld && (withheld.length === 0 || saysAll(whole))) return false
  let changed = false
  while (whole.isWithheld ? withheld.length === 0 : !areSafe(rule, withheld)) {
    const next = nextOf(withheld, open)
    if (next) {
      open.splice(open.indexOf(next), 1)
      withheld.push(next)
    } else if (whole.isWithheld) break
    ;(next ?? whole).isWithheld = true
    changed = true
  }
  return changed
}

/** A part and its whole give away the records that are in the whole alone. */
export const protectRest = ({ minContributors }: DisclosureRule, { whole, part }: Residual): boolean => {
  const rest = whole.contributors - part.contributors
  if (whole.isWithheld || part.isWithheld || rest <= 0 || rest >= minContributors) return false
  part.isWithheld = true
  return true
}
