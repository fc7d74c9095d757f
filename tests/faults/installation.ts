/** A whole installation on folders of its own: small disks, an embedded PostgreSQL, the product's processes, a city. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type InstallationDatabase, openInstallationDatabase } from '#apps/cli/database.ts'
import { installationOptions } from '#apps/cli/options.ts'
import { openServices } from '#apps/server/services.ts'
import { type EmbeddedPostgres, stopEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { SERVING_ROLE } from '#kernel/db/serving-role.ts'
import { type City, foundCity } from './city.ts'
import { type Disk, mountDisk } from './disks.ts'
import { ProductProcess } from './product-process.ts'

export type Disks = Readonly<Record<'postgres' | 'files' | 'mirror', Disk | string>>

export type Installation = Readonly<{
  folder: string
  disks: Disks
  city: City
  server: ProductProcess
  /** Another process of the product on the same database, with a data folder of its own. */
  another(name: string): Promise<ProductProcess>
  /** Of the superuser, who prepares faults and looks at what is stored. */
  databaseUrl(): string
  /** Of the role that the product serves under. */
  servingUrl(): string
  postmaster(): number
  /** One statement as the superuser, on a connection of its own. */
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  close(): Promise<void>
}>

export async function openInstallation(size: number): Promise<Installation> {
  const undo: Undo[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    return { ...(await setUp(size, undo)), close }
  } catch (error) {
    await close()
    throw error
  }
}

type Undo = () => unknown

/** @param undo gets what has to be done in the end, last first, also where this fails halfway. */
async function setUp(size: number, undo: Undo[]): Promise<Omit<Installation, 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'zhitong-faults-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  // PostgreSQL runs under an account of its own where we are root; it has to reach its folder.
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const mount = (name: string, megabytes: number) => {
    const disk = mountDisk(join(data, name), megabytes)
    if (typeof disk !== 'string') undo.push(disk.remove)
    return disk
  }
  const mounted: Record<keyof Disks, Disk | string> = {
    postgres: mount('pg', 800),
    files: mount('files', 32),
    mirror: mount('analytics', 64),
  }
  undo.push(() => stopEmbeddedPostgres(join(data, 'pg')))
  // A server cannot end in order on a full disk.
  for (const disk of Object.values(mounted)) if (typeof disk !== 'string') undo.push(disk.free)
  const database = await openInstallationDatabase({
    ...installationOptions(['--data', data]),
    databaseUrl: null,
  })
  const embedded = database.embedded as EmbeddedPostgres
  const moved = embedded.folder !== join(data, 'pg')
  if (moved) undo.unshift(() => rmSync(embedded.folder, { recursive: true, force: true }))
  const city = await prepare(database, data, size)
  const disks: Disks = {
    ...mounted,
    ...(moved && { postgres: `PostgreSQL keeps its data elsewhere, in ${embedded.folder}` }),
  }
  const logs = join(folder, 'logs')
  const databaseUrl = () => runningUrl(embedded.folder, 'zhitong', 'password')
  const servingUrl = () => runningUrl(embedded.folder, SERVING_ROLE, 'server-password')
  const server = new ProductProcess({ name: 'server', data, port: await freePort(), logs })
  undo.push(() => server.kill())
  return {
    folder,
    disks,
    city,
    server,
    another: async name => {
      const env = { ZHITONG_KEY: readFileSync(join(data, 'installation.key'), 'utf8').trim() }
      const made = new ProductProcess({ name, data: join(folder, name), port: await freePort(), logs, env })
      undo.push(() => made.kill())
      return made
    },
    databaseUrl,
    servingUrl,
    postmaster: () => Number(postmasterFile(embedded.folder)[0]),
    sql: (text, values = []) =>
      onConnection(databaseUrl(), client => client.query(text, [...values])).then(r => r.rows),
  }
}

async function prepare(database: InstallationDatabase, data: string, size: number): Promise<City> {
  await database.bringUpToDate()
  await onConnection(database.ownerUrl, async client => {
    // Old write-ahead log is not to fill the small disk by itself.
    await client.query("alter system set max_wal_size = '128MB'")
    await client.query('select pg_reload_conf()')
  })
  const services = await openServices({ databaseUrl: database.url, dataFolder: data, logLevel: 'warn' })
  try {
    return await foundCity(services, size)
  } finally {
    await services.close()
  }
}

const postmasterFile = (folder: string): readonly string[] =>
  readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8').split('\n')

/** The port is PostgreSQL's own to say: it may be another after a start. */
const runningUrl = (folder: string, role: string, passwordFile: string): string =>
  `postgresql://${role}:${readFileSync(join(folder, passwordFile), 'utf8')}@127.0.0.1:${postmasterFile(folder)[3]}/zhitong`

export async function onConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'faults' })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
