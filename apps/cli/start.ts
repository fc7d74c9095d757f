/** `./zhitong start`: from nothing to an address. Runs until it is told to stop, which it may be at any step. */

import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type RunningServer, startServer } from '#apps/server/main.ts'
import { ensureRoles } from '#apps/server/roles.ts'
import { ensureSearchTexts } from '#apps/server/search-texts.ts'
import { stopEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { buildWeb } from './build-web.ts'
import { type InstallationDatabase, openInstallationDatabase } from './database.ts'
import { prepareFirstUse } from './first-use.ts'
import { type InstallationOptions, installationOptions } from './options.ts'
import { type RunFile, readRunFile, removeRunFile, writeRunFile } from './run-file.ts'
import { hearStopRequests, INTERRUPTED, stepsUntil } from './stop-request.ts'

/** What has been opened so far, to be closed whenever it ends. */
type Opened = { database?: InstallationDatabase; server?: RunningServer }

export async function start(args: readonly string[]): Promise<void> {
  const options = installationOptions(args)
  refuseSecond(options)
  if (options.role !== 'worker') await refuseBusyPort(options)
  mkdirSync(options.dataFolder, { recursive: true })
  const since = new Date().toISOString()
  const run: RunFile = { pid: process.pid, role: options.role, address: null, since }
  writeRunFile(options.dataFolder, run)
  const stop = hearStopRequests()
  const opened: Opened = {}
  let served = false
  try {
    const address = await bringUp(options, stop, opened)
    writeRunFile(options.dataFolder, { ...run, address })
    served = true
    await untilStopped(stop, opened)
  } catch (error) {
    if (!stop.aborted) throw error
  } finally {
    await takeDown(options, opened)
  }
  console.log('已停止 / stopped')
  process.exit(served ? 0 : INTERRUPTED)
}

async function bringUp(options: InstallationOptions, stop: AbortSignal, opened: Opened): Promise<string> {
  const step = stepsUntil(stop)
  const database = await step('PostgreSQL', () => openInstallationDatabase(options))
  opened.database = database
  await step('数据库结构 / database schema', tell => database.bringUpToDate(tell))
  if (options.role !== 'worker') await step('网页 / web pages', tell => buildWeb(tell))
  const databaseFolder = database.embedded?.folder
  const settings = { ...options, databaseUrl: database.url, databaseFolder, stop }
  const server = await step('服务 / server', () => startServer(settings))
  opened.server = server
  await ensureRoles(server.services.database.db)
  await ensureSearchTexts(server.services.database.db)
  const hints = await prepareFirstUse(server.services, options, step)
  greet(server.address, hints)
  return server.address
}

function greet(address: string, hints: readonly string[]): void {
  console.log('\n智统 Zhitong')
  if (address) {
    console.log(
      `  填报 reporter  ${address}/\n  工作台 console ${address}/console/\n  接口 API       ${address}/api/docs\n`,
    )
  } else console.log('  后台作业 worker，无网址 / no address\n')
  for (const hint of hints) console.log(hint)
  console.log('\nCtrl-C 停止 / stops everything')
}

function refuseSecond(options: InstallationOptions): void {
  const other = readRunFile(options.dataFolder)
  if (!other) return
  throw new Error(
    `已在运行 / already running: ${other.address ?? '正在启动 / starting'} (pid ${other.pid})；./zhitong stop 可停止 / stops it`,
  )
}

const refuseBusyPort = (options: InstallationOptions): Promise<void> =>
  new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(options.port, options.host, () => probe.close(() => done()))
  })

async function untilStopped(stop: AbortSignal, { database }: Opened): Promise<void> {
  const supervisor = setInterval(() => void database?.embedded?.revive(), 1_000)
  if (!stop.aborted) await new Promise(asked => stop.addEventListener('abort', asked, { once: true }))
  clearInterval(supervisor)
}

async function takeDown(options: InstallationOptions, { database, server }: Opened): Promise<void> {
  try {
    await server?.close()
  } finally {
    await stopPostgres(options, database)
    removeRunFile(options.dataFolder)
  }
}

/** Also one that came up in a step that failed afterwards. */
async function stopPostgres(options: InstallationOptions, database?: InstallationDatabase): Promise<void> {
  if (database) await database.embedded?.stop()
  else if (!options.databaseUrl) await stopEmbeddedPostgres(join(options.dataFolder, 'pg'))
}
