/**
 * Submissions over HTTP, everything included (session, scope, rules, revision, findings, audit row, change sequence,
 * durable before the reply), against the bare limit: a multi-row INSERT of the same bytes through the same driver.
 */
import pg from 'pg'
import { contentOf, type FormSize } from './form.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { runClient, withServer } from './server-process.ts'
import { benchPostgres, openWorld, type World, type WorldSize } from './world.ts'

type SubmissionCase = WorldSize &
  Readonly<{ name: string; connections: number; atLeast: number; p99Ms: number }>

export const submissionCases: readonly SubmissionCase[] = [
  {
    name: '40 cells, 60 rules, 64 connections',
    form: { code: 'BENCH40', cells: 40, rules: 60 },
    units: 5_120,
    months: 6,
    connections: 64,
    atLeast: 2_500,
    p99Ms: 150,
  },
  {
    name: '250 cells, 200 rules, 500 connections',
    form: { code: 'BENCH250', cells: 250, rules: 200 },
    units: 5_000,
    months: 2,
    connections: 500,
    atLeast: 800,
    p99Ms: 1_500,
  },
]

type SubmissionBench = Omit<LoadResult, 'cpuMs'> &
  Readonly<{
    name: string
    form: string
    atLeast: number
    p99AimMs: number
    barePerSecond: number
    cpuMs: CpuMs
    serverMb: number
  }>

/** Processor time of one submission, in milliseconds: what the clock of a busy machine cannot hide. */
type CpuMs = Readonly<{ server: number; database: number | null; client: number }>

export async function benchSubmissions(one: SubmissionCase): Promise<SubmissionBench> {
  const postgres = await benchPostgres()
  try {
    const world = await openWorld(postgres, one)
    const barePerSecond = await bareInserts(world, one.form)
    try {
      return await withServer(postgres, world, async server => {
        const before = await server.used()
        const result = await runClient<LoadOrder, LoadResult>('submissions/load.ts', {
          port: server.port,
          connections: one.connections,
          form: one.form,
          units: world.units,
          collections: world.collections,
          warmUp: Math.ceil((one.units * one.months) / one.connections / 5),
        })
        const after = await server.used()
        const refused = Object.entries(result.refused)
        if (refused.length > 0) throw new Error(`submissions were refused: ${JSON.stringify(refused)}`)
        const count = one.units * one.months
        await allThere(world, count)
        const database =
          after.databaseMs === null ? null : (after.databaseMs - (before.databaseMs ?? 0)) / count
        return {
          ...result,
          name: one.name,
          form: one.form.code,
          atLeast: one.atLeast,
          p99AimMs: one.p99Ms,
          barePerSecond,
          cpuMs: { server: (after.serverMs - before.serverMs) / count, database, client: result.cpuMs },
          serverMb: after.serverMb,
        }
      })
    } finally {
      await world.drop()
    }
  } finally {
    await postgres.stop()
  }
}

/** Every acknowledged submission is a revision, an audit row and a change; the bench is void without them. */
async function allThere(world: World, expected: number): Promise<void> {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query(`select
      (select count(*)::int from collect.revision) as revisions,
      (select count(*)::int from collect.report where state = 'submitted') as submitted,
      (select count(*)::int from audit.event where action = 'collect.report.submit') as audited`)
    const { revisions, submitted, audited } = rows[0]
    if (revisions !== expected || submitted !== expected || audited !== expected)
      throw new Error(`${expected} submissions were sent: ${JSON.stringify(rows[0])}`)
  } finally {
    await client.end()
  }
}

const GROUP = 64
const BARE_SECONDS = 3

/** Rows per second of nothing but the content, inserted by the group on two connections, each group durable. */
async function bareInserts(world: World, form: FormSize): Promise<number> {
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 })
  await pool.query(
    'create table public.bare (unit_id int, month int, "values" jsonb, primary key (unit_id, month))',
  )
  const until = performance.now() + BARE_SECONDS * 1_000
  let next = 0
  const write = async () => {
    while (performance.now() < until) {
      const from = next
      next += GROUP
      const rows = Array.from({ length: GROUP }, (_, index) => ({
        unit_id: from + index,
        month: 1,
        values: contentOf(form, from + index, 1).values,
      }))
      await pool.query(
        `insert into public.bare select * from json_to_recordset($1::json) as x(unit_id int, month int, "values" jsonb)`,
        [JSON.stringify(rows)],
      )
    }
  }
  const begin = performance.now()
  await Promise.all([write(), write()])
  const seconds = (performance.now() - begin) / 1_000
  await pool.query('drop table public.bare')
  await pool.end()
  return next / seconds
}

if (import.meta.main) {
  const [wanted = '', units, months] = process.argv.slice(2)
  for (const one of submissionCases.filter(({ name }) => name.startsWith(wanted))) {
    const size = { units: Number(units ?? one.units), months: Number(months ?? one.months) }
    console.log(await benchSubmissions({ ...one, ...size }))
  }
}
