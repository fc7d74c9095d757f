import { describe, expect, it } from 'vitest'
import { formatValue, openForm } from '#engines/form/index.ts'
import { longForm, outputForm, outputValues, productForm, productValues } from '../gallery/sample-forms.ts'
import { boardOf } from './board.ts'
import { findHits } from './find.ts'

function finding(form: typeof outputForm, values: typeof outputValues) {
  const session = openForm(form, { values, foreign: { period: '2026-M10' } })
  const codelists = (name: string) => form.codelists?.[name]
  const board = boardOf(session, codelists)
  return (search: string) =>
    findHits(board, search, slot =>
      formatValue(slot.place.spec.type, session.get(slot.address), 'zh-CN', { codelists }),
    ).map(hit => (hit.row === undefined ? hit.key : `row ${hit.key}`))
}

describe('finding in a form', () => {
  const find = finding(outputForm, outputValues)

  it('should find a row by name in either language, by its code and by pinyin initials, as one hit', () => {
    expect(find('销售产值')).toEqual(['row M17'])
    expect(find('industrial sales')).toEqual(['row M17'])
    expect(find('gyxs')).toEqual(['row M17'])
    expect(find('02')).toContain('row M17')
  })

  it('should find fields of the head and of the signers', () => {
    expect(find('填表人')).toEqual(['S03'])
    expect(find('硬质合金')).toEqual(['H02'])
  })

  it('should find cells by code and by value, grouped or not, full-width or not', () => {
    expect(find('m22')).toEqual(['M22'])
    for (const typed of ['138520', '138,520', '１３８５２０', ' 138 520 '])
      expect(find(typed)).toEqual(['M13'])
    expect(find('102,3')).toEqual(['M17'])
    expect(find('73.85')).toEqual(['C01'])
  })

  it('should find nothing for nothing', () => {
    expect(find('')).toEqual([])
    expect(find('  ')).toEqual([])
    expect(find('没有这一项')).toEqual([])
  })

  it('should find variable rows by name, code and initials', () => {
    const inRows = finding(productForm, productValues)
    expect(inRows('硬质')).toEqual(['row Q01@3240010'])
    expect(inRows('yzhj')).toEqual(['row Q01@3240010'])
    expect(inRows('3011020')).toEqual(['row Q01@3011020'])
    expect(inRows('17650')).toEqual(['Q02@3011020'])
  })

  it('should go through a large table in reading order', () => {
    const hits = finding(longForm, { cells: { R01C2: '5', R60C16: '55', R09C3: '55' } })('55')
    expect(hits.filter(hit => !hit.startsWith('row'))).toEqual(['R09C3', 'R60C16'])
  })
})
