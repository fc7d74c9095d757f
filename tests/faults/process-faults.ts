/** Processes killed without a word. */
import { kill } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault, World } from './fault.ts'
import { amidImports, until, untilState } from './long-imports.ts'

const killPostgres = (world: World): void => void kill(world.postmaster(), 'SIGKILL')

async function answersAnew({ postmaster, sql }: World, killed: number): Promise<boolean> {
  try {
    return postmaster() !== killed && (await sql('select')).length === 1
  } catch {
    return false
  }
}

export const processFaults: readonly Fault[] = [
  {
    name: 'kill -9 of the server',
    felt: ['no reply'],
    strike: async ({ server }) => {
      await server.kill()
      await server.start()
    },
  },
  {
    name: 'kill -9 of PostgreSQL, which the server brings back',
    // Its processes serve on for as long as they do not notice: that another one answers is what shows the blow.
    strike: async world => {
      const killed = world.postmaster()
      killPostgres(world)
      await until(async () => answersAnew(world, killed), 'PostgreSQL has been brought back')
    },
  },
  {
    name: 'kill -9 of everything at once, a worker with a job in hand among it',
    felt: ['no reply'],
    strike: async world => {
      const imports = await amidImports(world, { name: 'everything', from: 600_000 }, async worker => {
        killPostgres(world)
        await Promise.all([worker.kill(), world.server.kill()])
      })
      await world.server.start()
      for (const id of imports) await untilState(world, id, 'previewed')
    },
  },
  {
    name: 'two servers on one database, one of them killed',
    felt: ['no reply'],
    strike: async world => {
      const second = await world.another('second')
      await second.start({ DATABASE_URL: world.servingUrl() })
      world.addresses = [world.server.address, second.address]
      await wait(1_500)
      await second.kill()
      world.addresses = [world.server.address]
    },
  },
]
