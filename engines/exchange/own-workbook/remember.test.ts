import { describe, expect, it } from 'vitest'
import {
  type Matching,
  type MatchingNote,
  proposeMatching,
  type RememberedMatching,
  recallMatching,
  rememberMatching,
  sourcesText,
} from './index.ts'
import { bookOf, ledger, PERIOD, type Rows, specOf } from './testing/books.ts'

const spec = specOf('B204-1.yaml')
const said = (notes: readonly MatchingNote[]) =>
  notes.map(({ code, cell }) => (cell ? `${cell} ${code}` : code))
const at = (matching: Matching, cell: string) => sourcesText(matching.cells[cell]?.sources ?? [])

async function remembered(rows: Rows = ledger(), change: (matching: Matching) => Matching = one => one) {
  const book = await bookOf({ 产销: rows })
  return rememberMatching(change(proposeMatching(book, { spec, period: PERIOD })), book, spec, PERIOD)
}

const recall = async (kept: RememberedMatching, rows: Rows, name = '产销', period = PERIOD) =>
  recallMatching(kept, await bookOf({ [name]: rows }), spec, period)

describe('a remembered mapping', () => {
  it('should be the same again with the same workbook, and survive being stored', async () => {
    const kept = await remembered()
    const { matching, notes } = await recall(JSON.parse(JSON.stringify(kept)), ledger())
    expect(notes).toEqual([])
    expect(at(matching, 'M13')).toBe('产销!C4')
    expect(matching.units).toEqual({ 产销: '元' })
    expect(JSON.stringify(kept)).not.toContain('1234567')
  })

  it('should follow a label that moved to exactly one other row, and say so', async () => {
    const { matching, notes } = await recall(await remembered(), ledger([['新增一行', 0, 1, 1, 1, 1]]))
    expect(at(matching, 'M13')).toBe('产销!C5')
    expect(at(matching, 'M21')).toBe('产销!C7')
    expect(notes.every(({ kind, code }) => kind === 'followed' && code === 'ROW_FOLLOWED')).toBe(true)
    expect(notes[0]?.message['zh-CN']).toContain('从第 4 行移到第 5 行')
  })

  it('should leave a cell empty whose label is gone or stands twice, and never take the row in its place', async () => {
    const rows = ledger().map(row =>
      String(row[0]).includes('销售产值') ? ['二、改了名的产值', ...row.slice(1)] : row,
    )
    const gone = await recall(await remembered(), rows)
    expect(at(gone.matching, 'M17')).toBe('')
    expect(said(gone.notes)).toContain('M17 LABEL_CHANGED')
    expect(gone.notes.find(({ cell }) => cell === 'M17')?.message['zh-CN']).toContain('改了名的产值')
    expect(at(gone.matching, 'M13')).toBe('产销!C4')

    const twice = ledger([['工业销售产值', 0, 9, 9, 9, 9]])
    const both = await recall(await remembered(), twice)
    expect(said(both.notes)).toContain('M17 LABEL_AMBIGUOUS')
    expect(at(both.matching, 'M17')).toBe('')
    // As well where the row it stood in still says the same: another one now says so too.
    const below: Rows = [...ledger(), ['二、工业销售产值', 9, 8, 8, 8, 8]]
    expect(said((await recall(await remembered(), below)).notes)).toContain('M17 LABEL_AMBIGUOUS')
  })

  it('should tell apart rows of one name as long as there are as many', async () => {
    const people = specOf('202-1.yaml')
    const rows: Rows = [
      ['指标', '本年', '上年同期'],
      ['从业人员期末人数', 10, 9],
      ['其中：女性', 4, 3],
      ['从业人员平均人数', 20, 19],
      ['其中：女性', 8, 7],
    ]
    const book = await bookOf({ 人员: rows })
    const cells = { X1: { sources: [{ sheet: '人员', at: 'B3' }] } }
    const kept = rememberMatching({ units: {}, cells, rows: {} }, book, people, '2026-Q3')
    expect(kept.cells.X1?.sources[0]).toMatchObject({ beside: ['女性'], alike: [2] })
  })

  it('should take the new month where months stand side by side, and the new sheet where each has one', async () => {
    const months = (figures: number): Rows => [
      ['指标', '9月', '10月', '11月'],
      ['工业总产值', ...[1, 2, 3].map(n => n * figures)],
    ]
    const kept = await remembered(months(1))
    expect(kept.cells.M13?.sources[0]).toMatchObject({ at: 'C2', above: ['@this/month '] })
    const { matching, notes } = await recall(kept, months(2), '产销', '2026-M11')
    expect(at(matching, 'M13')).toBe('产销!D2')
    expect(said(notes)).toEqual(['M13 COLUMN_FOLLOWED'])

    const book = await bookOf({ '10月': ledger() })
    const october = rememberMatching(proposeMatching(book, { spec, period: PERIOD }), book, spec, PERIOD)
    const november = ledger().map(row =>
      row.map(one => (typeof one === 'string' ? one.replace('10月', '11月') : one)),
    )
    const both = await bookOf({ '10月': ledger(), '11月': november })
    const next = recallMatching(october, both, spec, '2026-M11')
    expect(at(next.matching, 'M13')).toBe("'11月'!C4".replaceAll("'", ''))
    expect(said(next.notes)).toEqual(['SHEET_FOLLOWED'])
  })

  it('should say what a workbook without the sheet, and a form without the cell, no longer give', async () => {
    const kept = await remembered()
    const { matching, notes } = await recall(kept, ledger(), '另一张表')
    expect(matching.cells).toEqual({})
    expect(new Set(notes.map(({ code }) => code))).toEqual(new Set(['SHEET_GONE']))

    const [matrix, ...rest] = spec.sections
    if (matrix?.kind !== 'matrix') throw new Error('B204-1 has a matrix')
    const smaller = { ...spec, sections: [{ ...matrix, stub: matrix.stub.slice(0, 1) }, ...rest] }
    const later = recallMatching(kept, await bookOf({ 产销: ledger() }), smaller, PERIOD)
    expect(at(later.matching, 'M13')).toBe('产销!C4')
    expect(later.notes.map(({ message }) => message['zh-CN']).join()).toContain('M17')
    expect(later.matching.cells.M17).toBeUndefined()
  })

  it('should follow a block only as a whole', async () => {
    const sum = (one: Matching): Matching => ({
      ...one,
      cells: { M13: { sources: [{ sheet: '产销', at: 'C4:C5' }] } },
    })
    const kept = await remembered(ledger(), sum)
    expect(kept.cells.M13?.sources[0]?.beside).toEqual(['工业总产值当年价格', '工业销售产值'])
    const moved = await recall(kept, ledger([['新增', 0, 1, 1, 1, 1]]))
    expect(at(moved.matching, 'M13')).toBe('产销!C5:C6')
    const [head, ...lines] = [
      ledger().slice(0, 4),
      ...ledger()
        .slice(4)
        .map(row => [row]),
    ]
    const torn = await recall(kept, [...(head ?? []), ['插在中间', 0, 7, 7, 7, 7], ...lines.flat()])
    expect(at(torn.matching, 'M13')).toBe('')
    expect(said(torn.notes)).toEqual(['M13 LABEL_CHANGED'])
  })

  it('should find a table of rows again below a title that was added', async () => {
    const products = specOf('B204-2.yaml')
    const rows: Rows = [
      ['产品名称', '本月产量', '期末库存量'],
      ['原煤', 10, 1],
    ]
    const book = await bookOf({ 产品: rows })
    const first = proposeMatching(book, { spec: products, period: PERIOD })
    expect(first.rows.products?.key).toBe('A2')
    const kept = rememberMatching(first, book, products, PERIOD)
    const later = await bookOf({ 产品: [['产品产量', null, null], [], ...rows] })
    const { matching, notes } = recallMatching(kept, later, products, PERIOD)
    expect(matching.rows.products).toEqual({ ...first.rows.products, key: 'A4' })
    expect(notes.map(({ code }) => code)).toEqual(['ROW_FOLLOWED'])
  })
})
