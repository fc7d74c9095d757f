import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import { AFTER, type City, DURING, openCity, submission } from '../testing/city.ts'
import { type Crew, hireCrew, NAMES, peopleOf, SIGNED_FORM, settle } from '../testing/crew.ts'

const GOOD = { cells: { M1: '100.00', M2: '1000.00' } }
const FATAL = { cells: { M1: '100.00', M2: '1.00' } }

describe('several people of one unit', () => {
  let city: City
  let used = 0

  const path = (index: number) => `/api/collect/my-reports/${city.collectionId}/${city.units[index]}`
  const content = (draftVersion: number, values: unknown = GOOD) => ({
    draftVersion,
    baseRevision: 0,
    values,
    explanations: {},
    note: null,
  })
  const handOver = (who: Caller, index: number, body: object, key: string = randomUUID()) =>
    who('POST', `${path(index)}/hand-over`, body, { 'idempotency-key': key })
  const sendBack = (who: Caller, index: number, draftVersion: number, more: object = {}) =>
    who('POST', `${path(index)}/draft/send-back`, {
      draftVersion,
      note: '本月产值请再核对',
      cells: [],
      ...more,
    })
  const takeBack = (who: Caller, index: number, draftVersion: number) =>
    who('POST', `${path(index)}/draft/take-back`, { draftVersion })
  const submit = (who: Caller, index: number, draftVersion: number, values: unknown = GOOD) =>
    who('POST', `${path(index)}/submissions`, submission(values as never, { draftVersion }))
  const opened = async (who: Caller, index: number) => (await who('GET', path(index))).json()
  const inbox = async (who: Caller) => (await who('GET', '/api/inbox')).json().items
  const refused = (reply: Awaited<ReturnType<Caller>>) => [reply.statusCode, reply.json().code]

  /** Three people of a unit that nobody has used, with all steps on. */
  async function crewAt(steps: Parameters<typeof settle>[2] = {}): Promise<readonly [Crew, number]> {
    const index = used++
    const crew = await hireCrew(city, index)
    expect((await settle(crew.fill, crew, steps)).json()).toEqual({ version: 1 })
    return [crew, index]
  }

  beforeAll(async () => {
    city = await openCity({ units: 12, yaml: SIGNED_FORM })
  })
  afterAll(() => city.close())

  it('should carry a report from hand to hand to its receipt, with three names', async () => {
    const [crew, index] = await crewAt()
    const blank = await opened(crew.fill, index)
    // The one who fills in, and those who will sign.
    expect(blank.values.cells).toMatchObject({ S01: NAMES.sign, S02: NAMES.review, S03: NAMES.fill })
    expect(blank).toMatchObject({
      editable: true,
      steps: { turn: 'fill', may: { handOver: 'review', submit: false } },
    })
    expect(await opened(crew.sign, index)).toMatchObject({
      editable: false,
      steps: { may: { handOver: null } },
    })

    expect(refused(await handOver(crew.fill, index, content(0, FATAL)))).toEqual([
      422,
      'COLLECT_FATAL_FINDINGS',
    ])
    const first = randomUUID()
    const handed = await handOver(crew.fill, index, { ...content(0), note: '用电量已核' }, first)
    expect(handed.json()).toEqual({ version: 1, turn: 'review' })
    expect((await inbox(crew.review))[0]).toMatchObject({
      kind: 'collect.turn',
      link: `/reports/${city.collectionId}/${city.units[index]}`,
    })
    expect((await inbox(crew.review))[0].body['zh-CN']).toContain('用电量已核')
    const home = async (who: Caller) => (await who('GET', '/api/collect/my-reports')).json().items[0].turn
    expect(await home(crew.review)).toEqual({ step: 'review', people: [NAMES.review], mine: true })
    expect(await home(crew.fill)).toEqual({ step: 'review', people: [NAMES.review], mine: false })

    const back = await sendBack(crew.review, index, 1, { cells: ['M1'] })
    expect(back.json()).toEqual({ version: 2, turn: 'fill' })
    expect(await opened(crew.fill, index)).toMatchObject({
      editable: true,
      values: { cells: { M1: '100.00' } },
      steps: { latest: { kind: 'draft-returned', note: '本月产值请再核对', cells: ['M1'] }, signatures: [] },
    })
    // A device that never heard the answer asks again, also after the report has come back.
    const repeated = await handOver(crew.fill, index, { ...content(0), note: '用电量已核' }, first)
    expect(repeated.json()).toEqual(handed.json())
    expect((await opened(crew.fill, index)).steps.turn).toBe('fill')
    const better = { cells: { M1: '120.00', M2: '1000.00' } }
    expect((await handOver(crew.fill, index, content(2, better))).json()).toEqual({
      version: 3,
      turn: 'review',
    })
    const { draft } = await opened(crew.review, index)
    expect((await handOver(crew.review, index, content(3, draft.values))).json()).toEqual({
      version: 4,
      turn: 'sign',
    })

    const receipt = (await submit(crew.sign, index, 4, (await opened(crew.sign, index)).draft.values)).json()
    expect(receipt).toMatchObject({ revisionNo: 1, repeated: false })
    const names = (reply: { signatures: readonly { step: string; name: string }[] }) =>
      reply.signatures.map(({ step, name }) => [step, name])
    const three = Object.entries(NAMES)
    expect(names((await crew.fill('GET', `${path(index)}/receipt`)).json())).toEqual(three)
    const [revision] = (await crew.review('GET', `${path(index)}/revisions`)).json().revisions
    expect(names(revision)).toEqual(three)
    const office = (
      await city.county('GET', `/api/collect/collections/${city.collectionId}/reports/${city.units[index]}`)
    ).json()
    expect(names(office.revisions[0])).toEqual(three)
    expect(office.values.cells).toMatchObject({
      M1: '120.00',
      S01: NAMES.sign,
      S02: NAMES.review,
      S03: NAMES.fill,
    })
    // What they wrote each other is no matter of the office.
    expect(office.events.map((one: { kind: string }) => one.kind)).toEqual(['submitted'])
    expect((await inbox(crew.fill))[0].kind).toBe('collect.signed')
    const { rows } = await city.services.database.pool.query(
      `select detail from audit.event where action = 'collect.report.submit' and subject_id = $1`,
      [`${city.collectionId}/${city.units[index]}`],
    )
    expect(rows[0].detail.signed.map((one: { account: number }) => one.account)).toEqual([
      crew.ids.fill,
      crew.ids.review,
      crew.ids.sign,
    ])
  })

  it('should refuse whoever’s step it is not, and change nothing', async () => {
    const [crew, index] = await crewAt()
    expect(refused(await submit(crew.fill, index, 0))).toEqual([403, 'COLLECT_NOT_YOUR_STEP'])
    expect(refused(await submit(crew.sign, index, 0))).toEqual([409, 'COLLECT_STEPS_OPEN'])
    expect(refused(await handOver(crew.review, index, content(0)))).toEqual([403, 'COLLECT_NOT_YOUR_STEP'])
    const draft = { version: 0, baseRevision: 0, values: GOOD, explanations: {} }
    expect(refused(await crew.sign('PUT', `${path(index)}/draft`, draft))).toEqual([
      403,
      'COLLECT_NOT_YOUR_STEP',
    ])
    expect(await opened(crew.fill, index)).toMatchObject({
      draftVersion: 0,
      report: { state: 'owed', revisionNo: 0 },
    })
    const other = await city.reporter(index === 0 ? 1 : 0)
    expect((await handOver(other, index, content(0))).statusCode).toBe(404)
    expect((await takeBack(other, index, 1)).statusCode).toBe(404)
  })

  it('should keep what was handed over from changes until it comes back', async () => {
    const [crew, index] = await crewAt()
    await handOver(crew.fill, index, content(0))
    const change = { version: 1, baseRevision: 0, values: FATAL, explanations: {} }
    expect(refused(await crew.fill('PUT', `${path(index)}/draft`, change))).toEqual([
      409,
      'COLLECT_HANDED_OVER',
    ])
    expect(refused(await crew.fill('POST', `${path(index)}/draft/discard`, { version: 1 }))).toEqual([
      409,
      'COLLECT_HANDED_OVER',
    ])
    expect(
      refused(await handOver(crew.review, index, content(1, { cells: { M1: '7', M2: '1000' } }))),
    ).toEqual([409, 'COLLECT_CHANGED_SINCE_SIGNED'])
    expect(refused(await takeBack(crew.review, index, 1))).toEqual([409, 'COLLECT_TAKE_BACK_LATE'])
    expect((await takeBack(crew.fill, index, 1)).json()).toEqual({ version: 2, turn: 'fill' })
    // Whoever still looks at the version before meets a conflict.
    expect(refused(await sendBack(crew.review, index, 1))).toEqual([409, 'COLLECT_NO_STEP_AHEAD'])
    expect((await handOver(crew.fill, index, content(2))).json()).toEqual({ version: 3, turn: 'review' })
    expect(refused(await handOver(crew.review, index, content(1)))).toEqual([409, 'COLLECT_DRAFT_CONFLICT'])
    expect(refused(await sendBack(crew.review, index, 1))).toEqual([409, 'COLLECT_DRAFT_CONFLICT'])
    expect(refused(await sendBack(crew.review, index, 3, { cells: ['M99'] }))).toEqual([
      400,
      'COLLECT_INQUIRY_CELLS',
    ])
    await handOver(crew.review, index, content(3))
    expect(refused(await submit(crew.sign, index, 4, { cells: { M1: '7', M2: '1000' } }))).toEqual([
      409,
      'COLLECT_CHANGED_SINCE_SIGNED',
    ])
    city.setTime(AFTER)
    const late = { review: await city.as(crew.ids.review), sign: await city.as(crew.ids.sign) }
    expect(refused(await takeBack(late.review, index, 4))).toEqual([409, 'COLLECT_CLOSED'])
    expect(refused(await submit(late.sign, index, 4))).toEqual([409, 'COLLECT_CLOSED'])
    city.setTime(DURING)
    expect((await submit(crew.sign, index, 4)).statusCode).toBe(200)
  })

  it('should review again what was changed after its review', async () => {
    const [crew, index] = await crewAt()
    await handOver(crew.fill, index, content(0))
    await handOver(crew.review, index, content(1))
    expect((await sendBack(crew.sign, index, 2)).json()).toEqual({ version: 3, turn: 'fill' })
    expect((await handOver(crew.fill, index, content(3))).json()).toEqual({ version: 4, turn: 'review' })
    expect(refused(await submit(crew.sign, index, 4))).toEqual([409, 'COLLECT_STEPS_OPEN'])
  })

  it('should let the last step that is on submit', async () => {
    const [crew, index] = await crewAt({ sign: false })
    // Who heads the unit is typed, for nobody signs.
    const whole = { cells: { ...GOOD.cells, S01: '丁四' } }
    await handOver(crew.fill, index, content(0, whole))
    expect((await submit(crew.review, index, 1, whole)).statusCode).toBe(200)
    const { signatures } = (await crew.fill('GET', `${path(index)}/receipt`)).json()
    expect(signatures.map((one: { step: string }) => one.step)).toEqual(['fill', 'review'])
  })

  it('should leave a unit without steps as it was', async () => {
    const index = used++
    const [one, other] = [await city.reporter(index), await city.reporter(index)]
    expect((await opened(one, index)).steps).toBeNull()
    expect(refused(await handOver(one, index, content(0)))).toEqual([409, 'COLLECT_NO_STEP_AHEAD'])
    const whole = { cells: { ...GOOD.cells, S01: '丙', S02: '乙', S03: '甲' } }
    expect((await submit(other, index, 0, whole)).statusCode).toBe(200)
    expect((await one('GET', `${path(index)}/receipt`)).json().signatures).toEqual([])
  })

  it('should be settled by the unit, and then by those who submit', async () => {
    const [crew, index] = await crewAt()
    const mine = async (who: Caller) => (await who('GET', '/api/collect/my-unit/steps')).json()
    expect(await mine(crew.sign)).toMatchObject({ version: 1, review: true, sign: true, mayChange: true })
    expect(await mine(crew.fill)).toMatchObject({ mayChange: false, deciders: [NAMES.sign] })
    const { contacts } = (await crew.fill('GET', '/api/collect/my-reports')).json()
    expect((await mine(crew.fill)).contacts).toEqual(contacts)
    expect((await inbox(crew.review))[0]).toMatchObject({ kind: 'collect.steps', link: '/unit' })
    expect(refused(await settle(crew.fill, crew, { version: 1, sign: false }))).toEqual([
      403,
      'COLLECT_STEPS_NOT_YOURS',
    ])
    expect(refused(await settle(crew.sign, crew))).toEqual([409, 'COLLECT_STEPS_CHANGED'])
    const [first] = peopleOf(crew)
    expect(refused(await settle(crew.sign, crew, { version: 1, people: [first] }))).toEqual([
      422,
      'COLLECT_STEPS_INCOMPLETE',
    ])
    const stranger = { accountId: await city.reporterAccount(index + 1), name: '外人', steps: ['sign'] }
    expect(
      refused(await settle(crew.sign, crew, { version: 1, people: [...peopleOf(crew), stranger] })),
    ).toEqual([422, 'COLLECT_STEPS_PEOPLE_UNKNOWN'])
    expect(
      (await settle(crew.sign, crew, { version: 1, people: [{ ...first, name: ' ' }] })).statusCode,
    ).toBe(400)
    // What is under way goes back, for nobody signed by the new steps.
    await handOver(crew.fill, index, content(0))
    expect((await settle(crew.sign, crew, { version: 1, review: false })).json()).toEqual({ version: 2 })
    expect(await opened(crew.fill, index)).toMatchObject({
      draftVersion: 2,
      editable: true,
      steps: { turn: 'fill', signatures: [], latest: { kind: 'steps-changed' } },
    })
    // A signer who is gone leaves the unit to its people.
    await city.services.database.db
      .updateTable('identity.account')
      .set({ disabled_at: new Date() })
      .where('id', '=', crew.ids.sign)
      .execute()
    expect(await mine(crew.fill)).toMatchObject({ mayChange: true, deciders: [] })
    expect(
      (await settle(crew.fill, crew, { version: 2, review: false, sign: false, people: [] })).json(),
    ).toEqual({
      version: 3,
    })
    expect((await opened(crew.review, index)).steps).toBeNull()
    expect((await city.county('GET', '/api/collect/my-unit/steps')).statusCode).toBe(403)
  })

  it('should take one of two who act at once, and tell the other', async () => {
    const [crew, index] = await crewAt()
    await handOver(crew.fill, index, content(0))
    const answers = await Promise.all([
      takeBack(crew.fill, index, 1),
      handOver(crew.review, index, content(1)),
    ])
    expect(answers.filter(one => one.statusCode === 200)).toHaveLength(1)
    const { draftVersion, steps } = await opened(crew.fill, index)
    expect(draftVersion).toBe(2)
    expect(steps.turn).toBe(answers[0].statusCode === 200 ? 'fill' : 'sign')
  })
})
