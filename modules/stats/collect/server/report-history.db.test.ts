import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type City, openCity, submission } from '../testing/city.ts'

const UNIT = 0
const ELSEWHERE = 5

describe('the history of a report', () => {
  let city: City
  const history = (who: City['county'], more = '', unit = UNIT) =>
    who('GET', `/api/collect/collections/${city.collectionId}/reports/${city.units[unit]}/history${more}`)
  const numbers = async (cell: string, more = '') => {
    const { periods, cells } = (await history(city.county, more)).json()
    const found = cells.find((one: { cell: string }) => one.cell === cell)
    const known = (values: (string | null)[]) =>
      Object.fromEntries(
        periods
          .map((period: string, index: number) => [period, values[index]])
          .filter(([, value]: [string, string | null]) => value !== null),
      )
    return { now: known(found.values), yearAgo: known(found.yearAgo), otherUnit: found.otherUnit }
  }
  const made = (n: string) => ({ rows: { products: [{ key: 'p1', cells: { P1: n, P2: '1' } }] } })

  beforeAll(async () => {
    city = await openCity()
    const reporter = await city.reporter(UNIT)
    const past = {
      '2024-M01': { cells: { M1: '50', M2: '500' } },
      '2025-M10': { cells: { M1: '80', M2: '800' }, ...made('8') },
      '2026-M08': { cells: { M1: '-5', M2: '900' } },
      '2026-M10': { cells: { M1: '100', M2: '1000' }, ...made('9') },
    }
    for (const [period, values] of Object.entries(past)) {
      const collectionId = period === '2026-M10' ? city.collectionId : await city.issue(period)
      const address = `/api/collect/my-reports/${collectionId}/${city.units[UNIT]}/submissions`
      const explanations = { E2: '新增两条生产线投产', E3: '上月漏报一条生产线' }
      expect((await reporter('POST', address, submission(values, { explanations }))).json()).toMatchObject({
        revisionNo: 1,
      })
    }
    await city.issue('2026-M09')
  })
  afterAll(() => city.close())

  it('should give every number of 24 periods as it was reported, and the same of a year earlier', async () => {
    const { periods, cells } = (await history(city.county)).json()
    expect([periods.length, periods[0], periods.at(-1)]).toEqual([24, '2024-M11', '2026-M10'])
    expect(cells.map((one: { cell: string }) => one.cell)).toEqual(['M1', 'M2', 'M3', 'C1'])
    expect(await numbers('M1')).toEqual({
      now: { '2025-M10': '80.00', '2026-M08': '-5.00', '2026-M10': '100.00' },
      yearAgo: { '2025-M01': '50.00', '2026-M10': '80.00' },
      otherUnit: [],
    })
    expect((await numbers('C1')).now).toMatchObject({ '2026-M10': '900.00' })
  })

  it('should show what the office corrected, as it stands now', async () => {
    const corrected = await city.county(
      'POST',
      `/api/collect/collections/${city.collectionId}/reports/${city.units[UNIT]}/corrections`,
      {
        clientId: '3f2b8f0e-7f0a-4a57-9f6b-0d8f6c2f1b01',
        revisionNo: 1,
        changes: [{ cell: 'M1', value: '90' }],
        note: '与企业电话核对后更正小数点',
      },
    )
    expect(corrected.statusCode).toBe(200)
    expect((await numbers('M1')).now['2026-M10']).toBe('90.00')
  })

  it('should follow one row of a section with rows', async () => {
    const products = await numbers('P1', '?section=products&row=p1')
    expect(products.now).toEqual({ '2025-M10': '8', '2026-M10': '9' })
    expect((await numbers('P1', '?section=products&row=p2')).now).toEqual({})
    for (const wrong of ['?section=products', '?row=p1', '?section=main&row=p1', "?section='&row=p1"])
      expect((await history(city.county, wrong)).statusCode).toBe(404)
  })

  it('should leave blank what another version asked for in another unit of measure', async () => {
    const { rows } = await city.services.database.pool.query<{ id: number }>(
      `insert into catalog.form_version (form_id, version_no, status, spec, source, sha256)
       select form_id, version_no + 1, status, jsonb_set(spec, '{unitOfMeasure}', '"万元"'), source, '\\x01'
       from catalog.form_version where id = $1 returning id`,
      [city.formVersionId],
    )
    await city.services.database.pool.query(
      `update collect.collection set form_version_id = $1 where period = '2025-M10'`,
      [rows[0]?.id],
    )
    expect(await numbers('M1')).toMatchObject({
      now: { '2026-M08': '-5.00', '2026-M10': '90.00' },
      yearAgo: { '2025-M01': '50.00' },
      otherUnit: ['2025-M10'],
    })
  })

  it('should be for those who read the report only, and leave a trace', async () => {
    expect((await history(city.otherCounty)).statusCode).toBe(404)
    expect((await history(city.county, '', ELSEWHERE)).statusCode).toBe(404)
    expect((await history(city.leader)).statusCode).toBe(403)
    expect((await history(await city.reporter(UNIT))).statusCode).toBe(403)
    const traced = await city.services.database.pool.query(
      `select detail from audit.event where action = 'collect.report.history' order by seq desc limit 1`,
    )
    expect(traced.rows[0]?.detail).toMatchObject({ periods: expect.any(Number) })
  })
})
