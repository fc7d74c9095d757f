import { describe, expect, it } from 'vitest'
import { Problem } from '#kernel/contract/index.ts'
import {
  type Arrangement,
  arrangementFault,
  changeStepRefusal,
  contentRefusal,
  decidersOf,
  handedTo,
  mayDoOf,
  type Progress,
  sendDraftBackRefusal,
  stepsOf,
  submitStepRefusal,
  takenBack,
  untouched,
} from './step-policy.ts'

const [FILLER, REVIEWER, SIGNER, STRANGER] = [1, 2, 3, 4]
const all: Arrangement = {
  review: true,
  sign: true,
  people: [
    { accountId: FILLER, name: '甲', steps: ['fill'] },
    { accountId: REVIEWER, name: '乙', steps: ['review'] },
    { accountId: SIGNER, name: '丙', steps: ['sign'] },
  ],
}
const signature = (step: 'fill' | 'review', accountId: number) => ({ step, accountId, name: '—', at: '' })
const atReview: Progress = { turn: 'review', signatures: [signature('fill', FILLER)], sha256: 'a' }
const atSign: Progress = {
  turn: 'sign',
  signatures: [...atReview.signatures, signature('review', REVIEWER)],
  sha256: 'a',
}
const codeOf = (found: unknown) => (found instanceof Problem ? found.type.code : found)

describe('the steps of a unit', () => {
  it('should leave a unit without steps as it was: everybody changes and submits, nobody hands over', () => {
    expect(stepsOf(null)).toEqual(['fill'])
    expect([
      changeStepRefusal(null, untouched, STRANGER),
      submitStepRefusal(null, untouched, STRANGER),
    ]).toEqual([null, null])
    expect(codeOf(handedTo(null, untouched, STRANGER))).toBe('COLLECT_NO_STEP_AHEAD')
  })

  it('should go on along the steps that are on, and submit at the last', () => {
    expect(handedTo(all, untouched, FILLER)).toBe('review')
    expect(handedTo(all, atReview, REVIEWER)).toBe('sign')
    expect(handedTo({ ...all, review: false }, untouched, FILLER)).toBe('sign')
    expect(codeOf(handedTo({ ...all, sign: false }, atReview, REVIEWER))).toBe('COLLECT_NO_STEP_AHEAD')
    expect(submitStepRefusal({ ...all, sign: false }, atReview, REVIEWER)).toBeNull()
    expect(submitStepRefusal(all, atSign, SIGNER)).toBeNull()
  })

  it('should refuse whoever’s step it is not, and steps that are not done', () => {
    for (const who of [FILLER, REVIEWER, STRANGER])
      expect(codeOf(submitStepRefusal(all, atSign, who))).toBe('COLLECT_NOT_YOUR_STEP')
    expect(codeOf(submitStepRefusal(all, untouched, SIGNER))).toBe('COLLECT_STEPS_OPEN')
    expect(codeOf(submitStepRefusal(all, atReview, SIGNER))).toBe('COLLECT_STEPS_OPEN')
    expect(codeOf(changeStepRefusal(all, untouched, SIGNER))).toBe('COLLECT_NOT_YOUR_STEP')
    for (const who of [FILLER, REVIEWER])
      expect(codeOf(changeStepRefusal(all, atReview, who))).toBe('COLLECT_HANDED_OVER')
    expect(codeOf(sendDraftBackRefusal(all, atReview, FILLER))).toBe('COLLECT_NOT_YOUR_STEP')
    expect(codeOf(sendDraftBackRefusal(all, untouched, FILLER))).toBe('COLLECT_NO_STEP_AHEAD')
  })

  it('should let whoever handed over last take it back, and nobody before them', () => {
    expect(takenBack(all, atReview, FILLER)).toEqual(untouched)
    expect(takenBack(all, atSign, REVIEWER)).toEqual(atReview)
    expect(codeOf(takenBack(all, atSign, FILLER))).toBe('COLLECT_TAKE_BACK_LATE')
    expect(codeOf(takenBack(all, untouched, FILLER))).toBe('COLLECT_NO_STEP_AHEAD')
  })

  it('should hold signatures to the content they were given for', () => {
    expect(contentRefusal(untouched, 'b')).toBeNull()
    expect(contentRefusal(atSign, 'a')).toBeNull()
    expect(codeOf(contentRefusal(atSign, 'b'))).toBe('COLLECT_CHANGED_SINCE_SIGNED')
  })

  it('should offer what it would take', () => {
    expect(mayDoOf(all, atReview, REVIEWER)).toEqual({
      handOver: 'sign',
      submit: false,
      sendBack: true,
      takeBack: false,
    })
    expect(mayDoOf(all, atSign, SIGNER)).toMatchObject({ handOver: null, submit: true, sendBack: true })
    expect(mayDoOf(all, atReview, FILLER)).toMatchObject({ handOver: null, submit: false, takeBack: true })
  })

  it('should be settled by those who submit, and by everybody where none of them is left', () => {
    expect(decidersOf(all, new Set([FILLER, SIGNER]))).toEqual([all.people[2]])
    expect(decidersOf(all, new Set([FILLER]))).toBeNull()
    expect(decidersOf(null, new Set([FILLER]))).toBeNull()
  })

  it('should not be settled with a step that nobody does, nor with people of elsewhere', () => {
    const unit = new Set([FILLER, REVIEWER, SIGNER])
    expect(arrangementFault(all, unit, unit)).toBeNull()
    expect(codeOf(arrangementFault(all, unit, new Set([FILLER, SIGNER])))).toBe('COLLECT_STEPS_INCOMPLETE')
    expect(codeOf(arrangementFault(all, new Set([FILLER]), unit))).toBe('COLLECT_STEPS_PEOPLE_UNKNOWN')
    expect(codeOf(arrangementFault({ ...all, people: [...all.people, all.people[0]!] }, unit, unit))).toBe(
      'COLLECT_STEPS_PEOPLE_UNKNOWN',
    )
    expect(arrangementFault({ review: false, sign: false, people: [] }, unit, unit)).toBeNull()
  })
})
