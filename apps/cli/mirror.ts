/** `./zhitong mirror rebuild`: makes the analytics mirror anew. A running server is asked to do it itself. */
import { openServices } from '#apps/server/services.ts'
import { askServer } from './ask-server.ts'
import { openInstallationDatabase } from './database.ts'
import { type InstallationOptions, installationOptions } from './options.ts'
import { readRunFile } from './run-file.ts'
import { step } from './say.ts'

const REBUILD_JOB = 'analytics.rebuild'

export async function mirror(args: readonly string[]): Promise<void> {
  const [verb, ...rest] = args
  if (verb !== 'rebuild') throw new Error('用法 / usage: ./zhitong mirror rebuild')
  const options = installationOptions(rest)
  const { dataFolder } = options
  const place = await openInstallationDatabase(options)
  if (readRunFile(dataFolder)) {
    const asked = { databaseUrl: place.url, dataFolder, job: REBUILD_JOB }
    return step('分析库 / analytics mirror', () => askServer(asked))
  }
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
