import { describe, expect, it } from 'vitest'
import { addressKey, addressOf, inReadingOrder, placeKind, placeLabel } from './address.ts'
import type { CellSpec, FormSpec, FormValues } from './model.ts'

const cell = (code: string): CellSpec => ({ code, kind: 'input', type: { kind: 'decimal', scale: 0 } })
const spec: FormSpec = {
  code: 'T',
  title: { 'zh-CN': '产销' },
  marks: { tableNumber: 'T', issuer: '示例', approvalNumber: '示例', validUntil: '2099-12' },
  frequency: 'M',
  subject: 'industry',
  header: [],
  sections: [
    { kind: 'record', id: 'all', fields: [{ name: { 'zh-CN': '总值', en: 'Total' }, cell: cell('M1') }] },
    {
      kind: 'rows',
      id: 'goods',
      codelist: 'goods',
      keyName: { 'zh-CN': '产品' },
      maxRows: 9,
      heading: [
        { key: 'made', name: { 'zh-CN': '产量', en: 'Made' } },
        { key: 'sold', name: { 'zh-CN': '销量', en: 'Sold' } },
      ],
      cells: { made: cell('P1'), sold: cell('P2') },
    },
    { kind: 'record', id: 'end', fields: [{ name: { 'zh-CN': '备注' }, cell: cell('Z1') }] },
  ],
  signers: [],
  rules: '',
  codelists: { goods: [{ code: 'g1', name: { 'zh-CN': '大米', en: 'Rice' } }] },
}
const values: FormValues = {
  cells: {},
  rows: {
    goods: [
      { key: 'g2', cells: {} },
      { key: 'g1', cells: {} },
    ],
  },
}

describe('a place in one text', () => {
  it('should be read back as it was written', () => {
    for (const at of [{ cell: 'M1' }, { cell: 'P1', row: 'g1' }, { cell: 'P1', row: '430202001.a:b-c' }])
      expect(addressOf(addressKey(at))).toEqual(at)
  })

  it('should name a cell, a column, or nothing where its row is gone', () => {
    const kinds = ['M1', 'P1@g1', 'P1', 'P1@g9', 'M1@g1', 'X9', ''].map(key => placeKind(spec, values, key))
    expect(kinds).toEqual(['cell', 'cell', 'column', null, null, null, null])
    expect(placeKind(spec, null, 'P1@g1')).toBeNull()
  })

  it('should be said with the name of its row, in either language', () => {
    const label = (key: string) => placeLabel(spec, addressOf(key))
    expect(label('P2@g1')).toEqual({ 'zh-CN': '大米 · 销量', en: 'Rice · Sold' })
    // No list holds it, and the column has both languages.
    expect(label('P1@g2')).toEqual({ 'zh-CN': 'g2 · 产量', en: 'g2 · Made' })
    expect(label('M1')).toMatchObject({ 'zh-CN': '总值', en: 'Total' })
    expect(label('X9')).toEqual({ 'zh-CN': 'X9' })
    const outside = () => [{ code: 'g2', name: { 'zh-CN': '面粉' } }]
    const named = { ...spec, codelists: {} }
    expect(placeLabel(named, { cell: 'P1', row: 'g2' }, outside)['zh-CN']).toBe('面粉 · 产量')
  })

  it('should stand in the order in which the form is read', () => {
    const keys = ['Z1', 'P2@g1', 'P1@g1', 'P1@g2', 'P2@gone', 'P2', 'M1', 'M1']
    expect(inReadingOrder(spec, values, keys)).toEqual([
      'M1',
      'P2',
      'P1@g2',
      'P1@g1',
      'P2@g1',
      'P2@gone',
      'Z1',
    ])
  })
})
