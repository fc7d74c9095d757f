import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyChain } from '#kernel/audit/chain.ts'
import { openDatabase } from '#kernel/db/pool.ts'
import { readTransaction, writeTransaction } from '#kernel/db/tx.ts'
import { frameDay } from '#modules/stats/register/server/index.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { DEMO_PASSWORD, type SeedResult, seedDemonstrationCity } from './seed.ts'
import { seedForms, seedSettings } from './seed-reference.ts'

const NOW = new Date('2026-11-21T02:00:00Z')
const scale = Number(process.env.ZHITONG_DEMO_SCALE ?? '0.1')
let database: { url: string; drop(): Promise<void> }
let handle: ReturnType<typeof openDatabase>
let result: SeedResult
let rebuilt = 0
const log = { debug() {}, info() {}, warn() {}, error() {} }

const rows = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await handle.pool.query<T>(text, values)).rows
const one = async (text: string): Promise<number> => Number((await rows<{ n: string }>(text))[0]!.n)

beforeAll(async () => {
  database = await cloneDatabase()
  handle = openDatabase(database.url)
  const analytics = { rebuild: async () => ({ rows: ++rebuilt }) } as never
  const begin = performance.now()
  result = await seedDemonstrationCity({ database: handle, analytics, clock: () => NOW, log }, () => {}, {
    scale,
  })
  console.log(`seeded ${result.reports} reports in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
})

afterAll(async () => {
  await handle.close()
  await database.drop()
})

describe('the seeded city', () => {
  it('should hold what was generated', async () => {
    expect(await one('select count(*) n from register.unit')).toBe(result.city.units.length)
    expect(await one('select count(*) n from collect.report')).toBe(result.reports)
    expect(await one('select count(*) n from collect.collection')).toBe(result.city.collections.length)
    const generated = [...result.city.reports()]
    const revisions = generated.reduce((sum, r) => sum + r.revisions.length, 0)
    expect(await one('select count(*) n from collect.revision')).toBe(revisions)
    expect(await one(`select sum((values->'cells'->>'M13')::numeric) n from collect.revision`)).toBe(
      generated
        .filter(r => r.collection.form === 'B204-1')
        .flatMap(r => r.revisions)
        .reduce((sum, revision) => sum + Number(revision.cells.M13), 0),
    )
    expect(rebuilt).toBe(1)
  })

  it('should publish forms that take returns long after the seeding day', async () => {
    const until = await rows<{ until: string }>(
      `select distinct spec->'marks'->>'validUntil' until from catalog.form_version where status = 'published'`,
    )
    expect(until).toEqual([{ until: '2028-11' }])
  })

  it('should carry both region editions with their links, and the industries of every unit', async () => {
    expect(await one('select count(*) n from org.region_edition')).toBe(2)
    expect(
      await one(`select count(*) n from org.region_link l where not exists (select 1 from org.region r
        where r.edition = l.edition_to and r.code = l.to_code)`),
    ).toBe(0)
    expect(
      await one(`select count(*) n from register.unit u where industry_code is not null
        and not exists (select 1 from register.industry i where i.code = u.industry_code)`),
    ).toBe(0)
  })

  it('should have submitted nothing with a fatal finding, and no query without an explanation', async () => {
    expect(
      await rows(`select c.form_code, f.rule, count(*) from collect.finding f
        join collect.revision v using (unit_id, collection_id, revision_no)
        join collect.collection c on c.id = f.collection_id
        where f.severity = 'fatal' and v.kind = 'report' group by 1, 2`),
    ).toEqual([])
    expect(
      await one(`select count(*) n from collect.finding f
        join collect.revision v using (unit_id, collection_id, revision_no)
        where f.severity = 'query' and v.kind = 'report' and f.explanation is null`),
    ).toBe(0)
    expect(
      await one(`select count(*) n from collect.finding f
        join collect.revision v using (unit_id, collection_id, revision_no)
        join collect.collection c on c.id = f.collection_id
        where f.explanation is not null and v.kind = 'report'
          and (f.reason is null) = (c.form_code in ('B204-1', 'F203'))`),
    ).toBe(0)
    expect(await one('select count(*) n from collect.report where fatal_count > 0')).toBe(0)
  })

  it('should let the edits find every planted error but small slips of digits', async () => {
    const found = await rows<{ unit_id: number; form_code: string; period: string; revision_no: number }>(
      `select distinct f.unit_id, c.form_code, c.period, f.revision_no from collect.finding f
        join collect.collection c on c.id = f.collection_id`,
    )
    const flagged = new Set(found.map(f => `${f.unit_id} ${f.form_code} ${f.period} ${f.revision_no}`))
    const planted = [...result.city.plantedErrors()].filter(p => p.where !== 'draft')
    const missed = planted.filter(p => !flagged.has(`${p.unitId} ${p.form} ${p.period} ${p.where}`))
    expect(planted.length).toBeGreaterThan(20 * scale)
    expect(missed.filter(p => p.kind !== 'transposition')).toEqual([])
    expect(missed.length / planted.length).toBeLessThan(0.15)
  })

  it('should freeze the frame of every collection, as issuing does', async () => {
    const days = await rows<{ day: string }>('select day::text from register.frozen_frame order by day')
    const drawn = await rows<{ period: string; issued_at: Date }>(
      'select period, issued_at from collect.collection',
    )
    const expected = new Set(drawn.map(one => frameDay(one.period, one.issued_at)))
    expect(days.map(row => row.day)).toEqual([...expected].sort())
    expect(days.at(-1)!.day).toBe('2026-10-27')
  })

  it('should seldom trouble a correct return', async () => {
    const wrong = new Set([...result.city.plantedErrors()].map(p => `${p.unitId} ${p.form} ${p.period}`))
    const troubled = await rows<{ unit_id: number; form_code: string; period: string }>(
      `select r.unit_id, c.form_code, c.period from collect.report r
        join collect.collection c on c.id = r.collection_id where r.query_count > 0`,
    )
    const clean = troubled.filter(r => !wrong.has(`${r.unit_id} ${r.form_code} ${r.period}`))
    expect(clean.length / result.reports).toBeLessThan(0.15)
    expect(clean.length).toBeGreaterThan(0)
  })

  it('should give people accounts at their places', async () => {
    const grants = await rows<{ sign_in_name: string; role_code: string; place: string | null }>(
      `select a.sign_in_name, g.role_code, coalesce(g.region_code, u.region_code) as place
        from permission.grant g join identity.account a on a.id = g.account_id
        left join register.unit u on u.unit_id = g.unit_id
        where a.sign_in_name in ('enterprise', 'township', 'county', 'city', 'leader', 'designer',
          'sysadmin', 'secadmin', 'auditadmin') order by 1`,
    )
    expect(grants).toHaveLength(9)
    const place = (name: string) => grants.find(g => g.sign_in_name === name)!.place!
    expect(place('county')).toBe('430281000000')
    expect(place('enterprise').slice(0, 9)).toBe(place('township').slice(0, 9))
    expect(await one('select count(*) n from permission.administrator')).toBe(3)
    expect(DEMO_PASSWORD.length).toBeGreaterThanOrEqual(10)
    expect(
      await rows(`select r.state from collect.report r join collect.collection c on c.id = r.collection_id
        join identity.account a on a.unit_id = r.unit_id
        where a.sign_in_name = 'enterprise' and c.form_code = 'B204-1' and c.closes_at > '${NOW.toISOString()}'`),
    ).toEqual([{ state: 'owed' }])
  })

  it('should owe every township its form, open to those who fill it in, and closing after the others', async () => {
    expect(
      await rows(`select r.state, count(*)::int as n from collect.report r
        join collect.collection c on c.id = r.collection_id
        where c.form_code = 'A302' and r.unit_kind = 'township' and c.opens_at < '${NOW.toISOString()}'
          and c.closes_at > all (select o.closes_at from collect.collection o where o.form_code <> 'A302') group by 1`),
    ).toEqual([{ state: 'owed', n: 112 }])
  })

  it('should leave an audit row for each kind of thing it made, in a chain that holds', async () => {
    const trail = await rows<{ action: string; account_name: string; count: number }>(
      `select action, account_name, (detail->>'count')::int as count from audit.event
        where action like 'demonstration.%.seed' order by seq`,
    )
    expect(new Set(trail.map(row => row.account_name))).toEqual(new Set(['seed']))
    const said = Object.fromEntries(trail.map(row => [row.action.split('.')[1], row.count]))
    expect(said).toEqual({
      setting: await one('select count(*) n from settings.setting'),
      region: await one('select count(*) n from org.region'),
      industry: await one('select count(*) n from register.industry'),
      organisation: await one('select count(*) n from org.organisation'),
      form: await one('select count(*) n from catalog.form'),
      unit: await one('select count(*) n from register.unit'),
      account: await one('select count(*) n from identity.account'),
      grant: await one('select count(*) n from permission.grant'),
      collection: await one('select count(*) n from collect.collection'),
      report: await one('select count(*) n from collect.report'),
    })
    expect(await readTransaction(handle.db, tx => verifyChain(tx))).toEqual({
      intact: true,
      rows: 10,
      anchors: 0,
    })
  })

  it('should count as made only what was not there', async () => {
    expect(await writeTransaction(handle.db, tx => seedSettings(tx))).toBe(0)
    const again = await writeTransaction(handle.db, tx => seedForms(tx, NOW, []))
    expect([...again.values()].filter(form => form.written)).toEqual([])
  })

  it('should leave nothing behind when it fails', async () => {
    const analytics = { rebuild: async () => ({ rows: 0 }) } as never
    const services = { database: handle, analytics, clock: () => NOW, log }
    await expect(seedDemonstrationCity(services, () => {}, { scale })).rejects.toThrow()
    expect(await one('select count(*) n from collect.report')).toBe(result.reports)
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(`insert into org.region_edition values ('2099', 'x', '2099-01-01', true)`)
    await client.end()
  })
})
