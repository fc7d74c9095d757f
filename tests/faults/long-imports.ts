/** Long imports of units as jobs in hand: held where they are, and waited for. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { World } from './fault.ts'
import { onConnection } from './installation.ts'
import type { ProductProcess } from './product-process.ts'
import { importState, upload } from './units-file.ts'

const IMPORTS = 5

/**
 * Strikes a worker of its own process, and whatever else, while each of several imports is in somebody's hand.
 * @param from keeps the codes of these units apart
 * @returns the imports
 */
export async function amidImports(
  world: World,
  { name, from }: Readonly<{ name: string; from: number }>,
  strike: (worker: ProductProcess) => Promise<void>,
): Promise<readonly number[]> {
  const worker = await sharingWorker(world, name)
  await worker.start({ DATABASE_URL: world.servingUrl(), ZHITONG_ROLE: 'worker' })
  return held(world, 'register.import_line', async () => {
    // The server works on four jobs at a time: of five, one at least is the worker's.
    const ids: number[] = []
    for (let n = 0; n < IMPORTS; n += 1) ids.push(await uploaded(world, `${name}${n}`, from + n * 1_000))
    await untilTaken(world, IMPORTS)
    await strike(worker)
    return ids
  })
}

/** A worker with a data folder of its own and the files in common, as on another machine. */
async function sharingWorker(world: World, name: string): Promise<ProductProcess> {
  const worker = await world.another(name)
  mkdirSync(join(world.folder, name), { recursive: true })
  symlinkSync(join(world.folder, 'data/files'), join(world.folder, name, 'files'))
  return worker
}

/** Nobody writes into the table while `work` goes on. */
export const held = <T>(world: World, table: string, work: () => Promise<T>): Promise<T> =>
  onConnection(world.databaseUrl(), async client => {
    await client.query('begin')
    await client.query(`lock table ${table} in share mode`)
    const result = await work()
    // Where PostgreSQL was killed meanwhile, nothing is locked any more.
    await client.query('rollback').catch(() => {})
    return result
  })

export async function uploaded(world: World, mark: string, from: number): Promise<number> {
  const reply = await upload(world, mark, from)
  if (reply.status !== 200) throw new Error(`the upload was answered ${reply.status} ${reply.code}`)
  return Number(reply.body.importId)
}

const count = async (world: World, condition: string): Promise<number> => {
  const [found] = await world.sql<{ n: number }>(
    `select count(*)::int as n from graphile_worker.jobs where task_identifier like 'register.%' and ${condition}`,
  )
  return found?.n ?? 0
}
export const jobsLeft = (world: World): Promise<number> => count(world, 'true')
export const failures = async (world: World): Promise<boolean> =>
  (await count(world, 'last_error is not null')) > 0
export const untilTaken = (world: World, jobs: number): Promise<void> =>
  until(async () => (await count(world, 'locked_by is not null')) >= jobs, `${jobs} jobs have begun`)

export const untilState = (world: World, importId: number, state: string): Promise<void> =>
  until(async () => {
    const now = await importState(world, importId)
    if (now === 'failed') throw new Error(`the import failed instead of being ${state}`)
    return now === state
  }, `the import is ${state}`)

export async function until(met: () => Promise<boolean>, what: string): Promise<void> {
  const over = Date.now() + 90_000
  while (!(await met())) {
    if (Date.now() > over) throw new Error(`90 s later it is not so that ${what}`)
    await wait(100)
  }
}
