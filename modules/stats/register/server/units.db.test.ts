import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import type { NewUnit } from '../contract.ts'
import {
  CITY,
  creditCode,
  HETANG,
  HETANG_VILLAGE,
  LUSONG,
  type Office,
  openOffice,
} from '../testing/office.ts'
import { importUnits } from './index.ts'

const ALL = ['register.unit.read', 'register.unit.edit', 'register.unit.import', 'register.industry.import']

const unit = (n: number, more: Partial<NewUnit> = {}): NewUnit => ({
  creditCode: creditCode(n),
  kind: 'legal',
  name: `株洲陶瓷${n}有限公司`,
  regionCode: HETANG_VILLAGE,
  industryCode: '3071',
  registerType: '112',
  sizeClass: 'small',
  aboveThreshold: true,
  attributes: { address: '新华西路1号', staff: '120' },
  validFrom: '2024-01-01',
  ...more,
})

describe('units of the register', () => {
  let office: Office
  let city: Caller
  let county: Caller
  let reader: Caller
  let nobody: Caller
  let ids: readonly number[]

  beforeAll(async () => {
    office = await openOffice()
    city = await office.person(ALL, { regionCode: CITY })
    county = await office.person(ALL, { regionCode: HETANG })
    reader = await office.person(['register.unit.read'], { regionCode: CITY })
    nobody = await office.person(['catalog.form.read'], { regionCode: CITY })
    ids = await office.system(context =>
      importUnits(context, [
        unit(1, { name: '株洲醴陵瓷业有限公司' }),
        unit(2, { regionCode: '430203001001', creditCode: creditCode(2, '430203'), industryCode: '5211' }),
        unit(3, { sizeClass: 'large', registerType: '111', industryCode: '3712' }),
        unit(4, { kind: 'village', creditCode: null, localCode: HETANG_VILLAGE, aboveThreshold: false }),
      ]),
    )
  })
  afterAll(() => office.close())

  const list = async (who: Caller, query: string) => {
    const reply = await who('GET', `/api/register/units?${query}`)
    expect(reply.statusCode).toBe(200)
    return reply.json() as { total: number; items: { unitId: number; name: string; regionName: string }[] }
  }
  const page = async (id: number) => (await city('GET', `/api/register/units/${id}`)).json()

  it('should refuse strangers, the unpermitted, malformed requests and units out of scope on every route', async () => {
    const body = { validFrom: '2025-01-01', note: '测试更改', version: 1, changes: { name: '新名' } }
    const codes = { creditCode: creditCode(90), localCode: null, note: '更正代码', version: 1 }
    const exit = { exitedOn: '2026-01-01', reason: 2, note: '停业', version: 1 }
    const foreign = ids[1]
    const routes: [Parameters<Caller>[0], string, unknown, unknown][] = [
      ['GET', '/api/register/units', undefined, '?page=0'],
      ['GET', '/api/register/export', undefined, '?format=pdf'],
      ['GET', `/api/register/units/${foreign}`, undefined, 'x'],
      ['POST', '/api/register/units', unit(50), { name: 'x' }],
      ['PATCH', `/api/register/units/${foreign}`, body, { ...body, changes: {} }],
      ['PUT', `/api/register/units/${foreign}/codes`, codes, { ...codes, note: '' }],
      ['POST', `/api/register/units/${foreign}/exit`, exit, { ...exit, reason: 10 }],
      ['DELETE', `/api/register/units/${foreign}/exit`, { note: '误退', version: 1 }, {}],
      ['GET', '/api/register/credit-code?code=1', undefined, '?code='],
    ]
    for (const [method, url, good, bad] of routes) {
      const bare = await office.app.inject({ method, url })
      expect([url, bare.statusCode]).toEqual([url, 401])
      expect([url, (await nobody(method, url, good)).statusCode]).toEqual([url, 403])
      const wrong =
        typeof bad === 'string' ? await city(method, url.split('?')[0] + bad) : await city(method, url, bad)
      expect([url, wrong.statusCode, wrong.json().code]).toEqual([url, 400, 'REQUEST_MALFORMED'])
      if (url.includes(`/${foreign}`)) {
        expect([url, (await county(method, url, good)).statusCode]).toEqual([url, 404])
      }
    }
    expect((await page(foreign!)).version).toBe(1)
  })

  it('should not let a reader edit', async () => {
    expect((await reader('POST', '/api/register/units', unit(51))).statusCode).toBe(403)
  })

  it('should show a county its own units only', async () => {
    expect((await list(county, '')).items.map(row => row.unitId)).toEqual([ids[3], ids[0], ids[2]].sort())
    expect((await list(county, `region=${LUSONG}`)).total).toBe(0)
    const exported = await county('GET', '/api/register/export')
    expect(exported.body).not.toContain(creditCode(2, '430203'))
  })

  it('should filter by region, section of industry, size, kind, type and threshold', async () => {
    const found = async (query: string) => (await list(city, query)).items.map(row => row.unitId).sort()
    expect(await found(`region=${LUSONG}`)).toEqual([ids[1]])
    expect(await found('industry=C&kind=legal')).toEqual([ids[0], ids[2]])
    expect(await found('industry=F')).toEqual([ids[1]])
    expect(await found('industry=37')).toEqual([ids[2]])
    expect(await found('size=large')).toEqual([ids[2]])
    expect(await found('registerType=111')).toEqual([ids[2]])
    expect(await found('kind=village')).toEqual([ids[3]])
    expect(await found('aboveThreshold=false')).toEqual([ids[3]])
    expect(await found('state=exited')).toEqual([])
  })

  it('should find by part of the name, initials, full pinyin and the start of a code', async () => {
    const found = async (search: string) =>
      (await list(city, `search=${encodeURIComponent(search)}`)).items.map(row => row.unitId)
    expect(await found('醴陵瓷业')).toEqual([ids[0]])
    expect(await found('zzllcy')).toEqual([ids[0]])
    expect(await found('ZhuZhou liling')).toEqual([ids[0]])
    expect(await found(creditCode(3).slice(0, 16).toLowerCase())).toEqual([ids[2]])
    expect(await found(HETANG_VILLAGE)).toEqual([ids[3]])
    expect(await found('100%')).toEqual([])
  })

  it('should sort and page without overlap', async () => {
    const first = await list(city, 'sort=name&order=desc&pageSize=3')
    const second = await list(city, 'sort=name&order=desc&pageSize=3&page=2')
    expect(first.total).toBe(4)
    expect(new Set([...first.items, ...second.items].map(row => row.unitId)).size).toBe(4)
    expect(first.items[0]!.regionName).toMatch(/区 /)
  })

  it('should enter a unit with its first state, event and pinyin', async () => {
    const reply = await city(
      'POST',
      '/api/register/units',
      unit(60, { creditCode: ` ${creditCode(60).toLowerCase()} ` }),
    )
    expect(reply.statusCode).toBe(200)
    const entered = await page(reply.json().unitId)
    expect(entered).toMatchObject({
      creditCode: creditCode(60),
      version: 1,
      regionName: '荷塘区 月塘街道 文化路社区居委会',
    })
    expect(entered.history).toHaveLength(1)
    expect(entered.events[0]).toMatchObject({ kind: 'entered', on: '2024-01-01' })
  })

  it('should say which part of a credit code is wrong and that one is taken', async () => {
    const code = creditCode(61)
    const add = async (creditCode: string) => {
      const reply = await city('POST', '/api/register/units', unit(61, { creditCode }))
      return [reply.statusCode, reply.json().code]
    }
    expect(await add('123')).toEqual([422, 'REGISTER_CREDIT_CODE_LENGTH'])
    expect(await add(code.replace('M', 'I'))).toEqual([422, 'REGISTER_CREDIT_CODE_CHARACTER'])
    expect(await add(code.slice(0, 17) + (code[17] === '1' ? '2' : '1'))).toEqual([
      422,
      'REGISTER_CREDIT_CODE_CHECK',
    ])
    expect(await add(creditCode(1))).toEqual([409, 'REGISTER_CREDIT_CODE_TAKEN'])
    expect(await add('')).toEqual([422, 'REGISTER_CODE_MISSING'])
    const check = await city('GET', `/api/register/credit-code?code=${creditCode(1).toLowerCase()}`)
    expect(check.json()).toEqual({ code: creditCode(1), fault: null, message: null, taken: true })
    const faulty = (await city('GET', '/api/register/credit-code?code=12')).json()
    expect(faulty).toMatchObject({
      fault: 'REGISTER_CREDIT_CODE_LENGTH',
      message: { en: expect.any(String) },
    })
  })

  it('should refuse regions, industries, types and attributes that are not in their lists', async () => {
    const add = async (more: Partial<NewUnit>) => {
      const reply = await county('POST', '/api/register/units', unit(62, more))
      return [reply.statusCode, reply.json().code]
    }
    expect(await add({ regionCode: '430202999999' })).toEqual([422, 'REGISTER_REGION_UNKNOWN'])
    expect(await add({ regionCode: '430203001001' })).toEqual([403, 'REGISTER_REGION_OUTSIDE'])
    expect(await add({ industryCode: '9999' })).toEqual([422, 'REGISTER_INDUSTRY_UNKNOWN'])
    expect(await add({ registerType: '998' })).toEqual([422, 'REGISTER_TYPE_UNKNOWN'])
    expect(await add({ attributes: { staff: '-1' } })).toEqual([422, 'REGISTER_FIELD_INVALID'])
    expect(await add({ attributes: { openedOn: '2024-02-30' } })).toEqual([422, 'REGISTER_FIELD_INVALID'])
    expect(await add({ attributes: { password: 'x' } })).toEqual([422, 'REGISTER_FIELD_INVALID'])
  })

  it('should keep dated states, carry a backdated change on, and wait for a day to come', async () => {
    const [id] = await office.system(context => importUnits(context, [unit(70)]))
    const change = (validFrom: string, version: number, changes: unknown) =>
      city('PATCH', `/api/register/units/${id}`, { validFrom, version, note: '年度核实', changes })
    expect((await change('2025-01-01', 1, { name: '株洲新瓷有限公司' })).json()).toEqual({ version: 2 })
    expect(
      (await change('2024-06-01', 2, { sizeClass: 'medium', attributes: { staff: '300' } })).statusCode,
    ).toBe(200)
    const now = await page(id!)
    expect(now).toMatchObject({ name: '株洲新瓷有限公司', sizeClass: 'medium', version: 3 })
    expect(now.attributes).toEqual({ address: '新华西路1号', staff: '300' })
    const inForce = now.history.filter((state: { superseded: boolean }) => !state.superseded)
    expect(
      inForce.map((state: { validFrom: string; name: string; sizeClass: string }) => [
        state.validFrom,
        state.name,
        state.sizeClass,
      ]),
    ).toEqual([
      ['2024-01-01', '株洲陶瓷70有限公司', 'small'],
      ['2024-06-01', '株洲陶瓷70有限公司', 'medium'],
      ['2025-01-01', '株洲新瓷有限公司', 'medium'],
    ])
    expect((await change('2027-01-01', 3, { sizeClass: 'large' })).statusCode).toBe(200)
    expect((await page(id!)).sizeClass).toBe('medium')
    // PostgreSQL's clock is a second ahead of this one: the job runs on a day that has not begun here.
    office.setTime(new Date('2026-12-31T15:59:59Z'))
    const { registerModule } = await import('./index.ts')
    const job = registerModule(office.services).jobs!['register.reachDay']!
    await job({ day: '2027-01-01' }, { log: office.services.log, attempt: 1 })
    office.setTime(new Date('2026-12-31T16:00:05Z'))
    const later = await office.person(ALL, { regionCode: CITY })
    const reached = (await later('GET', `/api/register/units/${id}`)).json()
    expect(reached).toMatchObject({ sizeClass: 'large', version: 5 })
    office.setTime(new Date('2026-11-21T02:00:00Z'))
    expect((await change('2023-12-31', 5, { sizeClass: 'micro' })).json().code).toBe('REGISTER_BEFORE_ENTRY')
    expect((await change('2025-01-01', 5, { name: '株洲新瓷有限公司' })).json().code).toBe(
      'REGISTER_NOTHING_CHANGED',
    )
    expect((await change('2025-01-01', 4, { name: '旧页面' })).json().code).toBe('REGISTER_UNIT_CHANGED')
  })

  it('should let one of two simultaneous editors win and tell the other', async () => {
    const [id] = await office.system(context => importUnits(context, [unit(71)]))
    const edit = (name: string) =>
      city('PATCH', `/api/register/units/${id}`, {
        validFrom: '2026-01-01',
        version: 1,
        note: '更名',
        changes: { name },
      })
    const replies = await Promise.all([edit('甲有限公司'), edit('乙有限公司')])
    expect(replies.map(reply => reply.statusCode).sort()).toEqual([200, 409])
  })

  it('should take a unit out with a reason, keep it findable, and withdraw the exit', async () => {
    const [id] = await office.system(context => importUnits(context, [unit(72)]))
    const url = `/api/register/units/${id}/exit`
    const early = await city('POST', url, { exitedOn: '2023-01-01', reason: 2, note: '停业', version: 1 })
    expect(early.json().code).toBe('REGISTER_BEFORE_ENTRY')
    expect(
      (await city('POST', url, { exitedOn: '2026-10-01', reason: 3, note: '破产清算', version: 1 }))
        .statusCode,
    ).toBe(200)
    const changed = await city('PATCH', `/api/register/units/${id}`, {
      validFrom: '2026-01-01',
      version: 2,
      note: '更名',
      changes: { name: '丙' },
    })
    expect(changed.json().code).toBe('REGISTER_UNIT_EXITED')
    expect((await list(city, 'search=陶瓷72')).total).toBe(0)
    expect((await list(city, 'search=陶瓷72&state=exited')).total).toBe(1)
    expect((await city('DELETE', url, { note: '误操作退库', version: 2 })).statusCode).toBe(200)
    expect((await city('DELETE', url, { note: '误操作退库', version: 3 })).json().code).toBe(
      'REGISTER_UNIT_NOT_EXITED',
    )
    expect((await page(id!)).events.map((event: { kind: string }) => event.kind)).toEqual([
      'reinstated',
      'exited',
      'entered',
    ])
  })

  it('should correct codes with a note', async () => {
    const [id] = await office.system(context => importUnits(context, [unit(73)]))
    const put = (code: string | null, version: number) =>
      city('PUT', `/api/register/units/${id}/codes`, {
        creditCode: code,
        localCode: null,
        note: '执照更正',
        version,
      })
    expect((await put(creditCode(1), 1)).json().code).toBe('REGISTER_CREDIT_CODE_TAKEN')
    expect((await put(null, 1)).json().code).toBe('REGISTER_CODE_MISSING')
    expect((await put(creditCode(74), 1)).json()).toEqual({ version: 2 })
    expect((await page(id!)).creditCode).toBe(creditCode(74))
  })

  it('should audit reading and export of units', async () => {
    const before = await auditCount()
    await reader('GET', `/api/register/units/${ids[0]}`)
    await list(reader, 'search=陶瓷')
    await reader('GET', '/api/register/export?format=xlsx')
    expect(await auditCount()).toBe(before + 3)
  })
  const auditCount = async () =>
    Number(
      (
        await office.services.database.db
          .selectFrom('audit.event')
          .select(({ fn }) => fn.countAll<string>().as('n'))
          .where('action', 'in', ['register.unit.read', 'register.unit.list', 'register.unit.export'])
          .executeTakeFirstOrThrow()
      ).n,
    )

  it('should export text that no spreadsheet runs, as CSV and as Excel', async () => {
    const name = '=HYPERLINK("http://x","y")'
    await office.system(context =>
      importUnits(context, [unit(80, { name, attributes: { address: '@SUM(1)', telephone: '-12' } })]),
    )
    const csv = await city('GET', '/api/register/export?search=HYPERLINK')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body.startsWith('\uFEFF统一社会信用代码,')).toBe(true)
    expect(csv.body).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
    expect(csv.body).toContain("'@SUM(1)")
    expect(csv.body).toContain(',-12,')
    const { Workbook } = await import('@cj-tech-master/excelts')
    const reply = await city('GET', '/api/register/export?search=HYPERLINK&format=xlsx')
    const book = new Workbook()
    await book.xlsx.load(reply.rawPayload)
    const row = book.worksheets[0]!.getRow(2)
    expect(row.getCell(1).value).toBe(creditCode(80))
    expect(row.getCell(3).value).toBe(name)
    expect(row.getCell(3).type).not.toBe(6)
  })

  it('should serve the classification as a tree and refuse a broken one whole', async () => {
    const tree = async (query: string) =>
      (await reader('GET', `/api/register/industries${query}`)).json().items
    expect((await tree('')).map((item: { code: string }) => item.code)).toContain('C')
    expect((await tree('?parent=C')).every((item: { level: number }) => item.level === 2)).toBe(true)
    expect((await tree('?search=3712'))[0]).toMatchObject({ code: '3712', children: false })
    expect((await reader('GET', '/api/register/industries?parent=37122')).statusCode).toBe(400)
    expect((await reader('GET', '/api/register/register-types')).json().items.length).toBeGreaterThan(10)
    expect((await office.app.inject({ url: '/api/register/industries' })).statusCode).toBe(401)
    expect((await office.app.inject({ url: '/api/register/register-types' })).statusCode).toBe(401)
  })
})
