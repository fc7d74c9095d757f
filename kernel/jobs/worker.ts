/** Jobs: graphile-worker in the same PostgreSQL. A job is inserted by the transaction that needs it. */
import { type CronItem, Logger, parseCronItems, type Runner, run, runMigrations } from 'graphile-worker'
import type pg from 'pg'
import type { Log } from '../context.ts'

export type JobHandler = (payload: unknown, help: Readonly<{ log: Log; attempt: number }>) => Promise<void>

/** Makes or updates the job tables. */
export const prepareJobs = (pool: pg.Pool): Promise<void> => runMigrations({ pgPool: pool })

export async function startWorker(
  pool: pg.Pool,
  handlers: Readonly<Record<string, JobHandler>>,
  log: Log,
  schedule: readonly CronItem[] = [],
): Promise<Runner> {
  const taskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (payload: unknown, helpers: { job: { attempts: number } }) =>
        handler(payload, { log, attempt: helpers.job.attempts }),
    ]),
  )
  return run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems([...schedule]),
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: workerLogger(log),
  })
}

/** The worker's own messages, in our log; what it calls information is detail here. */
const workerLogger = (log: Log): Logger =>
  new Logger(scope => (level, message, meta) => {
    const detail = { ...scope, ...meta }
    if (level === 'error') log.error(detail, message)
    else if (level === 'warning') log.warn(detail, message)
    else log.debug(detail, message)
  })
