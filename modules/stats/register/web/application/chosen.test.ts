import { describe, expect, it } from 'vitest'
import { chosenAmong } from './chosen.ts'

const row = (applicationId: number, decide = true, effectiveOn = '2026-12-01') => ({
  applicationId,
  effectiveOn,
  may: { decide, withdraw: false, again: false },
})
const chosenOf = (...rows: ReturnType<typeof row>[]) =>
  new Map(rows.map(one => [String(one.applicationId), one]))

describe('applications chosen to be decided', () => {
  it('should keep what was chosen on another page', () => {
    const { chosen, decidable } = chosenAmong(chosenOf(row(1)), [row(2), row(3, false)])
    expect([...chosen.keys()]).toEqual(['1'])
    expect([...decidable.keys()]).toEqual(['1', '2'])
  })

  it('should take each as it was last read', () => {
    const { chosen } = chosenAmong(chosenOf(row(1)), [row(1, true, '2027-01-01')])
    expect(chosen.get('1')?.effectiveOn).toBe('2027-01-01')
  })

  it('should let go what somebody else has settled', () => {
    expect(chosenAmong(chosenOf(row(1), row(2)), [row(1, false)]).chosen).toEqual(chosenOf(row(2)))
  })
})
