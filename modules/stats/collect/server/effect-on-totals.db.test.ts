import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import { type City, openCity, submission } from '../testing/city.ts'

/** Units 1–4 stand in one county, 5 and 6 in another. */
const THEN = ['100', '300', null, '600', '50', null]
const NOW = ['150', '290', '20', '1200', '40', null]

describe('what a report does to the total of its county', () => {
  let city: City
  let reporters: readonly Caller[]
  const list = async (who: Caller, more = '') =>
    (await who('GET', `/api/collect/collections/${city.collectionId}/reports?${more}`)).json()
  const effects = async (who: Caller, more = '') => {
    const { items } = await list(who, more)
    return items.map((one: { unitId: number; effect: number | null }) => [
      city.units.indexOf(one.unitId) + 1,
      one.effect,
    ])
  }
  const report = async (collectionId: number, amounts: readonly (string | null)[]) => {
    for (const [index, amount] of amounts.entries()) {
      if (amount === null) continue
      const address = `/api/collect/my-reports/${collectionId}/${city.units[index]}/submissions`
      const values = { cells: { M1: amount, M2: '5000' } }
      const body = submission(values, {
        explanations: { E2: '新增两条生产线投产', E3: '上月漏报一条生产线' },
      })
      expect((await reporters[index]!('POST', address, body)).json()).toMatchObject({ revisionNo: 1 })
    }
  }

  beforeAll(async () => {
    city = await openCity()
    reporters = await Promise.all(city.units.map((_, index) => city.reporter(index)))
  })
  afterAll(() => city.close())

  it('should say nothing where there is nothing to compare with, and still list', async () => {
    await report(city.collectionId, NOW)
    const listed = await list(city.city, 'sort=risk')
    expect([listed.total, listed.effectOf]).toEqual([6, null])
    expect(listed.items.every((one: { effect: number | null }) => one.effect === null)).toBe(true)
  })

  it('should be the change in per cent of the sum that was, and add up to the growth of the county', async () => {
    await report(await city.issue('2025-M10'), THEN)
    const all = await effects(city.city)
    expect(all).toEqual([
      [1, 5],
      [2, -1],
      [3, 2],
      [4, 60],
      [5, -20],
      [6, null],
    ])
    const sum = (from: number, to: number) =>
      all.slice(from, to).reduce((total: number, [, effect]: [number, number]) => total + effect, 0)
    expect(sum(0, 4)).toBeCloseTo(((150 + 290 + 20 + 1200) / (100 + 300 + 600) - 1) * 100)
    expect((await list(city.city)).effectOf).toMatchObject({
      cell: 'M1',
      against: 'yearAgo',
      period: '2025-M10',
    })
  })

  it('should count what the reader may see and nothing beyond', async () => {
    expect(await effects(city.otherCounty)).toEqual([
      [5, -20],
      [6, null],
    ])
    expect((await effects(city.county)).length).toBe(4)
  })

  it('should put what matters first, and the rest by the size of its effect', async () => {
    const order = async (more: string) => (await effects(city.city, more)).map(([unit]: [number]) => unit)
    expect(await order('sort=risk')).toEqual([4, 5, 1, 3, 2, 6])
    const doubt = { revisionNo: 1, rule: 'E2', review: 'doubted' }
    const address = (unit: number) =>
      `/api/collect/collections/${city.collectionId}/reports/${city.units[unit]}`
    const { pool } = city.services.database
    await pool.query(
      `insert into collect.finding (unit_id, collection_id, revision_no, rule, severity, cells, message, explanation)
       values ($1, $2, 1, 'E2', 'query', '{M1}', '{"zh-CN": "同比变动超过30%"}', '新增两条生产线投产'),
         ($3, $2, 1, 'E2', 'query', '{M1}', '{"zh-CN": "同比变动超过30%"}', null)`,
      [city.units[1], city.collectionId, city.units[2]],
    )
    await pool.query(
      `update collect.report set query_count = 1 where collection_id = $1 and unit_id = any($2)`,
      [city.collectionId, [city.units[1], city.units[2]]],
    )
    expect(await order('sort=risk')).toEqual([3, 4, 5, 1, 2, 6])
    expect((await city.county('POST', `${address(1)}/explanations/review`, doubt)).statusCode).toBe(200)
    expect(await order('sort=risk')).toEqual([3, 2, 4, 5, 1, 6])
    await pool.query(`update collect.report set fatal_count = 1 where collection_id = $1 and unit_id = $2`, [
      city.collectionId,
      city.units[0],
    ])
    expect(await order('sort=risk')).toEqual([1, 3, 2, 4, 5, 6])
    expect(await order('sort=risk&order=desc')).toEqual([6, 5, 4, 2, 3, 1])
    expect(await order('sort=risk&pageSize=2&page=2')).toEqual([2, 4])
  })
})
