import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import type { OwnApplication } from '../../contract.ts'
import { CITY, creditCode, HETANG_VILLAGE, multipart, type Office, openOffice } from '../../testing/office.ts'
import { importUnits } from '../index.ts'

const standing = (n: number) => ({
  creditCode: creditCode(n),
  kind: 'legal' as const,
  name: `株洲陶瓷${n}有限公司`,
  regionCode: HETANG_VILLAGE,
  industryCode: '3071',
  registerType: '112',
  sizeClass: 'small' as const,
  aboveThreshold: true,
  attributes: { telephone: '0731-1234567' },
  validFrom: '2024-01-01',
})

describe('a unit about itself', () => {
  let office: Office
  let [own, neighbour, city]: Caller[] = []
  let ids: readonly number[]

  beforeAll(async () => {
    office = await openOffice(new Date('2026-11-27T02:00:00Z'))
    ids = await office.system(context => importUnits(context, [1, 2].map(standing)))
    own = await office.person(['register.unit.own'], { unitId: ids[0]! })
    neighbour = await office.person(['register.unit.own'], { unitId: ids[1]! })
    city = await office.person(['register.unit.read', 'register.application.decide'], { regionCode: CITY })
  })
  afterAll(() => office.close())

  const profile = async (who: Caller) =>
    (await who('GET', '/api/register/my-unit')).json() as {
      name: string
      regionName: string
      month: string
      attributes: Record<string, string>
      applications: OwnApplication[]
    }
  let keys = 0
  const ask = (who: Caller, body: object) => {
    keys += 1
    const whole = { note: '电话已更换', papers: [], ...body }
    return who('POST', '/api/register/my-unit/applications', whole, {
      'idempotency-key': `own-change-${keys}`,
    })
  }
  const telephone = (number: string) => ({ changes: { attributes: { telephone: number } } })

  it('should see itself and nobody else, and an office no unit', async () => {
    expect(await profile(own!)).toMatchObject({
      name: '株洲陶瓷1有限公司',
      month: '2026-M11',
      attributes: { telephone: '0731-1234567' },
      applications: [],
    })
    const staff = await office.person(['register.unit.own'], { regionCode: CITY })
    expect((await staff('GET', '/api/register/my-unit')).statusCode).toBe(404)
    expect((await ask(staff, telephone('1'))).statusCode).toBe(404)
    expect((await city!('GET', '/api/register/my-unit')).statusCode).toBe(403)
  })

  it('should ask for a change, which the city approves and a message tells of', async () => {
    const reply = await ask(own!, telephone('0731-28800001'))
    expect(reply.statusCode).toBe(200)
    const { applicationId } = reply.json()
    expect((await profile(own!)).applications).toMatchObject([
      { applicationId, state: 'proposed', fields: ['telephone'], may: { withdraw: true, decide: false } },
    ])
    expect((await ask(own!, telephone('0731-28800002'))).json().code).toBe('REGISTER_APPLICATION_UNIT_OPEN')
    expect((await profile(neighbour!)).applications).toEqual([])
    const away = `/api/register/my-unit/applications/${applicationId}/withdraw`
    expect((await neighbour!('POST', away)).statusCode).toBe(404)
    const { effectiveOn } = (await city!('GET', `/api/register/applications/${applicationId}`)).json()
    const approved = await city!('POST', '/api/register/applications/approve', {
      applications: [{ applicationId, effectiveOn }],
    })
    expect(approved.json()).toEqual({ settled: 1, refused: [] })
    expect(await profile(own!)).toMatchObject({
      attributes: { telephone: '0731-28800001' },
      applications: [{ state: 'approved', effectiveOn: '2026-11-01' }],
    })
    const told = await office.services.database.db
      .selectFrom('notify.message')
      .select('link')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(told).toEqual({ link: '/profile' })
  })

  it('should need a paper of its own for another name, and withdraw what waits', async () => {
    const renamed = { changes: { name: '株洲新陶瓷有限公司' } }
    expect((await ask(own!, renamed)).json().code).toBe('REGISTER_APPLICATION_PAPERS_NEEDED')
    const { payload, headers } = multipart({ name: '营业执照.pdf', bytes: Buffer.from('%PDF-1.7 执照') })
    const upload = (who: Caller) => who('POST', '/api/register/my-unit/papers', payload, headers)
    const [mine, theirs] = [(await upload(own!)).json(), (await upload(neighbour!)).json()]
    expect((await ask(own!, { ...renamed, papers: [theirs.fileId] })).json().code).toBe(
      'REGISTER_APPLICATION_PAPER_UNKNOWN',
    )
    const { applicationId } = (await ask(own!, { ...renamed, papers: [mine.fileId] })).json()
    const done = await own!('POST', `/api/register/my-unit/applications/${applicationId}/withdraw`)
    expect(done.statusCode).toBe(200)
    expect((await profile(own!)).applications[0]).toMatchObject({ state: 'withdrawn', papers: 1 })
  })

  it('should change nothing that the office settles, nor nothing at all, nor what is malformed', async () => {
    for (const changes of [{ regionCode: '430203001001' }, { sizeClass: 'large' }, {}, { name: '' }])
      expect((await ask(own!, { changes })).statusCode).toBe(400)
    expect((await ask(own!, telephone('0731-28800001'))).json().code).toBe('REGISTER_NOTHING_CHANGED')
    expect((await ask(own!, { changes: { attributes: { nonsense: '1' } } })).statusCode).toBe(422)
    expect((await ask(own!, { ...telephone('2'), note: ' ' })).statusCode).toBe(400)
    const applications = (await profile(own!)).applications
    expect(applications.filter(one => one.state === 'proposed')).toEqual([])
  })
})
