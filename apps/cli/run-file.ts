/** `data/zhitong.run`: who runs on this data folder, and where. Left behind by a killed process, it is ignored. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type RunFile = Readonly<{
  pid: number
  role: 'all' | 'web' | 'worker'
  /** Null while it is starting; empty for a worker, which has none. */
  address: string | null
  since: string
}>

const place = (dataFolder: string) => join(dataFolder, 'zhitong.run')

export function readRunFile(dataFolder: string): RunFile | null {
  try {
    const found = JSON.parse(readFileSync(place(dataFolder), 'utf8')) as RunFile
    return isAlive(found.pid) && isZhitong(found.pid) ? found : null
  } catch {
    return null
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A process id may have been given to another program since; on Linux its command line tells. */
function isZhitong(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/cli/main.ts')
  } catch {
    return true
  }
}

export const writeRunFile = (dataFolder: string, run: RunFile): void =>
  writeFileSync(place(dataFolder), `${JSON.stringify(run)}\n`)

export const removeRunFile = (dataFolder: string): void => rmSync(place(dataFolder), { force: true })
