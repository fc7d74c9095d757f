import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type City, CLOSES, HETANG, OPENS, openCity } from '../testing/city.ts'
import { listenTo } from '../testing/live-notices.ts'

describe('dates of a collection', () => {
  let city: City
  beforeAll(async () => {
    city = await openCity({ units: 6 })
  })
  afterAll(() => city.close())

  it('should tell every unit and office of a collection issued, changed and closed', async () => {
    const screens = await listenTo(city, 'collect.collection')
    const told = async (collectionId: number) => {
      const notices = await screens.told()
      expect(notices.every(one => one.detail?.collectionId === collectionId)).toBe(true)
      return notices.flatMap(one => one.unitIds ?? []).toSorted((a, b) => a - b)
    }
    const reporter = await city.reporter(0)
    const id = await city.issue('2026-M08')
    expect(await told(id)).toEqual(city.units)
    const later = new Date('2026-11-14T18:00:00+08:00').toISOString()
    const set = { opensAt: OPENS.toISOString(), closesAt: later, note: '全市停电两天' }
    const url = `/api/collect/collections/${id}/dates`
    const changed = await city.manager('PUT', url, set)
    expect(changed.json()).toEqual({
      opensAt: OPENS.toISOString(),
      closesAt: later,
      countyAcceptsBy: null,
      cityAcceptsBy: null,
    })
    expect(await told(id)).toEqual(city.units)
    const mine = await reporter('GET', `/api/collect/my-reports/${id}/${city.units[0]}`)
    expect(mine.json().report.window.dueAt).toBe(later)
    const code = async (body: object) => (await city.manager('PUT', url, body)).json().code
    expect(await code({ ...set, opensAt: '2026-11-02T00:00:00.000Z' })).toBe('COLLECT_OPENING_PASSED')
    expect(await code({ ...set, closesAt: '2026-11-02T00:00:00.000Z' })).toBe('COLLECT_CLOSE_IN_PAST')
    expect(await code({ ...set, countyAcceptsBy: OPENS.toISOString() })).toBe('COLLECT_DATES_INVALID')
    expect(await code({ ...set, note: undefined })).toBe('REQUEST_MALFORMED')
    expect((await city.county('PUT', url, set)).statusCode).toBe(403)
    const own = await city.person(['collect.collection.manage', 'collect.progress.read'], {
      regionCode: HETANG,
    })
    expect((await own('PUT', url, set)).statusCode).toBe(403)
    expect((await city.manager('PUT', '/api/collect/collections/99999/dates', set)).statusCode).toBe(404)
    await city.manager('POST', `/api/collect/collections/${id}/close`, {})
    expect(await told(id)).toEqual(city.units)
    expect(await code(set)).toBeUndefined()
    expect(await code({ ...set, closesAt: CLOSES.toISOString() })).toBe('COLLECT_CLOSE_PASSED')
    await screens.end()
  })
})
