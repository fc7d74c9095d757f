/** A migration cut short: the next start goes on where it stopped, and ends in the same structure. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { migrate } from '#kernel/db/migrate.ts'
import type { Fault, World } from './fault.ts'
import { onConnection } from './installation.ts'
import { differences } from './totals.ts'

const CHILD = join(import.meta.dirname, 'migrate-once.ts')

export const migrationFault: Fault = {
  name: 'a migration interrupted, three times over',
  strike: async world => {
    const name = `interrupted_${world.random.int(1, 1_000_000)}`
    const url = world.databaseUrl().replace(/[^/]*$/, name)
    await world.sql(`create database ${name}`)
    for (let times = 0; times < 3; times += 1) await killMidway(url, world)
    await migrate(url)
    const whole = await onConnection(world.databaseUrl(), structure)
    const resumed = await onConnection(url, structure)
    world.ledger.surprises.push(...differences('the interrupted database', resumed, whole))
    await world.sql(`drop database ${name} with (force)`)
  },
}

/** Killed a moment after it began its third migration. */
async function killMidway(url: string, { random }: World): Promise<void> {
  const child = fork(CHILD, [url])
  const gone = new Promise(done => child.once('exit', done))
  let begun = 0
  child.on('message', () => {
    begun += 1
    if (begun === 3) void wait(random.int(0, 20)).then(() => child.kill('SIGKILL'))
  })
  await gone
}

async function structure(client: pg.Client): Promise<readonly string[]> {
  const own = `not in ('pg_catalog', 'information_schema', 'graphile_worker')`
  const found = await client.query<{ line: string }>(`
    select concat_ws(' ', table_schema, table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema ${own}
    union all select concat_ws(' ', schemaname, indexname, indexdef) from pg_indexes where schemaname ${own}
    union all select concat_ws(' ', n.nspname, c.conname, pg_get_constraintdef(c.oid))
      from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname ${own}
    union all select concat_ws(' ', name, sha256) from public.migration`)
  return found.rows.map(row => row.line)
}
