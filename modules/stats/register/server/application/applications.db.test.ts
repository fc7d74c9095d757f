import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import type { ApplicationPage, ApplicationRow } from '../../contract.ts'
import {
  CITY,
  creditCode,
  HETANG,
  HETANG_VILLAGE,
  LUSONG,
  multipart,
  type Office,
  openOffice,
} from '../../testing/office.ts'
import { freezeFrame, holdApprovals, importUnits } from '../index.ts'

const COUNTY = ['register.unit.read', 'register.application.propose']
const DECIDER = ['register.unit.read', 'register.application.decide']
const LUSONG_VILLAGE = '430203001001'

const newUnit = (n: number, more: object = {}) => ({
  creditCode: creditCode(n),
  kind: 'legal',
  name: `荷塘新材料${n}有限公司`,
  regionCode: HETANG_VILLAGE,
  industryCode: '3071',
  registerType: '112',
  sizeClass: 'small',
  aboveThreshold: true,
  attributes: { telephone: '0731-1234567' },
  ...more,
})

const standing = (n: number, regionCode = HETANG_VILLAGE) => ({
  ...newUnit(n),
  name: `株洲陶瓷${n}有限公司`,
  kind: 'legal' as const,
  sizeClass: 'small' as const,
  regionCode,
  creditCode: creditCode(n, regionCode.slice(0, 6)),
  validFrom: '2024-01-01',
})

describe('applications to enter, change and leave the register', () => {
  let office: Office
  let county: Caller
  let lusong: Caller
  let city: Caller
  let both: Caller
  let reader: Caller
  let nobody: Caller
  let ids: readonly number[]

  beforeAll(async () => {
    office = await openOffice(new Date('2026-11-27T02:00:00Z'))
    county = await office.person(COUNTY, { regionCode: HETANG })
    lusong = await office.person(COUNTY, { regionCode: LUSONG })
    city = await office.person(DECIDER, { regionCode: CITY })
    both = await office.person([...COUNTY, ...DECIDER], { regionCode: CITY })
    reader = await office.person(['register.unit.read'], { regionCode: CITY })
    nobody = await office.person(['catalog.form.read'], { regionCode: CITY })
    ids = await office.system(context =>
      importUnits(context, [...[1, 2, 3, 4, 5, 6, 7].map(n => standing(n)), standing(8, LUSONG_VILLAGE)]),
    )
  })
  afterAll(() => office.close())

  const pdf = Buffer.from('%PDF-1.7 营业执照')
  const upload = async (who: Caller, bytes = pdf, name = '营业执照.pdf') => {
    const { payload, headers } = multipart({ name, bytes })
    return who('POST', '/api/register/papers', payload, headers)
  }
  const paper = async (who: Caller): Promise<number> => (await upload(who)).json().fileId

  let keys = 0
  const propose = async (who: Caller, body: object) => {
    keys += 1
    const whole = { month: '2026-M12', note: '本月申报', papers: [await paper(who)], ...body }
    return who('POST', '/api/register/applications', whole, { 'idempotency-key': `proposal-${keys}` })
  }
  const proposed = async (who: Caller, body: object): Promise<number> => {
    const reply = await propose(who, body)
    expect([reply.statusCode, reply.body]).toEqual([200, expect.stringContaining('applicationId')])
    return reply.json().applicationId
  }
  const approve = (who: Caller, ...applicationIds: number[]) =>
    who('POST', '/api/register/applications/approve', {
      applications: applicationIds.map(applicationId => ({ applicationId, effectiveOn: '2026-12-01' })),
    })
  const outcome = async (reply: ReturnType<typeof approve>) => {
    const { settled, refused } = (await reply).json() as { settled: number; refused: { code: string }[] }
    return [settled, refused.map(one => one.code)]
  }
  const page = async (who: Caller, id: number) =>
    (await who('GET', `/api/register/applications/${id}`)).json() as ApplicationPage
  const list = async (who: Caller, query = '') =>
    (await who('GET', `/api/register/applications?${query}`)).json() as {
      total: number
      items: ApplicationRow[]
    }
  const unitPage = async (id: number) => (await city('GET', `/api/register/units/${id}`)).json()

  it('should refuse strangers, the unpermitted, malformed requests and what is out of scope on every route', async () => {
    const id = await proposed(county, {
      kind: 'change',
      unitId: ids[6],
      changes: { name: '株洲七号陶瓷公司' },
    })
    const body = { month: '2026-M12', note: '申报', papers: [], kind: 'exit', unitId: ids[7], reason: 2 }
    const key = { 'idempotency-key': 'some-key-of-mine' }
    const file = (await page(county, id)).papers[0]?.fileId
    const routes: [Parameters<Caller>[0], string, unknown, unknown][] = [
      ['GET', '/api/register/applications', undefined, '?page=0'],
      ['GET', '/api/register/application-counts', undefined, '?kind=x'],
      ['GET', `/api/register/applications/${id}`, undefined, 'x'],
      ['GET', `/api/register/applications/${id}/papers/${file}`, undefined, 'x'],
      ['POST', '/api/register/applications', body, { ...body, reason: 10 }],
      ['POST', '/api/register/applications', body, { ...body, note: '   ' }],
      ['POST', `/api/register/applications/${id}/withdraw`, undefined, undefined],
      ['POST', '/api/register/applications/approve', { applications: [] }, { applications: [] }],
      [
        'POST',
        '/api/register/applications/refuse',
        { applicationIds: [id], reason: '' },
        { applicationIds: [id], reason: ' \t 否' },
      ],
    ]
    for (const [method, url, good, bad] of routes) {
      const bare = await office.app.inject({ method, url })
      expect([url, bare.statusCode]).toEqual([url, 401])
      expect([url, (await nobody(method, url, good, key)).statusCode]).toEqual([url, 403])
      if (bad === undefined) continue
      const wrong = typeof bad === 'string' ? both(method, url + bad) : both(method, url, bad, key)
      expect([url, (await wrong).statusCode, (await wrong).json().code]).toEqual([
        url,
        400,
        'REQUEST_MALFORMED',
      ])
      if (url.includes(`/${id}`)) {
        expect([url, (await lusong(method, url, good)).statusCode]).toEqual([url, 404])
      }
    }
    expect((await lusong('POST', `/api/register/applications/${id}/withdraw`)).statusCode).toBe(404)
    expect((await reader('POST', '/api/register/applications', body, key)).statusCode).toBe(403)
    expect((await county('POST', '/api/register/applications', body, key)).json().code).toBe('NOT_FOUND')
    expect((await county('POST', `/api/register/applications/${id}/withdraw`)).statusCode).toBe(200)
  })

  it('should enter a unit once the city approves, and tell the proposer', async () => {
    const id = await proposed(county, { kind: 'entry', unit: newUnit(20) })
    expect((await list(city, 'state=proposed&month=2026-M12')).items.map(one => one.applicationId)).toContain(
      id,
    )
    const before = await page(city, id)
    expect(before).toMatchObject({
      state: 'proposed',
      effectiveOn: '2026-12-01',
      now: null,
      obstacle: null,
      may: { decide: true, withdraw: false, again: false },
      after: { name: '荷塘新材料20有限公司', industryCode: '3071' },
    })
    expect(before.names['3071']).toBeTruthy()
    expect(await outcome(approve(city, id))).toEqual([1, []])
    const { unitId, state, decidedBy } = await page(county, id)
    expect([state, decidedBy !== null]).toEqual(['approved', true])
    expect(await unitPage(unitId!)).toMatchObject({
      creditCode: creditCode(20),
      validFrom: '2026-12-01',
      attributes: { telephone: '0731-1234567' },
      events: [{ kind: 'entered', on: '2026-12-01', note: '本月申报' }],
    })
    const inbox = (await county('GET', '/api/inbox')).json() as { items: { link: string }[] }
    expect(inbox.items[0]?.link).toBe(`/register/applications/${id}`)
    expect(await outcome(approve(city, id))).toEqual([0, ['REGISTER_APPLICATION_STATE']])
  })

  it('should change and take out units from the effective day, and show their applications', async () => {
    const change = await proposed(county, {
      kind: 'change',
      unitId: ids[0],
      changes: { sizeClass: 'medium', industryCode: '3071', attributes: { telephone: '1' } },
    })
    expect((await list(city, `unit=${ids[0]}`)).items[0]?.fields.sort()).toEqual(['sizeClass', 'telephone'])
    const exit = await proposed(county, { kind: 'exit', unitId: ids[1], reason: 3 })
    expect(await outcome(approve(city, change, exit))).toEqual([2, []])
    const changed = await unitPage(ids[0]!)
    expect(changed.sizeClass).toBe('small')
    expect(changed.history.at(-1)).toMatchObject({ validFrom: '2026-12-01', sizeClass: 'medium' })
    expect(await unitPage(ids[1]!)).toMatchObject({ exitedOn: '2026-12-01', exitReason: 3 })
    const settled = await page(county, change)
    expect([settled.now?.sizeClass, settled.after.sizeClass]).toEqual(['small', 'medium'])
  })

  it('should keep what is refused, with the reason, and what is withdrawn', async () => {
    const refused = await proposed(county, { kind: 'exit', unitId: ids[2], reason: 2 })
    const reason = '材料不全，请补充注销通知书'
    const reply = await city('POST', '/api/register/applications/refuse', {
      applicationIds: [refused],
      reason,
    })
    expect(reply.json()).toEqual({ settled: 1, refused: [] })
    expect(await page(county, refused)).toMatchObject({
      state: 'refused',
      decisionNote: reason,
      may: { again: true },
    })
    const colleague = await office.person(COUNTY, { regionCode: HETANG })
    expect((await page(colleague, refused)).may.again).toBe(false)
    const again = await proposed(county, { kind: 'exit', unitId: ids[2], reason: 2 })
    expect((await county('POST', `/api/register/applications/${again}/withdraw`)).statusCode).toBe(200)
    expect((await list(county, `unit=${ids[2]}`)).items.map(one => one.state)).toEqual([
      'withdrawn',
      'refused',
    ])
    expect((await unitPage(ids[2]!)).exitedOn).toBeNull()
  })

  it('should let nobody decide on their own application, nor withdraw that of another', async () => {
    const own = await proposed(both, { kind: 'exit', unitId: ids[2], reason: 2 })
    expect(await outcome(approve(both, own))).toEqual([0, ['REGISTER_APPLICATION_OWN']])
    const other = await county('POST', `/api/register/applications/${own}/withdraw`)
    expect(other.json().code).toBe('REGISTER_APPLICATION_NOT_OWN')
    expect((await both('POST', `/api/register/applications/${own}/withdraw`)).statusCode).toBe(200)
  })

  it('should refuse a second application for a unit, and a code of the register or of another application', async () => {
    const first = await proposed(county, { kind: 'exit', unitId: ids[3], reason: 2 })
    const second = await propose(county, { kind: 'change', unitId: ids[3], changes: { sizeClass: 'large' } })
    expect([second.statusCode, second.json().code]).toEqual([409, 'REGISTER_APPLICATION_UNIT_OPEN'])
    await county('POST', `/api/register/applications/${first}/withdraw`)
    const taken = await propose(county, { kind: 'entry', unit: newUnit(1) })
    expect(taken.json().code).toBe('REGISTER_CREDIT_CODE_TAKEN')
    await proposed(county, { kind: 'entry', unit: newUnit(21) })
    const twin = await propose(lusong, { kind: 'entry', unit: newUnit(21, { regionCode: LUSONG_VILLAGE }) })
    expect([twin.statusCode, twin.json().code]).toEqual([409, 'REGISTER_APPLICATION_CODE_OPEN'])
  })

  it('should keep a local code as the register does, so that no two look alike', async () => {
    const own = (localCode: string) => newUnit(33, { creditCode: null, localCode })
    const id = await proposed(county, { kind: 'entry', unit: own('Ｈ－0\u200B33') })
    expect((await page(county, id)).localCode).toBe('H-033')
    const twin = await propose(county, { kind: 'entry', unit: own('H-033') })
    expect(twin.json().code).toBe('REGISTER_APPLICATION_CODE_OPEN')
    const blank = await propose(county, { kind: 'entry', unit: own('\u200B') })
    expect(blank.json().code).toBe('REGISTER_CODE_MISSING')
  })

  it('should refuse units and regions out of reach, months that are closed and what changes nothing', async () => {
    const codeOf = async (body: object) => (await propose(county, body)).json().code
    expect(await codeOf({ kind: 'exit', unitId: ids[7], reason: 1 })).toBe('NOT_FOUND')
    const away = newUnit(22, { regionCode: LUSONG_VILLAGE })
    expect(await codeOf({ kind: 'entry', unit: away })).toBe('REGISTER_REGION_OUTSIDE')
    const moving = { kind: 'change', unitId: ids[3], changes: { regionCode: LUSONG_VILLAGE } }
    expect(await codeOf(moving)).toBe('REGISTER_REGION_OUTSIDE')
    expect(await codeOf({ kind: 'entry', unit: newUnit(22), month: '2026-M08' })).toBe(
      'REGISTER_APPLICATION_MONTH',
    )
    expect(await codeOf({ kind: 'entry', unit: newUnit(22), month: '2027-M09' })).toBe(
      'REGISTER_APPLICATION_MONTH',
    )
    expect(await codeOf({ kind: 'entry', unit: newUnit(22), month: '0954-M11' })).toBe('REQUEST_MALFORMED')
    const same = { kind: 'change', unitId: ids[3], changes: { sizeClass: 'small' } }
    expect(await codeOf(same)).toBe('REGISTER_NOTHING_CHANGED')
    const bad = newUnit(22, { creditCode: `${creditCode(22).slice(0, 17)}!` })
    expect(await codeOf({ kind: 'entry', unit: bad })).toBe('REGISTER_CREDIT_CODE_CHARACTER')
  })

  it('should refuse an approval where the unit has changed since, and say which fields', async () => {
    const id = await proposed(county, { kind: 'change', unitId: ids[4], changes: { sizeClass: 'medium' } })
    const editor = await office.person(['register.unit.edit'], { regionCode: CITY })
    const edited = { validFrom: '2026-11-01', note: '核实', version: 1, changes: { sizeClass: 'micro' } }
    expect((await editor('PATCH', `/api/register/units/${ids[4]}`, edited)).statusCode).toBe(200)
    const seen = await page(city, id)
    expect([seen.moved, seen.obstacle?.code]).toEqual([['sizeClass'], 'REGISTER_APPLICATION_UNIT_MOVED'])
    expect(seen.obstacle?.message).toEqual({
      'zh-CN': expect.stringContaining('“单位规模”'),
      en: expect.stringMatching(/^Size /),
    })
    expect(await outcome(approve(city, id))).toEqual([0, ['REGISTER_APPLICATION_UNIT_MOVED']])
    const entry = await proposed(county, { kind: 'entry', unit: newUnit(23) })
    await office.system(context => importUnits(context, [{ ...standing(23), validFrom: '2026-11-01' }]))
    expect(await outcome(approve(city, entry))).toEqual([0, ['REGISTER_CREDIT_CODE_TAKEN']])
    const exit = await proposed(county, { kind: 'exit', unitId: ids[5], reason: 8 })
    const left = { exitedOn: '2026-11-01', reason: 2, note: '已停业', version: 1 }
    expect((await editor('POST', `/api/register/units/${ids[5]}/exit`, left)).statusCode).toBe(200)
    expect(await outcome(approve(city, exit))).toEqual([0, ['REGISTER_UNIT_EXITED']])
  })

  it('should approve the others of a selection beside one that is refused', async () => {
    const [good, bad] = [
      await proposed(county, { kind: 'entry', unit: newUnit(24) }),
      await proposed(county, { kind: 'entry', unit: newUnit(25) }),
    ]
    await office.system(context => importUnits(context, [{ ...standing(25), validFrom: '2026-11-01' }]))
    expect(await outcome(approve(city, bad, good, 999_999))).toEqual([
      1,
      ['REGISTER_CREDIT_CODE_TAKEN', 'NOT_FOUND'],
    ])
    expect((await page(city, bad)).state).toBe('proposed')
  })

  it('should take papers by what they are, and give them out as downloads', async () => {
    const empty = await upload(county, Buffer.alloc(0))
    expect([empty.statusCode, empty.json().code]).toEqual([422, 'REGISTER_PAPER_EMPTY'])
    const page_ = await upload(county, Buffer.from('<html><script>alert(1)</script>'), '证明.pdf')
    expect([page_.statusCode, page_.json().code]).toEqual([422, 'REGISTER_PAPER_TYPE'])
    const large = await upload(county, Buffer.concat([pdf, Buffer.alloc(10 * 1_048_576)]))
    expect([large.statusCode, large.json().code]).toEqual([413, 'REGISTER_FILE_TOO_LARGE'])
    expect((await upload(reader)).statusCode).toBe(403)
    const none = await propose(county, { kind: 'exit', unitId: ids[3], reason: 2, papers: [] })
    expect(none.json().code).toBe('REGISTER_APPLICATION_PAPERS_NEEDED')
    const foreign = await propose(county, {
      kind: 'exit',
      unitId: ids[3],
      reason: 2,
      papers: [await paper(lusong)],
    })
    expect(foreign.json().code).toBe('REGISTER_APPLICATION_PAPER_UNKNOWN')
    const phone = { kind: 'change', unitId: ids[3], changes: { attributes: { telephone: '2' } }, papers: [] }
    await proposed(county, phone)
    const id = await proposed(county, { kind: 'entry', unit: newUnit(26) })
    const { fileId } = (await page(city, id)).papers[0]!
    const given = await city('GET', `/api/register/applications/${id}/papers/${fileId}`)
    expect(given.rawPayload.equals(pdf)).toBe(true)
    expect(given.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('营业执照.pdf')}`,
      'x-content-type-options': 'nosniff',
    })
    const reused = await propose(county, { kind: 'entry', unit: newUnit(27), papers: [fileId] })
    expect(reused.json().code).toBe('REGISTER_APPLICATION_PAPER_UNKNOWN')
    expect((await city('GET', `/api/register/applications/${id}/papers/${fileId + 100}`)).statusCode).toBe(
      404,
    )
  })

  it('should hold from the month after a frame that was frozen since, once the approver has seen it', async () => {
    const id = await proposed(county, { kind: 'entry', unit: newUnit(28), month: '2026-M11' })
    await office.system(context => freezeFrame(context, '2026-11-27'))
    const stale = await city('POST', '/api/register/applications/approve', {
      applications: [{ applicationId: id, effectiveOn: '2026-11-01' }],
    })
    expect(stale.json().refused[0].code).toBe('REGISTER_APPLICATION_EFFECTIVE_MOVED')
    expect((await page(city, id)).effectiveOn).toBe('2026-12-01')
    expect(await outcome(approve(city, id))).toEqual([1, []])
    const months = (await county('GET', '/api/register/application-months')).json()
    expect(months.items.map((one: { month: string }) => one.month)).toEqual(['2026-M12', '2027-M01'])
    const late = await propose(county, { kind: 'entry', unit: newUnit(29), month: '2026-M11' })
    expect(late.json()).toMatchObject({
      code: 'REGISTER_APPLICATION_MONTH',
      message: { 'zh-CN': expect.stringContaining('2026年11月'), en: expect.not.stringContaining('M11') },
    })
  })

  it('should not tell a reader of less that an approval would be refused for what the city may approve', async () => {
    const wide = await office.person([...COUNTY], { regionCode: CITY })
    const changes = { regionCode: LUSONG_VILLAGE }
    const id = await proposed(wide, { kind: 'change', unitId: ids[6], changes })
    expect((await page(county, id)).obstacle).toBeNull()
    const local = await office.person(DECIDER, { regionCode: HETANG })
    expect((await page(local, id)).obstacle?.code).toBe('REGISTER_REGION_OUTSIDE')
    expect((await page(city, id)).obstacle).toBeNull()
    expect((await wide('POST', `/api/register/applications/${id}/withdraw`)).statusCode).toBe(200)
  })

  /** Waits until a transaction waits for a lock, or for `other` to end without ever having waited. */
  const untilItWaits = async (other: Promise<unknown>) => {
    let ended = false
    void other.finally(() => {
      ended = true
    })
    while (!ended) {
      const { rows } = await office.services.database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows.length > 0) return
      await setTimeout(20)
    }
  }

  it('should not approve beside a frame that is being drawn', async () => {
    const id = await proposed(county, { kind: 'entry', unit: newUnit(30), month: '2026-M12' })
    let approval: ReturnType<typeof approve> | undefined
    await office.system(async context => {
      await holdApprovals(context)
      approval = approve(city, id)
      await untilItWaits(approval)
      await freezeFrame(context, '2026-12-05')
    })
    expect(await outcome(approval!)).toEqual([0, ['REGISTER_APPLICATION_EFFECTIVE_MOVED']])
    expect(await page(city, id)).toMatchObject({ state: 'proposed', effectiveOn: '2027-01-01' })
  })

  it('should approve the others beside one whose code is taken in that very moment', async () => {
    const month = { month: '2027-M01' }
    const late = await proposed(county, { kind: 'entry', unit: newUnit(31), ...month })
    const good = await proposed(county, { kind: 'entry', unit: newUnit(32), ...month })
    let approval: ReturnType<typeof approve> | undefined
    await office.system(async context => {
      await importUnits(context, [{ ...standing(31), validFrom: '2026-11-01' }])
      approval = city('POST', '/api/register/applications/approve', {
        applications: [late, good].map(applicationId => ({ applicationId, effectiveOn: '2027-01-01' })),
      })
      await untilItWaits(approval)
    })
    expect(await outcome(approval!)).toEqual([1, ['REGISTER_CREDIT_CODE_TAKEN']])
    expect([(await page(city, late)).state, (await page(city, good)).state]).toEqual(['proposed', 'approved'])
  })

  it('should count by month and state, within the reach', async () => {
    const counts = async (who: Caller) =>
      (await who('GET', '/api/register/application-counts')).json().items as {
        state: string
        count: number
      }[]
    expect(await counts(lusong)).toEqual([])
    const waiting = (await counts(city)).filter(one => one.state === 'proposed')
    const { total } = await list(city, 'state=proposed')
    expect(waiting.reduce((sum, one) => sum + one.count, 0)).toBe(total)
    expect((await list(county, 'search=htxcl&kind=entry')).total).toBeGreaterThan(0)
    const counted = async (query: string) =>
      (
        (await city('GET', `/api/register/application-counts?${query}`)).json().items as { count: number }[]
      ).reduce((sum, one) => sum + one.count, 0)
    for (const query of ['kind=entry', 'search=htxcl', 'kind=exit&search=zztc']) {
      expect([query, await counted(query)]).toEqual([query, (await list(city, query)).total])
    }
  })
})
