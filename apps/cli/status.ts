/** `./zhitong status`: what runs and where. */
import { join } from 'node:path'
import { isEmbeddedRunning } from '#kernel/db/embedded-postgres.ts'
import { installationOptions } from './options.ts'
import { readRunFile } from './run-file.ts'

export async function status(args: readonly string[]): Promise<void> {
  const options = installationOptions(args)
  const running = readRunFile(options.dataFolder)
  const health = running?.address ? await ask(`${running.address}/health`) : null
  const postgres = options.databaseUrl
    ? '外部 / outside (DATABASE_URL)'
    : (await isEmbeddedRunning(join(options.dataFolder, 'pg')))
      ? '运行中 / running'
      : '未运行 / stopped'
  console.log(
    `服务 server      ${running ? `${running.address ?? '正在启动 / starting'} (pid ${running.pid}, ${running.since})` : '未运行 / stopped'}`,
  )
  console.log(`健康 health      ${health ?? '—'}`)
  console.log(`PostgreSQL       ${postgres}`)
  console.log(`数据 data        ${options.dataFolder}`)
  process.exitCode = running && health?.includes('"ok"') ? 0 : 3
}

const ask = (url: string): Promise<string> =>
  fetch(url, { signal: AbortSignal.timeout(3_000) }).then(
    reply => reply.text(),
    error => `无应答 / no answer (${String((error as Error).message)})`,
  )
