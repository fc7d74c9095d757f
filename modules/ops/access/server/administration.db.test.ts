import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VERSION } from '#apps/server/compose.ts'
import { ensureRoles, ROLES } from '#apps/server/roles.ts'
import { ensureSearchTexts } from '#apps/server/search-texts.ts'
import { NATION } from '#kernel/contract/index.ts'
import { writeTransaction } from '#kernel/db/tx.ts'
import { bootstrapAdministrators } from '#kernel/identity/bootstrap.ts'
import { importCommittedRegions } from '#kernel/org/import-regions.ts'
import { addAccount, Browser, PASSWORD, someone } from '#tests/support/people.ts'
import { type Caller, startTestServer, type TestServer } from '#tests/support/server.ts'

const COUNTY = '430211000000'

let server: TestServer
let system: Caller
let security: Caller
let auditor: Caller
let outsider: Caller

beforeAll(async () => {
  server = await startTestServer()
  const { db } = server.services.database
  await ensureRoles(db)
  await writeTransaction(db, tx => importCommittedRegions(tx))
  await sql`insert into register.unit (unit_id, name, pinyin, kind, credit_code, region_code, valid_from) values
    (1, '演示一厂', 'ysyc yanshiyichang', 'legal', '91430200MA00000011', '430211001001', '2020-01-01'),
    (2, '演示二厂', 'ysec yanshierchang', 'legal', '91430200MA00000022', '430212001001', '2020-01-01'),
    (3, '演示村', '', 'village', null, '430211001001', '2020-01-01')`.execute(db)
  system = await someone(server, { role: 'system-administrator', regionCode: NATION })
  security = await someone(server, { role: 'security-administrator', regionCode: NATION })
  auditor = await someone(server, { role: 'audit-administrator', regionCode: NATION })
  outsider = await someone(server, { role: 'county-statistician', regionCode: COUNTY })
})
afterAll(() => server.close())

const ADMINISTRATION = [
  ['GET', '/api/accounts', undefined],
  [
    'POST',
    '/api/accounts',
    { signInName: 'newname', displayName: '新人', organisationId: null, phone: null },
  ],
  ['POST', '/api/accounts/enterprises', { unitIds: [1] }],
  ['GET', '/api/accounts/enterprises/candidates', undefined],
  ['POST', '/api/accounts/1/disable', undefined],
  ['POST', '/api/accounts/1/enable', undefined],
  ['POST', '/api/accounts/1/unlock', undefined],
  ['POST', '/api/accounts/1/password-reset', undefined],
  ['POST', '/api/accounts/1/second-factor-reset', undefined],
  ['GET', '/api/settings', undefined],
  ['PUT', '/api/settings/demonstration', { value: true }],
  ['GET', '/api/organisations', undefined],
  ['POST', '/api/organisations', { parentId: null, name: 'x', kind: 'bureau', regionCode: COUNTY }],
  ['PUT', '/api/organisations/1', { parentId: null, name: 'x', kind: 'bureau', regionCode: COUNTY }],
  ['DELETE', '/api/organisations/1', undefined],
  ['GET', '/api/roles', undefined],
  ['POST', '/api/roles', { code: 'own-role', name: { 'zh-CN': '自', en: 'own' }, permissions: [] }],
  ['PUT', '/api/roles/own-role', { name: { 'zh-CN': '自', en: 'own' }, permissions: [] }],
  ['DELETE', '/api/roles/own-role', undefined],
  ['GET', '/api/grants', undefined],
  ['POST', '/api/accounts/1/grants', { role: 'leader', regionCode: COUNTY, unitId: null, subjects: null }],
  ['DELETE', '/api/grants/1', undefined],
  ['GET', '/api/audit', undefined],
  ['GET', '/api/audit/export', undefined],
  ['POST', '/api/audit/verification', undefined],
] as const

describe('every administrators’ route', () => {
  it.each(ADMINISTRATION)(
    'should answer 401 and 403 to %s %s without session or permission',
    async (method, url, body) => {
      const payload = body === undefined ? {} : { payload: body }
      const stranger = await server.app.inject({ method, url, ...payload })
      expect(stranger.statusCode).toBe(401)
      const other = await outsider(method, url, body)
      expect(other.statusCode).toBe(403)
      expect(other.json().code).toBe('PERMISSION_DENIED')
    },
  )

  it.each([
    ['GET', '/api/accounts?pageSize=1000', undefined, () => system],
    [
      'POST',
      '/api/accounts',
      { signInName: 'a b', displayName: '新人', organisationId: null, phone: null },
      () => system,
    ],
    ['POST', '/api/accounts/enterprises', { unitIds: [] }, () => system],
    ['POST', '/api/accounts/x/disable', undefined, () => system],
    ['PUT', '/api/settings/demonstration', { value: { deep: 1 } }, () => system],
    ['PUT', '/api/settings/demonstration', { value: 'yes' }, () => system],
    ['POST', '/api/organisations', { name: 'x' }, () => system],
    ['POST', '/api/roles', { code: 'X!', name: {}, permissions: [] }, () => security],
    ['POST', '/api/accounts/1/grants', { role: 'leader' }, () => security],
    ['GET', '/api/audit?from=yesterday', undefined, () => auditor],
    ['GET', '/api/regions/43', undefined, () => outsider],
    ['GET', '/api/regions?parent=x', undefined, () => outsider],
    ['GET', '/api/region-links', undefined, () => outsider],
  ] as const)('should answer 400 to %s %s when it is malformed', async (method, url, body, who) => {
    expect((await who()(method, url, body)).statusCode).toBe(400)
  })

  it.each([
    ['POST', '/api/accounts/999999/disable', undefined, () => system],
    ['POST', '/api/accounts/999999/password-reset', undefined, () => system],
    ['PUT', '/api/settings/nothing.such', { value: true }, () => system],
    ['DELETE', '/api/organisations/999999', undefined, () => system],
    [
      'PUT',
      '/api/roles/no-such-role',
      { name: { 'zh-CN': '无', en: 'none' }, permissions: [] },
      () => security,
    ],
    ['DELETE', '/api/roles/no-such-role', undefined, () => security],
    ['DELETE', '/api/grants/999999', undefined, () => security],
    [
      'POST',
      '/api/accounts/999999/grants',
      { role: 'leader', regionCode: COUNTY, unitId: null, subjects: null },
      () => security,
    ],
    ['GET', '/api/regions/999999999999', undefined, () => outsider],
  ] as const)('should answer 404 to %s %s when it is not there', async (method, url, body, who) => {
    const reply = await who()(method, url, body)
    expect(reply.statusCode).toBe(404)
    expect(reply.json().code).toBe('NOT_FOUND')
  })
})

describe('accounts', () => {
  it('should open with a password told once that must be changed', async () => {
    const made = await system('POST', '/api/accounts', {
      signInName: 'zhang.san',
      displayName: '张三',
      organisationId: null,
      phone: '0731-1234567',
    })
    expect(made.statusCode).toBe(200)
    const { password } = made.json()
    const one = new Browser(server)
    const signedIn = await one.signIn('zhang.san', password)
    expect(signedIn.json()).toMatchObject({ mustChangePassword: true, ready: false })
    const again = await system('POST', '/api/accounts', {
      signInName: 'ZHANG.SAN',
      displayName: '张三',
      organisationId: null,
      phone: null,
    })
    expect(again.json().code).toBe('IDENTITY_NAME_TAKEN')
    const log = await sql<{ detail: string }>`select detail::text as detail from audit.event`.execute(
      server.services.database.db,
    )
    expect(log.rows.some(row => row.detail.includes(password))).toBe(false)
  })

  it('should be opened in bulk for units of the register, and skip what cannot have one', async () => {
    const candidates = await system('GET', '/api/accounts/enterprises/candidates?search=ysyc')
    expect(candidates.json()).toMatchObject({ total: 1, items: [{ unitId: 1 }] })
    const made = await system('POST', '/api/accounts/enterprises', { unitIds: [1, 3, 77] })
    expect(made.json().created).toMatchObject([{ signInName: '91430200MA00000011' }])
    expect(made.json().skipped).toEqual([
      { unitId: 3, reason: 'noCode' },
      { unitId: 77, reason: 'unknown' },
    ])
    const again = await system('POST', '/api/accounts/enterprises', { unitIds: [1] })
    expect(again.json()).toEqual({ created: [], skipped: [{ unitId: 1, reason: 'exists' }] })
    const one = new Browser(server)
    expect((await one.signIn('91430200MA00000011', made.json().created[0].password)).json()).toMatchObject({
      kind: 'enterprise',
      unitName: '演示一厂',
    })
  })

  it('should lose every session when disabled, and its lock when unlocked', async () => {
    const person = await addAccount(server)
    const caller = await server.as(person.id)
    expect((await system('POST', `/api/accounts/${person.id}/disable`)).statusCode).toBe(200)
    expect((await caller('GET', '/api/inbox')).statusCode).toBe(401)
    expect((await new Browser(server).signIn(person.signInName)).statusCode).toBe(401)
    await system('POST', `/api/accounts/${person.id}/enable`)
    for (let attempt = 0; attempt < 5; attempt += 1) await new Browser(server).signIn(person.signInName, 'x')
    expect((await system('GET', '/api/accounts?state=locked')).json().total).toBeGreaterThan(0)
    expect((await system('POST', `/api/accounts/${person.id}/unlock`)).statusCode).toBe(200)
    expect((await new Browser(server).signIn(person.signInName)).statusCode).toBe(200)
  })

  it('should get a new password by reset, be told of it, and not the old one back', async () => {
    const person = await addAccount(server)
    const caller = await server.as(person.id)
    const reset = await system('POST', `/api/accounts/${person.id}/password-reset`)
    expect(reset.json()).toMatchObject({ id: person.id, signInName: person.signInName })
    expect((await caller('GET', '/api/inbox')).statusCode).toBe(401)
    expect((await new Browser(server).signIn(person.signInName)).statusCode).toBe(401)
    const one = new Browser(server)
    expect((await one.signIn(person.signInName, reset.json().password)).json()).toMatchObject({
      mustChangePassword: true,
      unread: 1,
    })
    const back = await one.send('PUT', '/api/account/password', {
      current: reset.json().password,
      next: PASSWORD,
    })
    expect(back.json().code).toBe('IDENTITY_PASSWORD_REUSED')
  })

  it('should not be disabled or reset by their own holder', async () => {
    const person = await addAccount(server, {
      grants: [{ role: 'system-administrator', regionCode: NATION }],
    })
    const caller = await server.as(person.id)
    for (const verb of ['disable', 'password-reset', 'second-factor-reset']) {
      expect((await caller('POST', `/api/accounts/${person.id}/${verb}`)).json().code).toBe(
        'IDENTITY_OWN_ACCOUNT',
      )
    }
  })

  it('should be found by name, pinyin and place, and stand in the order asked for', async () => {
    const add = (signInName: string, displayName: string) =>
      system('POST', '/api/accounts', { signInName, displayName, organisationId: null, phone: null })
    for (const [name, shown] of [
      ['sort-a', '周陶瓷'],
      ['sort-b', '安陶瓷'],
      ['sort-c', '陈陶瓷'],
    ] as const)
      expect((await add(name, shown)).statusCode).toBe(200)
    const found = async (query: string, path = '/api/accounts', who = system) =>
      (await who('GET', `${path}?${query}`))
        .json()
        .items.map((one: { displayName: string }) => one.displayName)
    const search = (text: string) => found(`search=${encodeURIComponent(text)}`)
    expect(await search('ztc')).toEqual(['周陶瓷'])
    expect(await search('anTaoCi')).toEqual(['安陶瓷'])
    expect(await search('SORT-C')).toEqual(['陈陶瓷'])
    expect(await search('陶瓷')).toHaveLength(3)
    expect(await search('ysyc')).toEqual(['演示一厂'])
    expect(await search("%' or 1=1")).toEqual([])
    expect(await found('search=sort-&sort=displayName')).toEqual(['安陶瓷', '陈陶瓷', '周陶瓷'])
    expect(await found('search=sort-&sort=signInName&order=desc')).toEqual(['陈陶瓷', '安陶瓷', '周陶瓷'])
    expect(await found('search=sort-&sort=displayName&order=desc', '/api/grants', security)).toEqual([
      '周陶瓷',
      '陈陶瓷',
      '安陶瓷',
    ])
    for (const sort of ['kind', 'place']) expect(await found(`search=sort-&sort=${sort}`)).toHaveLength(3)
    expect((await system('GET', '/api/accounts?sort=passwordHash')).statusCode).toBe(400)
    expect((await security('GET', '/api/grants?order=up')).statusCode).toBe(400)
  })

  it('should be opened for a colleague beside an account of a unit, and beside none of the staff', async () => {
    const body = { signInName: 'li.si', displayName: '李四', phone: null }
    const [person, clerk] = [await addAccount(server, { unitId: 1 }), await addAccount(server)]
    const made = await system('POST', `/api/accounts/${person.id}/colleagues`, body)
    const one = new Browser(server)
    expect((await one.signIn('li.si', made.json().password)).json()).toMatchObject({
      kind: 'enterprise',
      unitName: '演示一厂',
      mustChangePassword: true,
    })
    const again = await system('POST', `/api/accounts/${person.id}/colleagues`, body)
    expect(again.json().code).toBe('IDENTITY_NAME_TAKEN')
    const beside = (id: number) =>
      system('POST', `/api/accounts/${id}/colleagues`, { ...body, signInName: 'wang.wu' })
    expect([(await beside(clerk.id)).statusCode, (await beside(999_999)).statusCode]).toEqual([404, 404])
  })

  it('should be found by pinyin, too, when they were there before it was kept', async () => {
    const { db } = server.services.database
    await sql`update identity.account set pinyin = '' where sign_in_name = 'sort-a'`.execute(db)
    const count = async () => (await system('GET', '/api/accounts?search=ztc')).json().total
    expect(await count()).toBe(0)
    await ensureSearchTexts(db)
    expect(await count()).toBe(1)
  })

  it('should be out of sight of an administrator of another county', async () => {
    const { db } = server.services.database
    const office = async (regionCode: string) =>
      (
        await db
          .insertInto('org.organisation')
          .values({ name: `统计局${regionCode}`, kind: 'bureau', region_code: regionCode, parent_id: null })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    const here = await addAccount(server, { organisationId: await office(COUNTY) })
    const there = await addAccount(server, { organisationId: await office('430212000000') })
    const county = await someone(server, { role: 'system-administrator', regionCode: COUNTY })
    const listed = (await county('GET', '/api/accounts?pageSize=500')).json().items as { id: number }[]
    expect(listed.map(item => item.id)).toContain(here.id)
    expect(listed.map(item => item.id)).not.toContain(there.id)
    expect((await county('POST', `/api/accounts/${there.id}/disable`)).statusCode).toBe(404)
    const placed = await county('POST', '/api/accounts', {
      signInName: 'county.person',
      displayName: '县区人员',
      organisationId: null,
      phone: null,
    })
    expect(placed.json().code).toBe('IDENTITY_ORGANISATION_UNKNOWN')
  })
})

describe('roles and grants', () => {
  const give = (
    who: Caller,
    id: number,
    role: string,
    regionCode: string | null = COUNTY,
    unitId: number | null = null,
  ) => who('POST', `/api/accounts/${id}/grants`, { role, regionCode, unitId, subjects: null })

  it('should take effect at the next request, given and taken back', async () => {
    const person = await addAccount(server)
    const caller = await server.as(person.id)
    expect((await caller('GET', '/api/audit')).statusCode).toBe(403)
    const given = await give(security, person.id, 'audit-administrator', NATION)
    expect((await caller('GET', '/api/audit')).statusCode).toBe(200)
    expect((await security('DELETE', `/api/grants/${given.json().id}`)).statusCode).toBe(200)
    expect((await caller('GET', '/api/audit')).statusCode).toBe(403)
  })

  it('should keep the three administrators apart from one another and from business', async () => {
    const person = await addAccount(server, {
      grants: [{ role: 'system-administrator', regionCode: NATION }],
    })
    expect((await give(security, person.id, 'audit-administrator')).json().code).toBe(
      'PERMISSION_ADMINISTRATORS_EXCLUDE',
    )
    expect((await give(security, person.id, 'leader')).json().code).toBe('PERMISSION_ADMINISTRATOR_BUSINESS')
    const leader = await addAccount(server, { grants: [{ role: 'leader', regionCode: COUNTY }] })
    expect((await give(security, leader.id, 'audit-administrator')).json().code).toBe(
      'PERMISSION_ADMINISTRATOR_BUSINESS',
    )
  })

  it('should be kept apart by the database too, whatever a program does', async () => {
    const { db } = server.services.database
    const person = await addAccount(server, {
      grants: [{ role: 'system-administrator', regionCode: NATION }],
    })
    const second = db
      .insertInto('permission.administrator')
      .values({ account_id: person.id, administrator: 'audit' })
    await expect(second.execute()).rejects.toThrow(/administrator_pkey/)
  })

  it('should never pass the exclusion when two grants arrive at the same time', async () => {
    const person = await addAccount(server)
    const replies = await Promise.all([
      give(security, person.id, 'system-administrator'),
      give(security, person.id, 'audit-administrator'),
      give(security, person.id, 'leader'),
    ])
    expect(replies.map(reply => reply.statusCode).sort()).toEqual([200, 409, 409])
  })

  it('should refuse one’s own, the same twice, and nodes that do not suit the account', async () => {
    const holder = await addAccount(server, {
      grants: [{ role: 'security-administrator', regionCode: NATION }],
    })
    const self = await server.as(holder.id)
    expect((await give(self, holder.id, 'security-administrator')).json().code).toBe('PERMISSION_OWN_GRANTS')
    const staff = await addAccount(server, { grants: [{ role: 'leader', regionCode: COUNTY }] })
    expect((await give(security, staff.id, 'leader')).json().code).toBe('PERMISSION_GRANT_TAKEN')
    expect((await give(security, staff.id, 'leader', null, 2)).json().code).toBe('PERMISSION_NODE_UNSUITABLE')
    const enterprise = await addAccount(server, { unitId: 2 })
    expect((await give(security, enterprise.id, 'reporter')).json().code).toBe('PERMISSION_NODE_UNSUITABLE')
    expect((await give(security, enterprise.id, 'reporter', null, 1)).json().code).toBe(
      'PERMISSION_NODE_UNSUITABLE',
    )
    expect((await give(security, enterprise.id, 'reporter', null, 2)).statusCode).toBe(200)
  })

  it('should not be given beyond the giver’s own region', async () => {
    const county = await someone(server, { role: 'security-administrator', regionCode: '430212000000' })
    const { db } = server.services.database
    const { id: organisationId } = await db
      .insertInto('org.organisation')
      .values({ name: '渌口区统计局', kind: 'bureau', region_code: '430212000000', parent_id: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const person = await addAccount(server, { organisationId })
    expect((await give(county, person.id, 'leader', COUNTY)).json().code).toBe('PERMISSION_BEYOND_REACH')
    expect((await give(county, person.id, 'leader', '430212001000')).statusCode).toBe(200)
  })

  it('should leave each kind of administrator at least one account', async () => {
    const fresh = await startTestServer()
    try {
      await ensureRoles(fresh.services.database.db)
      const made = await bootstrapAdministrators(fresh.services.database.db)
      expect(made.map(one => one.role)).toEqual([
        'system-administrator',
        'security-administrator',
        'audit-administrator',
      ])
      expect(await bootstrapAdministrators(fresh.services.database.db)).toEqual([])
      const ids = await fresh.services.database.db
        .selectFrom('identity.account')
        .select(['id', 'sign_in_name'])
        .execute()
      const idOf = (name: string) => ids.find(row => row.sign_in_name === name)?.id as number
      await sql`update identity.account set must_change_password = false`.execute(fresh.services.database.db)
      const admin = await fresh.as(idOf('sysadmin'))
      expect((await admin('POST', `/api/accounts/${idOf('auditadmin')}/disable`)).json().code).toBe(
        'PERMISSION_LAST_ADMINISTRATOR',
      )
      const first = new Browser(fresh)
      await sql`update identity.account set must_change_password = true`.execute(fresh.services.database.db)
      expect((await first.signIn('secadmin', made[1]?.password)).json()).toMatchObject({
        mustChangePassword: true,
      })
    } finally {
      await fresh.close()
    }
  })

  it('should be made by the office itself within the rules, and removed when nobody holds them', async () => {
    const name = { 'zh-CN': '名录员', en: 'Register clerk' }
    const make = (permissions: string[]) =>
      security('POST', '/api/roles', { code: 'register-clerk', name, permissions })
    expect((await make(['register.unit.levitate'])).json().code).toBe('PERMISSION_UNKNOWN')
    expect((await make(['access.audit.read'])).json().code).toBe('PERMISSION_ROLE_UNFIT')
    expect((await make(['register.unit.read'])).statusCode).toBe(200)
    expect((await make(['register.unit.read'])).json().code).toBe('PERMISSION_ROLE_TAKEN')
    const person = await addAccount(server, { grants: [{ role: 'register-clerk', regionCode: COUNTY }] })
    expect((await security('DELETE', '/api/roles/register-clerk')).json().code).toBe('PERMISSION_ROLE_IN_USE')
    const change = await security('PUT', '/api/roles/register-clerk', {
      name,
      permissions: ['catalog.form.read'],
    })
    expect(change.statusCode).toBe(200)
    const held = (await (await server.as(person.id))('GET', '/api/session')).json()
    expect(held.permissions).toEqual(['catalog.form.read'])
    expect((await security('PUT', '/api/roles/leader', { name, permissions: [] })).json().code).toBe(
      'PERMISSION_ROLE_BUILT_IN',
    )
  })

  it('should hold only permissions that some module declares', async () => {
    const known = ((await security('GET', '/api/roles')).json().permissions as { code: string }[]).map(
      one => one.code,
    )
    const modules = new Set(known.map(code => code.split('.')[0]))
    const named = ROLES.flatMap(role => role.permissions).filter(code =>
      modules.has(code.split('.')[0] as string),
    )
    expect(VERSION).toBeTruthy()
    expect(named.filter(code => !known.includes(code))).toEqual([])
  })

  it('should list accounts with what they hold', async () => {
    const person = await addAccount(server, {
      grants: [{ role: 'leader', regionCode: COUNTY, subjects: ['industry'] }],
    })
    const listed = await security('GET', `/api/grants?search=${person.signInName}`)
    expect(listed.json()).toMatchObject({
      total: 1,
      items: [{ grants: [{ role: 'leader', regionName: '天元区', subjects: ['industry'] }] }],
    })
  })
})

describe('organisations', () => {
  it('should stand in a tree by region, and refuse what breaks it', async () => {
    const make = (parentId: number | null, name: string, regionCode: string) =>
      system('POST', '/api/organisations', { parentId, name, kind: 'bureau', regionCode })
    const city = (await make(null, '株洲市统计局', '430200000000')).json().id as number
    const county = (await make(city, '天元区统计局', COUNTY)).json().id as number
    expect((await make(city, '天元区统计局', COUNTY)).json().code).toBe('ORG_NAME_TAKEN')
    expect((await make(county, '荷塘区统计局', '430202000000')).json().code).toBe('ORG_REGION_OUTSIDE_PARENT')
    expect((await make(null, '无处统计局', '999900000000')).json().code).toBe('ORG_REGION_UNKNOWN')
    const body = { parentId: county, name: '株洲市统计局', kind: 'bureau', regionCode: COUNTY }
    expect((await system('PUT', `/api/organisations/${city}`, body)).json().code).toBe('ORG_TREE_CYCLE')
    const shrunk = { ...body, parentId: null, regionCode: '430281000000' }
    const refused = await system('PUT', `/api/organisations/${city}`, shrunk)
    expect(refused.json()).toMatchObject({
      code: 'ORG_REGION_LEAVES_CHILDREN',
      detail: { name: '天元区统计局' },
    })
    expect((await system('DELETE', `/api/organisations/${city}`)).json().code).toBe('ORG_IN_USE')
    expect((await system('DELETE', `/api/organisations/${county}`)).statusCode).toBe(200)
    expect((await system('DELETE', `/api/organisations/${city}`)).statusCode).toBe(200)
  })
})

describe('an organisation whose people hold roles', () => {
  it('should not move out of the region of their roles, and may move when these are gone', async () => {
    const office = { parentId: null, name: '荷塘区调查队', kind: 'bureau', regionCode: '430202000000' }
    const id = (await system('POST', '/api/organisations', office)).json().id as number
    const person = await addAccount(server, { organisationId: id })
    const role = { role: 'leader', regionCode: '430202000000', unitId: null, subjects: null }
    const given = await security('POST', `/api/accounts/${person.id}/grants`, role)
    const grant = given.json().id as number
    const moved = { ...office, regionCode: COUNTY }
    const refused = await system('PUT', `/api/organisations/${id}`, moved)
    expect(refused.json()).toMatchObject({ code: 'ORG_REGION_LEAVES_GRANTS', detail: { count: 1 } })
    expect(
      (await system('PUT', `/api/organisations/${id}`, { ...office, name: '荷塘调查队' })).statusCode,
    ).toBe(200)
    expect((await security('DELETE', `/api/grants/${grant}`)).statusCode).toBe(200)
    expect((await system('PUT', `/api/organisations/${id}`, moved)).statusCode).toBe(200)
  })
})

describe('regions', () => {
  it('should be found by name, pinyin initials, full pinyin and code', async () => {
    for (const typed of ['天元', 'tyq', 'tianyuan', '430211']) {
      const found = await outsider('GET', `/api/regions?search=${encodeURIComponent(typed)}&level=county`)
      expect(found.json().regions.map((one: { code: string }) => one.code)).toContain(COUNTY)
    }
  })

  it('should be read level by level, with those above, in either edition', async () => {
    const top = (await outsider('GET', '/api/regions')).json()
    expect(top).toMatchObject({ edition: '2023', regions: [{ code: '430200000000', hasChildren: true }] })
    const counties = (await outsider('GET', '/api/regions?parent=430200000000')).json().regions
    expect(counties.length).toBeGreaterThan(8)
    const one = (await outsider('GET', '/api/regions/430211001000')).json()
    expect(one.ancestors.map((region: { code: string }) => region.code)).toEqual(['430200000000', COUNTY])
    expect(one.region.fullName).toMatch(/^天元区 /)
    const earlier = await outsider('GET', '/api/regions/430221000000?edition=2017-demo')
    expect(earlier.json().region.name).toBe('株洲县')
    expect((await outsider('GET', '/api/region-editions')).json()).toHaveLength(2)
    const links = await outsider('GET', '/api/region-links?from=2017-demo&to=2023&code=430221000000')
    expect(links.json()).toEqual([{ fromCode: '430221000000', toCode: '430212000000', kind: 'recode' }])
  })
})

describe('settings', () => {
  it('should take days as whole numbers within their bounds', async () => {
    const put = (value: unknown) => system('PUT', '/api/settings/retention.sessionDays', { value })
    expect((await put(365)).statusCode).toBe(200)
    for (const value of [179, 3_651, 200.5, '365']) {
      expect((await put(value)).json().code).toMatch(/^(SETTING_INVALID|REQUEST_MALFORMED)$/)
    }
    const listed = (await system('GET', '/api/settings')).json() as {
      key: string
      kind: string
      value: unknown
    }[]
    const found = listed.find(one => one.key === 'retention.sessionDays')
    expect(found).toMatchObject({ kind: 'number', value: 365 })
  })

  it('should be changed by the system administrator, at once and with an audit row', async () => {
    const listed = (await system('GET', '/api/settings')).json() as { key: string }[]
    expect(listed.map(one => one.key)).toContain('site.helpContact')
    const changed = await system('PUT', '/api/settings/site.helpContact', { value: '计算站 0731-0000000' })
    expect(changed.statusCode).toBe(200)
    expect((await new Browser(server).send('GET', '/api/session')).json().helpContact).toBe(
      '计算站 0731-0000000',
    )
    const rows = await server.services.database.db
      .selectFrom('audit.event')
      .select('detail')
      .where('action', '=', 'settings.setting.change')
      .execute()
    expect(rows.at(-1)?.detail).toEqual({ before: '', after: '计算站 0731-0000000' })
  })
})
