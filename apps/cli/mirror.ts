/** `./zhitong mirror rebuild`: makes the analytics mirror anew. A running server is asked to do it itself. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { openServices } from '#apps/server/services.ts'
import { openDatabase } from '#kernel/db/pool.ts'
import { openInstallationDatabase } from './database.ts'
import { type InstallationOptions, installationOptions } from './options.ts'
import { readRunFile } from './run-file.ts'
import { step } from './say.ts'

export const REBUILD_JOB = 'analytics.rebuild'

export async function mirror(args: readonly string[]): Promise<void> {
  const [verb, ...rest] = args
  if (verb !== 'rebuild') throw new Error('用法 / usage: ./zhitong mirror rebuild')
  const options = installationOptions(rest)
  const place = await openInstallationDatabase(options)
  if (readRunFile(options.dataFolder)) return step('分析库 / analytics mirror', () => askServer(place.url))
  try {
    await step('分析库 / analytics mirror', tell => rebuildHere(place.url, options, tell))
  } finally {
    await place.embedded?.stop()
  }
}

async function rebuildHere(
  url: string,
  options: InstallationOptions,
  tell: (progress: string) => void,
): Promise<void> {
  const services = await openServices({ databaseUrl: url, dataFolder: options.dataFolder, logLevel: 'warn' })
  try {
    await services.analytics.rebuild(rows => tell(`${rows}`))
  } finally {
    await services.close()
  }
}

async function askServer(url: string): Promise<void> {
  const database = openDatabase(url, { max: 1 })
  try {
    const added = await sql<{
      id: number
    }>`select id from graphile_worker.add_job(${REBUILD_JOB}, '{}'::json, max_attempts => 1)`.execute(
      database.db,
    )
    const id = added.rows[0]?.id
    for (;;) {
      const left = await sql<{
        last_error: string | null
      }>`select last_error from graphile_worker.jobs where id = ${id}`.execute(database.db)
      const job = left.rows[0]
      if (!job) return
      if (job.last_error) throw new Error(job.last_error)
      await wait(200)
    }
  } finally {
    await database.close()
  }
}
