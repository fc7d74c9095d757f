/** What the timeline and a sample amount to. */
import type { Static } from 'typebox'
import type { Sample } from '#kernel/measure/sampler.ts'
import type { Timeline } from '#kernel/measure/timeline.ts'
import type { InstanceFigures, Operations } from '../contract.ts'

type Told = Static<typeof Operations>

const SPELL_SECONDS = 300
const MINUTE = 60

export function spellsOf(timeline: Timeline): Told['spells'] {
  const spell = (series: string) => timeline.over(series, SPELL_SECONDS)
  return {
    request: spell('request'),
    failure: spell('failure'),
    submission: spell('submission'),
    submissionItems: spell('submission.items'),
    submissionWait: spell('submission.wait'),
    sessionItems: spell('session.items'),
    rules: spell('rules'),
    tabulation: spell('tabulation'),
    drain: spell('drain'),
  }
}

export function curvesOf(timeline: Timeline): Told['curves'] {
  const requests = timeline.slots('request')
  const submissions = timeline.slots('submission')
  const { from, seconds } = timeline.frame()
  const level = (series: string) => [...timeline.levels(series)]
  return {
    from: from.toISOString(),
    seconds,
    requests: requests.map(slot => slot?.perSecond ?? null),
    failures: timeline.slots('failure').map(slot => slot?.perSecond ?? null),
    p50: requests.map(slot => slot?.p50 ?? null),
    p95: requests.map(slot => slot?.p95 ?? null),
    p99: requests.map(slot => slot?.p99 ?? null),
    submissions: submissions.map(slot => slot?.perSecond ?? null),
    submissionP95: submissions.map(slot => slot?.p95 ?? null),
    mirrorLag: level('mirrorLag'),
    jobsWaiting: level('jobsWaiting'),
    poolBusy: level('poolBusy'),
    poolWaiting: level('poolWaiting'),
    loopDelay: level('loopDelay'),
    memory: level('memory'),
  }
}

export const levelsOf = (sample: Sample): Told['levels'] => ({
  jobs: sample.jobs && [...sample.jobs],
  mirrorLag: sample.mirrorLagSeconds,
  pool: sample.pool,
  disks: sample.disks.map(({ stores, space }) => ({ stores: [...stores], space })),
  databaseBytes: sample.databaseBytes,
  memory: sample.memoryBytes,
  loopDelay: sample.loopDelaySeconds,
})

export const instanceFigures = (timeline: Timeline, sample: Sample): Static<typeof InstanceFigures> => ({
  requestsPerSecond: timeline.over('request', MINUTE).perSecond,
  submissionsPerSecond: timeline.over('submission', MINUTE).perSecond,
  requestP95: timeline.over('request', SPELL_SECONDS).p95,
  mirrorLag: sample.mirrorLagSeconds,
  loopDelay: sample.loopDelaySeconds,
  memory: sample.memoryBytes,
  poolOpen: sample.pool.open,
  poolMax: sample.pool.max,
  poolWaiting: sample.pool.waiting,
})
