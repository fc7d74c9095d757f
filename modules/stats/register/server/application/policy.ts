/** The life of an application and who may move it, pure: proposed → approved, refused or withdrawn; each an end. */
import { type ProblemType, problems } from '#kernel/contract/index.ts'
import { covers, type Reach } from '#kernel/db/tx.ts'
import {
  type ApplicationKind,
  type ApplicationState,
  applicationProblems,
  type May,
  unitField,
} from '../../contract.ts'

export type ApplicationFacts = Readonly<{
  state: ApplicationState
  regionCode: string
  unitId: number | null
  proposedById: number
}>

export type Act = 'approve' | 'refuse' | 'withdraw'

export const stateAfter = {
  approve: 'approved',
  refuse: 'refused',
  withdraw: 'withdrawn',
} as const satisfies Readonly<Record<Act, ApplicationState>>

export type Mover = Readonly<{ accountId: number; propose: Reach; decide: Reach }>

/** Why `mover` may not do this now; null when it may. What lies outside the reach does not exist. */
export function actRefusal(facts: ApplicationFacts, act: Act, mover: Mover): ProblemType | null {
  const reach = act === 'withdraw' ? mover.propose : mover.decide
  if (!covers(reach, facts)) return problems.notFound
  const own = facts.proposedById === mover.accountId
  if (act === 'withdraw' && !own) return applicationProblems.notOwn
  if (act !== 'withdraw' && own) return applicationProblems.own
  return facts.state === 'proposed' ? null : applicationProblems.state
}

export const mayOf = (facts: ApplicationFacts, mover: Mover): May => ({
  decide: actRefusal(facts, 'approve', mover) === null,
  withdraw: actRefusal(facts, 'withdraw', mover) === null,
  again:
    (facts.state === 'refused' || facts.state === 'withdrawn') &&
    facts.proposedById === mover.accountId &&
    covers(mover.propose, facts),
})

/** Fields that decide which frames a unit is in; a telephone number needs no proof. */
const isFrameField = (name: string): boolean => unitField(name)?.core === true

export const needsPapers = (kind: ApplicationKind, fields: readonly string[]): boolean =>
  kind !== 'change' || fields.some(isFrameField)

export const monthOf = (day: string): string => `${day.slice(0, 4)}-M${day.slice(5, 7)}`
const firstDay = (month: string): string => `${month.slice(0, 4)}-${month.slice(6)}-01`

export function monthsAfter(month: string, count: number): string {
  const at = new Date(`${firstDay(month)}T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + count)
  return monthOf(at.toISOString())
}

/**
 * The day an application of a month holds from: the month's first, or, where a frame has been frozen since, the
 * first of the month after it. Frozen frames keep what they were drawn from.
 */
export const effectiveDay = (month: string, frozen: string | null): string => {
  const day = firstDay(month)
  return frozen === null || day > frozen ? day : firstDay(monthsAfter(monthOf(frozen), 1))
}

/** Last month, this one and the two to come, without those whose first day a frozen frame has passed. */
export const openMonths = (today: string, frozen: string | null): readonly string[] =>
  [-1, 0, 1, 2]
    .map(count => monthsAfter(monthOf(today), count))
    .filter(month => frozen === null || firstDay(month) > frozen)
