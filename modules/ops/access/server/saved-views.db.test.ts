import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureRoles } from '#apps/server/roles.ts'
import { someone } from '#tests/support/people.ts'
import { type Caller, startTestServer, type TestServer } from '#tests/support/server.ts'

const LIST = 'register.units'

describe('saved views', () => {
  let server: TestServer
  let one: Caller
  let other: Caller

  const views = async (who: Caller, list = LIST) =>
    (await who('GET', `/api/views?list=${list}`)).json().items as readonly Readonly<{
      id: number
      name: string
      address: string
      isDefault: boolean
    }>[]
  const save = (who: Caller, name: unknown, address: unknown = 'size=large', list = LIST) =>
    who('POST', '/api/views', { list, name, address })

  beforeAll(async () => {
    server = await startTestServer()
    await ensureRoles(server.services.database.db)
    one = await someone(server)
    other = await someone(server)
  })
  afterAll(() => server.close())

  it('should be one’s own, and of one list', async () => {
    const { id } = (await save(one, '大型企业', 'size=large&sort=name&order=desc&size-of-page=100')).json()
    expect(await views(one)).toEqual([
      {
        id,
        name: '大型企业',
        address: 'size=large&sort=name&order=desc&size-of-page=100',
        isDefault: false,
      },
    ])
    expect(await views(one, 'collect.reports')).toEqual([])
    expect(await views(other)).toEqual([])
    for (const [method, body] of [
      ['PATCH', { name: '别人的' }],
      ['DELETE', undefined],
    ] as const) {
      const refused = await other(method, `/api/views/${id}`, body)
      expect([refused.statusCode, refused.json().code]).toEqual([404, 'NOT_FOUND'])
    }
    expect((await views(one))[0]?.name).toBe('大型企业')
    expect((await save(other, '大型企业')).statusCode).toBe(200)
  })

  it('should be renamed, updated and deleted, and never have a name twice', async () => {
    const { id } = (await save(one, '工业')).json()
    expect((await save(one, '工业')).json().code).toBe('SAVED_VIEW_NAME_TAKEN')
    expect((await one('PATCH', `/api/views/${id}`, { name: '大型企业' })).json().code).toBe(
      'SAVED_VIEW_NAME_TAKEN',
    )
    expect((await one('PATCH', `/api/views/${id}`, { name: '工业企业', address: '' })).statusCode).toBe(200)
    expect((await views(one)).find(view => view.id === id)).toMatchObject({ name: '工业企业', address: '' })
    expect((await one('DELETE', `/api/views/${id}`)).statusCode).toBe(200)
    expect((await one('DELETE', `/api/views/${id}`)).statusCode).toBe(404)
    expect((await views(one)).map(view => view.name)).toEqual(['大型企业'])
  })

  it('should have one default of a list at most, also when two are named at once', async () => {
    const ids = await Promise.all(['甲', '乙'].map(async name => (await save(one, name)).json().id as number))
    const elsewhere = (await save(one, '丙', '', 'collect.reports')).json().id
    const prefer = (id: number, isDefault = true) => one('PATCH', `/api/views/${id}`, { isDefault })
    const replies = await Promise.all([...ids, elsewhere].map(id => prefer(id)))
    expect(replies.map(reply => reply.statusCode)).toEqual([200, 200, 200])
    expect((await views(one)).filter(view => view.isDefault)).toHaveLength(1)
    await prefer(ids[0]!)
    expect((await views(one)).filter(view => view.isDefault).map(view => view.name)).toEqual(['甲'])
    await prefer(ids[0]!, false)
    expect((await views(one)).some(view => view.isDefault)).toBe(false)
    expect((await views(one, 'collect.reports'))[0]?.isDefault).toBe(true)
  })

  it('should be fifty of a list at most', async () => {
    const mine = await someone(server)
    for (let no = 1; no <= 49; no += 1) expect((await save(mine, `视图${no}`)).statusCode).toBe(200)
    const last = await Promise.all(['五十', '五十一'].map(name => save(mine, name)))
    expect(last.map(reply => reply.statusCode).toSorted()).toEqual([200, 409])
    const refused = last.find(reply => reply.statusCode === 409)!.json()
    expect(refused).toMatchObject({ code: 'SAVED_VIEW_LIMIT', detail: { most: 50 } })
    expect(refused.message.en).toContain('at most 50')
    expect((await save(mine, '另一列表', '', 'collect.reports')).statusCode).toBe(200)
  })

  it('should refuse what is no view with 400, and strangers with 401', async () => {
    const before = await views(one)
    for (const name of ['', ' ', ' 前有空格', '字'.repeat(41), '两\n行', 7, null])
      expect((await save(one, name)).statusCode).toBe(400)
    expect((await save(one, '地址过长', 'x'.repeat(2_001))).statusCode).toBe(400)
    for (const list of ['', 'units', 'Register.units', "x.y'--"])
      expect((await save(one, '名', '', list)).statusCode).toBe(400)
    for (const body of [{}, { isDefault: 'yes' }, { list: 'a.b' }])
      expect((await one('PATCH', `/api/views/${before[0]!.id}`, body)).statusCode).toBe(400)
    expect((await one('GET', '/api/views')).statusCode).toBe(400)
    expect((await one('DELETE', '/api/views/first')).statusCode).toBe(400)
    expect(await views(one)).toEqual(before)
    for (const [method, url] of [
      ['GET', `/api/views?list=${LIST}`],
      ['POST', '/api/views'],
      ['PATCH', '/api/views/1'],
      ['DELETE', '/api/views/1'],
    ] as const)
      expect((await server.app.inject({ method, url })).statusCode).toBe(401)
  })
})
