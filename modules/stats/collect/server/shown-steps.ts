/** How a report stands between the people of its unit, as its screens are told. */
import type { ReadContext } from '#kernel/context.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import type { openMyReport, Step } from '../contract.ts'
import { OUTSTANDING } from './policy.ts'
import type { MyReportRow } from './queries/my-reports.ts'
import { isBetweenPeople, type StoredEvent } from './queries/one-report.ts'
import {
  type Arrangement,
  mayDoOf,
  type Progress,
  peopleAt,
  personAt,
  type Signature,
  stepsOf,
} from './step-policy.ts'

export function shownTurn(arrangement: Arrangement, { turn, state }: MyReportRow, accountId: number) {
  if (state.startsWith('accepted') || (turn === null && !OUTSTANDING.includes(state))) return null
  const step = turn ?? 'fill'
  return {
    step,
    people: namesOf(arrangement, step),
    mine: personAt(arrangement, step, accountId) !== undefined,
  }
}

const namesOf = (arrangement: Arrangement, step: Step) =>
  peopleAt(arrangement, step).map(person => person.name)

/** Whoever fills in now is the one the form will name. */
export const beginning = ({ actor }: ReadContext, arrangement: Arrangement | null) => {
  const person = arrangement && personAt(arrangement, 'fill', actor.accountId)
  return person ? [{ step: 'fill' as const, name: person.name }] : []
}

export const shownSteps = (
  arrangement: Arrangement,
  progress: Progress,
  events: readonly StoredEvent[],
  accountId: number,
): ReplyOf<typeof openMyReport>['steps'] => {
  const since = events.slice(events.findLastIndex(one => one.kind === 'submitted') + 1)
  const latest = since.findLast(one => isBetweenPeople(one.kind))
  return {
    steps: stepsOf(arrangement).map(step => ({ step, people: namesOf(arrangement, step) })),
    turn: progress.turn,
    signatures: shownSignatures(progress.signatures),
    latest: latest
      ? { kind: latest.kind, by: latest.by, at: latest.at, note: latest.note, cells: [...latest.cells] }
      : null,
    may: mayDoOf(arrangement, progress, accountId),
  }
}

export const shownSignatures = (signatures: readonly Signature[]) =>
  signatures.map(({ step, name, at }) => ({ step, name, at }))
