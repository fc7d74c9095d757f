import { describe, expect, it } from 'vitest'
import { decodeDraft } from '../address.ts'
import { tableAddress } from './figure-table.ts'
import type { Figure } from './figure-words.ts'

const figure: Figure = {
  formCode: 'A302',
  formTitle: { 'zh-CN': '粮食' },
  label: { 'zh-CN': '全年粮食(总) · 产量', en: 'Grain · Output' },
  unitOfMeasure: '万吨',
  latest: { period: '2026', owed: 3, accepted: 3 },
  trend: [],
  change: null,
  lead: null,
  next: null,
  table: { formVersionId: 7, section: 'crops', column: 'M2', yearEarlier: null, edition: '2023' },
}

describe('the table a figure leads to', () => {
  it('should count what the figure counts: its period, its cells, what the city has accepted', () => {
    const address = tableAddress(figure)!
    expect(address).toMatch(/^\/tabulate\/table\?period=2026#t=/)
    const table = decodeDraft(address.slice(address.indexOf('#')))
    expect(table).toMatchObject({
      name: { 'zh-CN': '分县区全年粮食及增长' },
      formVersionId: 7,
      section: 'crops',
      definition: { edition: '2023', periods: ['2026'], minState: 'accepted:city' },
    })
    expect(JSON.stringify(table?.definition.columns)).toContain('"kind":"sum","column":"M2"')
  })

  it('should be nowhere for whoever may not tabulate it, and where nothing is released', () => {
    expect(tableAddress({ ...figure, table: null })).toBeNull()
    expect(tableAddress({ ...figure, latest: null })).toBeNull()
  })
})
