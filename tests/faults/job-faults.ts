/** Jobs that fail, hang, run twice, and whose worker is killed: a long import of units, which is worked on as two jobs. */
import { TRIES } from '#kernel/jobs/lasting-task.ts'
import type { Fault, World } from './fault.ts'
import {
  amidImports,
  failures,
  held,
  jobsLeft,
  until,
  untilState,
  untilTaken,
  uploaded,
} from './long-imports.ts'
import { countUnits, UNITS_IN_FILE } from './units-file.ts'

export const jobFaults: readonly Fault[] = [
  {
    name: 'kill -9 of a worker in the last try of a job: its task ends with a sentence, and can be started again',
    strike: async world => {
      const imports = await amidImports(world, { name: 'killed', from: 200_000 }, async worker => {
        await world.sql(
          'update graphile_worker._private_jobs set attempts = $1 where locked_by is not null',
          [TRIES],
        )
        await worker.kill()
      })
      const interrupted = await interruptedAmong(world, imports)
      if (interrupted.length === 0) world.ledger.surprises.push('no import was told of as interrupted')
      for (const id of interrupted) await previewAgain(world, id)
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

/** Those the dead worker held, when each has ended one way or the other. */
async function interruptedAmong(world: World, imports: readonly number[]): Promise<readonly number[]> {
  const ended = () =>
    world.sql<{ id: number; code: string | null }>(
      `select id, failure ->> 'code' as code from register.import
       where id = any($1) and state in ('previewed', 'failed')`,
      [imports],
    )
  await until(async () => (await ended()).length === imports.length, 'each import has ended')
  const failed = (await ended()).filter(({ code }) => code !== null)
  for (const { id, code } of failed)
    if (code !== 'TASK_INTERRUPTED') world.ledger.surprises.push(`import ${id} failed for ${code}`)
  return failed.map(({ id }) => id)
}

async function previewAgain({ statistician, sql }: World, importId: number): Promise<void> {
  const [found] = await sql<{ settings: object }>('select settings from register.import where id = $1', [
    importId,
  ])
  const path = `/api/register/imports/${importId}/preview`
  const reply = await statistician.send({ method: 'POST', path, body: found?.settings })
  if (reply.status !== 200) throw new Error(`the import could not be started again: ${reply.code}`)
}

async function apply({ statistician }: World, importId: number): Promise<void> {
  const reply = await statistician.send({
    method: 'POST',
    path: `/api/register/imports/${importId}/apply`,
    body: {},
  })
  if (reply.status !== 200) throw new Error(`the import was not taken: ${reply.code}`)
}
