/** The steps of a unit as they are being settled on its page. */
import type { BodyOf, ReplyOf } from '#kernel/contract/index.ts'
import { type changeMySteps, type readMySteps, type Step, steps } from '../../contract.ts'

export type MySteps = ReplyOf<typeof readMySteps>
type Person = MySteps['people'][number]

export const modes = ['none', 'review', 'both', 'sign'] as const
export type Mode = (typeof modes)[number]

export const modeOf = ({ review, sign }: Pick<MySteps, 'review' | 'sign'>): Mode =>
  review ? (sign ? 'both' : 'review') : sign ? 'sign' : 'none'

export const stepsIn = (mode: Mode): readonly Step[] =>
  steps.filter(step => step === 'fill' || mode === 'both' || mode === step)

export type Arranging = Readonly<{ mode: Mode; people: readonly Person[] }>

export const begin = (found: MySteps): Arranging => ({ mode: modeOf(found), people: found.people })

/** Whoever turns the steps on fills in, until they say otherwise. */
export function withMode({ people }: Arranging, mode: Mode): Arranging {
  const settled = people.some(one => one.steps.length > 0)
  const first = people.map(one => (one.me ? { ...one, steps: ['fill' as const] } : one))
  return { mode, people: settled || mode === 'none' ? people : first }
}

export const withPerson = (
  { mode, people }: Arranging,
  accountId: number,
  change: Partial<Pick<Person, 'name' | 'steps'>>,
): Arranging => ({
  mode,
  people: people.map(one => (one.accountId === accountId ? { ...one, ...change } : one)),
})

export const toggled = (held: readonly Step[], step: Step): Step[] =>
  held.includes(step) ? held.filter(one => one !== step) : [...held, step]

/** What each does in steps that are off is left out, and so is who then does nothing. */
export function bodyOf({ mode, people }: Arranging, version: number): BodyOf<typeof changeMySteps> {
  const on = stepsIn(mode)
  const named = people.flatMap(({ accountId, name, steps: held }) => {
    const does = held.filter(step => on.includes(step))
    return does.length === 0 || mode === 'none' ? [] : [{ accountId, name: name.trim(), steps: does }]
  })
  return {
    version,
    review: on.includes('review'),
    sign: on.includes('sign'),
    people: named,
  }
}

export const nameless = (arranging: Arranging): readonly number[] =>
  bodyOf(arranging, 0).people.flatMap(one => (one.name === '' ? [one.accountId] : []))
