import { describe, expect, it } from 'vitest'
import { Problem, problemBody } from '#kernel/contract/index.ts'
import type { Reach } from '#kernel/db/tx.ts'
import {
  acceptance,
  changeRefusal,
  type Dates,
  datesRefusal,
  expiresAt,
  fillWindow,
  isReleased,
  levelsFor,
  mayFill,
  type ReportFacts,
} from './policy.ts'

const dates: Dates = {
  opensAt: new Date('2026-11-01T00:00:00+08:00'),
  closesAt: new Date('2026-11-12T18:00:00+08:00'),
  closedAt: null,
  countyAcceptsBy: null,
  cityAcceptsBy: null,
}
const at = (region: string, subjects: readonly string[] | null = null): Reach => ({
  everything: false,
  nodes: [{ region, subjects }],
})
const report: ReportFacts = {
  state: 'submitted',
  regionCode: '430202001001',
  subject: 'industry',
  unitId: 7,
  extendedUntil: null,
  fatalCount: 0,
  doubted: false,
}

describe('dates of a collection', () => {
  const { closedAt: _closed, ...set } = dates
  const [before, during, after] = ['2026-10-30', '2026-11-05', '2026-11-13'].map(
    day => new Date(`${day}T10:00:00+08:00`),
  ) as [Date, Date, Date]
  const code = (change: Partial<typeof set>, now: Date, was: Dates = dates) =>
    datesRefusal(was, { ...set, ...change }, now)?.type.code ?? null
  const later = new Date('2026-11-20T18:00:00+08:00')

  it('should be free before the opening', () => {
    expect(code({ opensAt: during, closesAt: later }, before)).toBeNull()
  })

  it('should leave the opening alone once it has passed, and move the close ahead only', () => {
    expect(code({ closesAt: later }, during)).toBeNull()
    expect(code({ opensAt: before }, during)).toBe('COLLECT_OPENING_PASSED')
    expect(code({ closesAt: new Date(during.getTime() - 1) }, during)).toBe('COLLECT_CLOSE_IN_PAST')
  })

  it('should leave a closed collection closed, and still move its acceptance dates', () => {
    expect(code({ closesAt: later }, after)).toBe('COLLECT_CLOSE_PASSED')
    expect(code({ closesAt: later }, during, { ...dates, closedAt: before })).toBe('COLLECT_CLOSE_PASSED')
    expect(code({ countyAcceptsBy: later }, after)).toBeNull()
  })
})

describe('policy of reports', () => {
  it('should take the level from the node of the grant', () => {
    const levels = (reach: Reach) => [...levelsFor(reach, report)]
    expect(levels(at('430202000000'))).toEqual(['county'])
    expect(levels(at('430200000000'))).toEqual(['city'])
    expect(levels(at('430203000000'))).toEqual([])
    expect(levels(at('430202001000'))).toEqual([])
    expect(levels(at('430202000000', ['agriculture']))).toEqual([])
    expect(levels({ everything: false, nodes: [{ unitId: 7, subjects: null }] })).toEqual([])
  })

  it('should let the city accept at once what no county stands above', () => {
    const own = { ...report, regionCode: '430200000000' }
    expect(acceptance(own, dates, new Set(['city']), dates.opensAt)).toEqual({
      level: 'city',
      state: 'accepted:city',
    })
    expect(acceptance(report, dates, new Set(['city']), dates.opensAt)).toBeInstanceOf(Problem)
    const open = { ...report, fatalCount: 1 }
    expect(acceptance(open, dates, new Set(['county']), dates.opensAt)).toMatchObject({
      type: { code: 'COLLECT_FATAL_OPEN' },
    })
  })

  it('should name a state in words', () => {
    const refusal = changeRefusal({ ...report, state: 'accepted:county' }, new Set(['county']))
    expect(problemBody(refusal as Problem).message).toEqual({
      'zh-CN': '报表当前状态为“县级已验收”，不能进行此操作',
      en: 'This cannot be done to a report in state “Accepted by county”',
    })
  })

  it('should let staff fill in for villages and never for a unit that reports for itself', () => {
    const staff = at('430202001000')
    expect(mayFill(staff, { ...report, unitKind: 'village' })).toBe(true)
    expect(mayFill(staff, { ...report, unitKind: 'legal' })).toBe(false)
    expect(mayFill(staff, { ...report, unitKind: null })).toBe(false)
    expect(mayFill(at('430203001000'), { ...report, unitKind: 'village' })).toBe(false)
    const self: Reach = { everything: false, nodes: [{ unitId: 7, subjects: null }] }
    expect(mayFill(self, { ...report, unitKind: 'legal' })).toBe(true)
  })

  it('should close at the minute, and an extension outlive an early close', () => {
    const phase = (now: string, closedAt: string | null, until: string | null) =>
      fillWindow(
        { ...dates, closedAt: closedAt ? new Date(closedAt) : null },
        until ? new Date(until) : null,
        new Date(now),
      ).phase
    expect(phase('2026-11-12T17:59:59+08:00', null, null)).toBe('open')
    expect(phase('2026-11-12T18:00:00+08:00', null, null)).toBe('closed')
    expect(phase('2026-11-05T00:00:00+08:00', '2026-11-04T00:00:00+08:00', null)).toBe('closed')
    expect(phase('2026-11-05T00:00:00+08:00', '2026-11-04T00:00:00+08:00', '2026-11-06T00:00:00+08:00')).toBe(
      'open',
    )
    expect(phase('2026-10-31T23:59:59+08:00', null, '2026-11-20T00:00:00+08:00')).toBe('not-open')
  })

  it('should take a form out of force when its last month ends in Shanghai', () => {
    expect(expiresAt('2026-12')?.toISOString()).toBe('2026-12-31T16:00:00.000Z')
  })
})

describe('release of totals', () => {
  const after = new Date('2026-11-13T10:00:00+08:00')
  const all = { submitted: 8, acceptedCity: 8 }

  it('should wait for the close', () => {
    expect(isReleased(dates, all, new Date('2026-11-11T10:00:00+08:00'))).toBe(false)
    expect(isReleased(dates, all, after)).toBe(true)
  })

  it('should wait until the city has accepted every report that came in', () => {
    expect(isReleased(dates, { submitted: 9, acceptedCity: 8 }, after)).toBe(false)
    expect(isReleased(dates, { submitted: 0, acceptedCity: 0 }, after)).toBe(false)
  })
})
