import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FormSpec,
  type FormValues,
  firstDay,
  formCells,
  type HeadingNode,
  periodOf,
  type RowsSection,
  type StubNode,
} from '../../form/index.ts'
import { writeFormWorkbook } from '../form-workbook/index.ts'
import { emptyMatching, proposeMatching, readMatched, sourcesText } from './index.ts'
import { bookOf, ledger, opened, PERIOD, specOf } from './testing/books.ts'

const b204 = specOf('B204-1.yaml')
const cellsOf = (matching: ReturnType<typeof proposeMatching>) =>
  Object.fromEntries(
    Object.entries(matching.cells).map(([cell, { sources }]) => [cell, sourcesText(sources)]),
  )

describe('proposeMatching', () => {
  it('should know rows and periods of a ledger by other names, and the unit it says', async () => {
    const book = await bookOf({ 产销: ledger() })
    const matching = proposeMatching(book, { spec: b204, period: PERIOD })
    expect(cellsOf(matching)).toEqual({
      M13: '产销!C4',
      M14: '产销!D4',
      M15: '产销!E4',
      M16: '产销!F4',
      M17: '产销!C5',
      M18: '产销!D5',
      M19: '产销!E5',
      M20: '产销!F5',
      M21: '产销!C6',
      M22: '产销!D6',
      M23: '产销!E6',
      M24: '产销!F6',
    })
    expect(matching.units).toEqual({ 产销: '元' })
    const { cells, problems } = readMatched(book, matching, { spec: b204, values: { cells: {} } })
    expect(problems).toEqual([])
    const total = cells.find(({ at }) => at.cell === 'M13')
    expect(total).toMatchObject({ value: '1235', where: '产销!C4' })
    expect(total?.told?.['zh-CN']).toBe('1,234,567.89 元 → 1,235 千元（四舍五入）')
    expect(cells.find(({ at }) => at.cell === 'M21')?.told?.en).toBe('50,000 yuan → 50 thousand yuan')
  })

  it('should take the month asked for where a ledger has a column for each', async () => {
    const months = Array.from({ length: 12 }, (_, i) => `${i + 1}月`)
    const rows = [
      ['指标', ...months],
      ['工业总产值', ...months.map((_, i) => (i + 1) * 100)],
    ]
    const book = await bookOf({ 全年: rows })
    for (const [period, at] of [
      ['2026-M10', 'K2'],
      ['2026-M02', 'C2'],
    ] as const)
      expect(cellsOf(proposeMatching(book, { spec: b204, period }))).toEqual({ M13: `全年!${at}` })
  })

  it('should follow merged heads and stay on its side of a sheet with two tables', async () => {
    const book = await bookOf(
      {
        表: [
          ['产销表', null, null, null, null, null],
          ['项目', '本年', null, '上年同期', null, '备注'],
          [null, '本月', '1-本月', '本月', '1-本月', null],
          ['工业总产值', 1, 2, 3, 4, '无'],
        ],
      },
      (_, sheet) => {
        for (const area of ['A1:F1', 'A2:A3', 'B2:C2', 'D2:E2', 'F2:F3']) sheet.mergeCells(area)
      },
    )
    expect(cellsOf(proposeMatching(book, { spec: b204, period: PERIOD }))).toEqual({
      M13: '表!B4',
      M14: '表!C4',
      M15: '表!D4',
      M16: '表!E4',
    })
  })

  it('should find a table of rows by its keys and stop at the first empty one', async () => {
    const spec = specOf('B204-2.yaml')
    const section = spec.sections.find((one): one is RowsSection => one.kind === 'rows')!
    const [one, two] = spec.codelists?.[section.codelist] ?? []
    const book = await bookOf({
      产品: [
        ['产品产量明细'],
        ['代码', '产品名称', '产量', null, '年初库存量', '期末库存'],
        [null, null, '本月', '1-10月', null, null],
        [one?.code ?? '', one?.name['zh-CN'] ?? '', 10, 100, 1, 2],
        [two?.code ?? '', two?.name['zh-CN'] ?? '', 20, 200, 3, 4],
        [null, '合计外的东西', 1],
        [],
        [null, spec.codelists?.[section.codelist]?.[2]?.name['zh-CN'] ?? '', 5],
      ],
    })
    const matching = proposeMatching(book, { spec, period: PERIOD })
    expect(matching.rows[section.id]).toMatchObject({
      sheet: '产品',
      columns: { P01: { column: 'C' }, P02: { column: 'D' }, P05: { column: 'E' } },
    })
    const reading = readMatched(book, matching, { spec, values: { cells: {} } })
    expect(reading.rows.map(({ key }) => key)).toEqual([one?.code, two?.code])
    expect(reading.problems.map(({ code }) => code)).toEqual(['UNKNOWN_KEY'])
    expect(reading.ignored.map(({ code }) => code)).toEqual(['ROWS_LEFT'])
  })

  it('should propose nothing for a workbook that has nothing to do with the form', async () => {
    const book = await bookOf({
      通讯录: [
        ['姓名', '电话'],
        ['张三', '13800000000'],
      ],
    })
    expect(proposeMatching(book, { spec: b204, period: PERIOD })).toEqual(emptyMatching)
  })
})

const periodFor = (spec: FormSpec): string => periodOf('2026-10-15', spec.frequency)

/** A value of each type that says which cell it is of. */
function valueFor(place: ReturnType<typeof formCells>[number], n: number): string | null {
  const { type } = place.spec
  if (type.kind === 'decimal') return (n + 1_000).toFixed(type.scale)
  if (type.kind === 'date') return firstDay('2026-M10')
  return type.kind === 'text' && type.pattern === undefined ? `文${n}`.slice(0, type.maxLength) : null
}

const isOpen = (place: ReturnType<typeof formCells>[number]) =>
  place.spec.kind === 'input' || place.spec.kind === 'prefilled'

/** Every cell filled, with two rows in each table whose code list is the form's own. */
function filled(spec: FormSpec): FormValues {
  const places = formCells(spec).filter(isOpen)
  const values = (of: typeof places, from: number) =>
    Object.fromEntries(of.map((place, i) => [place.code, valueFor(place, from + i)]))
  const tables = spec.sections.filter((one): one is RowsSection => one.kind === 'rows')
  const rows = tables.flatMap(section => {
    const keys = (spec.codelists?.[section.codelist] ?? []).slice(0, 2).map(({ code }) => code)
    const own = places.filter(place => place.repeated && place.section === section.id)
    return keys.length === 0
      ? []
      : [[section.id, keys.map((key, i) => ({ key, cells: values(own, 5_000 * (i + 1)) }))]]
  })
  const cells = values(
    places.filter(place => !place.repeated),
    1,
  )
  return { cells, rows: Object.fromEntries(rows) }
}

async function givenBack(spec: FormSpec): Promise<void> {
  const period = periodFor(spec)
  const values = filled(spec)
  const identity = { formCode: spec.code, formVersionId: 1, period, unitId: 1, unitName: '甲厂' }
  const bytes = await writeFormWorkbook({ identity, spec, values, locale: 'zh-CN', demonstration: false })
  const book = await opened(bytes)
  const matching = proposeMatching(book, { spec, period })
  const reading = readMatched(book, matching, { spec, values: { cells: {} } })
  const found = Object.fromEntries(
    reading.cells.map(({ at, value }) => [`${at.cell}@${at.row ?? ''}`, value]),
  )
  const wanted = [
    ...Object.entries(values.cells).map(([cell, value]) => [`${cell}@`, value]),
    ...Object.values(values.rows ?? {})
      .flat()
      .flatMap(({ key, cells }) => Object.entries(cells).map(([cell, value]) => [`${cell}@${key}`, value])),
  ].filter(([, value]) => value !== null)
  expect(found).toEqual(Object.fromEntries(wanted))
  expect(reading.problems).toEqual([])
}

/** Forms with names that repeat under other heads, of several sections; the marks of a generated form play no part. */
const form: fc.Arbitrary<FormSpec> = fc
  .record({
    items: fc.uniqueArray(
      fc.constantFrom('营业收入', '营业成本', '利润总额', '工资总额', '从业人员', '资产总计', '税金及附加'),
      { minLength: 2, maxLength: 6 },
    ),
    parts: fc.uniqueArray(fc.constantFrom('女性', '在岗职工', '劳务派遣人员', '服务收入'), { maxLength: 3 }),
    heads: fc.uniqueArray(
      fc.constantFrom('本月', '1—本月', '上年同期本月', '上年同期1—本月', '年初数', '计划数'),
      { minLength: 1, maxLength: 5 },
    ),
    nested: fc.boolean(),
    scale: fc.integer({ min: 0, max: 2 }),
    fields: fc.uniqueArray(fc.constantFrom('法定代表人', '用电量', '单位地址'), { maxLength: 3 }),
  })
  .map(({ items, parts, heads, nested, scale, fields }): FormSpec => {
    let next = 0
    const type = { kind: 'decimal' as const, scale }
    const cells = () =>
      Object.fromEntries(
        heads.map((_, i) => {
          next += 1
          return [`h${i}`, { code: `M${next}`, kind: 'input' as const, type }]
        }),
      )
    const stub: readonly StubNode[] = items.map((name, i) => ({
      code: String(i * 10 + 1).padStart(2, '0'),
      name: { 'zh-CN': name },
      cells: cells(),
      children: parts.map((part, j) => ({
        code: String(i * 10 + 2 + j).padStart(2, '0'),
        name: { 'zh-CN': part },
        ofWhich: true,
        cells: cells(),
      })),
    }))
    const leaves: readonly HeadingNode[] = heads.map((name, i) => ({ key: `h${i}`, name: { 'zh-CN': name } }))
    const heading = nested ? [{ key: 'all', name: { 'zh-CN': '金额' }, children: leaves }] : leaves
    return {
      ...b204,
      code: 'X1',
      header: [],
      signers: [],
      rules: '',
      sections: [
        { kind: 'matrix', id: 'main', stub, heading },
        {
          kind: 'record',
          id: 'more',
          fields: fields.map((name, i) => ({
            name: { 'zh-CN': name },
            cell: {
              code: `F${i}`,
              kind: 'input',
              type: name === '用电量' ? type : { kind: 'text', maxLength: 40 },
            },
          })),
        },
      ],
    }
  })

describe('a workbook made from the form itself', () => {
  it.each(['B204-1', 'B204-2', '202-1', 'F203', '101-1'])('should give back every cell of %s', async name => {
    await givenBack(specOf(`${name}.yaml`))
  })

  it('should give back every cell whatever the form', async () => {
    await fc.assert(
      fc.asyncProperty(form, async spec => givenBack(spec)),
      { numRuns: 40 },
    )
  }, 60_000)
})
