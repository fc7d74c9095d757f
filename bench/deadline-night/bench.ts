/**
 * A deadline night: the units of a city sign in on a rising curve, and open, draft and submit all that they owe.
 * Two hours are pressed into ten minutes. Afterwards every acknowledged report must be there, once, with its values.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { contentOf } from '../submissions/form.ts'
import { type BenchServer, runClient, withServer } from '../submissions/server-process.ts'
import { benchPostgres, openWorld, type World, type WorldSize } from '../submissions/world.ts'
import type { NightResult } from './load.ts'
import type { Night } from './reporter.ts'

export const FULL_NIGHT = { units: 10_000, months: 10, seconds: 600 } as const
const FORM = { code: 'BENCH40', cells: 40, rules: 60 }

export type NightBench = NightResult &
  Readonly<{ reports: number; peakMb: number; serverMs: number; databaseMs: number | null }>

export async function benchDeadlineNight({
  units,
  months,
  seconds,
}: Readonly<{ units: number; months: number; seconds: number }> = FULL_NIGHT): Promise<NightBench> {
  const size: WorldSize = { form: FORM, units, months }
  const postgres = await benchPostgres()
  try {
    const world = await openWorld(postgres, size)
    try {
      return await withServer(postgres, world, async server => {
        const before = await server.used()
        const watch = watchMemory(server)
        const result = await runClient<Night, NightResult>('deadline-night/load.ts', {
          port: server.port,
          form: FORM,
          units: world.units,
          collections: world.collections,
          seconds,
        })
        const peakMb = await watch.stop()
        const after = await server.used()
        await allThereOnce(world, size, result.refused)
        return {
          ...result,
          reports: units * months,
          peakMb,
          serverMs: after.serverMs - before.serverMs,
          databaseMs: after.databaseMs === null ? null : after.databaseMs - (before.databaseMs ?? 0),
        }
      })
    } finally {
      await world.drop()
    }
  } finally {
    await postgres.stop()
  }
}

/** The server's memory, looked at every second: the most it had. */
function watchMemory(server: BenchServer) {
  let on = true
  let peak = 0
  const watching = (async () => {
    while (on) {
      peak = Math.max(peak, (await server.used()).serverMb)
      await wait(1_000)
    }
  })()
  return {
    stop: async () => {
      on = false
      await watching
      return peak
    },
  }
}

/** Each report has one revision, one audit row, its own values; the bench is void without them. */
async function allThereOnce(
  world: World,
  { units, months, form }: WorldSize,
  refused: NightResult['refused'],
): Promise<void> {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, string>>(`select
      (select count(*)::text from collect.report where state = 'submitted' and revision_no = 1) as submitted,
      (select count(*)::text from collect.revision) as revisions,
      (select count(*)::text from audit.event where action = 'collect.report.submit') as audited,
      (select sum((values -> 'cells' ->> 'M1')::numeric) from collect.revision) as total`)
    let total = 0
    for (let unit = 0; unit < units; unit += 1)
      for (let month = 1; month <= months; month += 1)
        total += Number(contentOf(form, unit, month).values.cells.M1)
    const expected = {
      submitted: String(units * months),
      revisions: String(units * months),
      audited: String(units * months),
      total: total.toFixed(2),
    }
    if (JSON.stringify(rows[0]) !== JSON.stringify(expected))
      throw new Error(
        `expected ${JSON.stringify(expected)}, found ${JSON.stringify(rows[0])}; refused ${JSON.stringify(refused)}`,
      )
  } finally {
    await client.end()
  }
}

if (import.meta.main) {
  const [units, months, seconds] = process.argv.slice(2).map(Number)
  const night = {
    units: units ?? FULL_NIGHT.units,
    months: months ?? FULL_NIGHT.months,
    seconds: seconds ?? FULL_NIGHT.seconds,
  }
  console.log(await benchDeadlineNight(night))
}
