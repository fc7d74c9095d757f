import { describe, expect, it } from 'vitest'
import {
  begin,
  bodyOf,
  type MySteps,
  modeOf,
  nameless,
  toggled,
  withMode,
  withPerson,
} from './unit-arrangement.ts'

const person = (accountId: number, me: boolean) => ({
  accountId,
  signInName: `person${accountId}`,
  displayName: '甲',
  name: me ? '甲' : '',
  steps: [],
  active: true,
  me,
})
const found: MySteps = {
  unitName: '株洲电瓷厂',
  version: 0,
  review: false,
  sign: false,
  people: [person(1, true), person(2, false)],
  changedBy: null,
  changedAt: null,
  mayChange: true,
  contacts: [],
  deciders: [],
}

describe('the steps of a unit as they are settled', () => {
  it('should begin with whoever turns them on filling in', () => {
    const turnedOn = withMode(begin(found), 'review')
    expect(bodyOf(turnedOn, 0)).toEqual({
      version: 0,
      review: true,
      sign: false,
      people: [{ accountId: 1, name: '甲', steps: ['fill'] }],
    })
  })

  it('should say who has something to do and no name', () => {
    const named = withPerson(withMode(begin(found), 'sign'), 2, { steps: toggled([], 'sign') })
    expect(nameless(named)).toEqual([2])
    expect(nameless(withPerson(named, 2, { name: '乙' }))).toEqual([])
  })

  it('should leave out what people would do in steps that are off', () => {
    const both = withPerson(withMode(begin(found), 'both'), 2, { name: '乙', steps: ['review', 'sign'] })
    expect(bodyOf(withMode(both, 'sign'), 3).people[1]).toEqual({ accountId: 2, name: '乙', steps: ['sign'] })
    expect(bodyOf(withMode(both, 'none'), 3)).toEqual({ version: 3, review: false, sign: false, people: [] })
    expect(modeOf({ review: true, sign: true })).toBe('both')
  })
})
