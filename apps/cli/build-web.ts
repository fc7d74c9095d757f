/** Builds the web pages when their sources changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const stampFile = join(root, 'dist/web/.stamp')
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

export async function buildWeb(): Promise<void> {
  const wanted = fingerprint()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  const { build } = await import('vite')
  await build({ root, logLevel: 'warn', configFile: join(root, 'vite.config.ts') })
  writeFileSync(stampFile, wanted)
}
