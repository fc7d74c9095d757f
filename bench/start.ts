/**
 * A start from nothing, with the demonstration city, to the printed address; a second start; and the memory that the
 * server and its PostgreSQL hold in all once nobody has asked anything for half a minute.
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { memoryMb } from './processes.ts'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(root, 'data/bench/start')
const PORT = 18_191
const IDLE_MS = 30_000

export type StartBench = Readonly<{ firstSeconds: number; secondSeconds: number; idleMb: number | null }>

export async function benchStart(): Promise<StartBench> {
  rmSync(folder, { recursive: true, force: true })
  const first = await start()
  await first.stop()
  const second = await start()
  try {
    await wait(IDLE_MS)
    const server = memoryMb(second.pid)
    const postgres = memoryMb(postmaster())
    const idleMb = server === null || postgres === null ? null : server + postgres
    return { firstSeconds: first.seconds, secondSeconds: second.seconds, idleMb }
  } finally {
    await second.stop()
  }
}

async function start() {
  const begin = performance.now()
  const command = ['apps/cli/main.ts', 'start', '--port', String(PORT), '--data', folder]
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>(done => child.once('exit', done))
  let said = ''
  const ready = new Promise<void>(done =>
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      if (said.includes('Ctrl-C')) done()
    }),
  )
  const failed = ended.then(code => {
    throw new Error(`the product ended with ${code} before it was ready: ${said}`)
  })
  await Promise.race([ready, failed])
  failed.catch(() => {})
  return {
    pid: child.pid as number,
    seconds: (performance.now() - begin) / 1_000,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const postmaster = (): number =>
  Number(readFileSync(resolve(folder, 'pg/cluster/postmaster.pid'), 'utf8').split('\n')[0])

if (import.meta.main) console.log(await benchStart())
