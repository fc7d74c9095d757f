/** The key that small secrets at rest (second factors) are sealed with. */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'installation.key'

/**
 * Made once, readable by the owner only; `given` (ZHITONG_KEY, 64 hex digits) takes its place where several servers
 * share it. Throws when either is not such a key: a shorter one would open for whoever guesses, a new one would
 * leave every second factor shut.
 */
export function installationKey(folder: string, given?: string): Buffer {
  if (given) return keyOf(given, 'ZHITONG_KEY')
  const file = join(folder, FILE)
  return read(file) ?? make(file)
}

function read(file: string): Buffer | null {
  try {
    return keyOf(readFileSync(file, 'utf8').trim(), file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Written aside and on the disk before it has its name, so that no crash leaves half a key under it. */
function make(file: string): Buffer {
  const aside = `${file}.${process.pid}`
  const descriptor = openSync(aside, 'w', 0o600)
  try {
    writeSync(descriptor, `${randomBytes(32).toString('hex')}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  try {
    linkSync(aside, file)
  } catch (error) {
    // Another process was first; its key is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
  return read(file) as Buffer
}

function keyOf(text: string, where: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  throw new Error(
    `${where} 不是密钥（应为 64 位十六进制数字）；请从备份恢复 / is no key (64 hexadecimal digits); restore it from a backup`,
  )
}
