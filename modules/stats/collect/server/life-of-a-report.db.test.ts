import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import { AFTER, type City, DURING, GOOD, openCity, submission } from '../testing/city.ts'

describe('the life of a report', () => {
  let city: City
  let reporter: Caller

  const mine = (index: number) => `/api/collect/my-reports/${city.collectionId}/${city.units[index]}`
  const office = (index: number) =>
    `/api/collect/collections/${city.collectionId}/reports/${city.units[index]}`
  const submit = (who: Caller, index: number, body: unknown) =>
    who('POST', `${mine(index)}/submissions`, body)

  beforeAll(async () => {
    city = await openCity({ units: 12 })
    reporter = await city.reporter(0)
  })
  afterAll(() => city.close())

  it('should carry a report from the first draft to the city and back again', async () => {
    const home = (await reporter('GET', '/api/collect/my-reports')).json()
    expect(home.total).toBe(1)
    expect(home.items[0]).toMatchObject({ state: 'owed', window: { phase: 'open' }, formCode: 'T100' })

    const opened = (await reporter('GET', mine(0))).json()
    expect(opened.values.cells.H01).toMatch(/^91430202/)
    expect(opened).toMatchObject({ draftVersion: 0, editable: true, draft: null })

    const saved = await reporter('PUT', `${mine(0)}/draft`, {
      version: 0,
      baseRevision: 0,
      values: { cells: { M1: '１,２00' } },
      explanations: {},
    })
    expect(saved.json()).toMatchObject({ version: 1 })
    const again = (await reporter('GET', mine(0))).json()
    expect(again.draft.values.cells.M1).toBe('1200.00')
    expect(again.report.state).toBe('draft')

    const fatal = await submit(
      reporter,
      0,
      submission({ cells: { M1: '1200', M2: '100' } }, { draftVersion: 1 }),
    )
    expect(fatal.statusCode).toBe(422)
    expect(fatal.json()).toMatchObject({ code: 'COLLECT_FATAL_FINDINGS', detail: { count: 1 } })
    expect(fatal.json().detail.findings[0]).toMatchObject({ rule: 'E1', cells: ['M1', 'M2'] })

    const values = {
      cells: { M1: '1200', M2: '5000', M3: '500' },
      rows: { products: [{ key: 'p1', cells: { P1: '5', P2: '9' } }] },
    }
    const unexplained = await submit(reporter, 0, submission(values, { draftVersion: 1 }))
    expect(unexplained.json().code).toBe('COLLECT_EXPLANATIONS_NEEDED')
    expect(
      unexplained
        .json()
        .detail.findings.map((one: { rule: string; rowKey: string }) => [one.rule, one.rowKey]),
    ).toEqual([
      ['E2', ''],
      ['R1', 'p1'],
    ])
    for (const text of ['核实无误', '核实无误。。。', '无无无无无', '已核实', '正 确', '停产了']) {
      const refused = await submit(
        reporter,
        0,
        submission(values, {
          draftVersion: 1,
          explanations: { E2: text, 'R1@p1': '上期库存在本月集中销售' },
        }),
      )
      expect(refused.json().detail.findings).toHaveLength(1)
    }
    const explanations = { E2: '新增两条生产线投产', 'R1@p1': '上期库存在本月集中销售' }
    const body = submission(values, { draftVersion: 1, explanations })
    const receipted = async () => {
      const { receiptNo, withoutReceipt } = (await reporter('GET', mine(0))).json().report
      return [receiptNo, withoutReceipt]
    }
    expect(await receipted()).toEqual([null, 'not-submitted'])
    const receipt = await submit(reporter, 0, body)
    expect(receipt.json()).toMatchObject({ revisionNo: 1, onTime: true, repeated: false })
    expect(await receipted()).toEqual([receipt.json().receiptNo, null])
    const retried = await submit(reporter, 0, body)
    expect(retried.json()).toEqual({ ...receipt.json(), repeated: true })

    const shown = (await city.county('GET', office(0))).json()
    expect(shown.values.cells).toMatchObject({ M1: '1200.00', C1: '3800.00' })
    expect(shown.findings.map((one: { rule: string }) => one.rule)).toEqual(['E2', 'R1'])
    expect(shown.undecided).toEqual(['E3'])
    expect(shown.may).toEqual({
      accept: 'county',
      withdraw: null,
      sendBack: true,
      correct: true,
      extend: true,
      remind: false,
      ask: true,
    })

    const early = await city.city('POST', `${office(0)}/accept`, { revisionNo: 1 })
    expect(early.json().code).toBe('COLLECT_LOWER_LEVEL_FIRST')
    const lineageOf = async (query: string) =>
      (await city.county('GET', `${office(0)}/lineage?${query}`)).json().entries
    expect(await lineageOf('cell=P2&section=products&row=p1')).toMatchObject([
      { after: '9', why: '上期库存在本月集中销售' },
    ])
    // Another row's explanation says nothing of this one.
    expect(await lineageOf('cell=P2&section=products&row=p2')).toMatchObject([{ after: null, why: null }])
    const empty = await city.county('POST', `${office(0)}/send-back`, { revisionNo: 1, reason: '核实' })
    expect(empty.json().code).toBe('COLLECT_NOTE_NEEDED')
    const sendBack = (cells: readonly string[]) =>
      city.county('POST', `${office(0)}/send-back`, {
        revisionNo: 1,
        reason: '本月产值与用电量不符，请核对',
        cells,
      })
    for (const unknown of ['X9', 'P1@p2', 'M1@p1'])
      expect((await sendBack(['M1', unknown])).json()).toMatchObject({
        code: 'COLLECT_INQUIRY_CELLS',
        detail: { cells: unknown },
      })
    for (const wrong of [["M1' or 1=1"], Array.from({ length: 201 }, () => 'M1')])
      expect((await sendBack(wrong)).json().code).toBe('REQUEST_MALFORMED')
    // A cell, a cell in a row, and a column as a whole.
    const cells = ['M1', 'P2@p1', 'P1']
    const back = await sendBack(cells)
    expect(back.json()).toEqual({ state: 'returned', revisionNo: 1 })
    const told = (await reporter('GET', '/api/collect/my-reports')).json()
    expect(told.items[0].returned).toMatchObject({ reason: '本月产值与用电量不符，请核对', cells })
    const messages = await city.services.database.db.selectFrom('notify.message').selectAll().execute()
    const [message, ...more] = messages.filter(one => one.kind === 'collect.returned')
    expect(more).toEqual([])
    expect(message!.body).toMatchObject({
      'zh-CN': expect.stringContaining('请核对：总产值 · 本月、电瓷 · 销售量、生产量'),
      en: expect.stringContaining('please check Output · This month, Insulators · Sold, Made'),
    })

    const second = await submit(
      reporter,
      0,
      submission({ cells: { M1: '600', M2: '5000', M3: '500' } }, { baseRevision: 1 }),
    )
    expect(second.json()).toMatchObject({ revisionNo: 2, onTime: true })
    const stale = await city.county('POST', `${office(0)}/accept`, { revisionNo: 1 })
    expect(stale.json().code).toBe('COLLECT_REVISION_CHANGED')
    expect((await city.county('POST', `${office(0)}/accept`, { revisionNo: 2 })).json().state).toBe(
      'accepted:county',
    )
    const late = await submit(reporter, 0, submission(GOOD, { baseRevision: 2 }))
    expect(late.json().code).toBe('COLLECT_ALREADY_ACCEPTED')
    expect((await city.city('POST', `${office(0)}/accept`, { revisionNo: 2 })).json().state).toBe(
      'accepted:city',
    )
    const tooHigh = await city.county('POST', `${office(0)}/withdraw`, {})
    expect(tooHigh.json().code).toBe('COLLECT_HIGHER_LEVEL_ACCEPTED')
    expect((await city.city('POST', `${office(0)}/withdraw`, {})).json().state).toBe('accepted:county')
    expect((await city.county('POST', `${office(0)}/withdraw`, { reason: '需要再看' })).json().state).toBe(
      'submitted',
    )

    const history = (await reporter('GET', `${mine(0)}/revisions`)).json()
    expect(history.revisions[1].changes).toContainEqual({ cell: 'M1', before: '1200.00', after: '600.00' })
    const audit = await city.services.database.db
      .selectFrom('audit.event')
      .select('action')
      .where('subject_id', '=', `${city.collectionId}/${city.units[0]}`)
      .execute()
    expect(audit.map(one => one.action)).toEqual([
      'collect.report.submit',
      'collect.report.read',
      'collect.report.lineage',
      'collect.report.lineage',
      'collect.report.return',
      'collect.report.submit',
      'collect.report.accept',
      'collect.report.accept',
      'collect.report.withdraw',
      'collect.report.withdraw',
    ])
  })

  it('should show both sides when two browsers save drafts from the same version', async () => {
    const [one, two] = [await city.reporter(1), await city.reporter(1)]
    const draft = (values: unknown, version: number) => ({
      version,
      baseRevision: 0,
      values,
      explanations: {},
    })
    const saves = await Promise.all([
      one('PUT', `${mine(1)}/draft`, draft({ cells: { M1: '1' } }, 0)),
      two('PUT', `${mine(1)}/draft`, draft({ cells: { M1: '2' } }, 0)),
    ])
    const lost = saves.find(reply => reply.statusCode === 409)
    expect(saves.map(reply => reply.statusCode).sort()).toEqual([200, 409])
    const { detail, code } = lost!.json()
    expect(code).toBe('COLLECT_DRAFT_CONFLICT')
    expect(new Set([detail.values.cells.M1, detail.yours.cells.M1].map(Number))).toEqual(new Set([1, 2]))
    expect(detail.version).toBe(1)
    const kept = (await one('GET', mine(1))).json()
    expect(kept.draft.values.cells.M1).toBe(detail.values.cells.M1)
    const blind = await one('POST', `${mine(1)}/submissions`, submission(GOOD))
    expect(blind.json().code).toBe('COLLECT_DRAFT_CONFLICT')
    expect((await one('POST', `${mine(1)}/draft/discard`, { version: 9 })).json().code).toBe(
      'COLLECT_DRAFT_CONFLICT',
    )
    expect((await one('POST', `${mine(1)}/draft/discard`, { version: 1 })).json()).toEqual({ state: 'owed' })
  })

  it('should take one of two different submissions made at once and give the other what was taken', async () => {
    const [one, two] = [await city.reporter(1), await city.reporter(1)]
    const replies = await Promise.all([
      submit(one, 1, submission({ cells: { M1: '10', M2: '20' } })),
      submit(two, 1, submission({ cells: { M1: '11', M2: '22' } })),
    ])
    expect(replies.map(reply => reply.statusCode).sort()).toEqual([200, 409])
    const lost = replies.find(reply => reply.statusCode === 409)!.json()
    expect(lost.code).toBe('COLLECT_REVISION_CONFLICT')
    expect(lost.detail.revisionNo).toBe(1)
    expect(Number(lost.detail.values.cells.M1) + Number(lost.detail.yours.cells.M1)).toBe(21)
    const stale = await one('PUT', `${mine(1)}/draft`, {
      version: 0,
      baseRevision: 0,
      values: GOOD,
      explanations: {},
    })
    expect(stale.json().code).toBe('COLLECT_DRAFT_CONFLICT')
  })

  it('should give the first receipt when two browsers send the same content at once', async () => {
    const [one, two] = [await city.reporter(2), await city.reporter(2)]
    const replies = await Promise.all([submit(one, 2, submission(GOOD)), submit(two, 2, submission(GOOD))])
    expect(replies.map(reply => reply.statusCode)).toEqual([200, 200])
    expect(new Set(replies.map(reply => reply.json().receiptNo)).size).toBe(1)
    const { n } = await city.services.database.db
      .selectFrom('collect.revision')
      .select(sql<number>`count(*)::int`.as('n'))
      .where('unit_id', '=', city.units[2] as number)
      .executeTakeFirstOrThrow()
    expect(n).toBe(1)
  })

  it('should refuse other content under a client id that was used', async () => {
    const who = await city.reporter(2)
    const clientId = randomUUID()
    const first = submission({ cells: { M1: '7', M2: '8' } }, { clientId, baseRevision: 1 })
    expect((await submit(who, 2, first)).statusCode).toBe(200)
    const other = await submit(who, 2, { ...first, values: { cells: { M1: '7', M2: '9' } } })
    expect(other.statusCode).toBe(409)
    expect(other.json().code).toBe('COLLECT_SUBMISSION_CONFLICT')
  })

  it('should refuse strangers, other units, other counties, and malformed requests', async () => {
    const stranger = await city.reporter(4)
    const good = submission(GOOD)
    expect((await stranger('GET', mine(3))).statusCode).toBe(404)
    expect((await submit(stranger, 3, good)).statusCode).toBe(404)
    expect(
      (
        await stranger('PUT', `${mine(3)}/draft`, {
          version: 0,
          baseRevision: 0,
          values: GOOD,
          explanations: {},
        })
      ).statusCode,
    ).toBe(404)
    expect((await stranger('GET', office(3))).statusCode).toBe(403)
    expect((await stranger('GET', `/api/collect/collections/${city.collectionId}/progress`)).statusCode).toBe(
      403,
    )
    const township = await city.person(['collect.report.fill'], { regionCode: '430202001000' })
    expect((await township('GET', '/api/collect/my-reports')).json().total).toBe(0)
    expect((await submit(township, 3, good)).statusCode).toBe(404)
    expect((await township('GET', `${mine(3)}/revisions`)).statusCode).toBe(404)
    expect((await city.otherCounty('GET', office(0))).statusCode).toBe(404)
    expect((await city.otherCounty('POST', `${office(0)}/accept`, { revisionNo: 2 })).statusCode).toBe(404)
    expect((await city.leader('GET', office(0))).statusCode).toBe(403)
    expect((await city.county('POST', `${mine(3)}/submissions`, good)).statusCode).toBe(403)
    const bare = await city.app.inject({ method: 'POST', url: `${mine(3)}/submissions`, payload: good })
    expect(bare.statusCode).toBe(401)
    const reporterOf3 = await city.reporter(3)
    for (const body of [
      {},
      { ...good, clientId: 'x' },
      { ...good, values: 5 },
      { ...good, baseRevision: -1 },
    ]) {
      const reply = await submit(reporterOf3, 3, body)
      expect([reply.statusCode, reply.json().code]).toEqual([400, 'REQUEST_MALFORMED'])
    }
    const strange = await submit(
      reporterOf3,
      3,
      submission({ cells: { M1: 'abc', XX: '1', C9: 2 }, extra: [] }),
    )
    expect(strange.json()).toMatchObject({ code: 'COLLECT_VALUES_REJECTED', status: 422 })
    expect(
      strange
        .json()
        .detail.problems.map((one: { code: string }) => one.code)
        .sort(),
    ).toEqual(['NOT_A_NUMBER', 'UNKNOWN_CELL', 'UNKNOWN_CELL', 'UNKNOWN_MEMBER'])
    const forged = await submit(
      reporterOf3,
      3,
      submission({ cells: { ...GOOD.cells, H01: '91430202MA0000000X' } }),
    )
    expect(forged.json().detail.problems[0]).toMatchObject({ code: 'LOCKED_CELL', cell: 'H01' })
    const blank = await submit(reporterOf3, 3, submission({ cells: { M2: '5' } }))
    expect(blank.json().detail.findings[0]).toMatchObject({ rule: 'REQUIRED', rowKey: 'M1' })
    const computed = await submit(reporterOf3, 3, submission({ cells: { M1: '1', M2: '5', C1: '999' } }))
    expect(computed.statusCode).toBe(200)
    expect((await city.county('GET', office(3))).json().values.cells.C1).toBe('4.00')
  })

  it('should keep dates: nothing before the opening, nothing after the close but by extension', async () => {
    const who = await city.reporter(4)
    const note = '企业搬迁，财务资料暂时无法取得'
    city.setTime(new Date('2026-10-31T23:59:59+08:00'))
    expect((await submit(who, 4, submission(GOOD))).json().code).toBe('COLLECT_NOT_OPEN')
    city.setTime(AFTER)
    const caller = await city.reporter(4)
    expect((await submit(caller, 4, submission(GOOD))).json().code).toBe('COLLECT_CLOSED')
    const draft = await caller('PUT', `${mine(4)}/draft`, {
      version: 0,
      baseRevision: 0,
      values: GOOD,
      explanations: {},
    })
    expect(draft.json().code).toBe('COLLECT_CLOSED')
    const county = await city.person(['collect.report.review'], { regionCode: '430202000000' })
    const office_ = await city.person(['collect.report.review'], { regionCode: '430200000000' })
    const town = await city.person(['collect.report.review'], { regionCode: '430202001000' })
    const extend = (by: Caller, until: string) => by('POST', `${office(4)}/extend`, { until, note })
    expect((await extend(town, '2026-11-14T18:00:00+08:00')).json().code).toBe('COLLECT_NO_ACCEPTANCE_LEVEL')
    expect((await extend(county, '2026-11-13T09:00:00+08:00')).json().code).toBe('COLLECT_EXTENSION_INVALID')
    expect((await extend(county, '2026-11-17T09:00:00+08:00')).json().code).toBe('COLLECT_EXTENSION_INVALID')
    expect((await extend(office_, '2026-11-14T18:00:00+08:00')).statusCode).toBe(200)
    const late = await submit(caller, 4, submission(GOOD))
    expect(late.json()).toMatchObject({ revisionNo: 1, onTime: false })
    const back = { revisionNo: 1, reason: '请补充说明出口情况后再报' }
    expect((await county('POST', `${office(4)}/send-back`, back)).statusCode).toBe(200)
    city.setTime(new Date('2026-11-14T19:00:00+08:00'))
    const closed = await city.person(['collect.report.review'], { regionCode: '430202000000' })
    expect((await closed('POST', `${office(3)}/send-back`, back)).json().code).toBe(
      'COLLECT_EXTENSION_NEEDED',
    )
    const until = '2026-11-15T12:00:00+08:00'
    expect((await closed('POST', `${office(3)}/send-back`, { ...back, until })).json().state).toBe('returned')
    city.setTime(new Date('2026-11-16T10:00:00+08:00'))
    const tooLate = await city.person(['collect.report.review'], { regionCode: '430202000000' })
    expect((await tooLate('POST', `${office(2)}/accept`, { revisionNo: 2 })).json().code).toBe(
      'COLLECT_ACCEPTANCE_CLOSED',
    )
    city.setTime(new Date('2028-01-01T00:00:00+08:00'))
    const expired = await city.reporter(4)
    expect((await submit(expired, 4, submission(GOOD, { baseRevision: 1 }))).json().code).toBe(
      'COLLECT_FORM_EXPIRED',
    )
    city.setTime(DURING)
  })
})
