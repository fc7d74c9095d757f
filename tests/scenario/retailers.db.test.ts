import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileForm, importForm } from '#engines/form/index.ts'
import { sendStatement, toDuckDb } from '#engines/vtl/index.ts'
import { retailersUnitMapping } from '#modules/stats/register/examples/retailers-units.ts'
import {
  CITY,
  HETANG_VILLAGE,
  multipart,
  type Office,
  openOffice,
} from '#modules/stats/register/testing/office.ts'
import type { Caller } from '../support/server.ts'

const root = resolve(import.meta.dirname, '../..')
const csv = resolve(root, '../shared/data/retailers/retailers.csv')
const yaml = readFileSync(resolve(root, 'modules/stats/catalog/examples/retailers.yaml'), 'utf8')
const cells = ['staff', 'turnover', 'other_rev', 'total_rev', 'staff_costs', 'total_costs', 'profit', 'vat']

/** As Statistics Netherlands published them with the file. */
const published = [
  { rule: 'R1', pass: 39, fail: 14, undecided: 7 },
  { rule: 'R2', pass: 19, fail: 4, undecided: 37 },
  { rule: 'R3', pass: 49, fail: 6, undecided: 5 },
  { rule: 'R4', pass: 50, fail: 0, undecided: 10 },
]

const permissions = [
  'catalog.form.read',
  'catalog.form.design',
  'catalog.form.publish',
  'register.unit.read',
  'register.unit.import',
  'collect.collection.manage',
  'collect.progress.read',
]

describe.skipIf(!existsSync(csv))(
  'sixty retailers (skipped where ../shared/data/retailers is absent)',
  () => {
    let office: Office
    let city: Caller
    let collectionId: number
    let versionId: number

    const ok = async (reply: Promise<Awaited<ReturnType<Caller>>>) => {
      const { statusCode, body } = await reply
      expect([statusCode, statusCode === 200 ? '' : body]).toEqual([200, ''])
      return JSON.parse(body)
    }

    beforeAll(async () => {
      office = await openOffice(new Date('2001-03-01T02:00:00Z'))
      city = await office.person(permissions, { regionCode: CITY })
    })
    afterAll(() => office.close())

    it('should become units, a published form and a collection', async () => {
      await ok(city('PUT', '/api/catalog/programmes/RETAIL', programme))
      const draft = await ok(city('POST', '/api/catalog/forms', { source: yaml, programme: 'RETAIL' }))
      expect(draft.diagnostics).toEqual([])
      versionId = draft.versionId
      await ok(city('POST', `/api/catalog/versions/${versionId}/publish`))

      const settings = { mapping: retailersUnitMapping(HETANG_VILLAGE), validFrom: '2000-01-01' }
      const file = { name: 'retailers.csv', bytes: readFileSync(csv) }
      const upload = multipart(file, { settings: JSON.stringify(settings) })
      const preview = await ok(city('POST', '/api/register/imports', upload.payload, upload.headers))
      await ok(city('POST', `/api/register/imports/${preview.importId}/apply`))

      const issued = await ok(
        city('POST', '/api/collect/collections', {
          formVersionId: versionId,
          period: '2000',
          regionEdition: '2023',
          criterion: { industries: ['5211'] },
          opensAt: '2001-01-10T00:00:00Z',
          closesAt: '2001-04-10T00:00:00Z',
        }),
      )
      expect(issued.units).toBe(60)
      collectionId = issued.collectionId
    })

    it('should take the returns and show exactly the published counts', async () => {
      const mapping = {
        unit: { by: 'localCode', text: 'RETAILER-{row}' },
        cells: Object.fromEntries(cells.map(cell => [cell.replaceAll('_', '.'), cell])),
        missing: ['NA'],
      }
      const upload = multipart(
        { name: 'retailers.csv', bytes: readFileSync(csv) },
        { mapping: JSON.stringify(mapping) },
      )
      const url = `/api/collect/collections/${collectionId}/imports`
      const preview = await ok(city('POST', url, upload.payload, upload.headers))
      expect(preview).toMatchObject({ state: 'previewed', total: 60, errorCount: 0 })
      await ok(city('POST', `/api/collect/imports/${preview.importId}/apply`))
      const summary = await ok(city('GET', `/api/collect/collections/${collectionId}/rules`))
      expect(summary.reports).toBe(60)
      expect(summary.rules).toMatchObject(published)
    })

    it('should give the same counts from the set-based back-end over the mirror', async () => {
      const { spec } = importForm(yaml)
      const { program } = compileForm(spec!)
      const statements = toDuckDb(program!.ruleset, {
        form: {
          from: `report_${versionId} AS f`,
          unit: 'f.unit_id',
          period: 'f.period',
          columns: Object.fromEntries(cells.map(cell => [cell, `f."${cell}"`])),
        },
      })
      const { analytics } = office.services
      await analytics.drain()
      const rows = await Promise.all(
        statements.counts.map(one => sendStatement(one, sql => analytics.query(sql))),
      )
      const counts = rows.flat().map(row => ({
        rule: String(row.rule),
        pass: Number(row.pass),
        fail: Number(row.fail),
        undecided: Number(row.undecided),
      }))
      expect(counts.sort((a, b) => a.rule.localeCompare(b.rule))).toEqual(published)
    })
  },
)

const programme = {
  name: { 'zh-CN': '零售企业调查（示例）', en: 'Survey of retailers (example)' },
  issuer: '示例',
  approvalNumber: '示例',
  validFrom: '2000-01',
  validUntil: '2099-12',
}
