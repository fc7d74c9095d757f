/** Jobs: graphile-worker in the same PostgreSQL. A job is inserted by the transaction that needs it. */
import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type CronItem,
  Logger,
  parseCronItems,
  type Runner,
  run,
  runMigrations,
  type Task,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import type pg from 'pg'
import type { Log } from '../context.ts'
import { withinJob } from '../request-scope.ts'
import { announcePresence, type Presence } from './presence.ts'

export type JobHandler = (payload: unknown, help: Readonly<{ log: Log; attempt: number }>) => Promise<void>

export type Worker = Readonly<{ stop(): Promise<void> }>

export type WorkerOptions = Readonly<{
  schedule?: readonly CronItem[]
  /** Milliseconds a job may take. */
  patienceMs?: number
}>

/** What no job needs; one that takes longer hangs, and is counted as failed and tried again. */
const PATIENCE_MS = 60 * 60_000
const RESTART_MS = 1_000

/** Makes or updates the job tables. */
export const prepareJobs = (pool: pg.Pool): Promise<void> => runMigrations({ pgPool: pool })

/**
 * Works on jobs until it is stopped. Handlers must bear being run again, and beside an earlier run that hangs or was
 * cut off: a job is done at least once.
 */
export async function startWorker(
  pool: pg.Pool,
  handlers: Readonly<Record<string, JobHandler>>,
  log: Log,
  options: WorkerOptions = {},
): Promise<Worker> {
  const { schedule = [], patienceMs = PATIENCE_MS } = options
  const tasks = taskList(handlers, log, patienceMs)
  const open = () => openRunner(pool, tasks, schedule, log)
  let stopped = false
  let current: Running | null = await open()
  const running = (async () => {
    while (current) {
      await current.runner.promise.catch(() => {})
      await current.presence?.leave()
      // It ends by itself when the database stays away while it has a job to finish.
      current = stopped ? null : await reopen(open, () => stopped, log)
    }
  })()
  return {
    stop: async () => {
      stopped = true
      await current?.runner.stop().catch(() => {})
      await running
    },
  }
}

type Running = Readonly<{ runner: Runner; presence: Presence | null }>

async function reopen(open: () => Promise<Running>, over: () => boolean, log: Log): Promise<Running | null> {
  while (!over()) {
    try {
      log.warn({}, 'the worker ended by itself and is started again')
      const opened = await open()
      if (over()) await opened.runner.stop()
      return opened
    } catch (error) {
      log.debug({ err: error }, 'the worker could not be started')
      await wait(RESTART_MS)
    }
  }
  return null
}

async function openRunner(
  pool: pg.Pool,
  tasks: TaskList,
  schedule: readonly CronItem[],
  log: Log,
): Promise<Running> {
  const events: WorkerEvents = new EventEmitter()
  let presence: Presence | null = null
  events.on('pool:create', ({ workerPool }) => {
    presence = announcePresence(pool, workerPool.id, log)
  })
  const runner = await run({
    pgPool: pool,
    taskList: tasks,
    events,
    parsedCronItems: parseCronItems([...schedule]),
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: workerLogger(log),
  })
  return { runner, presence }
}

const taskList = (handlers: Readonly<Record<string, JobHandler>>, log: Log, patienceMs: number): TaskList =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handler]): [string, Task] => [
      name,
      async (payload, { job, abortPromise }) => {
        const over = new AbortController()
        const late = wait(patienceMs, null, { signal: over.signal, ref: false }).then(() => {
          throw new Error(`${name} has not ended after ${patienceMs} ms`)
        })
        try {
          const done = withinJob(job.id, () => handler(payload, { log, attempt: job.attempts }))
          await Promise.race([done, late, abortPromise])
        } finally {
          over.abort()
          late.catch(() => {})
        }
      },
    ]),
  )

/** The worker's own messages, in our log; what it calls information is detail here. */
const workerLogger = (log: Log): Logger =>
  new Logger(scope => (level, message, meta) => {
    const detail = { ...scope, ...meta }
    if (level === 'error') log.error(detail, message)
    else if (level === 'warning') log.warn(detail, message)
    else log.debug(detail, message)
  })
