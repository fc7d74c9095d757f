/**
 * What disclosure control looks at. A guard is a count of units or an amount that a column could give away; in each
 * cell it has units behind it, and a reader knows beforehand how few and how many those could be.
 */

import type { CellTree, Fields, RowNode } from './cells.ts'
import type { Component, Slot } from './formula.ts'
import { frameColumns } from './mirror.ts'
import type { DisclosureRule } from './model.ts'
import type { Layout } from './plan.ts'
import { asksOfFrame } from './predicate.ts'

/** A guard in one cell. */
export type Amount = {
  readonly contributors: number
  readonly total: bigint
  /** The largest parts of single units; none for counts, which nobody dominates. */
  readonly largest: readonly bigint[]
  readonly isCount: boolean
  /** Between these lies the number of contributors for anyone who knows which units there are. */
  readonly floor: number
  readonly ceiling: number
  isWithheld: boolean
}

/** By row, by value of the column dimension, by guard. */
export type Amounts = ReadonlyMap<RowNode, ReadonlyMap<string | null, readonly Amount[]>>

/** How one guard relates to others of its role; indices into the guards of the plan. */
export type GuardRelations = Readonly<{
  guard: number
  /** Counts of units that hold all of this guard's. */
  countedBy: readonly number[]
  /** Of the same kind, over all of this guard's records and perhaps more. */
  partOf: readonly number[]
}>

const isFrame = ({ fold, minRank, rowsOnly }: Component) => fold === 'units' && minRank === 0 && !rowsOnly

/** Whether every record of `part` is one of `whole`, as far as their definitions say. */
const holds = (whole: Component, part: Component): boolean =>
  whole.minRank <= part.minRank &&
  (!whole.rowsOnly || part.rowsOnly === true) &&
  (!whole.where || JSON.stringify(whole.where) === JSON.stringify(part.where))

/** A rate is published beside what it is a rate of, so counts of different states are not parts of each other. */
const isAlike = (whole: Component, part: Component): boolean =>
  whole.fold === part.fold &&
  whole.column === part.column &&
  whole.rowsOnly === part.rowsOnly &&
  (whole.fold !== 'units' || whole.minRank === part.minRank)

/** The guards in an order in which those that hold a guard's records come before it. */
export const guardRelations = ({ compiled }: Layout): readonly GuardRelations[] => {
  const { guards, components } = compiled
  const of = ({ component }: Slot) => components[component]!
  return guards
    .map((slot, guard): GuardRelations => {
      const wider = [...guards.keys()].filter(
        other => other !== guard && guards[other]!.role === slot.role && holds(of(guards[other]!), of(slot)),
      )
      return {
        guard,
        countedBy: wider.filter(other => of(guards[other]!).fold === 'units'),
        partOf: wider.filter(other => isAlike(of(guards[other]!), of(slot))),
      }
    })
    .sort((a, b) => a.countedBy.length - b.countedBy.length || a.partOf.length - b.partOf.length)
}

/** Whether what was reported decides where a record lies: then no count is a rate of units known beforehand. */
const asksOfReports = ({ spec }: Layout): boolean => {
  const byReported = (by: { kind: string; column?: string }) =>
    by.kind === 'attribute' && !frameColumns.has(by.column!)
  return (
    (spec.filter !== undefined && !asksOfFrame(spec.filter)) ||
    (spec.across !== undefined && byReported(spec.across.by)) ||
    spec.rows.some(row =>
      row.kind === 'conditions' ? row.conditions.some(({ where }) => !asksOfFrame(where)) : byReported(row),
    )
  )
}

/** Hundredths of a percent keep a fractional `k` exact. */
export const isUnsafe = (
  { minContributors, dominance }: DisclosureRule,
  amount: Pick<Amount, 'contributors' | 'total' | 'largest'>,
): boolean => {
  if (amount.contributors === 0) return false
  if (amount.contributors < minContributors) return true
  if (!dominance) return false
  const largest = amount.largest.slice(0, dominance.n).reduce((sum, value) => sum + value, 0n)
  return largest * 10_000n > amount.total * BigInt(Math.round(dominance.k * 100))
}

/** All decimals of one guard have one scale, so their digits compare as they are. */
const digits = (text: string): bigint => BigInt(text === '' ? '0' : text.replace('.', ''))

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** What the query packs of each guard: contributors, and of an amount its total and largest parts too. */
const widthOf = ({ fold }: Component) => (fold === 'units' ? 1 : 3)

/** In an order of its own: the query answers in any, and a table asked twice must withhold the same cells twice. */
export const readAmounts = (
  layout: Layout,
  relations: readonly GuardRelations[],
  tree: CellTree,
  rule: DisclosureRule,
): Amounts => {
  const { guards, components, slots } = layout.compiled
  const of = guards.map(({ component }) => components[component]!)
  const frames = of.map((_, guard) =>
    relations.find(item => item.guard === guard)!.countedBy.filter(other => isFrame(of[other]!)),
  )
  const isOpenEnded = asksOfReports(layout)
  const first = 1 + layout.keys.length + slots.length
  const starts = of.map((_, guard) => of.slice(0, guard).reduce((at, item) => at + widthOf(item), first))
  const read = (fields: Fields): readonly Amount[] => {
    const contributors = starts.map(start => Number(fields[start]))
    return of.map((component, guard) => {
      const isCount = component.fold === 'units'
      const start = starts[guard]!
      const amount = {
        contributors: contributors[guard]!,
        total: isCount ? BigInt(contributors[guard]!) : digits(fields[start + 1]!),
        largest: isCount ? [] : fields[start + 2]!.split(' ').map(digits),
        isCount,
        floor: isFrame(component) && !component.where ? 1 : 0,
        ceiling: isOpenEnded
          ? Number.POSITIVE_INFINITY
          : Math.min(...frames[guard]!.map(frame => contributors[frame]!)),
      }
      return { ...amount, isWithheld: isUnsafe(rule, amount) }
    })
  }
  const sorted = [...tree.rows].sort(([a], [b]) => compareText(a, b))
  return new Map(
    sorted.map(([, row]) => {
      const cells = [...row.cells].sort(([a], [b]) => compareText(a ?? '', b ?? ''))
      return [row, new Map(cells.map(([across, fields]) => [across, read(fields)]))]
    }),
  )
}
