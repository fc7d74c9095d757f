import { describe, expect, it } from 'vitest'
import { firstProfileMisses, inFirstProfile } from './first-profile.ts'
import { passing } from './passing.ts'
import { casesPresent, report, runAll, setAside } from './vtl.ts'

const note = casesPresent ? '' : ' (skipped: ../shared/data/vtl-reference-examples is not there)'

describe.skipIf(!casesPresent)(`VTL 2.1 reference examples${note}`, () => {
  const results = casesPresent ? runAll() : []

  it('should pass exactly the committed examples', () => {
    expect(results.filter(result => result.outcome === 'pass').map(result => result.id)).toEqual(passing)
  })

  it('should differ from the manual in none it can run', () => {
    expect(results.filter(result => result.outcome === 'differs')).toEqual([])
  })

  it('should name what is missing for every other example', () => {
    const rest = results.filter(result => result.outcome !== 'pass')
    expect(rest.filter(result => result.detail === '')).toEqual([])
    expect(Object.keys(setAside).every(id => results.some(result => result.id === id))).toBe(true)
    expect(report(results)).toContain(`${passing.length} of ${results.length}`)
  })

  it('should say in words what the first profile misses, and whose work every pass is', () => {
    const missed = results.filter(result => inFirstProfile(result) && result.outcome !== 'pass')
    expect(missed.map(result => result.id)).toEqual(Object.keys(firstProfileMisses))
    const passed = Map.groupBy(
      results.filter(result => result.outcome === 'pass'),
      result => result.hand,
    )
    expect(passed.get('engine')?.map(result => result.operator)).toEqual([
      'Check datapoint',
      'Check datapoint',
    ])
    const interpreted = new Set(passed.get('interpreted')?.map(result => result.group))
    expect(interpreted).toContain('Clause operators')
    expect(passed.get('lifted')?.some(result => result.group === 'Clause operators')).toBe(false)
    expect(passed.has(undefined)).toBe(false)
  })
})
