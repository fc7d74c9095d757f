/** One process of the product, started as a person starts it, and killed as nobody should. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readRunFile } from '#apps/cli/run-file.ts'

const root = resolve(import.meta.dirname, '../..')
const START_PATIENCE_MS = 180_000

export type ProcessOptions = Readonly<{
  name: string
  /** Its data folder. */
  data: string
  port: number
  logs: string
  env?: Readonly<Record<string, string>>
}>

export class ProductProcess {
  readonly #options: ProcessOptions
  #child: ChildProcess | null = null

  constructor(options: ProcessOptions) {
    this.#options = options
  }

  get address(): string {
    return `http://127.0.0.1:${this.#options.port}`
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves when it says that it serves; fails with the end of its life when it does not come up. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { name, data, port, logs } = this.#options
    mkdirSync(logs, { recursive: true })
    const log = openSync(join(logs, `${name}.log`), 'a')
    const main = join(root, 'apps/cli/main.ts')
    const child = spawn(
      process.execPath,
      [main, 'start', '--no-demo', '--data', data, '--port', String(port)],
      {
        stdio: ['ignore', log, log],
        env: {
          ...process.env,
          NODE_COMPILE_CACHE: join(root, '.runtime/compile-cache'),
          LOG_LEVEL: 'error',
          ...this.#options.env,
          ...env,
        },
      },
    )
    this.#child = child
    const until = Date.now() + START_PATIENCE_MS
    while (!this.#serves(child)) {
      if (!this.running) throw new Error(`${name} did not start; see ${join(logs, `${name}.log`)}`)
      if (Date.now() > until) throw new Error(`${name} is not ready after ${START_PATIENCE_MS} ms`)
      await wait(50)
    }
  }

  /** The run file names this very process and an address (none for a worker). */
  #serves(child: ChildProcess): boolean {
    const run = readRunFile(this.#options.data)
    return run?.pid === child.pid && run?.address !== null
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (!child || !this.running) return
    const gone = new Promise<void>(done => child.once('exit', () => done()))
    child.kill(signal)
    await gone
  }
}
