/** Loads the demonstration city into an empty, migrated database: all of it in one transaction, or nothing. */
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type { PoolClient } from 'pg'
import { ensureRoles } from '#apps/server/roles.ts'
import type { OpenServices } from '#apps/server/services.ts'
import type { DB } from '#db/types.ts'
import type { Database } from '#kernel/db/tx.ts'
import { type DemoCity, demoCity } from './index.ts'
import { demonstrationUnit, seedPeople } from './seed-people.ts'
import { seedForms, seedIndustries, seedOrganisations, seedRegions, seedSettings } from './seed-reference.ts'
import { seedCollections, seedReports } from './seed-reports.ts'
import { seedUnits } from './seed-units.ts'

export { DEMO_ACCOUNTS, DEMO_PASSWORD } from './seed-people.ts'

export type SeedServices = Pick<OpenServices, 'database' | 'analytics' | 'clock'>
export type SeedOptions = Readonly<{ scale?: number; months?: number; seed?: number }>
export type SeedResult = Readonly<{ city: DemoCity; reports: number }>

/**
 * `tell` is given the present step, for people. The analytics mirror is rebuilt afterwards, because rows that are
 * copied in leave no line in the change sequence; every mirror there was is forgotten in the same transaction, so
 * that one killed before its rebuilding is built again at the next start.
 */
export async function seedDemonstrationCity(
  services: SeedServices,
  tell: (progress: string) => void = () => {},
  options: SeedOptions = {},
): Promise<SeedResult> {
  const now = services.clock()
  const city = demoCity({ now, ...options })
  await ensureRoles(services.database.db)
  const client = await services.database.pool.connect()
  try {
    await client.query('begin')
    const reports = await seedAll(client, city, now, tell)
    await client.query('delete from analytics.consumer')
    await client.query('commit')
    tell('统计信息 / planner statistics')
    await client.query('analyze')
    tell('分析库 / analytics mirror')
    await services.analytics.rebuild()
    return { city, reports }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function seedAll(
  client: PoolClient,
  city: DemoCity,
  now: Date,
  tell: (progress: string) => void,
): Promise<number> {
  const db = onOneClient(client)
  tell('区划、行业、机构、报表 / reference data')
  await seedSettings(db)
  await seedRegions(client, city.places)
  await seedIndustries(client)
  const offices = await seedOrganisations(db, city.places)
  const forms = await seedForms(db, now, [...new Set(city.collections.map(c => c.form))])
  tell('名录 / register')
  const pinyin = await seedUnits(client, city.units)
  tell('账户 / accounts')
  const visitor = demonstrationUnit(city)
  const reporting = city.enterprises
    .filter(({ above, sector }) => above && (sector === 'industry' || sector === 'service'))
    .map(({ unit }) => unit)
  const people = await seedPeople(db, city, offices, reporting, visitor)
  const collections = await seedCollections(db, city.collections, forms, people.city)
  return seedReports({
    client,
    seed: city.options.seed,
    reports: city.reports(),
    collections,
    forms,
    units: city.units,
    people,
    pinyin,
    tell,
  })
}

/** Kysely on the client that holds the transaction, so that typed statements and COPY share it. */
function onOneClient(client: PoolClient): Database {
  const connection = { query: client.query.bind(client), release: () => {} } as unknown as PoolClient
  const pool = { connect: async () => connection, end: async () => {} } as unknown as PostgresPool
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}
