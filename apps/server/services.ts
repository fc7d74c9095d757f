/** Opens everything that lives as long as the process, and closes it in the opposite order. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { openAnalytics } from '#kernel/analytics/mirror.ts'
import { ANCHOR_FILE, anchorFile } from '#kernel/audit/anchors.ts'
import type { Log } from '#kernel/context.ts'
import { openDatabase } from '#kernel/db/pool.ts'
import { createSlowQueries, SLOW_QUERY_MS } from '#kernel/db/slow-queries.ts'
import { openFileStore } from '#kernel/files/store.ts'
import { prepareJobs } from '#kernel/jobs/worker.ts'
import { UNLOGGED } from '#kernel/log.ts'
import { measureDrains } from '#kernel/measure/measure-drains.ts'
import { createMeasures } from '#kernel/measure/measures.ts'
import { createSampler } from '#kernel/measure/sampler.ts'
import { requestLabel } from '#kernel/request-scope.ts'
import type { Services } from '#kernel/services.ts'
import { installationKey } from './installation-key.ts'
import { mirrorSources } from './mirror-sources.ts'

export type ServiceOptions = Readonly<{
  databaseUrl: string
  dataFolder: string
  /** Where PostgreSQL keeps its data, when it is ours to watch. */
  databaseFolder?: string | undefined
  clock?: () => Date
  logLevel?: string
  /** Ends a build of the mirror that is under way. */
  stop?: AbortSignal
}>

export type OpenServices = Services & Readonly<{ close(): Promise<void> }>

export async function openServices(options: ServiceOptions): Promise<OpenServices> {
  mkdirSync(options.dataFolder, { recursive: true })
  const key = installationKey(options.dataFolder, process.env.ZHITONG_KEY)
  const log = pino({
    level: options.logLevel ?? 'info',
    base: null,
    redact: UNLOGGED,
    mixin: requestLabel,
  }) as unknown as Log
  const measures = createMeasures()
  const slowQueries = createSlowQueries({ log, thresholdMs: slowQueryMs() })
  const database = openDatabase(options.databaseUrl, { slow: slowQueries })
  await prepareJobs(database.pool)
  const folders = {
    files: join(options.dataFolder, 'files'),
    mirror: join(options.dataFolder, 'analytics'),
    ...(options.databaseFolder && { database: options.databaseFolder }),
  }
  const analytics = await openAnalytics({
    db: database.db,
    folder: folders.mirror,
    sources: mirrorSources,
    log,
    measure: measureDrains(measures),
    ...(options.stop && { stop: options.stop }),
  }).catch(async error => {
    await database.close()
    throw error
  })
  return Object.freeze({
    database,
    slowQueries,
    analytics,
    dataFolder: options.dataFolder,
    measures,
    sampler: createSampler({ analytics, database, measures, folders }),
    files: openFileStore(folders.files),
    clock: options.clock ?? (() => new Date()),
    log,
    installationKey: key,
    anchors: anchorFile(join(options.dataFolder, ANCHOR_FILE), () => key),
    close: async () => {
      await analytics.close()
      await database.close()
    },
  })
}

/** ZHITONG_SLOW_QUERY_MS: from how many milliseconds on a statement counts as slow. */
function slowQueryMs(): number {
  const given = process.env.ZHITONG_SLOW_QUERY_MS
  if (!given) return SLOW_QUERY_MS
  if (!/^[1-9]\d{0,6}$/.test(given))
    throw new Error('ZHITONG_SLOW_QUERY_MS 应为毫秒数 / must be a whole number of milliseconds')
  return Number(given)
}
