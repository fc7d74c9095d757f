/** Jobs that fail, hang, run twice, and whose worker is killed: a long import of units, which is worked on as two jobs. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault, World } from './fault.ts'
import { onConnection } from './installation.ts'
import { countUnits, importState, UNITS_IN_FILE, upload } from './units-file.ts'

export const jobFaults: readonly Fault[] = [
  {
    name: 'kill -9 of a worker in the middle of a job',
    strike: async world => {
      const worker = await sharingWorker(world)
      await worker.start({ DATABASE_URL: world.databaseUrl(), ZHITONG_ROLE: 'worker' })
      const imports = await held(world, 'register.import_line', async () => {
        // The server works on four jobs at a time: of five, one at least is the worker's.
        const ids: number[] = []
        for (let n = 0; n < 5; n += 1) ids.push(await uploaded(world, `killed${n}`, 200_000 + n * 1_000))
        await untilTaken(world, ids.length)
        await worker.kill()
        return ids
      })
      for (const id of imports) await untilState(world, id, 'previewed')
    },
  },
  {
    name: 'a job that fails',
    strike: async world => {
      const line = 'alter table register.import_line'
      await world.sql(`${line} add constraint fault check (false) not valid`)
      try {
        const importId = await uploaded(world, 'failing', 300_000)
        await until(() => failures(world), 'the job has failed')
        await world.sql(`${line} drop constraint fault`)
        await untilState(world, importId, 'previewed')
      } finally {
        await world.sql(`${line} drop constraint if exists fault`)
      }
    },
  },
  {
    name: 'a job that hangs, and runs twice at the same time',
    strike: async world => {
      const importId = await uploaded(world, 'twice', 400_000)
      await untilState(world, importId, 'previewed')
      await held(world, 'register.unit_event', async () => {
        await apply(world, importId)
        await untilTaken(world, 1)
        await world.sql(`select graphile_worker.add_job('register.applyImport', payload)
          from graphile_worker._private_jobs where locked_by is not null`)
        await untilTaken(world, 2)
      })
      await untilState(world, importId, 'applied')
      await until(async () => (await jobsLeft(world)) === 0, 'both runs have ended')
      await untilState(world, importId, 'applied')
      const entered = await countUnits(world, 'twice')
      if (entered !== UNITS_IN_FILE)
        world.ledger.surprises.push(`${entered} units were entered from ${UNITS_IN_FILE} lines`)
    },
  },
]

/** A worker with a data folder of its own and the files in common, as on another machine. */
async function sharingWorker(world: World) {
  const worker = await world.another('worker')
  mkdirSync(join(world.folder, 'worker'), { recursive: true })
  symlinkSync(join(world.folder, 'data/files'), join(world.folder, 'worker/files'))
  return worker
}

/** Nobody writes into the table while `work` goes on. */
const held = <T>(world: World, table: string, work: () => Promise<T>): Promise<T> =>
  onConnection(world.databaseUrl(), async client => {
    await client.query('begin')
    await client.query(`lock table ${table} in share mode`)
    const result = await work()
    await client.query('rollback')
    return result
  })

async function uploaded(world: World, mark: string, from: number): Promise<number> {
  const reply = await upload(world, mark, from)
  if (reply.status !== 200) throw new Error(`the upload was answered ${reply.status} ${reply.code}`)
  return Number(reply.body.importId)
}

async function apply({ statistician }: World, importId: number): Promise<void> {
  const reply = await statistician.send({
    method: 'POST',
    path: `/api/register/imports/${importId}/apply`,
    body: {},
  })
  if (reply.status !== 200) throw new Error(`the import was not taken: ${reply.code}`)
}

const count = async (world: World, condition: string): Promise<number> => {
  const [found] = await world.sql<{ n: number }>(
    `select count(*)::int as n from graphile_worker.jobs where task_identifier like 'register.%' and ${condition}`,
  )
  return found?.n ?? 0
}
const jobsLeft = (world: World): Promise<number> => count(world, 'true')
const failures = async (world: World): Promise<boolean> => (await count(world, 'last_error is not null')) > 0
const untilTaken = (world: World, jobs: number): Promise<void> =>
  until(async () => (await count(world, 'locked_by is not null')) >= jobs, `${jobs} jobs have begun`)

const untilState = (world: World, importId: number, state: string): Promise<void> =>
  until(async () => {
    const now = await importState(world, importId)
    if (now === 'failed') throw new Error(`the import failed instead of being ${state}`)
    return now === state
  }, `the import is ${state}`)

async function until(met: () => Promise<boolean>, what: string): Promise<void> {
  const over = Date.now() + 90_000
  while (!(await met())) {
    if (Date.now() > over) throw new Error(`90 s later it is not so that ${what}`)
    await wait(100)
  }
}
