import { describe, expect, it } from 'vitest'
import { formCells } from './cells.ts'
import { mainMeasure, measuresByWeight, subjectIn, yearEarlierOf } from './main-measure.ts'
import { importForm } from './yaml.ts'

const cell = (name: string, unitOfMeasure?: string, kind = 'decimal') => ({
  label: { 'zh-CN': name },
  type: { kind },
  ...(unitOfMeasure && { unitOfMeasure }),
})

describe('mainMeasure', () => {
  it('should be the first number that adds up', () => {
    const cells = [cell('单位', undefined, 'text'), cell('增长率 · 本月', '%'), cell('总产值 · 本月', '千元')]
    expect(mainMeasure(cells)).toBe(cells[2])
  })

  it('should be turnover where there is one, by what the cell is about and not by its column', () => {
    const cells = [cell('资产总计 · 营业收入之外', '千元'), cell('营业收入 · 1—本月', '千元')]
    expect(mainMeasure(cells)).toBe(cells[1])
  })

  it('should be none where nothing adds up', () => {
    expect(mainMeasure([cell('亩产', '公斤/亩'), cell('名称', undefined, 'text')])).toBeUndefined()
  })
})

describe('measuresByWeight', () => {
  const { spec } = importForm(`form: X1
title: [样表, Sample]
marks: { tableNumber: X1表, issuer: 示例局, approvalNumber: 示例, validUntil: 2027-01 }
frequency: M
subject: industry
sections:
  - matrix: main
    type: decimal(0)
    heading:
      - { key: month, name: 本月 }
      - { key: ytd, name: 1—本月 }
      - { key: yago, name: 上年同期, prefill: yearAgo column month }
    stub:
      - { code: 01, name: [出口, Exports], unit: 千元, cells: [M1, M2, M3] }
      - { code: 02, name: 营业收入, unit: 千元, cells: [M4, M5, M6] }
      - { code: 03, name: 资产总计, unit: 千元, cells: { month: { code: M7, required: true }, ytd: ×, yago: × } }
      - { code: 04, name: 毛利率, unit: "%", cells: [M8, M9, M10] }
`)
  const cells = formCells(spec!)
  const weighed = measuresByWeight(cells)

  it('should give the main measure, then what the form requires, then the rest, one cell for each subject', () => {
    expect(weighed.map(({ code }) => code)).toEqual(['M4', 'M7', 'M1'])
  })

  it('should find the cell that holds the same number of a year earlier', () => {
    expect(weighed.map(place => yearEarlierOf(cells, place)?.code)).toEqual(['M6', undefined, 'M3'])
    expect(weighed.map(({ label }) => subjectIn(label))).toEqual([
      { 'zh-CN': '营业收入', en: '营业收入' },
      { 'zh-CN': '资产总计', en: '资产总计' },
      { 'zh-CN': '出口', en: 'Exports' },
    ])
  })
})
