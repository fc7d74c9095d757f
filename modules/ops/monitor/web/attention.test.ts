import { describe, expect, it } from 'vitest'
import { concernsOf } from './attention.ts'
import { formatRate, formatSeconds } from './read-figures.ts'

const spell = (count: number, p95: number | null = null) => ({
  count,
  perSecond: count / 300,
  mean: p95,
  p50: p95,
  p95,
  p99: p95,
})
const disk = (store: 'files' | 'database', free: number) => ({ stores: [store], space: { free, total: 100 } })
type Told = Parameters<typeof concernsOf>[0]

const told = (more: { spells?: object; levels?: object } = {}): Told => ({
  at: '2026-11-08T09:00:00.000Z',
  instance: 'a',
  instances: [],
  spells: {
    request: spell(1_000, 0.05),
    failure: spell(0),
    submission: spell(100, 0.2),
    submissionItems: spell(10),
    submissionWait: spell(10),
    sessionItems: spell(10),
    rules: spell(100),
    tabulation: spell(0),
    drain: spell(0),
    ...more.spells,
  },
  curves: {} as Told['curves'],
  levels: {
    jobs: [],
    mirrorLag: 0,
    pool: { open: 4, idle: 4, waiting: 0, max: 16 },
    disks: [disk('files', 50), disk('database', 50)],
    databaseBytes: 1,
    memory: 1,
    loopDelay: 0.02,
    ...more.levels,
  },
  slow: { source: 'process', thresholdMs: 500, items: [] },
})
const job = {
  task: 'collect.remind',
  waiting: 1,
  scheduled: 0,
  running: 0,
  failed: 0,
  oldestWaitingSeconds: 1,
}

describe('what needs attention', () => {
  it('should be nothing on a quiet night, nor where nothing is known', () => {
    expect([...concernsOf(told({ levels: { jobs: [job] } }))]).toEqual([])
    expect([
      ...concernsOf(
        told({ levels: { jobs: null, mirrorLag: null, disks: [{ stores: ['files'], space: null }] } }),
      ),
    ]).toEqual([])
  })

  it('should be each figure that has gone too far, and no other', () => {
    const marked = (more: Parameters<typeof told>[0]) => [...concernsOf(told(more))]
    expect(marked({ spells: { failure: spell(10) } })).toEqual(['failures'])
    expect(marked({ spells: { failure: spell(9) } })).toEqual([])
    expect(marked({ spells: { request: spell(10, 2.5) } })).toEqual(['latency'])
    expect(marked({ spells: { submission: spell(10, 6) } })).toEqual(['submission'])
    expect(marked({ levels: { mirrorLag: 31 } })).toEqual(['mirror'])
    expect(marked({ levels: { jobs: [{ ...job, failed: 1 }] } })).toEqual(['jobs'])
    expect(marked({ levels: { jobs: [{ ...job, oldestWaitingSeconds: 400 }] } })).toEqual(['jobs'])
    expect(marked({ levels: { pool: { open: 16, idle: 0, waiting: 3, max: 16 } } })).toEqual(['database'])
    expect(marked({ levels: { loopDelay: 0.3 } })).toEqual(['process'])
    expect(marked({ levels: { disks: [disk('files', 50), disk('database', 9)] } })).toEqual(['disk'])
  })
})

describe('figures as people read them', () => {
  it('should be in the unit that fits', () => {
    expect([0, 0.0002, 0.0042, 0.25, 1.5, 42, 600, 7_300, 200_000].map(formatSeconds)).toEqual([
      '0 s',
      '< 1 ms',
      '4.2 ms',
      '250 ms',
      '1.5 s',
      '42 s',
      '10 min',
      '2.03 h',
      '2.31 d',
    ])
    expect([0, 0.034, 12.34, 4_321].map(formatRate)).toEqual(['0', '0.03', '12.3', '4321'])
    expect([formatSeconds(null), formatRate(undefined)]).toEqual(['—', '—'])
  })
})
