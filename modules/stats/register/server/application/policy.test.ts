import { describe, expect, it } from 'vitest'
import { NOWHERE } from '#kernel/context.ts'
import { problems } from '#kernel/contract/index.ts'
import { type ApplicationState, applicationProblems, applicationStates } from '../../contract.ts'
import {
  type ApplicationFacts,
  actRefusal,
  effectiveDay,
  type Mover,
  mayOf,
  monthsAfter,
  needsPapers,
  openMonths,
} from './policy.ts'

const at = (region: string) => ({ everything: false, nodes: [{ region, subjects: null }] })
const county = (accountId = 1): Mover => ({ accountId, propose: at('430281000000'), decide: NOWHERE })
const city = (accountId = 2): Mover => ({ accountId, propose: NOWHERE, decide: at('430200000000') })
const facts = (state: ApplicationState = 'proposed'): ApplicationFacts => ({
  state,
  regionCode: '430281001001',
  unitId: 7,
  proposedById: 1,
})

describe('who may move an application', () => {
  it('should let another person of the city decide while it waits', () => {
    expect(actRefusal(facts(), 'approve', city())).toBeNull()
    expect(actRefusal(facts(), 'refuse', city())).toBeNull()
    expect(actRefusal(facts(), 'withdraw', county())).toBeNull()
    expect(mayOf(facts(), city())).toEqual({ decide: true, withdraw: false, again: false })
    expect(mayOf(facts(), county())).toEqual({ decide: false, withdraw: true, again: false })
  })

  it('should let nobody decide on an application of their own', () => {
    const both = { ...city(1), propose: at('430200000000') }
    expect(actRefusal(facts(), 'approve', both)).toBe(applicationProblems.own)
    expect(actRefusal(facts(), 'refuse', both)).toBe(applicationProblems.own)
  })

  it('should let only the proposer withdraw', () => {
    expect(actRefusal(facts(), 'withdraw', county(3))).toBe(applicationProblems.notOwn)
  })

  it('should let only the proposer propose again what came to nothing', () => {
    for (const state of ['refused', 'withdrawn'] as const) {
      expect(mayOf(facts(state), county()).again).toBe(true)
      expect(mayOf(facts(state), county(3)).again).toBe(false)
      expect(mayOf(facts(state), { ...county(), propose: NOWHERE }).again).toBe(false)
    }
    expect(mayOf(facts('approved'), county()).again).toBe(false)
  })

  it('should know nothing of applications out of reach', () => {
    const elsewhere = { ...city(), decide: at('430100000000') }
    expect(actRefusal(facts(), 'approve', elsewhere)).toBe(problems.notFound)
    expect(actRefusal(facts(), 'approve', county())).toBe(problems.notFound)
  })

  it('should move nothing that is settled', () => {
    for (const state of applicationStates.filter(one => one !== 'proposed')) {
      expect(actRefusal(facts(state), 'approve', city())).toBe(applicationProblems.state)
      expect(actRefusal(facts(state), 'withdraw', county())).toBe(applicationProblems.state)
    }
  })
})

describe('when an application holds', () => {
  it('should be the first day of its month', () => {
    expect(effectiveDay('2026-M11', null)).toBe('2026-11-01')
    expect(effectiveDay('2026-M11', '2026-10-31')).toBe('2026-11-01')
  })

  it('should be the month after a frame that has been frozen since', () => {
    expect(effectiveDay('2026-M11', '2026-11-01')).toBe('2026-12-01')
    expect(effectiveDay('2026-M11', '2026-12-31')).toBe('2027-01-01')
  })

  it('should open last month, this one and two more, and none that a frozen frame has passed', () => {
    expect(openMonths('2026-11-27', null)).toEqual(['2026-M10', '2026-M11', '2026-M12', '2027-M01'])
    expect(openMonths('2026-11-27', '2026-10-31')).toEqual(['2026-M11', '2026-M12', '2027-M01'])
    expect(openMonths('2026-11-27', '2026-11-27')).toEqual(['2026-M12', '2027-M01'])
    expect(monthsAfter('2026-M01', -1)).toBe('2025-M12')
  })
})

describe('papers', () => {
  it('should be needed for what changes a frame', () => {
    expect(needsPapers('entry', [])).toBe(true)
    expect(needsPapers('exit', [])).toBe(true)
    expect(needsPapers('change', ['telephone', 'industryCode'])).toBe(true)
    expect(needsPapers('change', ['telephone', 'staff'])).toBe(false)
  })
})
