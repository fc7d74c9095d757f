/** Lists and searches of the office and the reporter, and a submission: what one of each uses. */
import pg from 'pg'
import { hashToken } from '#kernel/identity/resolve-session.ts'
import { Connection, requestBytes } from '../submissions/connection.ts'
import type { FormSize } from '../submissions/form.ts'
import type { LoadOrder, LoadResult } from '../submissions/load.ts'
import { type BenchServer, runClient, withServer } from '../submissions/server-process.ts'
import { benchPostgres, openWorld, tokenOf, type World } from '../submissions/world.ts'

const FORM: FormSize = { code: 'BENCH40', cells: 40, rules: 60 }
/** The first month is submitted before anything is asked, the second afterwards. */
const MONTHS = 2
const WARM_UP = 10
const ROUNDS = 40
const CONNECTIONS = 32

const OFFICE = { token: 'bench-office', csrf: 'bench-office' }
const OFFICE_PERMISSIONS = ['register.unit.read', 'collect.report.read', 'collect.progress.read']

/** Milliseconds of processor time, of server and database together, by name of the route. */
export type RouteCosts = Readonly<Record<string, number>>

export async function routeCosts(units: number): Promise<RouteCosts> {
  const postgres = await benchPostgres()
  try {
    const world = await openWorld(postgres, { form: FORM, units, months: MONTHS })
    try {
      await addOffice(world)
      return await withServer(postgres, world, async server => {
        await submitMonth(server, world, 1)
        const routes = await askEach(server, world)
        return { ...routes, submission: await submitMonth(server, world, 2) }
      })
    } finally {
      await world.drop()
    }
  } finally {
    await postgres.stop()
  }
}

/** Somebody of the city's office, who looks. */
async function addOffice({ databaseUrl }: World): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      `insert into identity.account (sign_in_name, display_name, kind, must_change_password)
        values ('bench-office', '测量', 'staff', false) returning id`,
    )
    const account = rows[0].id
    await client.query(
      `insert into permission.role (code, name, permissions) values ('bench-office', '{"zh-CN":"测量","en":"Bench"}', $1)`,
      [OFFICE_PERMISSIONS],
    )
    await client.query(
      `insert into permission.grant (account_id, role_code, region_code) values ($1, 'bench-office', '430200000000')`,
      [account],
    )
    await client.query(
      `insert into identity.session (token_hash, account_id, csrf_token, created_at, seen_at, second_factor_at)
        values ($1, $2, $3, now(), now(), now())`,
      [hashToken(OFFICE.token), account, OFFICE.csrf],
    )
  } finally {
    await client.end()
  }
}

async function askEach(server: BenchServer, world: World): Promise<RouteCosts> {
  const [first, second] = world.collections
  const one = world.units[world.units.length >> 1]
  const reports = `/api/collect/collections/${first}/reports`
  const asked: Readonly<Record<string, string>> = {
    'list of units': '/api/register/units?page=1&pageSize=50',
    'unit by name': `/api/register/units?search=${encodeURIComponent('测量单位1')}`,
    'unit by pinyin': '/api/register/units?search=cldw',
    'unit by code': '/api/register/units?search=91430202MA0000',
    'list of reports': `${reports}?page=1&pageSize=50`,
    'reports by risk': `${reports}?page=1&pageSize=50&sort=risk&order=desc`,
    'report by name': `${reports}?search=${encodeURIComponent('测量单位1')}`,
    'one report': `${reports}/${one}`,
    'progress of the city': `/api/collect/collections/${first}/progress`,
  }
  const office = { cookie: `zhitong_session=${OFFICE.token}`, 'x-csrf-token': OFFICE.csrf }
  const reporter = { cookie: `zhitong_session=${tokenOf(world.units.length >> 1)}` }
  const costs: Record<string, number> = {}
  for (const [name, path] of Object.entries(asked)) costs[name] = await askAgain(server, path, office)
  costs['my reports'] = await askAgain(server, '/api/collect/my-reports?span=current', reporter)
  costs['my report opened'] = await askAgain(server, `/api/collect/my-reports/${second}/${one}`, reporter)
  return costs
}

/** Asked again and again over one connection. */
async function askAgain(
  server: BenchServer,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const line = new Connection(server.port)
  const request = requestBytes('GET', path, headers)
  const ask = async () => {
    const { status, text } = await line.send(request)
    if (status !== '200') throw new Error(`${path}: ${status} ${text.slice(0, 300)}`)
  }
  try {
    for (let round = 0; round < WARM_UP; round += 1) await ask()
    return await usedBy(server, ROUNDS, async () => {
      for (let round = 0; round < ROUNDS; round += 1) await ask()
    })
  } finally {
    line.end()
  }
}

/** Processor time of server and database for each of `count` acts: what a busy machine's clock cannot tell. */
async function usedBy(server: BenchServer, count: number, work: () => Promise<unknown>): Promise<number> {
  const before = await server.used()
  await work()
  const after = await server.used()
  const database = (after.databaseMs ?? 0) - (before.databaseMs ?? 0)
  return (after.serverMs - before.serverMs + database) / count
}

/** All reports of a month, which looks back at the one before. */
const submitMonth = (server: BenchServer, world: World, month: number): Promise<number> =>
  usedBy(server, world.units.length, async () => {
    const { refused } = await runClient<LoadOrder, LoadResult>('submissions/load.ts', {
      port: server.port,
      connections: CONNECTIONS,
      form: FORM,
      units: world.units,
      collections: world.collections,
      months: [month],
      warmUp: 0,
    })
    if (Object.keys(refused).length > 0)
      throw new Error(`submissions were refused: ${JSON.stringify(refused)}`)
  })
