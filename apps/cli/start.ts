/** `./zhitong start`: from nothing to an address. Runs until it is told to stop. */

import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { type RunningServer, startServer } from '#apps/server/main.ts'
import { ensureRoles } from '#apps/server/roles.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { buildWeb } from './build-web.ts'
import { type InstallationDatabase, openInstallationDatabase } from './database.ts'
import { prepareFirstUse } from './first-use.ts'
import { type InstallationOptions, installationOptions } from './options.ts'
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts'
import { step } from './say.ts'

export async function start(args: readonly string[]): Promise<void> {
  const options = installationOptions(args)
  refuseSecond(options)
  await refuseBusyPort(options)
  mkdirSync(options.dataFolder, { recursive: true })
  const since = new Date().toISOString()
  writeRunFile(options.dataFolder, { pid: process.pid, address: null, since })
  const database = await step('PostgreSQL', () => openInstallationDatabase(options))
  let server: RunningServer | null = null
  try {
    await step('数据库结构 / database schema', tell => migrate(database.url, tell))
    await step('网页 / web pages', () => buildWeb())
    server = await step('服务 / server', () => startServer({ ...options, databaseUrl: database.url }))
    await ensureRoles(server.services.database.db)
    const hints = await prepareFirstUse(server.services, options)
    writeRunFile(options.dataFolder, { pid: process.pid, address: server.address, since })
    console.log(
      `\n智统 Zhitong\n  填报 reporter  ${server.address}/\n  工作台 console ${server.address}/console/\n  接口 API       ${server.address}/api/docs\n`,
    )
    for (const hint of hints) console.log(hint)
    console.log('\nCtrl-C 停止 / stops everything')
  } catch (error) {
    await server?.close()
    await database.embedded?.stop()
    removeRunFile(options.dataFolder)
    throw error
  }
  await untilStopped(server, database, options)
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

async function untilStopped(
  server: RunningServer,
  database: InstallationDatabase,
  options: InstallationOptions,
): Promise<void> {
  const supervisor = database.embedded
    ? setInterval(() => void database.embedded?.revive(), 1_000)
    : undefined
  await new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  clearInterval(supervisor)
  console.log('\n正在停止 / stopping …')
  await server.close()
  await database.embedded?.stop()
  removeRunFile(options.dataFolder)
  console.log('已停止 / stopped')
  process.exit(0)
}
