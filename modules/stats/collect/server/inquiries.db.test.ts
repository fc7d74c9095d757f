import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '#tests/support/people.ts'
import type { Caller } from '#tests/support/server.ts'
import { INQUIRIES_STANDING, INQUIRY_MESSAGES } from '../contract.ts'
import { type City, GOOD, HETANG, LUSONG, openCity, submission } from '../testing/city.ts'
import { listenTo } from '../testing/live-notices.ts'

const QUESTION = '本月产值较上年同期下降三成，请说明原因'
const REPORTED = { ...GOOD, rows: { products: [{ key: 'p2', cells: { P1: '5', P2: '3' } }] } }
const ANSWER = '<b>设备检修</b>停产十天，& 订单推迟到下月'

describe('inquiries about a report', () => {
  let city: City
  let reporter: Caller

  const key = () => ({ 'idempotency-key': randomUUID() })
  const report = (index = 0) => `/api/collect/collections/${city.collectionId}/reports/${city.units[index]}`
  const mine = (index = 0) => `/api/collect/my-reports/${city.collectionId}/${city.units[index]}`
  const ask = (who: Caller, body: object = {}, index = 0) =>
    who(
      'POST',
      `${report(index)}/inquiries`,
      { revisionNo: 1, cells: ['M1'], text: QUESTION, ...body },
      key(),
    )
  const askOn = (who: Caller, id: number, text = '请补充停产日期', index = 0) =>
    who('POST', `${report(index)}/inquiries/${id}/messages`, { text }, key())
  const close = (who: Caller, id: number, messages = 1) =>
    who('POST', `${report()}/inquiries/${id}/close`, { messages })
  const answer = (who: Caller, id: number, text = ANSWER, index = 0) =>
    who('POST', `${mine(index)}/inquiries/${id}/answers`, { text }, key())
  const listed = async (filter: string) =>
    (
      await city.county('GET', `/api/collect/collections/${city.collectionId}/reports?inquiry=${filter}`)
    ).json().total
  const audited = async (act: string) =>
    (
      await city.services.database.pool.query(`select 1 from audit.event where action = $1`, [
        `collect.inquiry.${act}`,
      ])
    ).rows.length
  const inbox = async (who: Caller) => (await who('GET', '/api/inbox')).json().items

  beforeAll(async () => {
    city = await openCity({ units: 9 })
    reporter = await city.reporter(0)
    for (const [index, who] of [reporter, await city.reporter(1)].entries())
      expect((await who('POST', `${mine(index)}/submissions`, submission(REPORTED))).statusCode).toBe(200)
  })
  afterAll(() => city.close())

  it('should go from a question over the answer to its close, seen on both sides', async () => {
    const screens = await listenTo(city, 'collect.report')
    const asked = (await ask(city.county, { cells: ['M1', 'P1@p2'] })).json()
    expect(asked).toMatchObject({ cells: ['M1', 'P1@p2'], revisionNo: 1, state: 'open', told: 1 })
    expect(asked.messages).toMatchObject([{ side: 'office', text: QUESTION }])
    expect((await screens.told()).flatMap(one => one.unitIds)).toEqual([city.units[0]])
    await screens.end()
    expect([await listed('open'), await listed('answered')]).toEqual([1, 0])
    expect((await inbox(reporter))[0]).toMatchObject({
      kind: 'collect.asked',
      body: { 'zh-CN': `总产值 · 本月、花炮 · 生产量：${QUESTION}` },
      link: `/reports/${city.collectionId}/${city.units[0]}`,
    })
    const home = (await reporter('GET', '/api/collect/my-reports')).json()
    expect(home.items[0]).toMatchObject({ openInquiries: 1 })
    const { told: _told, ...kept } = asked
    expect((await reporter('GET', mine())).json().inquiries).toEqual([kept])

    const answered = (await answer(reporter, asked.inquiryId, `  ${ANSWER}\n`)).json()
    expect(answered).toMatchObject({ state: 'answered' })
    expect(answered.messages[1]).toMatchObject({ side: 'unit', text: ANSWER })
    expect([await listed('open'), await listed('answered')]).toEqual([0, 1])
    expect((await inbox(city.county))[0]).toMatchObject({
      kind: 'collect.answered',
      link: `/collect/reports/${city.collectionId}/${city.units[0]}?side=inquiries`,
    })
    expect(JSON.stringify(await inbox(city.county))).not.toContain('设备检修')

    expect((await askOn(city.city, asked.inquiryId)).json()).toMatchObject({ state: 'open' })
    expect((await answer(reporter, asked.inquiryId, '十月八日至十八日')).json().state).toBe('answered')
    expect(await inbox(city.city)).toHaveLength(1)
    expect((await close(city.county, asked.inquiryId, 3)).json().code).toBe('COLLECT_INQUIRY_CHANGED')
    const closed = (await close(city.county, asked.inquiryId, 4)).json()
    expect(closed).toMatchObject({ state: 'closed' })
    expect(closed.messages).toHaveLength(4)
    expect((await close(city.county, asked.inquiryId, 4)).json()).toEqual(closed)
    expect(await audited('close')).toBe(1)
    expect(await listed('answered')).toBe(0)
    expect((await answer(reporter, asked.inquiryId)).json().code).toBe('COLLECT_INQUIRY_CLOSED')
  })

  it('should stay with the report through later revisions, and be opened again by asking on', async () => {
    const again = await reporter('POST', `${mine()}/submissions`, {
      ...submission({ cells: { M1: '101.00', M2: '1000.00' } }),
      baseRevision: 1,
    })
    expect(again.json()).toMatchObject({ revisionNo: 2 })
    const [kept] = (await city.county('GET', report())).json().inquiries
    expect(kept).toMatchObject({ revisionNo: 1, state: 'closed' })
    expect((await askOn(city.county, kept.inquiryId)).json()).toMatchObject({ state: 'open' })
    expect((await ask(city.county)).json().code).toBe('COLLECT_REVISION_CHANGED')
  })

  it('should be asked and answered by those concerned alone', async () => {
    const { inquiryId } = (await ask(city.county, { revisionNo: 2 })).json()
    for (const reply of [
      await ask(city.otherCounty, { revisionNo: 2 }),
      await askOn(city.otherCounty, inquiryId),
      await close(city.otherCounty, inquiryId),
      await answer(await city.reporter(1), inquiryId),
      // The number of another report's inquiry.
      await answer(await city.reporter(1), inquiryId, ANSWER, 1),
      await askOn(city.county, inquiryId, '是吗', 1),
    ])
      expect(reply.statusCode).toBe(404)
    expect((await ask(reporter)).statusCode).toBe(403)
    expect((await answer(city.county, inquiryId)).statusCode).toBe(403)
    expect((await ask(city.leader)).statusCode).toBe(403)
  })

  it('should refuse what it cannot ask, and what is too much', async () => {
    const refused = async (body: object) => {
      return (await ask(city.county, { revisionNo: 2, ...body })).json().code
    }
    for (const cells of [['X9'], ['M1@p1'], ['P1'], ['P1@p1']])
      expect(await refused({ cells })).toBe('COLLECT_INQUIRY_CELLS')
    for (const body of [
      { cells: [] },
      { cells: ['M1', 'M1'] },
      { cells: ["M1' or 1=1"] },
      { text: ' \n ' },
      { text: '问'.repeat(1_001) },
      { revisionNo: 0 },
    ])
      expect(await refused(body)).toBe('REQUEST_MALFORMED')
    expect((await ask(city.county, { revisionNo: 1 }, 2)).json().code).toBe('COLLECT_REVISION_CHANGED')
    const { inquiryId } = (await ask(city.county, {}, 1)).json()
    for (let n = 1; n < INQUIRY_MESSAGES; n += 1)
      expect((await askOn(city.county, inquiryId, `第 ${n} 次`, 1)).statusCode).toBe(200)
    expect((await askOn(city.county, inquiryId, '再问', 1)).json().code).toBe('COLLECT_INQUIRY_FULL')
    for (let n = 1; n < INQUIRIES_STANDING; n += 1) await ask(city.county, {}, 1)
    expect((await ask(city.county, {}, 1)).json().code).toBe('COLLECT_INQUIRY_LIMIT')
  })

  it('should be told of by the name of its row, as a correction of that row is', async () => {
    const filled = await city.reporter(4)
    const rows = { products: ['p1', 'p2'].map(key => ({ key, cells: { P1: '5', P2: '3' } })) }
    await filled('POST', `${mine(4)}/submissions`, submission({ ...GOOD, rows }))
    const asked = (await ask(city.county, { cells: ['P2@p1'] }, 4)).json()
    await askOn(city.county, asked.inquiryId, '请补充', 4)
    const corrected = await city.county('POST', `${report(4)}/corrections`, {
      clientId: randomUUID(),
      revisionNo: 1,
      changes: ['p1', 'p2'].map(row => ({ cell: 'P2', section: 'products', row, value: '2' })),
      note: '与企业电话核对后更正销售量',
    })
    expect(corrected.statusCode, corrected.body).toBe(200)
    const told = (await inbox(filled)).map((one: { body: object }) => one.body)
    expect(told).toMatchObject([
      {
        'zh-CN': '电瓷 · 销售量、花炮 · 销售量：与企业电话核对后更正销售量',
        en: 'Insulators · Sold, Fireworks · Sold: 与企业电话核对后更正销售量',
      },
      { 'zh-CN': '电瓷 · 销售量：请补充' },
      { 'zh-CN': `电瓷 · 销售量：${QUESTION}` },
    ])
    const { events } = (await city.county('GET', report(4))).json()
    expect(events.at(-1)).toMatchObject({ kind: 'corrected', cells: ['P2@p1', 'P2@p2'] })
  })

  it('should tell of an answer who may judge the report now, and its county where none of those who asked may', async () => {
    const { pool } = city.services.database
    const role = 'inquiry-reviewer'
    await pool.query(`insert into permission.role (code, name, permissions) values ($1, $2, $3)`, [
      role,
      JSON.stringify({ 'zh-CN': '审核', en: 'Reviewing' }),
      ['collect.report.review', 'collect.report.read'],
    ])
    const [asker, elsewhere, otherSubject] = await Promise.all([
      addAccount(city, { grants: [{ role, regionCode: HETANG }] }),
      addAccount(city, { grants: [{ role, regionCode: LUSONG }] }),
      addAccount(city, { grants: [{ role, regionCode: HETANG, subjects: ['services'] }] }),
    ])
    const told = async (link = 'collect.answered') =>
      (
        await pool.query<{ id: number }>(
          `select account_id as id from notify.message where kind = $1 and id > $2 order by 1`,
          [link, before],
        )
      ).rows.map(row => row.id)
    const mark = async () =>
      (await pool.query<{ id: number }>('select coalesce(max(id), 0) as id from notify.message')).rows[0]!.id
    const path = `/api/collect/my-reports/${city.collectionId}/${city.units[2]}`
    const unit = await city.reporter(2)
    expect((await unit('POST', `${path}/submissions`, submission(REPORTED))).statusCode).toBe(200)
    const who = await city.as(asker.id)
    const { inquiryId } = (await ask(who, {}, 2)).json()
    let before = await mark()
    await answer(unit, inquiryId, ANSWER, 2)
    expect(await told()).toEqual([asker.id])

    // Moved to another county: its report is none of theirs any more.
    await pool.query('update permission.grant set region_code = $2 where account_id = $1', [asker.id, LUSONG])
    before = await mark()
    await answer(unit, inquiryId, ANSWER, 2)
    const county = await told()
    expect(county.length).toBeGreaterThan(0)
    for (const stranger of [asker, elsewhere, otherSubject]) expect(county).not.toContain(stranger.id)

    await pool.query('update permission.grant set region_code = $2 where account_id = $1', [asker.id, HETANG])
    await pool.query('update identity.account set disabled_at = now() where id = $1', [asker.id])
    before = await mark()
    await answer(unit, inquiryId, ANSWER, 2)
    expect(await told()).toEqual(county)
  })

  it('should say that nobody was told, and offer asking to none but those who may', async () => {
    const path = `/api/collect/my-reports/${city.collectionId}/${city.units[3]}`
    const account = await city.reporterAccount(3)
    const unit = await city.as(account)
    expect((await unit('POST', `${path}/submissions`, submission(GOOD))).statusCode).toBe(200)
    await city.services.database.pool.query('update identity.account set disabled_at = now() where id = $1', [
      account,
    ])
    const { inquiryId, told } = (await ask(city.county, {}, 3)).json()
    expect(told).toBe(0)
    expect((await askOn(city.county, inquiryId, '请补充', 3)).json().told).toBe(0)
    const may = async (who: Caller, index: number) => (await who('GET', report(index))).json().may.ask
    const township = await city.person(['collect.report.read', 'collect.report.review'], {
      regionCode: '430202001000',
    })
    expect([await may(city.county, 3), await may(city.city, 3), await may(township, 3)]).toEqual([
      true,
      true,
      false,
    ])
    expect((await ask(township, {}, 3)).json().code).toBe('COLLECT_NO_ACCEPTANCE_LEVEL')
    // Nothing has come in yet that could be asked about.
    expect(await may(city.otherCounty, 6)).toBe(false)
  })

  it('should leave a trail without the words', async () => {
    const { rows } = await city.services.database.pool.query<{ action: string; detail: object }>(
      `select distinct action from audit.event where action like 'collect.inquiry.%' order by 1`,
    )
    expect(rows.map(row => row.action)).toEqual([
      'collect.inquiry.answer',
      'collect.inquiry.ask',
      'collect.inquiry.close',
    ])
    const words = await city.services.database.pool.query(
      `select 1 from audit.event where detail::text like '%设备检修%' or detail::text like '%下降三成%'`,
    )
    expect(words.rows).toEqual([])
  })
})
