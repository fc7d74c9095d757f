import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formCells } from './cells.ts'
import { type Grid, matrixLayout, rowItem, rowsLayout } from './layout.ts'
import type { CellSpec, FormSpec, MatrixSection } from './model.ts'
import { formSpec } from './testing/arbitrary.ts'

const cell = (code: string, kind: CellSpec['kind'] = 'input'): CellSpec => ({
  code,
  kind,
  type: { kind: 'decimal', scale: 0 },
})

const section: MatrixSection = {
  kind: 'matrix',
  id: 'main',
  heading: [
    {
      key: 'now',
      name: { 'zh-CN': '本年', en: 'This year' },
      children: [
        { key: 'm', name: { 'zh-CN': '本月', en: 'Month' } },
        { key: 'c', name: { 'zh-CN': '1—本月', en: 'Year to date' } },
      ],
    },
    { key: 'y', name: { 'zh-CN': '上年同期' }, unitOfMeasure: '万元' },
  ],
  stub: [
    { name: { 'zh-CN': '一、总量' } },
    {
      code: '01',
      name: { 'zh-CN': '总产值', en: 'Output' },
      unitOfMeasure: '千元',
      cells: { m: cell('M1'), c: cell('M2'), y: cell('M3') },
      children: [
        {
          code: '02',
          name: { 'zh-CN': '新产品' },
          ofWhich: true,
          cells: { m: cell('M4'), y: cell('M5', 'closed') },
        },
        { code: '03', name: { 'zh-CN': '出口' }, ofWhich: true, cells: { m: cell('M6'), c: cell('M7') } },
      ],
    },
  ],
}

const spec: FormSpec = {
  code: 'X1',
  title: { 'zh-CN': '样表' },
  marks: { tableNumber: 'X1', issuer: '示例', approvalNumber: '示例', validUntil: '2027-01' },
  frequency: 'M',
  subject: 'industry',
  unitOfMeasure: '元',
  header: [],
  sections: [section],
  signers: [],
  rules: '',
}

/** Every square of the rectangle is covered once by heads, and by stub columns and slots in each body row. */
function tiles(grid: Grid): boolean {
  const depth = grid.headRows.length
  const covered = Array.from({ length: depth }, () => new Array<number>(grid.columnCount).fill(0))
  for (const head of grid.headRows.flat())
    for (let r = head.row; r < head.row + head.rowSpan; r++)
      for (let c = head.column; c < head.column + head.colSpan; c++) {
        if (covered[r]?.[c] === undefined) return false
        covered[r]![c]! += 1
      }
  const body = grid.rows.every(
    row =>
      grid.stubColumns.length + row.slots.length === grid.columnCount &&
      row.slots.every((slot, i) => slot.column === grid.stubColumns.length + i),
  )
  return body && covered.flat().every(n => n === 1) && grid.columnNumbers.length === grid.columnCount
}

function gridsOf(form: FormSpec) {
  return form.sections.flatMap(part => {
    if (part.kind === 'matrix') return [{ id: part.id, grid: matrixLayout(form, part) }]
    if (part.kind === 'rows')
      return [{ id: part.id, grid: rowsLayout(form, part, [rowItem(form, part, '00')]) }]
    return []
  })
}

describe('layout', () => {
  it('should lay out a statutory table as it is printed', () => {
    const grid = matrixLayout(spec, section)
    expect(grid.stubColumns).toEqual(['name', 'unit', 'code'])
    expect(grid.columnNumbers).toEqual(['甲', '乙', '丙', '1', '2', '3'])
    const heads = grid.headRows.map(row =>
      row.map(h => `${h.name['zh-CN']}@${h.row},${h.column} ${h.rowSpan}x${h.colSpan}`),
    )
    expect(heads).toEqual([
      ['指标名称@0,0 2x1', '计量单位@0,1 2x1', '代码@0,2 2x1', '本年@0,3 1x2', '上年同期@0,5 2x1'],
      ['本月@1,3 1x1', '1—本月@1,4 1x1'],
    ])
    const body = grid.rows.map(row => [
      row.indent,
      row.ofWhichMark,
      row.slots.map(slot => (slot.kind === 'cell' ? slot.cell.code : slot.kind)).join(' '),
    ])
    expect(body).toEqual([
      [0, false, 'blank blank blank'],
      [0, false, 'M1 M2 M3'],
      [1, true, 'M4 closed closed'],
      [1, false, 'M6 M7 closed'],
    ])
  })

  it('should name cells by row and column and give them the nearest unit of measure', () => {
    const cells = formCells(spec)
    expect(cells.map(place => place.label['zh-CN'])).toEqual([
      '总产值 · 本年 · 本月',
      '总产值 · 本年 · 1—本月',
      '总产值 · 上年同期',
      '其中:新产品 · 本年 · 本月',
      '其中:新产品 · 上年同期',
      '其中:出口 · 本年 · 本月',
      '其中:出口 · 本年 · 1—本月',
    ])
    expect(cells[0]!.label.en).toBe('Output · This year · Month')
    expect(cells.map(place => place.unitOfMeasure)).toEqual([
      '千元',
      '千元',
      '千元',
      '元',
      '万元',
      '元',
      '元',
    ])
  })

  it('should leave out the unit and code columns when no row uses them', () => {
    const bare: MatrixSection = {
      ...section,
      stub: [{ name: { 'zh-CN': '甲项' }, cells: { m: cell('Z1') } }],
    }
    expect(matrixLayout({ ...spec, sections: [bare] }, bare).columnNumbers).toEqual(['甲', '1', '2', '3'])
  })

  it('should tile the rectangle exactly, for trees of any shape', () => {
    fc.assert(
      fc.property(formSpec, form => gridsOf(form).every(({ grid }) => tiles(grid))),
      { numRuns: 150 },
    )
  })

  it('should show every open cell exactly once, in reading order', () => {
    fc.assert(
      fc.property(formSpec, form => {
        for (const { id, grid } of gridsOf(form)) {
          const shown = grid.rows.flatMap(row =>
            row.slots.flatMap(slot => (slot.kind === 'cell' ? [slot.cell.code] : [])),
          )
          const open = formCells(form).filter(place => place.section === id && place.spec.kind !== 'closed')
          expect(shown).toEqual(open.map(place => place.code))
        }
      }),
      { numRuns: 150 },
    )
  })
})
