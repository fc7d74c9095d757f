/**
 * `./zhitong bench [name…]`: runs bench/ and prints what it found; `--faults` runs the long forms of tests/faults/, of
 * tests/security/ and of the interleavings instead, each from the same seed, and asks the registry about the packages (`--only`
 * names faults, then nothing else runs).
 */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { auditPackages } from './audit-packages.ts'

const root = resolve(import.meta.dirname, '../..')
const LONG = Object.freeze({ FUZZ_REQUESTS: '100000', INTERLEAVINGS_RUNS: '400' })
const LONG_TESTS = ['tests/security', 'interleavings.db.test.ts']

export async function bench(args: readonly string[]): Promise<void> {
  if (!args.includes('--faults')) return finish(run('bench/run.ts', args))
  const rest = args.filter(one => one !== '--faults')
  const faults = run('tests/faults/run.ts', rest)
  if (rest.includes('--only')) return finish(faults)
  const tests = run('node_modules/vitest/vitest.mjs', ['run', ...LONG_TESTS], {
    ...LONG,
    ...process.env,
    ...seedsFor(rest),
  })
  finish(Math.max(faults, tests, auditPackages(root)))
}

/** The seed given, for what else is drawn; where none is, each draws from its own. */
function seedsFor(args: readonly string[]): NodeJS.ProcessEnv {
  const { seed } = parseArgs({ args: [...args], options: { seed: { type: 'string' } }, strict: false }).values
  return typeof seed === 'string' ? { FUZZ_SEED: seed, INTERLEAVINGS_SEED: seed } : {}
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
