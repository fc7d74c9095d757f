import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { multipart } from '#tests/support/office.ts'
import { type City, openCity } from '../testing/city.ts'

const file = resolve(import.meta.dirname, '../../../../../shared/data/retailers/retailers.csv')
const missing = existsSync(file) ? '' : ` (skipped: ${file} is not there)`

const published = [
  { rule: 'V1', pass: 39, fail: 14, undecided: 7 },
  { rule: 'V2', pass: 19, fail: 4, undecided: 37 },
  { rule: 'V3', pass: 49, fail: 6, undecided: 5 },
  { rule: 'V4', pass: 50, fail: 0, undecided: 10 },
]

describe.skipIf(missing !== '')(`the published retailers${missing}`, () => {
  let city: City

  beforeAll(async () => {
    const yaml = readFileSync(resolve(import.meta.dirname, '../testing/retailers.yaml'), 'utf8')
    city = await openCity({ units: 60, yaml })
  })
  afterAll(() => city.close())

  it('should be imported and give exactly the published counts', async () => {
    const mapping = {
      unit: { by: 'order' },
      cells: {
        staff: 'staff',
        turnover: 'turnover',
        'other.rev': 'otherRev',
        'total.rev': 'totalRev',
        'staff.costs': 'staffCosts',
        'total.costs': 'totalCosts',
        profit: 'profit',
        vat: 'vat',
      },
      missing: ['NA'],
    }
    const { payload, headers } = multipart(
      { name: 'retailers.csv', bytes: readFileSync(file) },
      { mapping: JSON.stringify(mapping) },
    )
    const url = `/api/collect/collections/${city.collectionId}/imports`
    const preview = (await city.manager('POST', url, payload, headers)).json()
    expect(preview).toMatchObject({
      state: 'previewed',
      errorCount: 0,
      outcome: { records: 60, created: 60, separator: ';', unmappedColumns: ['size', 'incl.prob'] },
    })
    expect(preview.outcome.rules).toMatchObject(published)
    const applied = await city.manager('POST', `/api/collect/imports/${preview.importId}/apply`)
    expect(applied.json().outcome.rules).toMatchObject(published)
    const shown = (await city.leader('GET', `/api/collect/collections/${city.collectionId}/rules`)).json()
    expect(shown.reports).toBe(60)
    expect(shown.rules).toMatchObject(published)
  })
})
