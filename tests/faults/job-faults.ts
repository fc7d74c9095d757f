/** Jobs that fail, hang, run twice, and whose worker is killed: a long import of units, which is worked on as two jobs. */
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
    name: 'kill -9 of a worker in the middle of a job',
    strike: async world => {
      const imports = await amidImports(world, { name: 'killed', from: 200_000 }, worker => worker.kill())
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

async function apply({ statistician }: World, importId: number): Promise<void> {
  const reply = await statistician.send({
    method: 'POST',
    path: `/api/register/imports/${importId}/apply`,
    body: {},
  })
  if (reply.status !== 200) throw new Error(`the import was not taken: ${reply.code}`)
}
