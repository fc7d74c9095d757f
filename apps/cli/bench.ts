/** `./zhitong bench`: runs bench/ and prints its table; `--faults` runs the long form of tests/faults/ instead. */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export async function bench(args: readonly string[]): Promise<void> {
  const faults = args.includes('--faults')
  const file = resolve(root, faults ? 'tests/faults/run.ts' : 'bench/run.ts')
  const rest = args.filter(one => one !== '--faults')
  const done = spawnSync(process.execPath, [file, ...rest], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = done.status ?? 1
}
