/** `./zhitong bench`: runs bench/ and prints its table. */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export async function bench(args: readonly string[]): Promise<void> {
  const done = spawnSync(process.execPath, [resolve(root, 'bench/run.ts'), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = done.status ?? 1
}
