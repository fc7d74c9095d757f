import { describe, expect, it } from 'vitest'
import type { FormValues } from './model.ts'
import { changedLockedCells, prefillValues } from './prefill.ts'
import { importForm } from './yaml.ts'

const { spec } = importForm(`
form: X1
title: 样表
frequency: M
subject: industry
header:
  - { cell: H1, name: 名称, type: text(4), prefill: register name, locked: true }
  - { cell: H2, name: 电话, type: text(20), prefill: previous H2 }
sections:
  - matrix: main
    type: decimal(1)
    heading: [{ key: m, name: 本月 }, { key: y, name: 上年同期, prefill: yearAgo column m, locked: true }]
    stub: [{ name: 产值, cells: [M1, M2] }]
  - rows: products
    codelist: region:village
    keyName: 产品
    maxRows: 3
    type: decimal(0)
    heading: [{ key: q, name: 产量 }, { key: y, name: 上年同期, prefill: yearAgo column q, locked: true }]
    cells: [P1, P2]
`)
if (!spec) throw new Error('not a form')

const row = (key: string, P1: string) => ({ key, cells: { P1 } })

describe('prefillValues', () => {
  it('should take values from last period, last year and the register, and say which', () => {
    const filled = prefillValues(spec, {
      register: { name: '甲厂' },
      previous: { cells: { H2: '0731', M1: '7.0' }, rows: { products: [row('02', '5')] } },
      yearAgo: { cells: { M1: '6.5' }, rows: { products: [row('01', '3'), row('02', '4')] } },
    })
    expect(filled.values).toEqual({
      cells: { H1: '甲厂', H2: '0731', M2: '6.5' },
      rows: {
        products: [
          { key: '02', cells: { P2: '4' } },
          { key: '01', cells: { P2: '3' } },
        ],
      },
    })
    expect(filled.filled.map(f => [f.cell, f.row, f.from])).toEqual([
      ['H1', undefined, 'register'],
      ['H2', undefined, 'previous'],
      ['M2', undefined, 'yearAgo'],
      ['P2', '02', 'yearAgo'],
      ['P2', '01', 'yearAgo'],
    ])
    expect(filled.problems).toEqual([])
  })

  it('should leave blank, and report, what does not fit the cell', () => {
    const filled = prefillValues(spec, {
      register: { name: '株洲某某机械厂' },
      yearAgo: { cells: { M1: '6.55' } },
    })
    expect(filled.values).toEqual({ cells: {} })
    expect(filled.problems.map(p => [p.cell, p.code])).toEqual([
      ['H1', 'TOO_LONG'],
      ['M2', 'TOO_MANY_DECIMALS'],
    ])
  })

  it('should start blank when there is nothing to start from', () => {
    expect(prefillValues(spec, {}).values).toEqual({ cells: {} })
    expect(prefillValues(spec, { register: {} }).values).toEqual({ cells: {} })
  })

  it('should open no more rows than the form has', () => {
    const rows = { products: ['1', '2', '3', '4'].map(key => row(key, '1')) }
    expect(prefillValues(spec, { yearAgo: { cells: {}, rows } }).values.rows!.products).toHaveLength(3)
  })
})

describe('changedLockedCells', () => {
  const initial: FormValues = {
    cells: { H1: '甲厂', M2: '6.5' },
    rows: { products: [{ key: '01', cells: { P2: '3' } }] },
  }
  it('should name locked cells that differ from what was filled in', () => {
    const values: FormValues = {
      cells: { H1: '乙厂', M2: '6.5' },
      rows: {
        products: [
          { key: '01', cells: { P2: '4' } },
          { key: '09', cells: { P2: '4' } },
        ],
      },
    }
    expect(changedLockedCells(spec, initial, values)).toEqual([{ cell: 'H1' }, { cell: 'P2', row: '01' }])
  })

  it('should leave a locked cell open where nothing was filled in', () => {
    expect(changedLockedCells(spec, { cells: {} }, { cells: { M2: '1.0' } })).toEqual([])
    expect(changedLockedCells(spec, initial, initial)).toEqual([])
  })
})
