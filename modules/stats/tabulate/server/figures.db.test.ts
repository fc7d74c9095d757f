import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemonstrationCity } from '#apps/cli/demo-city/seed.ts'
import type { ReadContext, StagedContext } from '#kernel/context.ts'
import { type Reach, readTransaction } from '#kernel/db/tx.ts'
import type { Caller, TestServer } from '#tests/support/server.ts'
import { startTestServer } from '#tests/support/server.ts'
import { tableOf } from '../web/figures/figure-table.ts'
import type { Figure } from '../web/figures/figure-words.ts'
import { mainFigures } from './main-figures.ts'

const NOW = new Date('2026-11-21T02:00:00Z')

let server: TestServer
let leader: Caller
let county: Caller

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await server.services.database.pool.query(text, values)).rows as T[]

const accountOf = async (name: string): Promise<Caller> => {
  const [found] = await rows<{ id: number }>('select id from identity.account where sign_in_name = $1', [
    name,
  ])
  return server.as(found!.id)
}

async function figuresOf(who: Caller): Promise<readonly Figure[]> {
  const response = await who('GET', '/api/tabulate/figures')
  expect(response.statusCode, response.body).toBe(200)
  return response.json().figures
}

const industry = async (who: Caller): Promise<Figure> =>
  (await figuresOf(who)).find(figure => figure.formCode === 'B204-1')!

/** As an account would see them whose grant is at this place: of everything, or of one permission only. */
function figuresWithin(region: string, only?: string) {
  const nowhere: Reach = { everything: false, nodes: [] }
  const here: Reach = { everything: false, nodes: [{ region, subjects: null }] }
  const reach = (permission: string) => (only === undefined || permission === only ? here : nowhere)
  const read = <T>(work: (reading: ReadContext) => Promise<T>) =>
    readTransaction(server.services.database.db, tx =>
      work({ reach, tx, now: NOW, accessed: () => {} } as unknown as ReadContext),
    )
  const context = { reach, read, now: NOW } as unknown as StagedContext
  return mainFigures(context, server.services.analytics)
}

/** Plain SQL over PostgreSQL: what the city has accepted, in hundred millions. */
const truth = async (cell: string, period: string, region = '') => {
  const [found] = await rows<{ total: string }>(
    `select round(sum((v.values->'cells'->>$1)::numeric) / 100000, 2)::text as total
     from collect.report r join collect.collection c on c.id = r.collection_id
     join collect.revision v using (unit_id, collection_id, revision_no)
     where c.form_code = 'B204-1' and c.period = $2 and r.state = 'accepted:city' and r.region_code like $3`,
    [cell, period, `${region}%`],
  )
  return found!.total
}

/** One report of the period, as if its acceptance had been withdrawn. */
const holdUp = (period: string, state: string) =>
  rows<{ unit_id: number; region_code: string }>(
    `update collect.report r set state = $2 from collect.collection c
     where c.id = r.collection_id and c.form_code = 'B204-1' and c.period = $1 and (r.unit_id, r.collection_id) = (
       select unit_id, collection_id from collect.report k where k.collection_id = c.id
         and k.state in ('submitted', 'accepted:city') and k.revision_no > 0 order by k.unit_id limit 1)
     returning r.unit_id, r.region_code`,
    [period, state],
  )

beforeAll(async () => {
  server = await startTestServer({ now: NOW })
  await seedDemonstrationCity(server.services, () => {}, { scale: 0.06, months: 14 })
  leader = await accountOf('leader')
  county = await accountOf('county')
}, 240_000)

afterAll(() => server?.close())

describe('the main figures', () => {
  it('should be five, the main measure of each form before the second of any', async () => {
    const figures = await figuresOf(leader)
    expect(figures.map(({ formCode, label }) => [formCode, label['zh-CN']])).toEqual([
      ['B204-1', '工业总产值(当年价格) · 本月'],
      ['F203', '营业收入 · 1—本月'],
      ['A302', '全年粮食 · 播种面积'],
      ['B204-1', '工业销售产值(当年价格) · 本月'],
      ['F203', '资产总计 · 1—本月'],
    ])
  })

  it('should be the sums of what the city has accepted, and end with the newest released period', async () => {
    const figure = await industry(leader)
    expect(figure.unitOfMeasure).toBe('亿元')
    expect(figure.latest?.period).toBe('2026-M09')
    expect(figure.trend.map(one => one.period)).toEqual([
      '2025-M09',
      '2025-M10',
      '2025-M11',
      '2025-M12',
      ...Array.from({ length: 9 }, (_, month) => `2026-M0${month + 1}`),
    ])
    const last = figure.trend.at(-1)!
    expect(last.value).toBe(await truth('M13', '2026-M09'))
    const base = Number(await truth('M15', '2026-M09'))
    expect(Number(last.growth)).toBeCloseTo((Number(last.value) / base - 1) * 100, 0)
    expect(figure.next).toMatchObject({ period: '2026-M10', overdue: false })
  })

  it('should tell the change in its unit, and the county that made most of it', async () => {
    const { change, lead } = await industry(leader)
    const changed = async (region = '') =>
      Number(await truth('M13', '2026-M09', region)) - Number(await truth('M15', '2026-M09', region))
    expect(Number(change)).toBeCloseTo(await changed(), 1)
    const counties = await rows<{ code: string; name: string }>(
      "select distinct code, name from org.region where level = 'county' and code like '4302%'",
    )
    const changes = await Promise.all(counties.map(async ({ code }) => changed(code.slice(0, 6))))
    const most = Math.max(...changes.filter(Number.isFinite))
    expect(Number(lead?.change)).toBeLessThanOrEqual(most + 0.02)
    const led = counties.find(({ name }) => name === lead?.place['zh-CN'])!
    expect(Number(lead?.change)).toBeCloseTo(await changed(led.code.slice(0, 6)), 1)
    const share =
      Number(await truth('M13', '2026-M09', led.code.slice(0, 6))) / Number(await truth('M13', '2026-M09'))
    expect(Number(lead?.share)).toBeCloseTo(share * 100, 0)
    // Its own places have no counties in them.
    expect((await industry(county)).lead).toBeNull()
  })

  it('should lead whoever may tabulate to the table by county that the newest total stands in', async () => {
    for (const who of [leader, county]) {
      const figure = await industry(who)
      const { definition, ...source } = tableOf(figure)!
      const response = await who('POST', '/api/tabulate/run', { ...source, definition })
      expect(response.statusCode, response.body).toBe(200)
      const { grid } = response.json()
      const at = grid.columns.findIndex((column: { key: string }) => column.key === 'value')
      expect(grid.rows[0].cells[at]).toBe(figure.trend.at(-1)!.value)
      expect(grid.rows.length).toBeGreaterThan(1)
    }
    const { figures: seen } = await figuresWithin('430200000000', 'tabulate.figures.read')
    expect(seen[0]).toMatchObject({ latest: { period: '2026-M09' }, table: null })
  })

  it('should say when a form is due of which nothing is released', async () => {
    const grain = (await figuresOf(leader)).find(figure => figure.formCode === 'A302')!
    expect(grain).toMatchObject({ latest: null, table: null, trend: [], next: { period: '2026' } })
    expect(Date.parse(grain.next!.due)).toBeGreaterThan(NOW.getTime())
  })

  it('should leave out a period while one report of it waits, and say that it is late', async () => {
    const [held] = await holdUp('2026-M09', 'submitted')
    const figure = await industry(leader)
    expect(figure.latest?.period).toBe('2026-M08')
    expect(figure.next).toMatchObject({ period: '2026-M09', overdue: true })
    await holdUp('2026-M09', 'accepted:city')
    expect((await industry(leader)).latest?.period).toBe('2026-M09')
    expect(held).toBeDefined()
  })

  it('should be those of the reader’s own places', async () => {
    const [place] = await rows<{ code: string }>(
      `select left(r.region_code, 6) as code from collect.report r join collect.collection c on c.id = r.collection_id
       where c.form_code = 'B204-1' and c.period = '2026-M09' and r.state = 'accepted:city'
       group by 1 order by count(*) desc limit 1`,
    )
    const { places, figures } = await figuresWithin(place!.code.padEnd(12, '0'))
    expect(places).toHaveLength(1)
    expect(figures[0]!.trend.at(-1)!.value).toBe(await truth('M13', '2026-M09', place!.code))
    expect((await industry(county)).trend.at(-1)!.value).not.toBe(
      (await industry(leader)).trend.at(-1)!.value,
    )
  })

  it('should withhold a total that one or two units make up, whoever asks', async () => {
    const [place] = await rows<{ code: string }>(
      `select left(r.region_code, 9) as code from collect.report r join collect.collection c on c.id = r.collection_id
       where c.form_code = 'B204-1' and c.period = '2026-M09' and r.state = 'accepted:city'
       group by 1 having count(*) < 3 and count(*) filter (where r.state <> 'accepted:city') = 0 order by 1 limit 1`,
    )
    const { figures } = await figuresWithin(place!.code.padEnd(12, '0'))
    expect(figures[0]!.latest?.period).toBe('2026-M09')
    expect(figures[0]!.trend.at(-1)).toEqual({
      period: '2026-M09',
      value: null,
      growth: null,
      withheld: true,
    })
    expect(figures[0]!.latest).toMatchObject({ owed: null, accepted: null })
  })

  it('should be whatever the office has named, which the system administrator sets', async () => {
    const path = '/api/settings/tabulate.figures'
    const sysadmin = await accountOf('sysadmin')
    const set = (value: unknown) => sysadmin('PUT', path, { value })
    expect((await set(['B204-1/M17', 'F203', 'nothing'])).statusCode).toBe(200)
    const labels = (await figuresOf(leader)).map(({ label }) => label['zh-CN'])
    expect(labels).toEqual(['工业销售产值(当年价格) · 本月', '营业收入 · 1—本月'])
    for (const bad of [['B204-1/'], ['a b'], Array.from({ length: 6 }, (_, at) => `F${at}`), 'B204-1']) {
      expect((await set(bad)).json().code).toBe('SETTING_INVALID')
    }
    expect((await set([])).statusCode).toBe(200)
    expect(await figuresOf(leader)).toHaveLength(5)
  })

  it('should tell nothing to whoever may not see them', async () => {
    const reporter = await accountOf('enterprise')
    expect((await reporter('GET', '/api/tabulate/figures')).statusCode).toBe(403)
  })

  it('should name no unit', async () => {
    const units = await rows<{ name: string; code: string }>(
      'select unit_name as name, credit_code as code from collect.report limit 500',
    )
    const body = (await leader('GET', '/api/tabulate/figures')).body
    expect(units.filter(({ name, code }) => body.includes(name) || body.includes(code))).toEqual([])
  })
})
