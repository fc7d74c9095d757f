/**
 * How far the mirror of a running server is behind while a thousand reports a second arrive: the lag it tells of itself,
 * looked at several times a second. That the next tabulation holds every committed report needs no clock: it drains first.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { contentOf, type FormSize } from './submissions/form.ts'
import { withServer } from './submissions/server-process.ts'
import { benchPostgres, openWorld, type World } from './submissions/world.ts'

const FORM: FormSize = { code: 'BENCH40', cells: 40, rules: 60 }
const SIZE = { form: FORM, units: 5_120, months: 6 }
const PER_SECOND = 1_000
const SECONDS = 30
const STEP_MS = 100
const LOOK_MS = 250

export type FreshnessBench = Readonly<{ reports: number; perSecond: number; worstLagMs: number }>

export async function benchFreshness(): Promise<FreshnessBench> {
  const postgres = await benchPostgres()
  const world = await openWorld(postgres, SIZE)
  try {
    return await withServer(postgres, world, async ({ port }) => {
      await lagOf(port)
      const watch = watchLag(port)
      const begin = performance.now()
      const reports = await arrive(world)
      const seconds = (performance.now() - begin) / 1_000
      return { reports, perSecond: reports / seconds, worstLagMs: (await watch.stop()) * 1_000 }
    })
  } finally {
    await world.drop()
    await postgres.stop()
  }
}

/** A group of reports every tenth of a second, each group one transaction as the server's own are. */
async function arrive({ databaseUrl }: World): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const group = (PER_SECOND * STEP_MS) / 1_000
  const values = JSON.stringify(contentOf(FORM, 1, 1).values)
  let count = 0
  try {
    const begin = performance.now()
    while (count < PER_SECOND * SECONDS) {
      const { rowCount } = await client.query(
        `with next as (select unit_id, collection_id from collect.report where revision_no = 0
            order by unit_id, collection_id limit $1),
          made as (insert into collect.revision
            (unit_id, collection_id, revision_no, client_id, content_sha256, kind, values, made_by)
            select unit_id, collection_id, 1, gen_random_uuid(), '\\x00', 'report', $2::jsonb,
              (select min(id) from identity.account) from next),
          moved as (update collect.report r set revision_no = 1, state = 'submitted' from next
            where r.unit_id = next.unit_id and r.collection_id = next.collection_id)
          insert into analytics.change (source, key)
          select 'report', jsonb_build_object('unit_id', unit_id, 'collection_id', collection_id) from next`,
        [group, values],
      )
      if (rowCount !== group) throw new Error(`${group} reports were to arrive, ${rowCount} did`)
      count += group
      await wait(Math.max(0, begin + (count / PER_SECOND) * 1_000 - performance.now()))
    }
    return count
  } finally {
    await client.end()
  }
}

async function lagOf(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  const found = /^zhitong_mirror_lag_seconds(?:\{[^}]*\})? (\S+)$/m.exec(text)
  if (!found) throw new Error('the server does not tell how far its mirror is behind')
  return Number(found[1])
}

function watchLag(port: number) {
  let on = true
  let worst = 0
  const watching = (async () => {
    while (on) {
      worst = Math.max(worst, await lagOf(port))
      await wait(LOOK_MS)
    }
  })()
  return {
    stop: async () => {
      on = false
      await watching
      return worst
    },
  }
}

if (import.meta.main) console.log(await benchFreshness())
