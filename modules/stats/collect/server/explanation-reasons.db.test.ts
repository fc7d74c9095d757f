import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Explanations } from '#engines/form/index.ts'
import type { Caller } from '#tests/support/server.ts'
import { type City, openCity, submission } from '../testing/city.ts'

const yaml = `${readFileSync(resolve(import.meta.dirname, '../testing/t100.yaml'), 'utf8')}
reasons:
  - { code: CAPACITY, name: [新增产能, New capacity] }
  - { code: STOCK, name: [库存集中销售, Stock sold off] }
ruleReasons:
  R1: [STOCK]
`
const VALUES = {
  cells: { M1: '1200', M2: '5000', M3: '500' },
  rows: { products: [{ key: 'p1', cells: { P1: '5', P2: '9' } }] },
}
const SAID: Explanations = {
  E2: { reason: 'CAPACITY', text: '两条生产线十月投产' },
  'R1@p1': { reason: 'STOCK', text: '上期产品本月交付给一家客户' },
}

describe('explanations with a reason of the form', () => {
  let city: City

  const mine = (index: number) => `/api/collect/my-reports/${city.collectionId}/${city.units[index]}`
  const office = (index: number) =>
    `/api/collect/collections/${city.collectionId}/reports/${city.units[index]}`
  const submit = (who: Caller, index: number, explanations: unknown, draftVersion = 0) =>
    who('POST', `${mine(index)}/submissions`, {
      ...submission(VALUES, { draftVersion }),
      explanations,
    })

  beforeAll(async () => {
    city = await openCity({ units: 3, yaml })
  })
  afterAll(() => city.close())

  it('should refuse what names no reason, one the rule does not offer, or only repeats it', async () => {
    const reporter = await city.reporter(0)
    const problemsOf = async (explanations: Explanations) => {
      const reply = await submit(reporter, 0, explanations)
      expect(reply.statusCode).toBe(422)
      return reply.json()
    }
    const faults = async (E2: Explanations[string]) => {
      const { code, detail } = await problemsOf({ ...SAID, E2 })
      expect(code).toBe('COLLECT_EXPLANATIONS_NEEDED')
      return detail.findings.map((one: { rule: string; problem: string }) => [one.rule, one.problem])
    }
    expect(await faults('两条生产线十月投产')).toEqual([['E2', 'no-reason']])
    expect(await faults({ reason: 'CAPACITY', text: '' })).toEqual([['E2', 'blank']])
    expect(await faults({ reason: 'CAPACITY', text: '已核实无误' })).toEqual([['E2', 'boiler-plate']])
    expect(await faults({ reason: 'CAPACITY', text: '因为新增产能' })).toEqual([['E2', 'reason-repeated']])
    expect(
      await problemsOf({ ...SAID, E2: { reason: 'WEATHER', text: '两条生产线十月投产' } }),
    ).toMatchObject({
      code: 'COLLECT_REASON_UNKNOWN',
      message: {
        'zh-CN': '审核规则 E2 不能选原因“WEATHER”，可选：CAPACITY 新增产能、STOCK 库存集中销售',
        en: 'Rule E2 does not offer the reason “WEATHER”; it offers: CAPACITY New capacity, STOCK Stock sold off',
      },
    })
    const elsewhere = await problemsOf({ ...SAID, 'R1@p1': { reason: 'CAPACITY', text: '两条生产线投产了' } })
    expect(elsewhere).toMatchObject({ detail: { rule: 'R1', reason: 'CAPACITY' } })
  })

  it.each([
    { reason: '新增', text: '两条生产线十月投产' },
    { reason: 'CAPACITY' },
    { reason: 'CAPACITY', text: '两条生产线十月投产', by: 1 },
    { text: '两条生产线十月投产' },
    7,
  ])('should refuse an explanation that has not the shape of one: %j', async E2 => {
    expect((await submit(await city.reporter(0), 0, { ...SAID, E2 })).statusCode).toBe(400)
  })

  it('should keep the reason from the draft to the revision, the lineage, a correction and the next draft', async () => {
    const reporter = await city.reporter(1)
    const half = { E2: { reason: 'CAPACITY', text: '' }, 'R1@p1': ' 先写文字，原因后选 ' }
    const draft = { version: 0, baseRevision: 0, values: VALUES, explanations: half }
    expect((await reporter('PUT', `${mine(1)}/draft`, draft)).json()).toMatchObject({ version: 1 })
    expect((await reporter('GET', mine(1))).json().explanations).toEqual({
      E2: { reason: 'CAPACITY', text: '' },
      'R1@p1': '先写文字，原因后选',
    })

    expect((await submit(reporter, 1, SAID, 1)).json()).toMatchObject({ revisionNo: 1 })
    // Sent again, its parts in whatever order, it is the same report; with another reason it is another one.
    const turned = { ...SAID, E2: { text: '两条生产线十月投产', reason: 'CAPACITY' } }
    expect((await submit(reporter, 1, turned, 1)).json()).toMatchObject({ revisionNo: 1 })
    const other = { ...SAID, E2: { reason: 'STOCK', text: '两条生产线十月投产' } }
    expect((await submit(reporter, 1, other)).statusCode).toBe(409)

    const shown = (await city.county('GET', office(1))).json()
    expect(shown.findings).toMatchObject([
      { rule: 'E2', reason: 'CAPACITY', explanation: '两条生产线十月投产' },
      { rule: 'R1', reason: 'STOCK' },
    ])
    const lineage = await city.county('GET', `${office(1)}/lineage?cell=M1`)
    expect(lineage.json().entries).toMatchObject([{ why: '两条生产线十月投产', reason: 'CAPACITY' }])

    const correction = await city.county('POST', `${office(1)}/corrections`, {
      clientId: '3f2b8f0e-7f0a-4a57-9f6b-0d8f6c2f1a02',
      revisionNo: 1,
      note: '电话核实，销售量多录一位',
      changes: [{ cell: 'P2', section: 'products', row: 'p1', value: '8' }],
    })
    expect(correction.json().findings).toMatchObject([
      { rule: 'E2', reason: 'CAPACITY', explanation: '两条生产线十月投产' },
      { rule: 'R1', reason: null, explanation: '电话核实，销售量多录一位' },
    ])
    expect((await reporter('GET', mine(1))).json().explanations).toEqual({
      E2: SAID.E2,
      'R1@p1': '电话核实，销售量多录一位',
    })
  })
})
