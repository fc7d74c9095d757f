import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTransaction } from '#kernel/db/tx.ts'
import { type Office, openOffice } from '#tests/support/office.ts'
import { publish } from '../testing/city.ts'
import { createFormPrograms } from './form-programs.ts'

const form = (code: string, scale: number, rule: string, cells: readonly string[] = ['M1', 'M2']) => `
form: ${code}
title: ${code}
marks: { tableNumber: ${code}, issuer: 国家统计局, approvalNumber: 国统制〔2026〕1号, validUntil: 2027-12 }
frequency: M
subject: industry
sections:
  - record: main
    fields: [${cells.map(cell => `{ cell: ${cell}, name: ${cell}, type: decimal(${scale}) }`).join(', ')}]
rules: |
  define datapoint ruleset r ( variable ${cells.join(', ')} ) is
    E1 : ${rule} errorcode "不符" errorlevel "query"
  end datapoint ruleset ;
`

describe('programs of forms that name other forms', () => {
  let office: Office
  const programs = createFormPrograms()

  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.close())

  const get = (id: number) => readTransaction(office.services.database.db, tx => programs.get(tx, id))

  it('should follow the other form to its new version without a restart, and keep what has not moved', async () => {
    await publish(office, form('OTHER', 0, 'M1 >= M2'))
    const id = await publish(office, form('NAMING', 0, 'M1 >= OTHER#M1'))
    const first = await get(id)
    expect(first.forms.map(one => one.title['zh-CN'])).toEqual(['OTHER'])
    expect(await get(id)).toBe(first)

    await publish(office, form('OTHER', 2, 'M1 >= M2'))
    const second = await get(id)
    expect(second.program.schema.foreign?.OTHER?.measures.M1).toEqual({ kind: 'decimal', scale: 2 })
    expect(await get(id)).toBe(second)
  })

  it('should run with the version before where the newest has lost what is named', async () => {
    await publish(office, form('LOSING', 0, 'M1 >= M2'))
    const naming = await publish(office, form('HELD', 0, 'M1 >= LOSING#M2'))
    await expect(publish(office, form('LOSING', 0, 'M1 >= 0', ['M1']))).rejects.toMatchObject({
      type: { code: 'CATALOG_BREAKS_OTHER_FORMS' },
      detail: { forms: ['HELD'] },
    })
    await publish(office, form('HELD', 0, 'M1 >= M2'))
    await publish(office, form('LOSING', 0, 'M1 >= 0', ['M1']))
    const held = await get(naming)
    expect(held.needs.forms).toEqual({ LOSING: ['M2'] })
    expect(held.program.ruleset.rules.map(rule => rule.code)).toEqual(['E1'])
  })

  it('should go on with the last version of a form that was taken out of force', async () => {
    const gone = await publish(office, form('GONE', 0, 'M1 >= M2'))
    const naming = await publish(office, form('STAYING', 0, 'M1 >= GONE#M1'))
    const { db } = office.services.database
    await db.updateTable('catalog.form_version').set({ status: 'retired' }).where('id', '=', gone).execute()
    expect((await get(naming)).needs.forms).toEqual({ GONE: ['M1'] })
  })
})
