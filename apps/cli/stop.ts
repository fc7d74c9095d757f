/** `./zhitong stop`: ends the running server, and an embedded PostgreSQL that outlived a killed one. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { stopEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { installationOptions } from './options.ts'
import { readRunFile, removeRunFile } from './run-file.ts'

const PATIENCE_MS = 60_000

export async function stop(args: readonly string[]): Promise<void> {
  const options = installationOptions(args)
  const running = readRunFile(options.dataFolder)
  if (running) {
    process.kill(running.pid, 'SIGTERM')
    const until = Date.now() + PATIENCE_MS
    while (readRunFile(options.dataFolder)) {
      if (Date.now() > until)
        throw new Error(`进程 ${running.pid} 未停止 / process ${running.pid} did not stop`)
      await wait(100)
    }
  }
  const orphan = await stopEmbeddedPostgres(join(options.dataFolder, 'pg'))
  removeRunFile(options.dataFolder)
  console.log(running || orphan ? '已停止 / stopped' : '没有在运行 / nothing was running')
}
