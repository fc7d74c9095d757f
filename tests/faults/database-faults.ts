/** The database out of reach in other ways than by dying. */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { Client } from './client.ts'
import { type Fault, untilHeard, type World } from './fault.ts'
import { onConnection } from './installation.ts'

const cutAll = `select pg_terminate_backend(pid) from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid()`

const UNAVAILABLE = ['DATABASE_UNAVAILABLE']

export const databaseFaults: readonly Fault[] = [
  {
    name: 'PostgreSQL restarted',
    strike: async ({ folder }) => {
      const postgres = await startEmbeddedPostgres({ folder: `${folder}/data/pg` })
      await postgres.stop('fast')
      await postgres.revive()
    },
  },
  {
    name: 'its connections cut, again and again',
    strike: async ({ sql, random, ledger }) => {
      let cut = 0
      for (let times = 0; times < 5; times += 1) {
        cut += (await sql(cutAll)).length
        await wait(random.int(50, 400))
      }
      if (cut < 5) ledger.surprises.push(`only ${cut} connections were there to be cut`)
    },
  },
  {
    name: 'a pool starved: every connection waits behind one lock for longer than the pool is patient',
    felt: UNAVAILABLE,
    strike: async world => {
      await onConnection(world.databaseUrl(), async client => {
        await client.query('begin')
        await client.query('lock table audit.head in access exclusive mode')
        const strangers = mistype(world)
        await untilHeard(world, UNAVAILABLE)
        await client.query('rollback')
        await strangers
      })
    },
  },
  {
    name: 'a pool starved: no connection left in PostgreSQL',
    felt: UNAVAILABLE,
    strike: async world => {
      const taken = await takeEveryConnection(world)
      await wait(2_000)
      await Promise.all(taken.map(client => client.end()))
    },
  },
]

/** Each of these wants to write to the audit trail; more of them than the pool has connections. */
const STRANGERS = 30

/** Nobody's names: an account would be locked by as many, and an address bears these. */
function mistype({ server, ledger }: World): Promise<unknown> {
  const attempts = Array.from({ length: STRANGERS }, async (_, index) => {
    const reply = await new Client(() => server.address, `stranger${index}`).signIn().catch(() => null)
    ledger.heard(reply?.status ?? 0, reply?.code ?? null)
  })
  return Promise.all(attempts)
}

/** The server's own connections are cut first, so that it has to ask for new ones. */
async function takeEveryConnection({ databaseUrl, sql }: World): Promise<readonly pg.Client[]> {
  const taken: pg.Client[] = []
  await sql(cutAll)
  for (;;) {
    const client = new pg.Client({ connectionString: databaseUrl() })
    client.on('error', () => {})
    try {
      await client.connect()
      taken.push(client)
    } catch {
      return taken
    }
  }
}
