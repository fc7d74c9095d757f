import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import {
  CITY,
  type City,
  CLOSES,
  DURING,
  GOOD,
  HETANG,
  OPENS,
  openCity,
  submission,
} from '../testing/city.ts'
import { listenTo } from '../testing/live-notices.ts'
import { acceptJob } from './accept-in-bulk.ts'
import { remindJob } from './remind-reports.ts'

const UNITS = 24
const IN_HETANG = 16

describe('the office', () => {
  let city: City
  let callers: readonly Caller[]

  const base = () => `/api/collect/collections/${city.collectionId}`
  const one = (index: number) => `${base()}/reports/${city.units[index]}`
  const send = (index: number, values: unknown, more: Parameters<typeof submission>[1] = {}) =>
    callers[index]!(
      'POST',
      `/api/collect/my-reports/${city.collectionId}/${city.units[index]}/submissions`,
      submission(values as typeof GOOD, more),
    )
  const inBulk = async (who: Caller, body: unknown) => {
    const key = { 'idempotency-key': randomUUID() }
    const { acceptanceId } = (await who('POST', `${base()}/acceptances`, body, key)).json()
    const { rows } = await city.services.database.pool.query<{ payload: unknown }>(
      'select payload from graphile_worker._private_jobs where key = $1',
      [`accept-${acceptanceId}`],
    )
    await acceptJob(city.services)(rows[0]?.payload, { log: city.services.log, attempt: 1 })
    return (await who('GET', `/api/collect/acceptances/${acceptanceId}`)).json()
  }
  const query = { cells: { M1: '900', M2: '1000', M3: '100' } }
  const explanations = { E2: '新增两条生产线投产' }

  beforeAll(async () => {
    city = await openCity({ units: UNITS })
    callers = await Promise.all(city.units.map((_, index) => city.reporter(index)))
    for (let index = 0; index < 8; index += 1) expect((await send(index, GOOD)).statusCode).toBe(200)
    expect((await send(8, query, { explanations })).statusCode).toBe(200)
    expect((await send(20, GOOD)).statusCode).toBe(200)
    await callers[9]!('PUT', `/api/collect/my-reports/${city.collectionId}/${city.units[9]}/draft`, {
      version: 0,
      baseRevision: 0,
      values: GOOD,
      explanations: {},
    })
  })
  afterAll(() => city.close())

  it('should list reports by state, findings, region, search and order, in pages', async () => {
    const list = async (who: Caller, text: string) => (await who('GET', `${base()}/reports?${text}`)).json()
    expect((await list(city.county, '')).total).toBe(IN_HETANG)
    expect((await list(city.city, 'states=submitted,draft')).total).toBe(11)
    expect((await list(city.city, 'findings=query')).items[0]).toMatchObject({
      unitId: city.units[8],
      query: 1,
    })
    expect((await list(city.city, 'findings=unreviewed&rule=E2')).total).toBe(1)
    expect((await list(city.city, `region=${HETANG}&states=owed`)).total).toBe(6)
    expect((await list(city.city, `search=${encodeURIComponent('电瓷12厂')}`)).total).toBe(1)
    expect((await list(city.city, 'search=zzdc')).total).toBe(UNITS)
    expect((await list(city.city, `search=${encodeURIComponent("%' or 1=1")}`)).total).toBe(0)
    const page = await list(city.city, 'sort=submittedAt&order=desc&pageSize=3&page=2')
    expect(page.items).toHaveLength(3)
    expect((await city.city('GET', `${base()}/reports?states=lost`)).statusCode).toBe(400)
    expect((await list(city.city, 'overdue=true')).total).toBe(0)
  })

  it('should name places and industries, in the list and on the report', async () => {
    const listed = (await city.county('GET', `${base()}/reports?pageSize=1`)).json().items[0]
    const { report } = (await city.county('GET', `${base()}/reports/${listed.unitId}`)).json()
    for (const item of [listed, report]) {
      expect(item.regionName).toMatch(/^荷塘区 \S+ \S+$/)
      expect(item.industryName).toMatch(/\S/)
    }
  })

  it('should say what acts upon all that is found would touch, to whom they are open', async () => {
    const bulk = async (who: Caller, text: string) =>
      (await who('GET', `${base()}/reports?pageSize=1&${text}`)).json().bulk
    const waiting = (await city.county('GET', `${base()}/reports?states=submitted`)).json().total
    const out = (await city.county('GET', `${base()}/reports?states=owed,draft,returned`)).json().total
    const all = await bulk(city.county, '')
    expect(all.accept + all.held).toBe(waiting)
    expect(all.remind).toBe(out)
    expect(await bulk(city.county, 'states=owed')).toMatchObject({ accept: 0, held: 0 })
    // What the county has not accepted is not the city's turn.
    expect(await bulk(city.city, 'states=submitted')).toEqual({ accept: 0, held: 0, remind: 0 })
  })

  it('should give the desk what it takes to run the form as the server does', async () => {
    const report = (await city.county('GET', one(0))).json()
    expect(report).toMatchObject({ forms: [], codelists: {}, foreign: { period: report.collection.period } })
    expect(Object.keys(report.foreign)).toEqual(expect.arrayContaining(['previous', 'yearAgo', 'forms']))
  })

  it('should count progress by region for those who see aggregates only', async () => {
    const progress = (await city.leader('GET', `${base()}/progress`)).json()
    expect(progress.region).toBe(CITY)
    expect(progress.total).toMatchObject({ owed: UNITS, submitted: 10, drafted: 1, onTime: 10, query: 1 })
    expect(progress.rows.map((row: { name: string; owed: number }) => [row.name, row.owed])).toEqual([
      ['荷塘区', 16],
      ['芦淞区', 8],
    ])
    expect(progress.rows[0].submittedRate).toBe(56.3)
    const town = (await city.leader('GET', `${base()}/progress?region=430202001000`)).json()
    expect(town.total.owed).toBe(16)
    expect(town.rows).toEqual([])
    expect((await city.county('GET', `${base()}/progress?region=430202001000`)).json().rows).toHaveLength(1)
    expect((await city.county('GET', `${base()}/progress`)).json().total.owed).toBe(16)
    expect((await city.otherCounty('GET', `${base()}/progress?region=${HETANG}`)).statusCode).toBe(404)
    expect((await city.leader('GET', '/api/collect/collections/99999/progress')).statusCode).toBe(404)
  })

  it('should review explanations, and not accept while one is in doubt', async () => {
    const review = { revisionNo: 1, rule: 'E2', review: 'doubted' }
    const screens = await listenTo(city, 'collect.report')
    const doubted = await city.county('POST', `${one(8)}/explanations/review`, review)
    expect(doubted.json()).toMatchObject({ review: 'doubted', explanation: '新增两条生产线投产' })
    expect((await screens.told()).flatMap(one => one.unitIds)).toEqual([city.units[8]])
    await screens.end()
    expect((await city.county('POST', `${one(8)}/accept`, { revisionNo: 1 })).json().code).toBe(
      'COLLECT_EXPLANATION_DOUBTED',
    )
    expect(
      (await city.county('POST', `${one(8)}/explanations/review`, { ...review, rule: 'E9' })).statusCode,
    ).toBe(404)
    expect((await city.otherCounty('POST', `${one(8)}/explanations/review`, review)).statusCode).toBe(404)
  })

  it('should correct a value with a note, keep what was reported beside it, and tell its lineage', async () => {
    const correction = (more: object = {}) => ({
      clientId: '3f2b8f0e-7f0a-4a57-9f6b-0d8f6c2f1a01',
      revisionNo: 1,
      changes: [{ cell: 'M1', value: '90' }],
      note: '与企业电话核对后更正小数点',
      ...more,
    })
    const post = (body: unknown, who = city.county) => who('POST', `${one(0)}/corrections`, body)
    expect((await post(correction({ note: '核实无误' }))).json().code).toBe('COLLECT_NOTE_NEEDED')
    expect((await post(correction({ changes: [{ cell: 'M1', value: '5000' }] }))).json().code).toBe(
      'COLLECT_FATAL_FINDINGS',
    )
    expect((await post(correction({ changes: [{ cell: 'M1', value: '100' }] }))).json().code).toBe(
      'COLLECT_CORRECTION_EMPTY',
    )
    expect((await post(correction({ changes: [{ cell: 'ZZ', value: '1' }] }))).json().code).toBe(
      'COLLECT_VALUES_REJECTED',
    )
    expect((await post(correction(), city.otherCounty)).statusCode).toBe(404)
    expect((await post(correction(), city.leader)).statusCode).toBe(403)
    const done = await post(correction())
    expect(done.json()).toMatchObject({ state: 'submitted', revisionNo: 2 })
    expect((await post(correction())).json()).toMatchObject({ revisionNo: 2 })
    expect((await post(correction({ changes: [{ cell: 'M1', value: '80' }] }))).json().code).toBe(
      'COLLECT_SUBMISSION_CONFLICT',
    )
    const shown = (await city.city('GET', one(0))).json()
    expect([shown.values.cells.M1, shown.reported.cells.M1, shown.values.cells.C1]).toEqual([
      '90.00',
      '100.00',
      '910.00',
    ])
    const lineage = (await city.city('GET', `${one(0)}/lineage?cell=M1`)).json()
    expect(lineage.entries).toMatchObject([
      { revisionNo: 1, kind: 'report', before: null, after: '100.00' },
      {
        revisionNo: 2,
        kind: 'correction',
        before: '100.00',
        after: '90.00',
        why: '与企业电话核对后更正小数点',
      },
    ])
    const receipt = await callers[0]!(
      'GET',
      `/api/collect/my-reports/${city.collectionId}/${city.units[0]}/receipt`,
    )
    expect(receipt.json()).toMatchObject({ revisionNo: 1 })
    const overwritten = await send(0, GOOD, { baseRevision: 1 })
    expect(overwritten.json()).toMatchObject({ code: 'COLLECT_REVISION_CONFLICT', detail: { revisionNo: 2 } })
  })

  it('should accept by filter what is ready and say why the rest is not', async () => {
    const unitIds = [city.units[1], city.units[8], city.units[9], city.units[20]]
    const mixed = (await city.county('POST', `${base()}/accept`, { unitIds })).json()
    expect(mixed).toMatchObject({ accepted: 1, refused: 3 })
    expect(mixed.outcomes.map((one: { code?: string }) => one.code)).toEqual([
      undefined,
      'COLLECT_EXPLANATION_DOUBTED',
      'COLLECT_WRONG_STATE',
      'NOT_FOUND',
    ])
    const bulk = await inBulk(city.county, { filter: { findings: 'none' } })
    expect(bulk).toMatchObject({ state: 'done', total: 7, accepted: 7, skipped: 0, reasons: [] })
    const above = await inBulk(city.city, { filter: {} })
    expect(above).toMatchObject({ state: 'done', total: 8, accepted: 8, skipped: 0, reasons: [] })
    expect((await city.leader('POST', `${base()}/accept`, { unitIds })).statusCode).toBe(403)
    expect((await city.county('POST', `${base()}/accept`, { unitIds: [] })).statusCode).toBe(400)
    expect((await city.county('POST', `${base()}/accept`, { filter: {} })).statusCode).toBe(400)
    const locked = await city.county('POST', `${one(1)}/corrections`, {
      clientId: '3f2b8f0e-7f0a-4a57-9f6b-0d8f6c2f1a02',
      revisionNo: 1,
      changes: [{ cell: 'M1', value: '90' }],
      note: '与企业电话核对后更正小数点',
    })
    expect(locked.json().code).toBe('COLLECT_HIGHER_LEVEL_ACCEPTED')
  })

  it('should remind one at once and many as a job that goes on where it stopped', async () => {
    const remind = (unit: number) =>
      city.county('POST', `${one(unit)}/remind`, {}, { 'idempotency-key': `reminder-of-${unit}` })
    const told = async () => {
      const { rows } = await city.services.database.pool.query<{ n: number }>(
        'select count(*)::int as n from notify.message',
      )
      return rows[0]?.n
    }
    expect((await remind(10)).json()).toEqual({ accounts: 1 })
    const once = await told()
    expect((await remind(10)).json()).toEqual({ accounts: 1 })
    expect(await told()).toBe(once)
    expect((await remind(1)).json().code).toBe('COLLECT_WRONG_STATE')
    const key = { 'idempotency-key': 'reminder-0001' }
    const start = () => city.county('POST', `${base()}/reminders`, { filter: {}, message: '请抓紧报送' }, key)
    const reminder = (await start()).json()
    expect(reminder).toMatchObject({ state: 'waiting', total: 7, done: 0 })
    expect((await start()).json().reminderId).toBe(reminder.reminderId)
    const { db } = city.services.database
    const queued = await sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs
      where task_identifier = 'collect.remind'`.execute(db)
    expect(queued.rows[0]?.n).toBe(1)
    const help = { log: city.services.log, attempt: 1 }
    await remindJob(city.services)({ reminderId: reminder.reminderId }, help)
    await remindJob(city.services)({ reminderId: reminder.reminderId }, help)
    const after = (await city.county('GET', `/api/collect/reminders/${reminder.reminderId}`)).json()
    expect(after).toMatchObject({ state: 'done', done: 7 })
    const sent = await sql<{
      n: number
    }>`select count(*)::int as n from notify.message where kind = 'collect.reminded'`.execute(db)
    expect(sent.rows[0]?.n).toBe(8)
    expect((await city.city('GET', `/api/collect/reminders/${reminder.reminderId}`)).statusCode).toBe(404)
    const second = (
      await city.county('POST', `${base()}/reminders`, { filter: {} }, { 'idempotency-key': 'reminder-0002' })
    ).json()
    expect(
      (await city.county('POST', `/api/collect/reminders/${second.reminderId}/cancel`, {})).json().state,
    ).toBe('cancelled')
    await remindJob(city.services)({ reminderId: second.reminderId }, help)
    expect((await city.county('GET', `/api/collect/reminders/${second.reminderId}`)).json().done).toBe(0)
    const listed = (await city.county('GET', `${base()}/reminders`)).json()
    expect(listed).toMatchObject({
      total: 2,
      items: [
        { reminderId: second.reminderId, state: 'cancelled' },
        { reminderId: reminder.reminderId, state: 'done', done: 7, message: '请抓紧报送' },
      ],
    })
    expect((await city.city('GET', `${base()}/reminders`)).json()).toEqual({ total: 0, items: [] })
  })

  it('should remind of the units picked only those that have not submitted', async () => {
    const unitIds = [city.units[1], city.units[9], city.units[10]]
    const key = { 'idempotency-key': 'reminder-0003' }
    const picked = (await city.county('POST', `${base()}/reminders`, { filter: {}, unitIds }, key)).json()
    expect(picked).toMatchObject({ total: 2, state: 'waiting' })
    await remindJob(city.services)(picked, { log: city.services.log, attempt: 1 })
    const after = (await city.county('GET', `/api/collect/reminders/${picked.reminderId}`)).json()
    expect(after).toMatchObject({ state: 'done', done: 2 })
  })

  it('should refuse to issue what the law or the calendar forbids', async () => {
    const edition = (
      await city.services.database.db.selectFrom('collect.collection').selectAll().executeTakeFirstOrThrow()
    ).region_edition
    const body = (more: object = {}) => ({
      formVersionId: city.formVersionId,
      period: '2026-M11',
      regionEdition: edition,
      criterion: { aboveThreshold: true },
      opensAt: OPENS.toISOString(),
      closesAt: CLOSES.toISOString(),
      ...more,
    })
    const code = async (more: object) =>
      (await city.manager('POST', '/api/collect/collections', body(more))).json().code
    expect(await code({ period: '2026-Q4' })).toBe('COLLECT_PERIOD_MISMATCH')
    expect(await code({ closesAt: OPENS.toISOString() })).toBe('COLLECT_DATES_INVALID')
    expect(await code({ countyAcceptsBy: OPENS.toISOString() })).toBe('COLLECT_DATES_INVALID')
    expect(await code({ regionEdition: '1900' })).toBe('COLLECT_REGION_EDITION_UNKNOWN')
    expect(await code({ criterion: { sizeClasses: ['large'] } })).toBe('COLLECT_FRAME_EMPTY')
    expect(await code({ period: '2026-M10' })).toBe('COLLECT_ALREADY_ISSUED')
    expect(await code({ formVersionId: 99999 })).toBe('NOT_FOUND')
    expect(await code({ criterion: { colour: 'red' } })).toBe('REQUEST_MALFORMED')
    expect((await city.county('POST', '/api/collect/collections', body())).statusCode).toBe(403)
    const preview = await city.manager('POST', '/api/collect/collections/preview', {
      criterion: { industries: ['C'], regions: [HETANG] },
      period: '2026-M11',
    })
    expect(preview.json()).toEqual({ units: 16, counties: [{ regionCode: HETANG, units: 16 }] })
    const issued = await city.manager('POST', '/api/collect/collections', body())
    expect(issued.json()).toMatchObject({ units: UNITS })
    const listed = (await city.leader('GET', '/api/collect/collections?phase=open')).json()
    expect(listed.items.map((one: { period: string; owed: number }) => [one.period, one.owed])).toEqual([
      ['2026-M10', UNITS],
      ['2026-M11', UNITS],
    ])
    const periods = async (query: string) =>
      (await city.leader('GET', `/api/collect/collections?${query}`))
        .json()
        .items.map((one: { period: string }) => one.period)
    for (const sort of ['period', 'form&order=asc', 'owed', 'opens', 'closes', 'subject'])
      expect(await periods(`sort=${sort}`)).toEqual(['2026-M10', '2026-M11'])
    for (const sort of ['period', 'submitted', 'rate'])
      expect((await periods(`sort=${sort}&order=desc`))[0]).toBe(sort === 'period' ? '2026-M11' : '2026-M10')
    expect(await periods('sort=rate')).toEqual(['2026-M11', '2026-M10'])
    expect(await periods('search=csczb')).toHaveLength(2)
    expect(await periods(`search=${encodeURIComponent('测试产值')}`)).toHaveLength(2)
    expect(await periods('search=t100&pageSize=1&page=2')).toEqual(['2026-M11'])
    expect(await periods('search=nothing')).toEqual([])
    expect((await city.leader('GET', '/api/collect/collections?sort=criterion')).statusCode).toBe(400)
    const mine = (text: string) => callers[0]!('GET', `/api/collect/my-reports?search=${text}`)
    expect((await mine('csczb')).json().total).toBe(2)
    expect((await mine('B204')).json().total).toBe(0)
    const closed = await city.manager(
      'POST',
      `/api/collect/collections/${issued.json().collectionId}/close`,
      {},
    )
    expect(closed.json()).toEqual({ closedAt: DURING.toISOString() })
    const url = `/api/collect/my-reports/${issued.json().collectionId}/${city.units[0]}/submissions`
    expect((await callers[0]!('POST', url, submission(GOOD))).json().code).toBe('COLLECT_CLOSED')
  })

  it('should give the mirror current revisions, never drafts', async () => {
    const { analytics } = city.services
    const table = `report_${city.formVersionId}`
    await analytics.drain()
    const of = async (index: number) =>
      (
        await analytics.query(
          `select state, state_rank, "M1", "C1" from ${table} where collection_id = $1 and unit_id = $2`,
          [city.collectionId, city.units[index]!],
        )
      )[0]
    expect(await of(0)).toEqual({ state: 'accepted:city', state_rank: 4, M1: '90.00', C1: '910.00' })
    expect(await of(9)).toMatchObject({ state_rank: 1, M1: null, C1: null })
    const all = await analytics.query(`select count(*) as n from ${table}`)
    expect(all).toEqual([{ n: String(UNITS * 2) }])
    const sums = await analytics.query(
      `select count(*) as n, sum("M1") as total from ${table} where state_rank >= 2`,
    )
    expect(sums[0]).toEqual({ n: '10', total: '1790.00' })
    const attributes = 'region_code, industry_code, size_class, register_type, unit_kind, above_threshold'
    const frozen = await analytics.query(
      `select distinct ${attributes} from ${table} where collection_id = $1 and unit_id = $2`,
      [city.collectionId, city.units[0]!],
    )
    expect(frozen).toEqual([
      {
        region_code: '430202001001',
        industry_code: '3071',
        size_class: 'small',
        register_type: '112',
        unit_kind: 'legal',
        above_threshold: true,
      },
    ])
  })
})
