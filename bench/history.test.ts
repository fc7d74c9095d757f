import { expect, test } from 'vitest'
import { type HistoryLine, regressions } from './history.ts'

const line = (figures: HistoryLine['figures'], rest: Partial<HistoryLine> = {}): HistoryLine => ({
  at: '2026-11-27T00:00:00Z',
  commit: 'abc',
  processor: 'p',
  cores: 2,
  load: 0.1,
  figures,
  ...rest,
})

test('a rate that fell and a time that grew are told, what got better or hardly moved is not', () => {
  const history = [line({ submissionsPerSecond: 1_000, drainMs: 100, startMs: 100, ruleMs: 100 })]
  const now = line({ submissionsPerSecond: 800, drainMs: 130, startMs: 50, ruleMs: 110 })
  expect(regressions(now, history)).toEqual([
    'submissionsPerSecond: 800, was 1000 at abc',
    'drainMs: 130, was 100 at abc',
  ])
})

test('runs on another processor or a busier machine are not compared', () => {
  const now = line({ drainMs: 200 })
  expect(
    regressions(now, [line({ drainMs: 100 }, { processor: 'q' }), line({ drainMs: 100 }, { load: 2 })]),
  ).toEqual([])
  expect(regressions(now, [])).toEqual([])
})
