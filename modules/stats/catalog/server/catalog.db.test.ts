import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOWHERE } from '#kernel/context.ts'
import { readTransaction, writeTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import { someone } from '#tests/support/people.ts'
import { type Caller, startTestServer, type TestServer } from '#tests/support/server.ts'
import type { Diagnostic } from '../contract.ts'
import {
  formVersion,
  giveFormsPinyin,
  importForm,
  listPublishedVersions,
  publishedVersion,
  publishForm,
  saveProgramme,
} from './index.ts'

const yaml = readFileSync(resolve(import.meta.dirname, '../examples/retailers.yaml'), 'utf8')
const form = (code: string, change: (text: string) => string = text => text) =>
  change(yaml.replace('RETAIL-CHECK', code))
const PROGRAMME = {
  name: { 'zh-CN': '示例制度', en: 'Example' },
  issuer: '示例',
  approvalNumber: '示例',
  validFrom: '2026-01',
  validUntil: '2027-12',
}

describe('catalog', () => {
  let server: TestServer
  let designer: Caller
  let reader: Caller
  let nobody: Caller
  let industryOnly: Caller
  let county: Caller
  let otherCounty: Caller

  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-11-21T02:00:00Z') })
    const person = async (permissions: string[], subjects?: string[], regionCode = '430200000000') => {
      const code = `role-${randomUUID()}`
      const name = JSON.stringify({ 'zh-CN': code, en: code })
      await server.services.database.db
        .insertInto('permission.role')
        .values({ code, name, permissions })
        .execute()
      return someone(server, { role: code, regionCode, ...(subjects && { subjects }) })
    }
    const all = ['catalog.form.read', 'catalog.form.design', 'catalog.form.publish']
    designer = await person(all)
    reader = await person(['catalog.form.read'])
    nobody = await person(['register.unit.read'])
    industryOnly = await person(all, ['industry'])
    county = await person(all, undefined, '430202000000')
    otherCounty = await person(all, undefined, '430203000000')
    expect((await designer('PUT', '/api/catalog/programmes/EX', PROGRAMME)).statusCode).toBe(200)
  })
  afterAll(() => server.close())

  const draft = async (source: string, more: object = { programme: 'EX' }) =>
    designer('POST', '/api/catalog/forms', { source, ...more })
  const saved = async (source: string) => {
    const reply = await draft(source)
    expect([reply.statusCode, reply.json().code]).toEqual([200, expect.any(String)])
    return reply.json() as { versionId: number; versionNo: number }
  }
  const publish = (id: number, who = designer) => who('POST', `/api/catalog/versions/${id}/publish`)
  const check = async (source: string) =>
    (await designer('POST', '/api/catalog/form-checks', { source })).json() as {
      diagnostics: Diagnostic[]
      summary: Record<string, unknown> | null
      differences: object[]
      rulesCompared: boolean
      current: { versionNo: number; draftSha256: string | null } | null
    }

  it('should refuse strangers, the unpermitted, malformed requests and what is not there on every route', async () => {
    const { versionId } = await saved(form('ROUTES'))
    const v = `/api/catalog/versions/${versionId}`
    const routes: [Parameters<Caller>[0], string, unknown, string | object | null, string | null][] = [
      ['GET', '/api/catalog/programmes', undefined, null, null],
      ['PUT', '/api/catalog/programmes/X', PROGRAMME, { ...PROGRAMME, validUntil: '2027' }, null],
      ['GET', '/api/catalog/forms', undefined, '/api/catalog/forms?state=lost', null],
      [
        'GET',
        '/api/catalog/subject-frequencies',
        undefined,
        '/api/catalog/subject-frequencies?programme=%20',
        null,
      ],
      ['GET', '/api/catalog/forms/ROUTES', undefined, '/api/catalog/forms/%20', '/api/catalog/forms/NONE'],
      ['GET', v, undefined, '/api/catalog/versions/x', '/api/catalog/versions/999999'],
      ['GET', `${v}/yaml`, undefined, `${v}/yaml?style=pretty`, '/api/catalog/versions/999999/yaml'],
      [
        'GET',
        `${v}/differences?from=${versionId}`,
        undefined,
        `${v}/differences`,
        `${v}/differences?from=999999`,
      ],
      ['POST', '/api/catalog/form-checks', { source: yaml }, { source: 1 }, null],
      ['POST', '/api/catalog/forms', { source: yaml }, { source: '' }, null],
      [
        'POST',
        `${v}/publish`,
        undefined,
        '/api/catalog/versions/0/publish',
        '/api/catalog/versions/999999/publish',
      ],
      [
        'POST',
        `${v}/retire`,
        undefined,
        '/api/catalog/versions/0/retire',
        '/api/catalog/versions/999999/retire',
      ],
      ['DELETE', v, undefined, '/api/catalog/versions/0', '/api/catalog/versions/999999'],
    ]
    for (const [method, url, body, bad, missing] of routes) {
      expect([url, (await server.app.inject({ method, url })).statusCode]).toEqual([url, 401])
      expect([url, (await nobody(method, url, body)).statusCode]).toEqual([url, 403])
      if (method !== 'GET') expect([url, (await reader(method, url, body)).statusCode]).toEqual([url, 403])
      if (bad !== null) {
        const wrong = typeof bad === 'string' ? await designer(method, bad) : await designer(method, url, bad)
        expect([url, wrong.statusCode]).toEqual([url, 400])
      }
      if (missing) expect([url, (await designer(method, missing)).statusCode]).toEqual([url, 404])
    }
    expect(
      (await designer('POST', '/api/catalog/forms', { source: form('NEW'), programme: 'NONE' })).statusCode,
    ).toBe(404)
  })

  it('should make a programme once, change it, and refuse a span that ends before it begins', async () => {
    const put = (body: object) => designer('PUT', '/api/catalog/programmes/ONCE', body)
    expect((await put({ ...PROGRAMME, isNew: true })).statusCode).toBe(200)
    const again = await put({ ...PROGRAMME, issuer: '别人', isNew: true })
    expect([again.statusCode, again.json().code]).toEqual([409, 'CATALOG_PROGRAMME_TAKEN'])
    expect((await put({ ...PROGRAMME, issuer: '市统计局' })).statusCode).toBe(200)
    const backwards = await put({ ...PROGRAMME, validUntil: '2025-12' })
    expect([backwards.statusCode, backwards.json().code]).toEqual([422, 'CATALOG_PROGRAMME_SPAN'])
    const { items } = (await reader('GET', '/api/catalog/programmes')).json()
    expect(items).toContainEqual(expect.objectContaining({ code: 'ONCE', issuer: '市统计局', forms: 0 }))
  })

  it('should tell what a form is and what is wrong with it, by line and in both languages', async () => {
    const good = await check(form('CHECKED'))
    expect(good).toMatchObject({
      diagnostics: [],
      summary: { code: 'CHECKED', cells: 8, rules: { fatal: 0, query: 4, notice: 0 } },
      current: null,
    })
    const places = async (source: string) =>
      (await check(source)).diagnostics.map(one => [one.code, one.severity, one.line, one.column > 0])
    expect(await places(form('X', text => text.replace('sections:', 'sections: [')))).toContainEqual([
      expect.any(String),
      'error',
      expect.any(Number),
      true,
    ])
    const typo = form('X', text =>
      text.replace('total_rev - profit = total_costs', 'total_rev - profitt = total_costs'),
    )
    const lineOf = typo.slice(0, typo.indexOf('profitt')).split('\n').length
    const found = (await check(typo)).diagnostics
    expect(found.map(one => [one.severity, one.line])).toContainEqual(['error', lineOf])
    expect(found[0]!.message).toMatchObject({
      'zh-CN': expect.stringContaining('profitt'),
      en: expect.stringContaining('profitt'),
    })
    const circle = form('X', text =>
      text
        .replace(
          'cell: profit, name: [利润, Profit], type: decimal(0)',
          'cell: profit, name: 利润, type: decimal(0), formula: "vat + 1"',
        )
        .replace(
          'cell: vat, name: [应税销售额, VAT turnover], type: decimal(0)',
          'cell: vat, name: 应税, type: decimal(0), formula: "profit + 1"',
        ),
    )
    const circular = (await check(circle)).diagnostics.filter(one => one.severity === 'error')
    expect(circular.map(one => one.code).join()).toMatch(/CIRC|CYCLE/i)
    expect(await places(form('X', text => text.replace('issuer: 示例', "issuer: ''")))).toContainEqual([
      'MARK_MISSING',
      'warning',
      5,
      true,
    ])
  })

  it('should save nothing of what is no form and keep a draft with rule errors', async () => {
    const broken = await draft('form: [')
    expect([broken.statusCode, broken.json().code]).toEqual([422, 'CATALOG_NOT_A_FORM'])
    expect(broken.json().detail.diagnostics[0]).toMatchObject({
      line: 1,
      message: { en: expect.any(String) },
    })
    const withErrors = form('ERRORS', text =>
      text.replace('total_costs         errorcode', 'nothing errorcode'),
    )
    const { versionId } = await saved(withErrors)
    const refused = await publish(versionId)
    expect([refused.statusCode, refused.json().code, refused.json().detail.count]).toEqual([
      409,
      'CATALOG_FORM_HAS_ERRORS',
      1,
    ])
    const version = (await reader('GET', `/api/catalog/versions/${versionId}`)).json()
    expect(version).toMatchObject({ status: 'draft', rules: [] })
    expect(version.diagnostics.length).toBeGreaterThan(0)
  })

  it('should not publish without all legal marks or after they ran out', async () => {
    const unmarked = await saved(
      form('UNMARKED', text => text.replace('approvalNumber: 示例', "approvalNumber: ''")),
    )
    expect((await publish(unmarked.versionId)).json()).toMatchObject({
      code: 'CATALOG_FORM_HAS_ERRORS',
      detail: { diagnostics: [{ code: 'MARK_MISSING' }] },
    })
    const expired = await saved(form('EXPIRED', text => text.replace('2099-12', '2026-10')))
    expect((await publish(expired.versionId)).json().code).toBe('CATALOG_FORM_EXPIRED')
    const lastMonth = await saved(form('LASTMONTH', text => text.replace('2099-12', '2026-11')))
    expect((await publish(lastMonth.versionId)).statusCode).toBe(200)
  })

  it('should freeze what is published, make the next version of a new import, and retire the one before', async () => {
    const first = await saved(form('FROZEN'))
    expect((await draft(form('FROZEN'))).json().code).toBe('CATALOG_FORM_UNCHANGED')
    expect((await publish(first.versionId)).json()).toMatchObject({ status: 'published', versionNo: 1 })
    expect((await publish(first.versionId)).json().code).toBe('CATALOG_VERSION_NOT_DRAFT')
    expect((await designer('DELETE', `/api/catalog/versions/${first.versionId}`)).json().code).toBe(
      'CATALOG_VERSION_NOT_DRAFT',
    )
    const { pool } = server.services.database
    await expect(
      pool.query(`update catalog.form_version set spec = '{}' where id = $1`, [first.versionId]),
    ).rejects.toThrow(/frozen/)
    const changed = form('FROZEN', text =>
      text.replace('0.6 * total_rev', '0.5 * total_rev').replace('销售额, Turnover', '营业额, Turnover'),
    )
    const { differences, current } = await check(changed)
    expect(current).toMatchObject({ versionNo: 1, draftSha256: null })
    expect(differences).toContainEqual(
      expect.objectContaining({ kind: 'rule', key: 'R3', member: 'text', change: 'changed' }),
    )
    expect(differences).toContainEqual(
      expect.objectContaining({ kind: 'cell', key: 'turnover', member: 'name' }),
    )
    const second = await saved(changed)
    expect(second.versionNo).toBe(2)
    expect((await publish(second.versionId)).statusCode).toBe(200)
    const { versions } = (await reader('GET', '/api/catalog/forms/FROZEN')).json()
    expect(versions.map((one: { versionNo: number; status: string }) => [one.versionNo, one.status])).toEqual(
      [
        [2, 'published'],
        [1, 'retired'],
      ],
    )
    const compared = await reader(
      'GET',
      `/api/catalog/versions/${second.versionId}/differences?from=${first.versionId}`,
    )
    expect(compared.json()).toEqual({ differences, rulesCompared: true })
    expect((await designer('POST', `/api/catalog/versions/${first.versionId}/retire`)).json().code).toBe(
      'CATALOG_VERSION_NOT_PUBLISHED',
    )
    expect((await designer('POST', `/api/catalog/versions/${second.versionId}/retire`)).json()).toMatchObject(
      { status: 'retired' },
    )
    const again = await saved(form('FROZEN', text => `${text}\n`))
    expect(again.versionNo).toBe(3)
  })

  it('should notice that another replaced the draft one was looking at', async () => {
    await saved(form('TWOAUTHORS'))
    const { current } = await check(form('TWOAUTHORS'))
    await saved(form('TWOAUTHORS', text => `${text}# 别人的改动\n`))
    const late = await draft(
      form('TWOAUTHORS', text => `${text}# 我的改动\n`),
      { replaces: current!.draftSha256 },
    )
    expect([late.statusCode, late.json().code]).toEqual([409, 'CATALOG_DRAFT_CHANGED'])
  })

  it('should keep a frequency, ask for the programme of a new form, and keep subjects apart', async () => {
    expect((await draft(form('HOMELESS'), {})).json().code).toBe('CATALOG_PROGRAMME_MISSING')
    await saved(form('YEARLY'))
    expect(
      (await draft(form('YEARLY', text => text.replace('frequency: A', 'frequency: M')))).json().code,
    ).toBe('CATALOG_FORM_FREQUENCY')
    const outside = await industryOnly('POST', '/api/catalog/forms', {
      source: form('TRADE'),
      programme: 'EX',
    })
    expect([outside.statusCode, outside.json().code]).toEqual([403, 'CATALOG_SUBJECT_OUTSIDE'])
    const mine = await saved(form('TRADE2'))
    expect((await publish(mine.versionId, industryOnly)).statusCode).toBe(403)
  })

  it('should tell each subject with each of its frequencies once, of all forms or of a programme', async () => {
    expect((await designer('PUT', '/api/catalog/programmes/FREQ', PROGRAMME)).statusCode).toBe(200)
    const kinds = async (programme: string) =>
      (await reader('GET', `/api/catalog/subject-frequencies?programme=${programme}`)).json().items
    expect(await kinds('FREQ')).toEqual([])
    const monthly = (text: string) => text.replace('frequency: A', 'frequency: M')
    for (const source of [form('FREQ-1'), form('FREQ-2'), form('FREQ-3', monthly)])
      expect((await draft(source, { programme: 'FREQ' })).statusCode).toBe(200)
    const expected = [
      { subject: 'trade', frequency: 'A' },
      { subject: 'trade', frequency: 'M' },
    ]
    expect(await kinds('FREQ')).toEqual(expected)
    const all = (await reader('GET', '/api/catalog/subject-frequencies')).json().items
    expect(all).toEqual(expect.arrayContaining(expected))
    expect(await kinds('NOSUCH')).toEqual([])
  })

  it('should let the office whose programme it is change it and its forms, and everyone read them', async () => {
    const code = async (reply: ReturnType<Caller>) => (await reply).json().code
    const inForce = await saved(form('CITYWIDE'))
    expect((await publish(inForce.versionId)).statusCode).toBe(200)
    const other = form('CITYWIDE', text => `${text}\n# 县里想改`)
    const refused = 'CATALOG_PROGRAMME_OUTSIDE'
    expect(await code(county('POST', '/api/catalog/forms', { source: other }))).toBe(refused)
    expect(
      await code(county('POST', '/api/catalog/forms', { source: form('COUNTY'), programme: 'EX' })),
    ).toBe(refused)
    expect(await code(county('PUT', '/api/catalog/programmes/EX', PROGRAMME))).toBe(refused)
    expect(await code(county('POST', `/api/catalog/versions/${inForce.versionId}/retire`))).toBe(refused)
    const draftOf = await saved(other)
    expect(await code(publish(draftOf.versionId, county))).toBe(refused)
    expect(await code(county('DELETE', `/api/catalog/versions/${draftOf.versionId}`))).toBe(refused)
    expect((await county('GET', '/api/catalog/forms/CITYWIDE')).json()).toMatchObject({
      programme: { code: 'EX', owner: '430200000000' },
      may: { design: false, publish: false },
    })

    expect((await county('PUT', '/api/catalog/programmes/OURS', PROGRAMME)).statusCode).toBe(200)
    const ours = { source: form('OURS'), programme: 'OURS' }
    expect(await code(otherCounty('POST', '/api/catalog/forms', ours))).toBe(refused)
    expect((await county('POST', '/api/catalog/forms', ours)).statusCode).toBe(200)
    const mayChange = async (who: Caller) => {
      const { items } = (await who('GET', '/api/catalog/programmes')).json()
      return items.find((one: { code: string }) => one.code === 'OURS').mayChange
    }
    expect([await mayChange(county), await mayChange(otherCounty), await mayChange(designer)]).toEqual([
      true,
      false,
      true,
    ])
  })

  it('should give back the very text that was imported, and its own', async () => {
    const { versionId } = await saved(form('TEXT'))
    const source = await reader('GET', `/api/catalog/versions/${versionId}/yaml`)
    expect(source.body).toBe(form('TEXT'))
    expect(source.headers['content-disposition']).toContain('TEXT-v1.yaml')
    const canonical = await reader('GET', `/api/catalog/versions/${versionId}/yaml?style=canonical`)
    expect((await check(canonical.body)).differences).toEqual([])
    expect((await designer('DELETE', `/api/catalog/versions/${versionId}`)).json()).toEqual({ done: true })
    expect((await reader('GET', '/api/catalog/forms/TEXT')).statusCode).toBe(404)
  })

  it('should find no difference between a stored form and the same text', async () => {
    const source = readFileSync(resolve(import.meta.dirname, '../forms/B204-1.yaml'), 'utf8')
    await saved(source)
    expect((await check(source)).differences).toEqual([])
  })

  it('should not take rules that cannot be read for rules taken away or added', async () => {
    const broken = (code: string) => form(code, text => text.replace('= total_costs', '= nothing'))
    const published = await saved(form('UNREAD'))
    await publish(published.versionId)
    const checked = await check(broken('UNREAD'))
    expect(checked.diagnostics.length).toBeGreaterThan(0)
    expect(checked).toMatchObject({ differences: [], rulesCompared: false })

    const draft = await saved(broken('UNREAD'))
    expect(await check(form('UNREAD'))).toMatchObject({ differences: [], rulesCompared: false })
    const between = async (one: { versionId: number }, other: { versionId: number }) =>
      (
        await reader('GET', `/api/catalog/versions/${one.versionId}/differences?from=${other.versionId}`)
      ).json()
    const nothing = { differences: [], rulesCompared: false }
    expect(await between(draft, published)).toEqual(nothing)
    expect(await between(published, draft)).toEqual(nothing)
  })

  it('should refuse text over the limit', async () => {
    const reply = await designer('POST', '/api/catalog/form-checks', { source: 'x'.repeat(5 * 1_048_576) })
    expect([reply.statusCode, reply.json().code]).toEqual([413, 'REQUEST_TOO_LARGE'])
  })

  it('should list forms with search and state', async () => {
    await saved(form('LISTED'))
    const list = async (query: string) => (await reader('GET', `/api/catalog/forms?${query}`)).json()
    expect(await list('search=listed')).toMatchObject({
      total: 1,
      items: [{ code: 'LISTED', draftVersion: 1, publishedVersion: null, programme: 'EX' }],
    })
    expect((await list('search=LISTED&state=published')).total).toBe(0)
    expect((await list('programme=EX&subject=trade')).total).toBeGreaterThan(5)
    expect((await reader('GET', '/api/catalog/programmes')).json().items[0]).toMatchObject({ code: 'EX' })
  })

  it('should find forms by title and pinyin, and sort by the heads it knows', async () => {
    const titled = (code: string, zhCN: string) =>
      form(code, text => text.replace(/^title: .*$/m, `title: [${zhCN}, About ${code}]`))
    await saved(titled('SORT-A', '州情监测表'))
    await saved(titled('SORT-B', '安全监测表'))
    const codes = async (query: string) =>
      (await reader('GET', `/api/catalog/forms?${query}`))
        .json()
        .items.map((one: { code: string }) => one.code)
    expect(await codes('search=aqjc')).toEqual(['SORT-B'])
    expect(await codes('search=zhouqing')).toEqual(['SORT-A'])
    expect(await codes('search=about%20sort-b')).toEqual(['SORT-B'])
    expect(await codes(`search=${encodeURIComponent('监测表')}&sort=title`)).toEqual(['SORT-B', 'SORT-A'])
    expect(await codes(`search=${encodeURIComponent('监测表')}&sort=code&order=desc`)).toEqual([
      'SORT-B',
      'SORT-A',
    ])
    expect(await codes(`search=${encodeURIComponent('%')}`)).toEqual([])
    const all = await codes('pageSize=500')
    for (const sort of ['programme', 'subject', 'frequency', 'validUntil', 'changed'])
      expect((await codes(`pageSize=500&sort=${sort}&order=desc`)).toSorted()).toEqual(all.toSorted())
    expect((await reader('GET', '/api/catalog/forms?sort=spec')).statusCode).toBe(400)
    const { db } = server.services.database
    await sql`update catalog.form set pinyin = '' where code = 'SORT-A'`.execute(db)
    expect(await codes('search=zhouqing')).toEqual([])
    await writeTransaction(db, giveFormsPinyin)
    expect(await codes('search=zhouqing')).toEqual(['SORT-A'])
  })

  it('should serve versions to other modules and let the product itself publish', async () => {
    const { db } = server.services.database
    const actor = systemActor(0, ['catalog.form.design', 'catalog.form.publish'])
    const base = {
      actor,
      now: server.services.clock(),
      log: server.services.log,
      requestId: 'seed',
      reach: (permission: string) => actor.permissions.get(permission) ?? NOWHERE,
    }
    const id = await writeAs(db, base, async context => {
      await saveProgramme(context, { code: 'SEED', ...PROGRAMME })
      const { versionId } = await importForm(context, { source: form('SEEDED'), programme: 'SEED' })
      await publishForm(context, versionId)
      return versionId
    })
    const { one, again, current, all } = await readTransaction(db, async tx => ({
      one: await formVersion(tx, id),
      again: await formVersion(tx, id),
      current: await publishedVersion(tx, 'SEEDED'),
      all: await listPublishedVersions(tx),
    }))
    expect(one).toMatchObject({ id, code: 'SEEDED', versionNo: 1, status: 'published', subject: 'trade' })
    expect(one.spec).toBe(again.spec)
    expect(Object.isFrozen(one.spec.sections)).toBe(true)
    expect(current?.id).toBe(id)
    expect(all.map(version => version.id)).toContain(id)
  })
})
