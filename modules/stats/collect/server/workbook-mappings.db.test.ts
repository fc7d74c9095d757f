import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import { MAPPINGS, type WorkbookPlaces } from '../contract.ts'
import { type City, openCity } from '../testing/city.ts'

const PLACES: WorkbookPlaces = {
  sheets: { 产销: '产销' },
  units: { 产销: '元' },
  cells: {
    M1: {
      sources: [{ sheet: '产销', at: 'C4', beside: ['总产值'], alike: [1], above: ['@this/month '] }],
      unit: '元',
    },
  },
  rows: {
    products: {
      sheet: '产销',
      key: 'A9',
      above: '产品',
      skipped: 0,
      columns: { P1: { column: 'B', above: '生产量' } },
    },
  },
}

describe('mappings of own workbooks', () => {
  let city: City
  let reporter: Caller

  const path = (index = 0, collection = city.collectionId) =>
    `/api/collect/my-reports/${collection}/${city.units[index]}/workbook-mappings`
  const keep = (who: Caller, name: string, index = 0, mapping: unknown = PLACES) =>
    who('POST', path(index), { name, mapping }, { 'idempotency-key': randomUUID() })
  const change = (who: Caller, id: number, body: object, index = 0) =>
    who('PUT', `${path(index)}/${id}`, body)
  const list = async (who: Caller, index = 0, collection?: number) =>
    (await who('GET', path(index, collection))).json().mappings
  const audited = async (act: string) =>
    (
      await city.services.database.pool.query<{ detail: object }>(
        'select detail from audit.event where action = $1 order by seq',
        [`collect.mapping.${act}`],
      )
    ).rows.map(({ detail }) => detail)

  beforeAll(async () => {
    city = await openCity()
    reporter = await city.reporter(0)
  })
  afterAll(() => city.close())

  it('should be kept, found by colleagues and in the next period, renamed and dropped, each audited', async () => {
    const kept = (await keep(reporter, '产销台账')).json()
    expect(kept).toMatchObject({ name: '产销台账', version: 1, mapping: PLACES })
    const colleague = await city.reporter(0)
    expect(await list(colleague)).toEqual([kept])
    const november = await city.issue('2026-M11', { opensAt: new Date('2026-11-01T00:00:00+08:00') })
    expect(await list(colleague, 0, november)).toEqual([kept])

    const renamed = (await change(colleague, kept.mappingId, { version: 1, name: '十月台账' })).json()
    expect(renamed).toMatchObject({ name: '十月台账', version: 2, mapping: PLACES })
    const stale = (await change(reporter, kept.mappingId, { version: 1, name: '旧', mapping: PLACES })).json()
    expect(stale.code).toBe('COLLECT_MAPPING_CHANGED')
    const moved = { ...PLACES, units: {} }
    expect(
      (await change(reporter, kept.mappingId, { version: 2, name: '十月台账', mapping: moved })).json(),
    ).toMatchObject({
      version: 3,
      mapping: moved,
    })
    expect((await reporter('DELETE', `${path()}/${kept.mappingId}`)).json()).toEqual({ done: true })
    expect(await list(reporter)).toEqual([])
    expect(await audited('keep')).toMatchObject([{ name: '产销台账' }])
    expect(await audited('change')).toMatchObject([
      { name: '十月台账', was: '产销台账', places: false },
      { name: '十月台账', places: true },
    ])
    expect(await audited('drop')).toMatchObject([{ name: '十月台账' }])
  })

  it('should be nobody else’s: not another unit’s, not the office’s', async () => {
    const { mappingId } = (await keep(reporter, '本厂')).json()
    const other = await city.reporter(1)
    expect((await other('GET', path())).statusCode).toBe(404)
    expect((await keep(other, '别厂的', 0)).statusCode).toBe(404)
    expect((await change(other, mappingId, { version: 1, name: '改' }, 1)).statusCode).toBe(404)
    expect((await other('DELETE', `${path(1)}/${mappingId}`)).statusCode).toBe(404)
    expect((await city.county('GET', path())).statusCode).toBe(403)
    expect(await list(other, 1)).toEqual([])
    expect((await reporter('DELETE', `${path()}/${mappingId}`)).statusCode).toBe(200)
  })

  it('should refuse a name twice, more than the limit, and places that are none', async () => {
    expect((await keep(reporter, '一')).statusCode).toBe(200)
    expect((await keep(reporter, '一')).json().code).toBe('COLLECT_MAPPING_NAME_TAKEN')
    for (const at of ['c4', 'C0', 'C4+C5', '产销!C4', ''])
      expect(
        (
          await keep(reporter, '坏', 0, {
            ...PLACES,
            cells: { M1: { sources: [{ sheet: '产销', at, beside: [], alike: [], above: [] }] } },
          })
        ).statusCode,
        at,
      ).toBe(400)
    expect((await keep(reporter, '坏', 0, { ...PLACES, figures: [1] })).statusCode).toBe(400)
    expect((await keep(reporter, ' 坏')).statusCode).toBe(400)
    const long = Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`M${i}`, { sources: [] }]))
    expect((await keep(reporter, '坏', 0, { ...PLACES, cells: long })).statusCode).toBe(400)
    for (let i = 1; i < MAPPINGS; i += 1) expect((await keep(reporter, `第${i}个`)).statusCode).toBe(200)
    expect((await keep(reporter, '多一个')).json()).toMatchObject({ code: 'COLLECT_MAPPING_LIMIT' })
    expect(await list(reporter)).toHaveLength(MAPPINGS)
  })
})
