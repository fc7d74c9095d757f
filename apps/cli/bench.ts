/**
 * `./zhitong bench [name…]`: runs bench/ and prints what it found; `--faults` runs the long forms of tests/faults/ and of the fuzzing
 * in tests/security/ instead (`--only` names faults, then nothing else runs).
 */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const FUZZ_REQUESTS = '100000'

export async function bench(args: readonly string[]): Promise<void> {
  if (!args.includes('--faults')) return finish(run('bench/run.ts', args))
  const rest = args.filter(one => one !== '--faults')
  const faults = run('tests/faults/run.ts', rest)
  if (rest.includes('--only')) return finish(faults)
  const fuzzing = run('node_modules/vitest/vitest.mjs', ['run', 'tests/security/fuzz.db.test.ts'], {
    FUZZ_REQUESTS: process.env.FUZZ_REQUESTS ?? FUZZ_REQUESTS,
  })
  finish(faults || fuzzing)
}

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): number {
  const done = spawnSync(process.execPath, [resolve(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return done.status ?? 1
}

function finish(code: number): void {
  process.exitCode = code
}
