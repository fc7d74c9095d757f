/**
 * Levels that nobody tells and someone has to look for: jobs, connections, the mirror's lag, disks, memory. They are
 * looked for at most every few seconds, however many ask, and what does not answer in time counts as unknown.
 */
import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'kysely'
import type { Connections } from '../db/pool.ts'
import type { Database } from '../db/tx.ts'
import type { Services } from '../services.ts'
import { answerWithin } from './answer-within.ts'
import { sampleGauges } from './sample-gauges.ts'

export type JobCount = Readonly<{
  task: string
  waiting: number
  /** To run later, a failed try that waits for its next one among them. */
  scheduled: number
  running: number
  /** Given up after the last try. */
  failed: number
  oldestWaitingSeconds: number | null
}>

/** What needs room: uploaded files, the mirror, and the cluster of PostgreSQL where it is ours. */
export type Store = 'files' | 'mirror' | 'database'
export type Disk = Readonly<{
  /** What it holds. */
  stores: readonly Store[]
  /** Bytes; null where the disk does not answer. */
  space: Readonly<{ free: number; total: number }> | null
}>

export type Sample = Readonly<{
  at: Date
  jobs: readonly JobCount[] | null
  mirrorLagSeconds: number | null
  pool: Connections
  disks: readonly Disk[]
  databaseBytes: number | null
  memoryBytes: number
  /** The 99th percentile since the last sample. */
  loopDelaySeconds: number
}>

export type Sampler = Readonly<{
  /** A sample no older than that. */
  current(maxAgeMs?: number): Promise<Sample>
}>

export type Folders = Readonly<Partial<Record<Store, string>>>
type Sampled = Pick<Services, 'analytics' | 'database' | 'measures'> & Readonly<{ folders: Folders }>

const PATIENCE_MS = 2_000
const DATABASE_SIZE_EVERY_MS = 60_000

export function createSampler(services: Sampled): Sampler {
  const { db, connections } = services.database
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const showGauges = sampleGauges(services.measures)
  let size: Readonly<{ at: number; bytes: number | null }> = { at: 0, bytes: null }

  const databaseBytes = async (): Promise<number | null> => {
    if (Date.now() - size.at < DATABASE_SIZE_EVERY_MS && size.bytes !== null) return size.bytes
    const bytes = await answerWithin(PATIENCE_MS, databaseSize(db))
    size = { at: Date.now(), bytes }
    return bytes
  }
  const take = async (): Promise<Sample> => {
    // Before the looking begins, which takes connections itself.
    const pool = connections()
    const [jobs, mirrorLagSeconds, bytes, disks] = await Promise.all([
      answerWithin(PATIENCE_MS, jobCounts(db)),
      answerWithin(PATIENCE_MS, services.analytics.lag()),
      databaseBytes(),
      disksOf(services.folders),
    ])
    const loopDelaySeconds = Number.isFinite(delay.percentile(99)) ? delay.percentile(99) / 1e9 : 0
    delay.reset()
    const sample: Sample = {
      at: new Date(),
      jobs,
      mirrorLagSeconds,
      pool,
      disks,
      databaseBytes: bytes,
      memoryBytes: process.memoryUsage.rss(),
      loopDelaySeconds,
    }
    showGauges(sample)
    return sample
  }
  let latest: Promise<Sample> | null = null
  let takenAt = 0
  return {
    current: (maxAgeMs = 5_000) => {
      if (!latest || Date.now() - takenAt >= maxAgeMs) {
        takenAt = Date.now()
        latest = take()
      }
      return latest
    },
  }
}

/** Each disk once, whatever of ours it holds; those that do not answer, store by store. */
async function disksOf(folders: Folders): Promise<readonly Disk[]> {
  const found = await Promise.all(
    (Object.entries(folders) as [Store, string][]).map(async ([store, folder]) => {
      const answer = await answerWithin(PATIENCE_MS, spaceOf(folder))
      return { store, device: answer?.device ?? store, space: answer?.space ?? null }
    }),
  )
  return [...Map.groupBy(found, one => one.device).values()].map(same => ({
    stores: same.map(one => one.store),
    space: same[0]?.space ?? null,
  }))
}

async function spaceOf(folder: string) {
  const place = await standing(folder)
  const [{ dev }, { bavail, blocks, bsize }] = await Promise.all([stat(place), statfs(place)])
  return { device: dev, space: { free: bavail * bsize, total: blocks * bsize } }
}

/** The folder, or the one it will be made in. */
const standing = (folder: string): Promise<string> =>
  stat(folder).then(
    () => folder,
    () => dirname(folder),
  )

async function databaseSize(db: Database): Promise<number | null> {
  const found = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db)
  return found.rows[0]?.bytes ?? null
}

const WAITS = sql`locked_at is null and attempts < max_attempts`

async function jobCounts(db: Database): Promise<readonly JobCount[]> {
  const found = await sql<JobCount>`select task_identifier as task,
      count(*) filter (where ${WAITS} and run_at <= now())::int as waiting,
      count(*) filter (where ${WAITS} and run_at > now())::int as scheduled,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed,
      extract(epoch from now() - min(run_at) filter (where ${WAITS} and run_at <= now()))::float8
        as "oldestWaitingSeconds"
    from graphile_worker.jobs group by task_identifier order by task_identifier limit 100`.execute(db)
  return found.rows
}
