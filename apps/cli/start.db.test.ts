import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort, isEmbeddedRunning, stopEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'

/** Well inside the seeding, which takes many times as long. */
const SEEDING_MS = 1_500

const root = resolve(import.meta.dirname, '../..')

type Account = Readonly<{ uid?: number; gid?: number }>

/** The real command, with what it has said so far. */
class Command {
  said = ''
  readonly #child: ChildProcess
  readonly ended: Promise<number | null>

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, account: Account = {}) {
    const { DATABASE_URL: _, ...mine } = process.env
    this.#child = spawn(process.execPath, [join(root, 'apps/cli/main.ts'), ...args], {
      cwd: root,
      detached: true,
      ...account,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...mine, NODE_COMPILE_CACHE: join(root, '.runtime/compile-cache'), ...env },
    })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes: Buffer) => {
        this.said += bytes.toString()
      })
    this.ended = new Promise(done => this.#child.once('close', code => done(code)))
  }

  get pid(): number {
    return this.#child.pid!
  }

  async until(words: string): Promise<void> {
    await expect.poll(() => this.said, { timeout: 180_000, interval: 20 }).toContain(words)
  }

  /** To it and to whatever it has started in the same group, as a terminal does. */
  send(signal: NodeJS.Signals): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) process.kill(-this.pid, signal)
  }
}

describe('start', { timeout: 300_000 }, () => {
  let folder: string
  let data: string
  let port: number
  let commands: Command[]

  const start = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}, account: Account = {}) => {
    const made = new Command(['start', '--data', data, '--port', String(port), ...args], env, account)
    commands.push(made)
    return made
  }
  const expectNothingLeft = async (of: Command) => {
    expect(await isEmbeddedRunning(join(data, 'pg'))).toBe(false)
    expect(existsSync(join(data, 'zhitong.run'))).toBe(false)
    expect(readdirSync(join(root, 'dist')).filter(name => name.startsWith(`web.${of.pid}`))).toEqual([])
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zhitong-start-'))
    // PostgreSQL runs under an account of its own where we are root; it has to reach its folder.
    chmodSync(folder, 0o755)
    data = join(folder, 'data')
    port = await freePort()
    commands = []
  })
  afterEach(async () => {
    for (const command of commands) command.send('SIGKILL')
    await Promise.all(commands.map(command => command.ended))
    await stopEmbeddedPostgres(join(data, 'pg'))
    const moved = join(data, 'pg/moved-to.txt')
    if (existsSync(moved)) rmSync(readFileSync(moved, 'utf8').trim(), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  })

  it('should leave nothing running when interrupted while it seeds, and start again as if it were new', async () => {
    const first = start()
    await first.until('✓ 服务')
    await wait(SEEDING_MS)
    first.send('SIGINT')
    await first.until('正在停止')
    first.send('SIGINT')
    expect(await first.ended).toBe(130)
    expect(first.said).not.toContain('✓ 演示城市')
    expect(first.said).toContain('已停止')
    await expectNothingLeft(first)

    const second = start(['--no-demo'])
    await second.until('Ctrl-C')
    expect(second.said).toContain('仅显示一次')
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    second.send('SIGINT')
    expect(await second.ended).toBe(0)
    expect(second.said).toContain('已停止')
    await expectNothingLeft(second)
  })

  it.each(['✓ PostgreSQL', '✓ 数据库结构'])('should leave nothing when terminated after: %s', async words => {
    const command = start(['--no-demo'])
    await command.until(words)
    command.send('SIGTERM')
    expect([0, 130]).toContain(await command.ended)
    await expectNothingLeft(command)
  })

  it('should say in one sentence that it may not write there', async ctx => {
    const nobody = 65_534
    const account = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
    if (account.uid && spawnSync(process.execPath, ['--version'], { ...account, cwd: root }).status !== 0)
      ctx.skip('another account cannot reach the checkout')
    chmodSync(folder, 0o555)
    const command = start([], { NODE_COMPILE_CACHE: '' }, account)
    expect(await command.ended).toBe(1)
    expect(command.said.trim().split('\n')).toHaveLength(1)
    expect(command.said).toMatch(/没有权限 \/ permission denied.*data/)
  })

  describe('where it cannot start', () => {
    let listener: Server
    beforeEach(
      () =>
        new Promise<void>(listening => {
          listener = createServer()
          listener.listen(port, '127.0.0.1', listening)
        }),
    )
    afterEach(() => new Promise(closed => listener.close(closed)))

    it('should say in one sentence that the port is taken, and touch nothing', async () => {
      const command = start()
      expect(await command.ended).toBe(1)
      expect(command.said.trim().split('\n')).toHaveLength(1)
      expect(command.said).toContain('端口已被占用')
      expect(command.said).toContain('the port is in use')
      expect(existsSync(data)).toBe(false)
    })

    it('should not ask for a port as a worker, which listens on none', async () => {
      const command = start(['--no-demo'], { ZHITONG_ROLE: 'worker' })
      await command.until('Ctrl-C')
      expect(command.said).toContain('worker')
      command.send('SIGINT')
      expect(await command.ended).toBe(0)
    })
  })

  it('should say in one sentence that a data folder has lost its cluster', async () => {
    const whole = start(['--no-demo'])
    await whole.until('✓ PostgreSQL')
    whole.send('SIGTERM')
    await whole.ended
    const moved = join(data, 'pg/moved-to.txt')
    const place = existsSync(moved) ? readFileSync(moved, 'utf8').trim() : join(data, 'pg')
    rmSync(join(place, 'cluster'), { recursive: true })
    const command = start(['--no-demo'])
    expect(await command.ended).toBe(1)
    expect(command.said.trim().split('\n')).toHaveLength(1)
    expect(command.said).toContain('数据目录不完整')
    expect(command.said).toContain('the data folder is not whole')
  })
})
