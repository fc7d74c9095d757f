import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTransaction } from '#kernel/db/tx.ts'
import { createCodeLists } from '#modules/stats/register/server/index.ts'
import { multipart } from '#tests/support/office.ts'
import type { Caller } from '#tests/support/server.ts'
import { type City, latestEdition, openCity, submission } from '../testing/city.ts'

const forms = resolve(import.meta.dirname, '../../catalog/forms')
const cells = {
  U01: '张三',
  U02: '2010-05-01',
  U03: '430202001001',
  U04: '示例路1号',
  U05: '0731-28680000',
  U11: '制造电瓷',
  U14: '3071',
  U21: '10',
  U22: '112',
  U23: '3',
  U24: '1',
  U26: '1',
  U31: '60',
  U33: '30000',
  U34: '28000',
  U35: '40000',
  S01: '甲',
  S02: '乙',
  S03: '丙',
}

describe('code lists that a form names and does not hold', () => {
  let city: City
  let reporter: Caller
  const mine = () => `/api/collect/my-reports/${city.collectionId}/${city.units[0]}`
  const submit = (changed: Record<string, string>, who = reporter) =>
    who('POST', `${mine()}/submissions`, submission({ cells: { ...cells, ...changed } }))

  beforeAll(async () => {
    const yaml = readFileSync(resolve(forms, '101-1.yaml'), 'utf8')
    city = await openCity({ yaml, period: '2026' })
    reporter = await city.reporter(0)
  })
  afterAll(() => city.close())

  it('should offer the villages of the county, and the classes of industry by a stamp read once', async () => {
    const opened = (await reporter('GET', mine())).json()
    const villages = opened.codelists['region:village']
    expect(villages.every((one: { code: string }) => one.code.startsWith('430202'))).toBe(true)
    expect(villages.length).toBeGreaterThan(20)
    expect(villages[0]).toMatchObject({ code: '430202001001', within: { 'zh-CN': expect.any(String) } })
    expect(Object.keys(opened.codelists)).toEqual(['region:village'])
    const stamp = opened.sharedLists['gbt4754:class']
    const url = '/api/register/codelists/gbt4754:class'
    const list = await reporter('GET', `${url}?stamp=${stamp}`)
    expect(list.headers['cache-control']).toBe('private, max-age=31536000, immutable')
    expect(list.json().items).toContainEqual({ code: '3071', name: { 'zh-CN': expect.any(String) } })
    expect(list.json().items.every((one: { code: string }) => one.code.length === 4)).toBe(true)
    expect((await reporter('GET', `${url}?stamp=0000000000000000`)).json().code).toBe('NOT_FOUND')
    expect((await reporter('GET', url)).headers['cache-control']).toBe('no-store')
    expect((await reporter('GET', '/api/register/codelists/gbt4754:x')).statusCode).toBe(400)
    const desk = (
      await city.county('GET', `/api/collect/collections/${city.collectionId}/reports/${city.units[0]}`)
    ).json()
    expect([desk.codelists, desk.sharedLists]).toEqual([opened.codelists, opened.sharedLists])
  })

  it('should refuse codes that are not in the lists, at their cells, when saved and when submitted', async () => {
    const wrong = { U03: '430203001001', U14: 'nonsense' }
    const refused = await submit(wrong)
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'COLLECT_VALUES_REJECTED'])
    expect(refused.json().detail.problems).toEqual([
      {
        code: 'NOT_IN_CODELIST',
        cell: 'U03',
        message: {
          'zh-CN': expect.stringContaining('430203001001'),
          en: expect.stringContaining('code list'),
        },
      },
      {
        code: 'NOT_IN_CODELIST',
        cell: 'U14',
        message: { 'zh-CN': expect.stringContaining('nonsense'), en: expect.stringContaining('code list') },
      },
    ])
    expect((await submit({ U14: '307' })).json().detail.problems).toMatchObject([{ cell: 'U14' }])
    const draft = { version: 0, baseRevision: 0, values: { cells: { U14: '9999' } }, explanations: {} }
    const saved = await reporter('PUT', `${mine()}/draft`, draft)
    expect([saved.statusCode, saved.json().code]).toEqual([422, 'COLLECT_VALUES_REJECTED'])
  })

  it('should refuse an unknown code in a file of returns, by line and column', async () => {
    const text = '单位,行业,村\n株洲电瓷2厂,nonsense,430202001001\n'
    const mapping = { unit: { by: 'name', column: '单位' }, cells: { 行业: 'U14', 村: 'U03' } }
    const { payload, headers } = multipart(
      { name: 'a.csv', bytes: Buffer.from(text) },
      { mapping: JSON.stringify(mapping) },
    )
    const url = `/api/collect/collections/${city.collectionId}/imports`
    const run = (await city.manager('POST', url, payload, headers)).json()
    const errors = (await city.manager('GET', `/api/collect/imports/${run.importId}/errors`)).json()
    expect(errors.items).toMatchObject([{ line: 2, column: '行业', cell: 'U14', value: 'nonsense' }])
  })

  it('should refuse every code of a list that is not to be had', async () => {
    const { db } = city.services.database
    await sql`alter table register.industry rename to kept`.execute(db)
    await sql`create table register.industry (like register.kept)`.execute(db)
    await sql`update register.industry_revision set revision = revision + 1`.execute(db)
    const refused = await submit({})
    await sql`drop table register.industry`.execute(db)
    await sql`alter table register.kept rename to industry`.execute(db)
    await sql`update register.industry_revision set revision = revision + 1`.execute(db)
    expect(refused.json().detail.problems).toMatchObject([{ code: 'CODELIST_MISSING', cell: 'U14' }])
    expect(refused.json().detail.problems[0].message.en).toContain('cannot be checked')
  })

  it('should take codes of the lists, also by name, and the office is held to them too', async () => {
    const { cells: given } = (await reporter('GET', mine())).json().values
    const named = { H01: given.H01, H02: given.H02, U14: '建筑陶瓷制品制造' }
    expect((await submit(named)).json()).toMatchObject({ revisionNo: 1 })
    const correct = (value: string) =>
      city.county(
        'POST',
        `/api/collect/collections/${city.collectionId}/reports/${city.units[0]}/corrections`,
        {
          clientId: crypto.randomUUID(),
          revisionNo: 1,
          changes: [{ cell: 'U14', value }],
          note: '与企业电话核对后更正行业',
        },
      )
    expect((await correct('nonsense')).json().detail.problems).toMatchObject([{ cell: 'U14' }])
    expect((await correct('3073')).json()).toMatchObject({ revisionNo: 2 })
  })

  it('should read a list once and again only when it was replaced', async () => {
    const codeLists = createCodeLists()
    const edition = await latestEdition(city.services)
    const get = (name: 'gbt4754:class' | 'region:village') =>
      readTransaction(city.services.database.db, async tx =>
        (await codeLists(tx)).get(tx, name, { edition, under: '430202000000' }),
      )
    const [classes, villages] = [await get('gbt4754:class'), await get('region:village')]
    expect(await get('gbt4754:class')).toBe(classes)
    expect(await get('region:village')).toBe(villages)
    const { db } = city.services.database
    await sql`update register.industry set name = name || '（改）' where code = '3071'`.execute(db)
    await sql`update register.industry_revision set revision = revision + 1`.execute(db)
    expect((await get('gbt4754:class'))?.stamp).not.toBe(classes?.stamp)
    expect(await get('region:village')).toBe(villages)
  })
})
