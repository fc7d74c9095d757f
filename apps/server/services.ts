/** Opens everything that lives as long as the process, and closes it in the opposite order. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { openAnalytics } from '#kernel/analytics/mirror.ts'
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
import { mirrorSources } from './mirror-sources.ts'

export type ServiceOptions = Readonly<{
  databaseUrl: string
  dataFolder: string
  clock?: () => Date
  logLevel?: string
}>

export type OpenServices = Services & Readonly<{ close(): Promise<void> }>

export async function openServices(options: ServiceOptions): Promise<OpenServices> {
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
  mkdirSync(options.dataFolder, { recursive: true })
  const analytics = await openAnalytics({
    db: database.db,
    folder: join(options.dataFolder, 'analytics'),
    sources: mirrorSources,
    log,
    measure: measureDrains(measures),
  })
  return Object.freeze({
    database,
    slowQueries,
    analytics,
    dataFolder: options.dataFolder,
    measures,
    sampler: createSampler({ analytics, database, measures, dataFolder: options.dataFolder }),
    files: openFileStore(join(options.dataFolder, 'files')),
    clock: options.clock ?? (() => new Date()),
    log,
    installationKey: installationKey(options.dataFolder),
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

/** Made once, readable by the owner only; ZHITONG_KEY (64 hex digits) takes its place where several servers share it. */
function installationKey(folder: string): Buffer {
  const given = process.env.ZHITONG_KEY
  if (given) return Buffer.from(given, 'hex')
  const file = join(folder, 'installation.key')
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  } catch {
    const key = randomBytes(32)
    writeFileSync(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    return key
  }
}
