/** A migration cut short: the next start goes on where it stopped, and ends in the same structure. */
import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { migrate } from '#kernel/db/migrate.ts'
import type { Fault, World } from './fault.ts'
import { onConnection } from './installation.ts'
import { differences } from './totals.ts'

const files = readdirSync(resolve(import.meta.dirname, '../../db/migrations')).filter(name =>
  name.endsWith('.sql'),
)
const CHILD = join(import.meta.dirname, 'migrate-once.ts')

export const migrationFault: Fault = {
  name: 'a migration interrupted, three times over',
  strike: async world => {
    const name = `interrupted_${world.random.int(1, 1_000_000)}`
    const url = world.databaseUrl().replace(/[^/]*$/, name)
    await world.sql(`create database ${name}`)
    for (let times = 0; times < 3; times += 1) {
      if ((await killMidway(url, world)) !== 'SIGKILL')
        world.ledger.surprises.push(`migration ${times + 1} of the interrupted database was not cut short`)
      const left = files.length - (await onConnection(url, applied))
      if (times === 0 && left <= 0) world.ledger.surprises.push('the first interruption came too late')
    }
    await migrate(url)
    const whole = await onConnection(world.databaseUrl(), structure)
    const resumed = await onConnection(url, structure)
    world.ledger.surprises.push(...differences('the interrupted database', resumed, whole))
    await world.sql(`drop database ${name} with (force)`)
  },
}

/** Killed a moment after it began its third migration. */
async function killMidway(url: string, { random }: World): Promise<NodeJS.Signals | null> {
  const child = fork(CHILD, [url])
  const gone = new Promise(done => child.once('exit', done))
  let begun = 0
  child.on('message', () => {
    begun += 1
    if (begun === 3) void wait(random.int(0, 20)).then(() => child.kill('SIGKILL'))
  })
  await gone
  return child.signalCode
}

async function applied(client: pg.Client): Promise<number> {
  const found = await client.query<{ n: number }>('select count(*)::int as n from public.migration')
  return found.rows[0]?.n ?? 0
}

async function structure(client: pg.Client): Promise<readonly string[]> {
  const own = `not in ('pg_catalog', 'information_schema', 'graphile_worker')`
  const found = await client.query<{ line: string }>(`
    select concat_ws(' ', table_schema, table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema ${own}
    union all select concat_ws(' ', schemaname, indexname, indexdef) from pg_indexes where schemaname ${own}
    union all select concat_ws(' ', n.nspname, c.conname, pg_get_constraintdef(c.oid))
      from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname ${own}
    union all select pg_get_functiondef(p.oid)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname ${own} and p.prokind in ('f', 'p')
    union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace where n.nspname ${own} and not t.tgisinternal
    union all select concat_ws(' ', name, sha256) from public.migration`)
  return found.rows.map(row => row.line)
}
