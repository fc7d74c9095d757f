import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '#tests/support/people.ts'
import type { Caller } from '#tests/support/server.ts'
import { PRESENCE_LASTS } from '../contract.ts'
import { type City, DURING, HETANG, openCity } from '../testing/city.ts'
import { listenTo } from '../testing/live-notices.ts'

const PAGE = '6f1d9c0e-7f5a-4a53-9a3c-0d2f5b8c7a11'
const SECOND = '0b6b0c3e-9a55-4f0d-8f55-6d6a7f0f2b22'
const REVIEWER = 'county-reviewer'

describe('who has a report open', () => {
  let city: City
  let colleague: Caller
  let reader: Caller

  const path = (index = 0) =>
    `/api/collect/collections/${city.collectionId}/reports/${city.units[index]}/presence`
  const stay = async (who: Caller, correcting = false, index = 0, page = PAGE) =>
    (await who('POST', path(index), { page, correcting })).json().others
  const leave = async (who: Caller, page = PAGE) => (await who('DELETE', `${path()}?page=${page}`)).json()
  const later = (ms: number) => city.setTime(new Date(DURING.getTime() + ms))
  const count = async (table: string) =>
    (
      await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
        city.services.database.db,
      )
    ).rows[0]?.n

  beforeAll(async () => {
    city = await openCity()
    const { db } = city.services.database
    const name = JSON.stringify({ 'zh-CN': '县级专业人员', en: 'County statistician' })
    const permissions = ['collect.report.read', 'collect.report.review', 'collect.report.correct']
    await db.insertInto('permission.role').values({ code: REVIEWER, name, permissions }).execute()
    const { id } = await addAccount(city, { grants: [{ role: REVIEWER, regionCode: HETANG }] })
    await db.updateTable('identity.account').set({ display_name: '王五' }).where('id', '=', id).execute()
    colleague = await city.as(id)
    reader = await city.person(['collect.report.read'], { regionCode: HETANG })
  })
  afterAll(() => city.close())

  it('should show two of one county each other, with role and what they do', async () => {
    expect(await stay(colleague)).toEqual([])
    expect(await stay(city.county)).toMatchObject([
      {
        name: '王五',
        role: { 'zh-CN': '县级专业人员', en: 'County statistician' },
        activity: 'reviewing',
        since: DURING.toISOString(),
      },
    ])
    expect(await stay(colleague, true)).toHaveLength(1)
    expect(await stay(city.county)).toMatchObject([{ activity: 'correcting' }])
    expect(await stay(reader, true)).toHaveLength(2)
    const seen = await stay(colleague)
    expect(seen.map((one: { activity: string }) => one.activity)).toEqual(['reviewing', 'reading'])
    expect(await stay(city.county, false, 1)).toEqual([])
  })

  it('should show a county nobody above it, and the city everyone below', async () => {
    const names = (others: { name: string }[]) => others.map(one => one.name)
    expect(names(await stay(city.city))).toContain('王五')
    expect(await stay(city.county)).toHaveLength(2)
    expect((await city.otherCounty('POST', path(), { page: PAGE, correcting: false })).statusCode).toBe(404)
    expect((await city.otherCounty('DELETE', `${path()}?page=${PAGE}`)).statusCode).toBe(404)
    const reporter = await city.reporter(0)
    expect((await reporter('POST', path(), { page: PAGE, correcting: false })).statusCode).toBe(403)
    for (const body of [
      { page: PAGE, correcting: 'yes' },
      { correcting: true },
      { page: '1', correcting: true },
    ])
      expect((await city.county('POST', path(), body)).statusCode).toBe(400)
  })

  it('should forget who leaves at once, and who falls silent soon', async () => {
    expect(await leave(reader)).toEqual({ left: true })
    expect(await leave(reader)).toEqual({ left: false })
    expect(await stay(city.county)).toHaveLength(1)
    later(PRESENCE_LASTS - 1)
    expect(await stay(city.county)).toHaveLength(1)
    later(PRESENCE_LASTS)
    expect(await stay(city.county)).toEqual([])
    expect(await stay(colleague)).toMatchObject([{ since: DURING.toISOString() }])
    later(0)
  })

  it('should hold who has two pages open as one person, until the last is closed', async () => {
    later(60_000)
    const screens = await listenTo(city, 'collect.presence')
    await stay(colleague)
    await stay(city.county, true)
    expect(await screens.told()).toHaveLength(1)
    // A second page, which corrects nothing.
    await stay(city.county, false, 0, SECOND)
    expect(await stay(colleague)).toMatchObject([{ activity: 'correcting' }])
    expect(await leave(city.county, SECOND)).toEqual({ left: true })
    expect(await leave(city.county, SECOND)).toEqual({ left: false })
    expect(await stay(colleague)).toMatchObject([{ activity: 'correcting' }])
    expect(await screens.told()).toEqual([])
    await stay(city.county, false, 0, SECOND)
    later(60_000 + PRESENCE_LASTS - 1)
    await stay(city.county, false, 0, SECOND)
    expect(await stay(colleague)).toMatchObject([{ activity: 'correcting' }])
    later(60_000 + PRESENCE_LASTS)
    expect(await stay(colleague)).toMatchObject([{ activity: 'reviewing' }])
    await leave(city.county, SECOND)
    expect(await stay(colleague)).toEqual([])
    await leave(colleague)
    await screens.end()
    later(0)
  })

  it('should tell open screens of who comes and goes, naming no unit, and of nothing else', async () => {
    const screens = await listenTo(city, 'collect.presence')
    await leave(colleague)
    await stay(colleague)
    await stay(colleague)
    await stay(city.county)
    await leave(colleague)
    expect(await screens.told()).toEqual(
      Array.from({ length: 3 }, () => ({ topic: 'collect.presence', regionCode: '430202001001' })),
    )
    await leave(city.county)
    await leave(city.city)
    await screens.told()
    await stay(colleague)
    expect(await screens.told()).toEqual([])
    await screens.end()
  })

  it('should leave no audit row, keep no session alive, and write no oftener than it must', async () => {
    const { db } = city.services.database
    const rows = await count('audit.event')
    const sessions = () => db.selectFrom('identity.session').select(['id', 'seen_at']).orderBy('id').execute()
    const seen = await sessions()
    const versions = () =>
      sql`select xmin::text from collect.presence order by account_id`.execute(db).then(found => found.rows)
    later(120_000)
    await stay(colleague)
    const written = await versions()
    for (let n = 0; n < 3; n += 1) await stay(colleague)
    expect(await versions()).toEqual(written)
    await leave(colleague)
    expect(await sessions()).toEqual(seen)
    expect(await count('audit.event')).toBe(rows)
  })

  it('should count one person at five reports at most, and keep no line of who has gone', async () => {
    later(600_000)
    for (let n = 0; n < 8; n += 1) await stay(city.city, false, n % 6)
    expect(await count('collect.presence')).toBe(5)
    later(1_200_000)
    await stay(city.county)
    expect(await count('collect.presence')).toBe(1)
  })
})
