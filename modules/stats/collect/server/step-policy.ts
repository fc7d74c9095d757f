/** Who of a unit may do what with its report, when: filled in, reviewed, signed. Pure; routes and screens ask the same. */
import { Problem } from '#kernel/contract/index.ts'
import { collectProblems, type Step, steps } from '../contract.ts'
import { stepWords } from '../locale/step-words.ts'

export type Person = Readonly<{ accountId: number; name: string; steps: readonly Step[] }>
/** What a unit settled; null stands for a unit whose every account does everything. */
export type Arrangement = Readonly<{ review: boolean; sign: boolean; people: readonly Person[] }>
export type Signature = Readonly<{ step: Step; accountId: number; name: string; at: string }>
/** How far a draft has come; `sha256` is what its signatures were given for. */
export type Progress = Readonly<{ turn: Step; signatures: readonly Signature[]; sha256: string | null }>

export const untouched: Progress = Object.freeze({ turn: 'fill', signatures: [], sha256: null })

export const stepsOf = (arrangement: Arrangement | null): readonly Step[] =>
  steps.filter(step => step === 'fill' || arrangement?.[step])

export const lastStepOf = (arrangement: Arrangement): Step => stepsOf(arrangement).at(-1) as Step

export const peopleAt = ({ people }: Arrangement, step: Step): readonly Person[] =>
  people.filter(person => person.steps.includes(step))

export const personAt = (arrangement: Arrangement, step: Step, accountId: number): Person | undefined =>
  peopleAt(arrangement, step).find(person => person.accountId === accountId)

export const namesAt = (arrangement: Arrangement, step: Step): string =>
  peopleAt(arrangement, step)
    .map(person => person.name)
    .join('、')

const about = (arrangement: Arrangement, step: Step) => ({
  step: stepWords[step],
  people: namesAt(arrangement, step),
})
const notYours = (arrangement: Arrangement, step: Step) =>
  new Problem(collectProblems.notYourStep, about(arrangement, step))

/** Why somebody may not change the draft as it stands, or null. */
export function changeStepRefusal(
  arrangement: Arrangement | null,
  { turn }: Progress,
  accountId: number,
): Problem | null {
  if (arrangement === null) return null
  if (turn !== 'fill') return new Problem(collectProblems.handedOver, about(arrangement, turn))
  return personAt(arrangement, 'fill', accountId) ? null : notYours(arrangement, 'fill')
}

/** Why somebody may not submit the draft as it stands, or null. What is submitted is judged by `contentRefusal`. */
export function submitStepRefusal(
  arrangement: Arrangement | null,
  { turn }: Progress,
  accountId: number,
): Problem | null {
  if (arrangement === null) return null
  const last = lastStepOf(arrangement)
  if (!personAt(arrangement, last, accountId)) return notYours(arrangement, last)
  return turn === last ? null : new Problem(collectProblems.stepsOpen, about(arrangement, turn))
}

/** Those who signed before signed for this very content. */
export const contentRefusal = ({ sha256 }: Progress, given: string): Problem | null =>
  sha256 === null || sha256 === given ? null : new Problem(collectProblems.changedSinceSigned)

/** To which step the draft goes on, or why it does not. */
export function handedTo(
  arrangement: Arrangement | null,
  { turn }: Progress,
  accountId: number,
): Step | Problem {
  const order = stepsOf(arrangement)
  const next = order[order.indexOf(turn) + 1]
  if (arrangement === null || next === undefined) return new Problem(collectProblems.noStepAhead)
  return personAt(arrangement, turn, accountId) ? next : notYours(arrangement, turn)
}

/** Why somebody may not give the draft back to whoever fills in, or null. */
export function sendDraftBackRefusal(
  arrangement: Arrangement | null,
  { turn }: Progress,
  accountId: number,
): Problem | null {
  if (arrangement === null || turn === 'fill') return new Problem(collectProblems.noStepAhead)
  return personAt(arrangement, turn, accountId) ? null : notYours(arrangement, turn)
}

/** How the draft stands again once whoever handed it over has it back, or why they do not get it. */
export function takenBack(
  arrangement: Arrangement | null,
  { turn, signatures, sha256 }: Progress,
  accountId: number,
): Progress | Problem {
  const last = signatures.at(-1)
  if (arrangement === null || turn === 'fill' || last === undefined)
    return new Problem(collectProblems.noStepAhead)
  if (last.accountId !== accountId) return new Problem(collectProblems.takeBackLate)
  return {
    turn: last.step,
    signatures: signatures.slice(0, -1),
    sha256: last.step === 'fill' ? null : sha256,
  }
}

/** Everything of the steps that somebody may do now; what the server would refuse is not offered. */
export const mayDoOf = (arrangement: Arrangement, progress: Progress, accountId: number) => {
  const next = handedTo(arrangement, progress, accountId)
  return {
    handOver: next instanceof Problem ? null : next,
    submit: submitStepRefusal(arrangement, progress, accountId) === null,
    sendBack: sendDraftBackRefusal(arrangement, progress, accountId) === null,
    takeBack: !(takenBack(arrangement, progress, accountId) instanceof Problem),
  }
}

/**
 * Who settles the steps of a unit: those who submit by them, as long as one of them can sign in. Before that, and when
 * none of them is left, everybody of the unit, for nobody else could help it.
 */
export function decidersOf(
  arrangement: Arrangement | null,
  active: ReadonlySet<number>,
): readonly Person[] | null {
  if (arrangement === null) return null
  const left = peopleAt(arrangement, lastStepOf(arrangement)).filter(({ accountId }) => active.has(accountId))
  return left.length > 0 ? left : null
}

/** Why an arrangement cannot be worked by, or null. */
export function arrangementFault(
  arrangement: Arrangement,
  ofUnit: ReadonlySet<number>,
  active: ReadonlySet<number>,
): Problem | null {
  const ids = arrangement.people.map(person => person.accountId)
  if (new Set(ids).size < ids.length || ids.some(id => !ofUnit.has(id)))
    return new Problem(collectProblems.stepsPeople)
  const order = stepsOf(arrangement)
  const empty = order.find(
    step => order.length > 1 && !peopleAt(arrangement, step).some(({ accountId }) => active.has(accountId)),
  )
  return empty === undefined ? null : new Problem(collectProblems.stepsIncomplete, { step: stepWords[empty] })
}
