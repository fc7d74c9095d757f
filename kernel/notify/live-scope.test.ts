import { describe, expect, it } from 'vitest'
import { condense, eventOf, hearingOf, hears } from './live-scope.ts'

const region = (code: string, subjects: string[] | null = null) => ({
  everything: false,
  nodes: [{ region: code, subjects }],
})
const notice = { topic: 'collect.report', regionCode: '430211001001', unitIds: [7] }

describe('hears', () => {
  it('should follow the module of the topic and the place', () => {
    const county = hearingOf(new Map([['collect.report.read', region('430211000000')]]))
    expect(hears(county, notice)).toBe(true)
    expect(hears(county, { ...notice, regionCode: '430212001001' })).toBe(false)
    expect(hears(county, { ...notice, topic: 'register.unit' })).toBe(false)
    expect(hears(hearingOf(new Map()), notice)).toBe(false)
  })

  it('should take the union of the places of a module’s permissions, whatever the subject', () => {
    const both = hearingOf(
      new Map([
        ['collect.report.read', region('430212000000')],
        ['collect.progress.read', region('430211000000', ['industry'])],
      ]),
    )
    expect(hears(both, notice)).toBe(true)
  })

  it('should reach each of many units of a place, and the place', () => {
    const many = { topic: 'collect.collection', regionCode: '430211000000', unitIds: [7, 8] }
    const of = (unitId: number) =>
      hearingOf(
        new Map([['collect.report.fill', { everything: false, nodes: [{ unitId, subjects: null }] }]]),
      )
    expect([7, 8, 9].map(unitId => hears(of(unitId), many))).toEqual([true, true, false])
    expect(hears(hearingOf(new Map([['collect.report.read', region('430211000000')]])), many)).toBe(true)
    expect(eventOf(many)).toEqual({ topic: 'collect.collection', regionCode: '430211000000' })
  })

  it('should reach the own unit only', () => {
    const own = hearingOf(
      new Map([['collect.report.fill', { everything: false, nodes: [{ unitId: 7, subjects: null }] }]]),
    )
    expect(hears(own, notice)).toBe(true)
    expect(hears(own, { ...notice, unitIds: [8] })).toBe(false)
    expect(hears(own, { topic: 'collect.report', regionCode: '430211001001' })).toBe(false)
  })
})

describe('events', () => {
  it('should not name the unit', () => {
    expect(eventOf(notice)).toEqual({ topic: 'collect.report', regionCode: '430211000000' })
  })

  it('should be told once each, and once per topic when there are too many', () => {
    const events = Array.from({ length: 9 }, (_, index) => ({ topic: 'a', regionCode: `${index % 3}` }))
    expect(condense(events, 5)).toHaveLength(3)
    expect(condense(events, 2)).toEqual([{ topic: 'a' }])
  })
})
