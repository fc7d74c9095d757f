/** A sample as gauges for `/metrics` and as levels of the timeline; what is unknown is not told at all. */
import type { Measures } from './measures.ts'
import type { Sample } from './sampler.ts'

type Level = (sample: Sample) => number | null | undefined

const LEVELS: Readonly<Record<string, readonly [help: string, level: Level]>> = {
  zhitong_mirror_lag_seconds: [
    'How long the oldest change not yet in the analytics mirror of this process has waited',
    sample => sample.mirrorLagSeconds,
  ],
  zhitong_database_connections_open: ['Connections of the pool', sample => sample.pool.open],
  zhitong_database_connections_idle: ['Connections of the pool that do nothing', sample => sample.pool.idle],
  zhitong_database_connections_max: ['Connections the pool may open', sample => sample.pool.max],
  zhitong_database_waiting: ['Work that waits for a connection', sample => sample.pool.waiting],
  zhitong_database_bytes: ['Size of the database', sample => sample.databaseBytes],
}

const STORE = ['store'] as const
const JOB_STATES = ['waiting', 'scheduled', 'running', 'failed'] as const

export function sampleGauges(measures: Measures): (sample: Sample) => void {
  const levels = Object.entries(LEVELS).map(
    ([name, [help, level]]) => [measures.gauge({ name, help }), level] as const,
  )
  const jobs = measures.gauge({
    name: 'zhitong_jobs',
    help: 'Jobs by task and state; scheduled ones are to run later, failed ones are given up',
    labelNames: ['task', 'state'],
  })
  const oldest = measures.gauge({
    name: 'zhitong_jobs_oldest_waiting_seconds',
    help: 'How long the oldest job that could run has waited, by task',
    labelNames: ['task'],
  })
  const free = measures.gauge({
    name: 'zhitong_disk_free_bytes',
    help: 'Free to the product on the disk of uploaded files, the mirror, or the database',
    labelNames: STORE,
  })
  const total = measures.gauge({
    name: 'zhitong_disk_total_bytes',
    help: 'Size of the disk of uploaded files, the mirror, or the database',
    labelNames: STORE,
  })
  return sample => {
    for (const [gauge, level] of levels) {
      const value = level(sample)
      if (value === null || value === undefined) gauge.remove()
      else gauge.set(value)
    }
    jobs.reset()
    oldest.reset()
    for (const { task, oldestWaitingSeconds, ...counts } of sample.jobs ?? []) {
      for (const state of JOB_STATES) jobs.set({ task, state }, counts[state])
      oldest.set({ task }, oldestWaitingSeconds ?? 0)
    }
    free.reset()
    total.reset()
    for (const { stores, space } of sample.disks) {
      if (!space) continue
      for (const store of stores) {
        free.set({ store }, space.free)
        total.set({ store }, space.total)
      }
    }
    tellTimeline(measures, sample)
  }
}

function tellTimeline({ timeline }: Measures, sample: Sample): void {
  if (sample.mirrorLagSeconds !== null) timeline.stood('mirrorLag', sample.mirrorLagSeconds)
  if (sample.jobs !== null) {
    const waiting = sample.jobs.reduce((sum, job) => sum + job.waiting, 0)
    timeline.stood('jobsWaiting', waiting)
  }
  timeline.stood('poolWaiting', sample.pool.waiting)
  timeline.stood('poolBusy', sample.pool.open - sample.pool.idle)
  timeline.stood('loopDelay', sample.loopDelaySeconds)
  timeline.stood('memory', sample.memoryBytes)
}
