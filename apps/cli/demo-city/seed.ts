/** Loads the demonstration city into an empty, migrated database: all of it in one transaction, or nothing. */
import { sql } from 'kysely'
import type { Demonstrated } from '#apps/server/demonstration-actions.ts'
import { ensureRoles } from '#apps/server/roles.ts'
import type { OpenServices } from '#apps/server/services.ts'
import { type BaseContext, EVERYWHERE, type WriteContext } from '#kernel/context.ts'
import { writeAs } from '#kernel/db/write.ts'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import { importCommittedRegions } from '#kernel/org/import-regions.ts'
import { type DemoCity, demoCity } from './index.ts'
import { seedPeople } from './seed-people.ts'
import { seedForms, seedIndustries, seedOrganisations, seedSettings } from './seed-reference.ts'
import { seedCollections, seedReports } from './seed-reports.ts'
import { seedUnits } from './seed-units.ts'

export { DEMO_ACCOUNTS, DEMO_PASSWORD } from './seed-people.ts'

export type SeedServices = Pick<OpenServices, 'database' | 'analytics' | 'clock' | 'log'>
export type SeedOptions = Readonly<{ scale?: number; months?: number; seed?: number }>
export type SeedResult = Readonly<{ city: DemoCity; reports: number }>

/**
 * `tell` is given the present step, for people. The analytics mirror is rebuilt afterwards, because rows that are
 * copied in leave no line in the change sequence; every mirror there was is forgotten in the same transaction, so
 * that one killed before its rebuilding is built again at the next start. Nothing stands between the commit and the rebuilding: a
 * drain in between would take the database for another one.
 */
export async function seedDemonstrationCity(
  services: SeedServices,
  tell: (progress: string) => void = () => {},
  options: SeedOptions = {},
): Promise<SeedResult> {
  const { db } = services.database
  const city = demoCity({ now: services.clock(), ...options })
  await ensureRoles(db)
  const reports = await writeAs(db, seedingBy(services), async context => {
    const count = await seedAll(context, city, tell)
    tell('统计信息 / planner statistics')
    await sql`analyze`.execute(context.tx)
    await context.tx.deleteFrom('analytics.consumer').execute()
    return count
  })
  tell('分析库 / analytics mirror')
  await services.analytics.rebuild()
  return { city, reports }
}

/** The audit trail says of everything here that the seed made it, one row for each kind of thing. */
const seedingBy = (services: SeedServices): BaseContext =>
  Object.freeze({
    actor: { ...systemActor(0, []), name: 'seed' },
    now: services.clock(),
    log: services.log,
    requestId: 'seed',
    reach: () => EVERYWHERE,
  })

async function seedAll(
  context: WriteContext,
  city: DemoCity,
  tell: (progress: string) => void,
): Promise<number> {
  const { tx, now } = context
  const made = (kind: Demonstrated, count: number, detail: Readonly<Record<string, unknown>> = {}) =>
    context.audit({
      action: `demonstration.${kind}.seed`,
      subject: { kind: 'demonstration', id: city.options.seed },
      detail: { count, ...detail },
    })
  tell('区划、行业、机构、报表 / reference data')
  made('setting', await seedSettings(tx))
  made('region', await importCommittedRegions(tx))
  made('industry', await seedIndustries(tx))
  const offices = await seedOrganisations(tx, city.places)
  made('organisation', offices.size)
  const forms = await seedForms(tx, now, [...new Set(city.collections.map(c => c.form))])
  const written = [...forms.keys()].filter(code => forms.get(code)!.written)
  made('form', written.length, { forms: written })
  tell('名录 / register')
  const pinyin = await seedUnits(tx, city.units)
  made('unit', city.units.length)
  tell('账户 / accounts')
  const people = await seedPeople(tx, city, offices)
  made('account', people.accounts)
  made('grant', people.accounts, { roles: people.roles })
  const collections = await seedCollections(tx, city.collections, forms, people.city)
  made('collection', collections.size)
  const { seed } = city.options
  const reports = await seedReports({
    tx,
    seed,
    reports: city.reports(),
    collections,
    forms,
    units: city.units,
    people,
    pinyin,
    tell,
  })
  made('report', reports)
  return reports
}
