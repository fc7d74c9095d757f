import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importUnits } from '#modules/stats/register/server/index.ts'
import { type Office, openOffice } from '#tests/support/office.ts'
import type { Caller } from '#tests/support/server.ts'
import { CLOSES, DURING, HETANG, latestEdition, OPENS, publish, submission } from '../testing/city.ts'
import { issueCollection } from './index.ts'

const A302 = readFileSync(resolve(import.meta.dirname, '../../catalog/forms/A302.yaml'), 'utf8')
const TOWNSHIP = '430202001000'
const NEIGHBOUR = '430203001000'

const signers = { S01: '贺婷嘉', S02: '贺婷嘉', S03: '贺婷嘉', S04: '0731-0123456' }
/** Early rice only: area in hectares, output in tonnes, within what its rules take for a usual yield. */
const rice = (key: string, area: string, output: string) => ({ key, cells: { A02: area, Q02: output } })

describe('a form that a township fills in for its villages', () => {
  let office: Office
  let town: Caller
  let neighbour: Caller
  let county: Caller
  let collectionId: number
  let unitId: number
  let path: string
  let villages: readonly string[]
  let elsewhere: string

  beforeAll(async () => {
    office = await openOffice(DURING)
    const formVersionId = await publish(office, A302)
    const ids = await office.system(context =>
      importUnits(
        context,
        [TOWNSHIP, NEIGHBOUR].map(regionCode => ({
          creditCode: null,
          localCode: regionCode,
          kind: 'township' as const,
          name: `街道办事处${regionCode.slice(0, 9)}`,
          regionCode,
          industryCode: null,
          registerType: null,
          sizeClass: null,
          aboveThreshold: false,
          attributes: {},
          validFrom: '2024-01-01',
        })),
      ),
    )
    const regionEdition = await latestEdition(office.services)
    const issued = await office.system(
      context =>
        issueCollection(context, {
          formVersionId,
          period: '2026',
          regionEdition,
          criterion: { kinds: ['township'] },
          opensAt: OPENS.toISOString(),
          closesAt: CLOSES.toISOString(),
        }),
      ['collect.collection.manage'],
    )
    expect(issued.units).toBe(2)
    collectionId = issued.collectionId
    unitId = ids[0]!
    path = `/api/collect/my-reports/${collectionId}/${unitId}`
    const staff = ['collect.report.fill', 'collect.report.read']
    town = await office.person(staff, { regionCode: TOWNSHIP })
    neighbour = await office.person(staff, { regionCode: NEIGHBOUR })
    county = await office.person(['collect.report.read'], { regionCode: HETANG })
    const found = await office.services.database.pool.query<{ code: string }>(
      `select code from org.region where edition = $1 and level = 'village' and parent_code = any($2) order by code`,
      [regionEdition, [TOWNSHIP, NEIGHBOUR]],
    )
    const codes = found.rows.map(row => row.code)
    villages = codes.filter(code => code.startsWith(TOWNSHIP.slice(0, 9)))
    elsewhere = codes.find(code => code.startsWith(NEIGHBOUR.slice(0, 9)))!
  })
  afterAll(() => office.close())

  const submit = (rows: readonly unknown[], more: Parameters<typeof submission>[1] = {}) =>
    town('POST', `${path}/submissions`, submission({ cells: signers, rows: { villages: rows } }, more))

  it('should stand on the home of its statistician, with its own villages to choose from', async () => {
    const home = (await town('GET', '/api/collect/my-reports')).json()
    expect(home.items).toMatchObject([{ formCode: 'A302', state: 'owed', window: { phase: 'open' } }])
    const opened = (await town('GET', path)).json()
    expect(opened.editable).toBe(true)
    expect(opened.values.cells.H01).toBe(TOWNSHIP)
    expect(opened.codelists['region:village'].map((one: { code: string }) => one.code)).toEqual(villages)
  })

  it('should refuse a village of another township, and a village twice', async () => {
    const strange = await submit([rice(villages[0]!, '10', '60'), rice(elsewhere, '10', '60')])
    expect([strange.statusCode, strange.json().code]).toEqual([422, 'COLLECT_VALUES_REJECTED'])
    expect(strange.json().detail.problems).toMatchObject([
      { code: 'UNKNOWN_ROW', section: 'villages', row: elsewhere },
    ])
    const twice = await submit([rice(villages[0]!, '10', '60'), rice(villages[0]!, '5', '30')])
    expect([twice.statusCode, twice.json().code]).toEqual([422, 'COLLECT_VALUES_REJECTED'])
    expect((await town('GET', path)).json().report).toMatchObject({ state: 'owed', revisionNo: 0 })
  })

  it('should take the rows of two villages, a draft first, and show the county their totals', async () => {
    // In an order of somebody's own.
    const rows = [rice(villages[1]!, '20.5', '123'), rice(villages[0]!, '10', '60')]
    const draft = await town('PUT', `${path}/draft`, {
      version: 0,
      baseRevision: 0,
      values: { cells: signers, rows: { villages: rows } },
      explanations: {},
    })
    expect(draft.statusCode, draft.body).toBe(200)
    const kept = (await town('GET', path)).json().draft.values.rows.villages as readonly { key: string }[]
    expect(kept.map(({ key }) => key)).toEqual([villages[1], villages[0]])
    const receipt = await submit(rows, { draftVersion: 1 })
    expect(receipt.statusCode, receipt.body).toBe(200)
    expect(receipt.json()).toMatchObject({ revisionNo: 1, onTime: true })
    const shown = await county('GET', `/api/collect/collections/${collectionId}/reports/${unitId}`)
    expect(shown.json().values.rows.villages).toMatchObject([
      { key: villages[1], cells: { A00: '20.50', Q00: '123.00', Y00: '6000' } },
      { key: villages[0], cells: { A00: '10.00', Q00: '60.00', Y00: '6000' } },
    ])
  })

  it('should write to the staff who fill it in, and to nobody of another place or above', async () => {
    const asking = await office.person(['collect.report.read', 'collect.report.review'], {
      regionCode: HETANG,
    })
    // Holds the same permission, farther away.
    const above = await office.person(['collect.report.fill'], { regionCode: HETANG })
    const inbox = async (who: Caller) => (await who('GET', '/api/inbox')).json().items
    const base = `/api/collect/collections/${collectionId}/reports/${unitId}`
    const key = () => ({ 'idempotency-key': randomUUID() })
    const question = { revisionNo: 1, cells: [`A02@${villages[0]}`], text: '早稻面积较上年减少较多，请核实' }
    expect((await asking('POST', `${base}/inquiries`, question, key())).json()).toMatchObject({ told: 1 })
    const reason = '早稻单产与去年相差很大，请核实'
    expect((await asking('POST', `${base}/send-back`, { revisionNo: 1, reason })).statusCode).toBe(200)
    expect((await asking('POST', `${base}/remind`, {}, key())).json()).toMatchObject({ accounts: 1 })
    const asked = `^街道办事处${TOWNSHIP.slice(0, 9)}：[^：]+ · 早稻 · 播种面积：${question.text}$`
    expect(await inbox(town)).toMatchObject([
      { kind: 'collect.reminded', link: `/reports/${collectionId}/${unitId}` },
      { kind: 'collect.returned' },
      { kind: 'collect.asked', body: { 'zh-CN': expect.stringMatching(asked) } },
    ])
    for (const who of [neighbour, above]) expect(await inbox(who)).toEqual([])
  })

  it('should be out of reach for the township next door', async () => {
    expect((await neighbour('GET', path)).statusCode).toBe(404)
    const values = { cells: signers, rows: { villages: [rice(villages[0]!, '1', '6')] } }
    const sent = await neighbour('POST', `${path}/submissions`, submission(values))
    expect(sent.statusCode).toBe(404)
  })
})
