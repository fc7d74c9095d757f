/**
 * Builds the web pages when their sources changed since the last build: beside their place, then put there whole, so that
 * two who start at once neither meet half a build nor disturb each other.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { isAlive } from './run-file.ts'

const root = resolve(import.meta.dirname, '../..')
const STAMP = '.stamp'
const place = join(root, 'dist/web')
const SOURCES = [
  'apps/reporter',
  'apps/console',
  'ui',
  'engines',
  'modules',
  'kernel/contract',
  'vite.config.ts',
  'package-lock.json',
]

/** Names, sizes and times of every source: enough to notice an edit, and read in milliseconds. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const visit = (path: string): void => {
    const found = statSync(path)
    if (found.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name))
      return
    }
    if (/\.(test|bench)\.tsx?$/.test(path)) return
    hash.update(`${relative(root, path)} ${found.size} ${found.mtimeMs}\n`)
  }
  for (const source of SOURCES) if (existsSync(join(root, source))) visit(join(root, source))
  return hash.digest('hex')
}

const MODULES_A_MESSAGE = 100

/** `tell` is given how many sources are read so far; where it throws, the build ends and leaves nothing. */
export async function buildWeb(tell: (progress: string) => void = () => {}): Promise<void> {
  const wanted = fingerprint()
  const stamp = join(place, STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  removeLeftovers()
  // Whoever starts the product, a test for instance, people get the pages as they are meant for people.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  const { build } = await import('vite')
  const made = `${place}.${process.pid}`
  try {
    await build({
      root,
      logLevel: 'warn',
      configFile: join(root, 'vite.config.ts'),
      plugins: [progressTo(tell)],
      build: { outDir: made },
    })
    writeFileSync(join(made, STAMP), wanted)
    replaceBy(made)
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
    rmSync(made, { recursive: true, force: true })
  }
}

function progressTo(tell: (progress: string) => void): Plugin {
  let modules = 0
  return {
    name: 'zhitong-progress',
    transform() {
      modules += 1
      if (modules % MODULES_A_MESSAGE === 0) tell(`${modules}`)
    },
  }
}

/** Half-built pages that a killed process left. */
function removeLeftovers(): void {
  const folder = dirname(place)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const pid = /^web\.(\d+)(\.old)?$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Puts `made` in its place; where another has just put the same there, that one stays. */
export function replaceBy(made: string, at = place): void {
  const old = `${made}.old`
  const replaced = moved(at, old, 'ENOENT')
  try {
    moved(made, at, 'ENOTEMPTY', 'EEXIST')
  } catch (error) {
    if (replaced) moved(old, at, 'ENOTEMPTY', 'EEXIST')
    throw error
  }
  rmSync(old, { recursive: true, force: true })
}

/** False where renaming failed for one of these reasons. */
function moved(from: string, to: string, ...accepted: readonly string[]): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (accepted.includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}
