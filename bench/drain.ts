/**
 * How fast changed reports get from PostgreSQL into the mirror: every report of the generated world changes at once,
 * then one drain. Also how long the event loop stood still meanwhile, for the drain runs inside the server.
 */
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'kysely'
import { openServices } from '#apps/server/services.ts'
import type { Database } from '#kernel/db/tx.ts'
import { contentOf } from './submissions/form.ts'
import { benchPostgres, openWorld, type WorldSize } from './submissions/world.ts'

const SIZE: WorldSize = { form: { code: 'BENCH40', cells: 40, rules: 60 }, units: 5_120, months: 6 }
const ROUNDS = 3

export type DrainBench = Readonly<{
  reports: number
  perSecond: number
  rebuildPerSecond: number
  longestPauseMs: number
}>

/** A revision for every report, all alike but for the unit's number in one cell. */
async function submitAll(db: Database, revision: number): Promise<void> {
  const { values } = contentOf(SIZE.form, 1, 1)
  await sql`with made as (
      insert into collect.revision (unit_id, collection_id, revision_no, client_id, content_sha256, kind, values, made_by)
      select r.unit_id, r.collection_id, ${revision}::int, gen_random_uuid(), '\\x00', 'report',
        jsonb_set(${JSON.stringify(values)}::jsonb, '{cells,M1}', to_jsonb((r.unit_id + ${revision}::int) || '.00')),
        (select min(id) from identity.account)
      from collect.report r returning unit_id, collection_id),
    moved as (update collect.report set revision_no = ${revision}, state = 'submitted')
    insert into analytics.change (source, key)
    select 'report', jsonb_build_object('unit_id', unit_id, 'collection_id', collection_id) from made`.execute(
    db,
  )
}

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] as number

export async function benchDrain(): Promise<DrainBench> {
  const postgres = await benchPostgres()
  const world = await openWorld(postgres, SIZE)
  const dataFolder = resolve(import.meta.dirname, '../data/bench/drain')
  rmSync(dataFolder, { recursive: true, force: true })
  const services = await openServices({ databaseUrl: world.databaseUrl, dataFolder, logLevel: 'warn' })
  try {
    const { analytics, database } = services
    const reports = world.units.length * world.collections.length
    const times: number[] = []
    const pauses: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      await submitAll(database.db, round + 1)
      await sql`vacuum analyze collect.report, collect.revision`.execute(database.db)
      const delay = monitorEventLoopDelay({ resolution: 5 })
      delay.enable()
      const begin = performance.now()
      const { changes } = await analytics.drain()
      times.push(performance.now() - begin)
      delay.disable()
      pauses.push(delay.max / 1e6)
      if (changes !== reports) throw new Error(`${reports} reports changed, ${changes} were drained`)
    }
    const begin = performance.now()
    await analytics.rebuild()
    const rebuildMs = performance.now() - begin
    return {
      reports,
      perSecond: (reports * 1_000) / median(times),
      rebuildPerSecond: (reports * 1_000) / rebuildMs,
      longestPauseMs: Math.max(...pauses),
    }
  } finally {
    await services.close()
    await world.drop()
    await postgres.stop()
  }
}

if (import.meta.main) console.log(await benchDrain())
