/** Where a person's reach ends, and what odd requests must not do. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { multipart } from '#tests/support/office.ts'
import type { Caller } from '#tests/support/server.ts'
import { type City, GOOD, HETANG, openCity, submission } from '../testing/city.ts'

const VILLAGE = '430202001001'
let city: City
let reporter: Caller
const collection = () => `/api/collect/collections/${city.collectionId}`
const mine = (index: number) => `/api/collect/my-reports/${city.collectionId}/${city.units[index]}`

beforeAll(async () => {
  city = await openCity()
  reporter = await city.reporter(0)
})
afterAll(() => city.close())

describe('collecting', () => {
  it('should not tell totals of one village to those who see aggregates only', async () => {
    for (const what of ['progress', 'rules']) {
      const url = `${collection()}/${what}?region=`
      expect((await city.leader('GET', `${url}${VILLAGE}`)).json().code).toBe('NOT_FOUND')
      expect((await city.leader('GET', `${url}${HETANG}`)).statusCode).toBe(200)
      expect((await city.county('GET', `${url}${VILLAGE}`)).statusCode).toBe(200)
    }
  })

  it('should refuse to try a frame for a day or week that does not exist', async () => {
    for (const period of ['2026-02-31', '2026-19-39', '2026-W59']) {
      const reply = await city.manager('POST', '/api/collect/collections/preview', { criterion: {}, period })
      expect([reply.statusCode, reply.json().code]).toEqual([400, 'REQUEST_MALFORMED'])
    }
  })

  it('should take names of built-in properties in a correction as names that are not there', async () => {
    expect((await reporter('POST', `${mine(0)}/submissions`, submission(GOOD))).statusCode).toBe(200)
    for (const section of ['constructor', 'toString']) {
      const reply = await city.county('POST', `${collection()}/reports/${city.units[0]}/corrections`, {
        clientId: randomUUID(),
        revisionNo: 1,
        changes: [{ cell: 'M1', section, row: '1', value: '5' }],
        note: '单位来电说明填错单位',
      })
      expect([reply.statusCode, reply.json().code]).toEqual([422, 'COLLECT_VALUES_REJECTED'])
    }
  })

  it('should keep what a reporter was typing when returns are imported over it, and show both', async () => {
    const other = await city.reporter(1)
    const draft = (values: unknown, version: number) =>
      other('PUT', `${mine(1)}/draft`, { version, baseRevision: 0, values, explanations: {} })
    expect((await draft({ cells: { M1: '77' } }, 0)).statusCode).toBe(200)
    const file = multipart(
      { name: 'a.csv', bytes: Buffer.from('单位,本月,累计\n株洲电瓷2厂,1,2\n') },
      {
        mapping: JSON.stringify({ unit: { by: 'name', column: '单位' }, cells: { 本月: 'M1', 累计: 'M2' } }),
      },
    )
    const { importId } = (
      await city.manager('POST', `${collection()}/imports`, file.payload, file.headers)
    ).json()
    const applied = (await city.manager('POST', `/api/collect/imports/${importId}/apply`)).json()
    expect(applied.outcome).toMatchObject({ created: 1 })
    const kept = (await other('GET', mine(1))).json()
    expect(kept.draft.values.cells.M1).toBe('77.00')
    const reply = await draft({ cells: { M1: '78' } }, 1)
    expect(reply.json()).toMatchObject({
      code: 'COLLECT_DRAFT_CONFLICT',
      detail: { revisionNo: 1, values: { cells: { M1: '1.00' } }, yours: { cells: { M1: '78' } } },
    })
  })

  it('should be closed only by someone answerable for every unit of it', async () => {
    const partly = await city.person(['collect.collection.manage'], { regionCode: HETANG })
    const refused = await partly('POST', `${collection()}/close`, {})
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'PERMISSION_DENIED'])
    expect((await reporter('GET', mine(0))).json().report.window.phase).toBe('open')
    expect((await city.manager('POST', `${collection()}/close`, {})).statusCode).toBe(200)
  })
})
