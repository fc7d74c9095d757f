/** The product as `./zhitong start` runs it, with its demonstration city, in a folder of the bench's own. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const PORT = 18_191

export const PRODUCT_FOLDER = resolve(root, 'data/bench/start')
export const PRODUCT_ADDRESS = `http://localhost:${PORT}`
/** Of every demonstration account. */
export const DEMO_PASSWORD = 'Zhitong-2026'

export type RunningProduct = Readonly<{
  pid: number
  /** From the command to the printed address. */
  seconds: number
  stop(): Promise<void>
}>

/** Resolves once the address is printed; what the folder holds already is used again. */
export async function startProduct(): Promise<RunningProduct> {
  const begin = performance.now()
  const command = ['apps/cli/main.ts', 'start', '--port', String(PORT), '--data', PRODUCT_FOLDER]
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
