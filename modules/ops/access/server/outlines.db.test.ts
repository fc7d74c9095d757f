import type { GeometryCollection, Topology } from 'topojson-specification'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureRoles } from '#apps/server/roles.ts'
import { NATION } from '#kernel/contract/index.ts'
import { artificialFile } from '#tests/support/artificial-outlines.ts'
import { CITY, HETANG, multipart, type Office, openOffice } from '#tests/support/office.ts'
import { someone } from '#tests/support/people.ts'
import type { Caller } from '#tests/support/server.ts'

const COUNTIES = ['430202', '430203', '430204', '430211', '430212', '430223', '430224', '430225', '430281']
const TOWNSHIPS = ['430202001', '430202002']
const CELLS = [...COUNTIES, ...TOWNSHIPS].map(code => ({ code }))
const OUTLINES = '/api/region-outlines'
const AT = `${OUTLINES}/2023`
const NUMBER = '测S(2026)001号'
const credit = (approvalNumber = NUMBER, source = '测试用蜂窝') =>
  `approvalNumber=${encodeURIComponent(approvalNumber)}&source=${encodeURIComponent(source)}`

let office: Office
let system: Caller
let local: Caller
let county: Caller

beforeAll(async () => {
  office = await openOffice(new Date('2026-11-21T02:00:00Z'), { role: 'serving' })
  await ensureRoles(office.services.database.db)
  system = await someone(office, { role: 'system-administrator', regionCode: NATION })
  local = await someone(office, { role: 'system-administrator', regionCode: HETANG })
  county = await someone(office, { role: 'county-statistician', regionCode: HETANG })
})
afterAll(() => office?.close())

function send(who: Caller, method: 'POST' | 'PUT', url: string, bytes: Buffer = artificialFile(CELLS)) {
  const { payload, headers } = multipart({ name: '边界.geojson', bytes })
  return who(method, url, payload, headers)
}
const preview = (bytes?: Buffer, query = '') => send(system, 'POST', `${AT}/preview${query}`, bytes)
const load = (bytes?: Buffer, query = credit()) => send(system, 'PUT', `${AT}?${query}`, bytes)
const stamp = async () => (await county('GET', AT)).json().stamp as string | null
const audited = () =>
  office.services.database.db
    .selectFrom('audit.event')
    .select(['action', 'detail'])
    .where('action', 'like', 'org.outline.%')
    .orderBy('seq')
    .execute()

describe('who may load outlines', () => {
  const asked = [
    ['GET', OUTLINES],
    ['POST', `${AT}/preview`],
    ['PUT', `${AT}?${credit()}`],
    ['DELETE', AT],
  ] as const

  it.each(asked)('should be the administrator of the whole installation: %s %s', async (method, url) => {
    const ask = (who: Caller) =>
      method === 'POST' || method === 'PUT' ? send(who, method, url) : who(method, url)
    const stranger = await office.app.inject({ method, url })
    expect(stranger.statusCode).toBe(401)
    for (const who of [county, local]) expect((await ask(who)).json().code).toBe('PERMISSION_DENIED')
    expect(await stamp()).toBeNull()
  })

  it('should be anybody who is signed in who sees them, and no stranger', async () => {
    expect((await office.app.inject(AT)).statusCode).toBe(401)
    expect((await office.app.inject(`${AT}/${CITY}`)).statusCode).toBe(401)
    expect((await county('GET', `${AT}/${CITY}`)).statusCode).toBe(404)
  })
})

describe('a preview', () => {
  it('should tell what is matched, what is not and what is of no region, draw it, and keep nothing', async () => {
    const cells = [{ code: '430202' }, { code: '430202001' }, { code: '430299', name: '不在册' }]
    const reply = await preview(artificialFile(cells))
    expect(reply.statusCode).toBe(200)
    const { levels, strangers, drawings, ...rest } = reply.json()
    expect(rest).toEqual({ property: 'code', properties: ['code'], features: 3, points: 21 })
    const of = (level: string) => levels.find((one: { level: string }) => one.level === level)
    expect(of('county')).toMatchObject({ regions: 9, matched: 1 })
    expect(of('county').missing[0]).toEqual({ code: '430203000000', name: '芦淞区' })
    expect(of('township')).toMatchObject({ regions: 112, matched: 1 })
    expect(of('township').missing).toHaveLength(100)
    expect(of('village')).toEqual({ level: 'village', regions: 1400, matched: 0, missing: [] })
    expect(strangers).toEqual({ count: 1, first: [{ feature: 3, code: '430299000000', name: '不在册' }] })
    const shown = drawings.map(({ parent, regions }: { parent: object; regions: object[] }) => [
      parent,
      regions.length,
    ])
    expect(shown).toEqual([
      [{ code: CITY, name: '株洲市' }, 1],
      [{ code: HETANG, name: '荷塘区' }, 1],
    ])
    expect(await stamp()).toBeNull()
    expect(await audited()).toEqual([])
  })

  it('should take the code from the property that is named', async () => {
    const bytes = artificialFile([{ code: '430202' }], 'PAC')
    expect((await preview(bytes)).json()).toMatchObject({ code: 'ORG_OUTLINE_PROPERTY', status: 422 })
    expect((await preview(bytes, '?property=PAC')).json()).toMatchObject({ property: 'PAC' })
  })

  it('should refuse an edition that is not there, and a body that is no upload', async () => {
    expect((await send(system, 'POST', `${OUTLINES}/1999/preview`)).statusCode).toBe(404)
    expect((await system('POST', `${AT}/preview`, {})).statusCode).toBe(415)
    expect((await send(system, 'POST', `${AT}/preview`, Buffer.alloc(0))).json().code).toBe(
      'ORG_OUTLINE_FILE_EMPTY',
    )
  })
})

describe('outlines that are loaded', () => {
  it('should be given below the place looked at, under their number, and kept by browsers while they stand', async () => {
    expect((await load()).json()).toEqual({ done: true })
    const first = await stamp()
    expect(first).toMatch(/^[0-9a-f]{16}$/)
    const reply = await county('GET', `${AT}/${CITY}?stamp=${first}`)
    expect(reply.headers['cache-control']).toBe('private, max-age=31536000, immutable')
    const { drawing, ...rest } = reply.json()
    expect(rest).toEqual({ stamp: first, approvalNumber: NUMBER, source: '测试用蜂窝' })
    const { geometries } = (drawing as Topology<{ regions: GeometryCollection }>).objects.regions
    expect(geometries.map(({ id }) => id)).toEqual(COUNTIES.map(code => `${code}000000`))
    expect(reply.body.length).toBeLessThan(4_000)
    const other = await county('GET', `${AT}/${CITY}?stamp=0000000000000000`)
    expect([other.statusCode, other.headers['cache-control']]).toEqual([200, 'no-store'])
    expect((await county('GET', `${AT}/430203000000`)).json().drawing).toBeNull()
    expect((await county('GET', `${OUTLINES}/2017-demo`)).json()).toEqual({ stamp: null })
  })

  it('should be listed with who loaded them when, and audited', async () => {
    const [set, ...others] = (await system('GET', OUTLINES)).json()
    expect(others).toEqual([])
    expect(set).toMatchObject({
      edition: '2023',
      approvalNumber: NUMBER,
      fileName: '边界.geojson',
      regions: 11,
      loadedAt: '2026-11-21T02:00:00.000Z',
      parents: [
        { code: CITY, name: '株洲市' },
        { code: HETANG, name: '荷塘区' },
      ],
    })
    const detail = { approvalNumber: NUMBER, source: '测试用蜂窝', fileName: '边界.geojson', regions: 11 }
    expect(await audited()).toMatchObject([{ action: 'org.outline.load', detail }])
  })

  it.each([
    ['what is no JSON', Buffer.from('{'), credit(), 'ORG_OUTLINE_NOT_JSON'],
    ['codes of another city', artificialFile([{ code: '110101' }]), credit(), 'ORG_OUTLINE_NONE_MATCHED'],
    ['a number of blanks', artificialFile(CELLS), credit('  '), 'REQUEST_MALFORMED'],
    ['no source', artificialFile(CELLS), `approvalNumber=${NUMBER}`, 'REQUEST_MALFORMED'],
  ])('should stand as they are when %s is sent', async (_what, bytes, query, code) => {
    const before = await stamp()
    const { message, ...problem } = (await load(bytes, query)).json()
    expect(problem.code).toBe(code)
    expect(Object.keys(message)).toEqual(['zh-CN', 'en'])
    expect(await stamp()).toBe(before)
    expect(await audited()).toHaveLength(1)
  })

  it('should be replaced whole, and leave nothing of the ones before', async () => {
    const before = await stamp()
    await load(artificialFile([{ code: '430202' }]), credit('测S(2026)002号'))
    expect(await stamp()).not.toBe(before)
    const { drawing, approvalNumber } = (await county('GET', `${AT}/${CITY}`)).json()
    expect([approvalNumber, drawing.objects.regions.geometries.length]).toEqual(['测S(2026)002号', 1])
    expect((await county('GET', `${AT}/${HETANG}`)).json().drawing).toBeNull()
  })

  it('should be removed once', async () => {
    expect((await system('DELETE', AT)).json()).toEqual({ done: true })
    expect(await stamp()).toBeNull()
    expect((await county('GET', `${AT}/${CITY}`)).statusCode).toBe(404)
    expect((await system('DELETE', AT)).statusCode).toBe(404)
    const actions = (await audited()).map(({ action }) => action)
    expect(actions).toEqual(['org.outline.load', 'org.outline.load', 'org.outline.remove'])
  })
})
