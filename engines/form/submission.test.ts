import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formCells } from './cells.ts'
import { canonicalHashInput, diffValues } from './content.ts'
import type { CellSpec, FormSpec, FormValues } from './model.ts'
import { missingValues, normaliseValues } from './submission.ts'
import { formSpec } from './testing/arbitrary.ts'

const money = (code: string, more: Partial<CellSpec> = {}): CellSpec => ({
  code,
  kind: 'input',
  type: { kind: 'decimal', scale: 2 },
  ...more,
})

const spec: FormSpec = {
  code: 'X1',
  title: { 'zh-CN': '样表' },
  marks: { tableNumber: 'X1', issuer: '示例', approvalNumber: '示例', validUntil: '2027-01' },
  frequency: 'M',
  subject: 'industry',
  unitOfMeasure: '千元',
  header: [
    {
      name: { 'zh-CN': '单位名称' },
      cell: { code: 'H1', kind: 'input', type: { kind: 'text', maxLength: 5 } },
    },
  ],
  sections: [
    {
      kind: 'matrix',
      id: 'main',
      heading: [
        { key: 'm', name: { 'zh-CN': '本月' } },
        { key: 'c', name: { 'zh-CN': '1—本月' } },
      ],
      stub: [
        {
          code: '01',
          name: { 'zh-CN': '总产值' },
          cells: { m: money('M1', { required: true }), c: money('M2') },
        },
        { code: '02', name: { 'zh-CN': '出口' }, cells: { m: money('M3', { kind: 'closed' }) } },
      ],
    },
    {
      kind: 'rows',
      id: 'products',
      codelist: 'products',
      keyName: { 'zh-CN': '产品' },
      maxRows: 3,
      heading: [{ key: 'p', name: { 'zh-CN': '产量' } }],
      cells: { p: money('P1', { required: true }) },
    },
  ],
  signers: [],
  codelists: {
    products: ['01', '02', '03', '04'].map(code => ({ code, name: { 'zh-CN': `产品${code}` } })),
  },
  rules: '',
}

const problems = (raw: unknown) =>
  normaliseValues(spec, raw).problems?.map(p =>
    [p.code, p.section, p.row, p.cell].filter(Boolean).join(' '),
  ) ?? []

describe('normaliseValues', () => {
  it('should take typed values, canonical ones and safe JSON numbers, and leave blanks out', () => {
    const raw = {
      cells: { H1: ' 甲厂 ', M1: '1,234.5', M2: 12.25 },
      rows: { products: [{ key: '01', cells: { P1: '' } }, { key: '02' }] },
    }
    expect(normaliseValues(spec, raw).values).toEqual({
      cells: { H1: '甲厂', M1: '1234.50', M2: '12.25' },
      rows: {
        products: [
          { key: '01', cells: {} },
          { key: '02', cells: {} },
        ],
      },
    })
  })

  it('should name everything it cannot take, with its address', () => {
    expect(problems(null)).toEqual(['NOT_AN_OBJECT'])
    expect(problems([])).toEqual(['NOT_AN_OBJECT'])
    expect(problems({ cells: 3, rows: 4, more: 1 })).toEqual([
      'UNKNOWN_MEMBER',
      'NOT_AN_OBJECT',
      'NOT_AN_OBJECT',
    ])
    expect(
      problems({
        cells: { M9: '1', M3: '1', P1: '1', M1: 'x', M2: ['1'], H1: '一二三四五六', __proto__: 1 },
      }),
    ).toEqual([
      'UNKNOWN_CELL M9',
      'CLOSED_CELL M3',
      'CELL_OUTSIDE_ROWS P1',
      'NOT_A_NUMBER M1',
      'WRONG_TYPE M2',
      'TOO_LONG H1',
    ])
    expect(problems(JSON.parse('{"cells":{"__proto__":"1","constructor":"2"}}'))).toEqual([
      'UNKNOWN_CELL __proto__',
      'UNKNOWN_CELL constructor',
    ])
    expect(problems({ cells: { M1: true, M2: 123456789012345680 } })).toEqual([
      'WRONG_TYPE M1',
      'WRONG_TYPE M2',
    ])
  })

  it('should name rows that repeat, are too many, unknown or without a key', () => {
    const row = (key: string, cells: unknown = {}) => ({ key, cells })
    expect(problems({ rows: { other: [] } })).toEqual(['UNKNOWN_SECTION other'])
    expect(problems({ rows: { products: {} } })).toEqual(['NOT_A_LIST products'])
    expect(problems({ rows: { products: [row('01'), row('01')] } })).toEqual(['DUPLICATE_ROW products 01'])
    expect(problems({ rows: { products: [row('01'), row('02'), row('03'), row('04')] } })).toEqual([
      'TOO_MANY_ROWS products',
    ])
    expect(problems({ rows: { products: [row('77'), { cells: {} }, 5] } })).toEqual([
      'UNKNOWN_ROW products 77',
      'BAD_ROW_KEY products',
      'BAD_ROW_KEY products',
    ])
    expect(problems({ rows: { products: [row('01', { M1: '1', P1: 'x' })] } })).toEqual([
      'CELL_OF_OTHER_SECTION products 01 M1',
      'NOT_A_NUMBER products 01 P1',
    ])
    expect(problems({ rows: { products: [{ key: '01', cells: {}, note: 'x' }] } })).toEqual([
      'UNKNOWN_MEMBER products 01',
    ])
  })

  it('should bound the list of problems', () => {
    const cells = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`Z${i}`, '1']))
    expect(problems({ cells })).toHaveLength(200)
  })

  it('should be idempotent and never throw, whatever JSON arrives', () => {
    fc.assert(
      fc.property(formSpec, fc.jsonValue(), (form, json) => {
        const codes = formCells(form).map(place => place.code)
        const cells = Object.fromEntries(codes.map(code => [code, json]))
        for (const raw of [
          json,
          { cells: json },
          { rows: json },
          { cells },
          { cells: {}, rows: { s1: json } },
        ]) {
          const first = normaliseValues(form, raw)
          if (first.values) expect(normaliseValues(form, first.values).values).toEqual(first.values)
          else expect(first.problems.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('should find required cells left blank, also in rows', () => {
    const values: FormValues = { cells: {}, rows: { products: [{ key: '02', cells: {} }] } }
    const missing = missingValues(spec, values)
    expect(missing.map(p => [p.cell, p.row])).toEqual([
      ['M1', undefined],
      ['P1', '02'],
    ])
    expect(missing[0]!.message).toEqual({
      'zh-CN': '“总产值 · 本月”未填',
      en: '“总产值 · 本月” is not filled in',
    })
  })
})

describe('content', () => {
  const a: FormValues = {
    cells: { M1: '1.00', M2: null },
    rows: {
      products: [
        { key: '02', cells: { P1: '2.00' } },
        { key: '01', cells: {} },
      ],
    },
  }
  const b: FormValues = {
    cells: { M1: '1.00' },
    rows: {
      none: [],
      products: [
        { key: '01', cells: { P1: null } },
        { key: '02', cells: { P1: '2.00' } },
      ],
    },
  }

  it('should give one text for one content, whatever the order and the blanks', () => {
    expect(canonicalHashInput(a)).toBe(canonicalHashInput(b))
    expect(canonicalHashInput({ cells: { M1: '1.0' } })).not.toBe(
      canonicalHashInput({ cells: { M1: '1.00' } }),
    )
    expect(canonicalHashInput({ cells: { A: true } })).not.toBe(canonicalHashInput({ cells: { A: 'true' } }))
  })

  it('should list changes by cell and row', () => {
    expect(diffValues(a, b)).toEqual([])
    expect(
      diffValues(a, { cells: { M2: '5.00' }, rows: { products: [{ key: '02', cells: { P1: '3.00' } }] } }),
    ).toEqual([
      { cell: 'M1', before: '1.00', after: null },
      { cell: 'M2', before: null, after: '5.00' },
      { section: 'products', row: '01', before: null, after: null, change: 'row-removed' },
      { section: 'products', row: '02', cell: 'P1', before: '2.00', after: '3.00' },
    ])
  })
})
