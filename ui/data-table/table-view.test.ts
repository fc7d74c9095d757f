import { describe, expect, it } from 'vitest'
import { csvOf, nextSort, pageOf, searchRows, sortRows } from './table-view.ts'

type Unit = { name: string; output: number | null }
const units: readonly Unit[] = [
  { name: '株洲硬质合金', output: 120 },
  { name: '醴陵瓷业', output: null },
  { name: '攸县水泥', output: 15 },
]
const values = { name: (unit: Unit) => unit.name, output: (unit: Unit) => unit.output }

describe('table view', () => {
  it('should search by text and by pinyin initials', () => {
    expect(searchRows(units, '水泥', values).map(unit => unit.name)).toEqual(['攸县水泥'])
    expect(searchRows(units, 'llcy', values).map(unit => unit.name)).toEqual(['醴陵瓷业'])
    expect(searchRows(units, '  ', values)).toBe(units)
  })

  it('should sort numbers as numbers with blanks last in both directions', () => {
    const outputs = (descending: boolean) =>
      sortRows(units, { key: 'output', descending }, values).map(unit => unit.output)
    expect(outputs(false)).toEqual([15, 120, null])
    expect(outputs(true)).toEqual([120, 15, null])
  })

  it('should step through ascending, descending and none', () => {
    const up = nextSort(null, 'name')
    expect(up).toEqual({ key: 'name', descending: false })
    expect(nextSort(up, 'name')).toEqual({ key: 'name', descending: true })
    expect(nextSort({ key: 'name', descending: true }, 'name')).toBeNull()
  })

  it('should show the last page when the asked one no longer exists', () => {
    expect(pageOf(units, { page: 9, pageSize: 2, search: '', sort: null })).toEqual([units[2]])
  })

  it('should write CSV that Excel reads and does not run', () => {
    const rows: Unit[] = [
      { name: '=HYPERLINK("x")', output: -5 },
      { name: ' ＝1+1', output: null },
    ]
    const columns = [
      { title: '名称', value: (row: Unit) => row.name },
      { title: '产值, 千元', value: (row: Unit) => row.output },
    ]
    const csv = '\uFEFF名称,"产值, 千元"\r\n"\'=HYPERLINK(""x"")",-5\r\n\' ＝1+1,\r\n'
    expect(csvOf(rows, columns, false)).toBe(csv)
    const labelled = csvOf(rows, columns, true)
    expect(labelled.startsWith(csv)).toBe(true)
    expect(labelled.slice(csv.length)).toMatch(/^"?# 演示数据.* Demonstration data.*\r\n$/)
  })
})
