import { describe, expect, it } from 'vitest'
import { shiftPeriod } from '#engines/form/index.ts'
import { type Figure, inRow, sentenceOf, whatOf, whenOf } from './figure-words.ts'

const trendOf = (last: string, growths: readonly (string | null)[]): Figure['trend'] =>
  growths.map((growth, index) => ({
    period: shiftPeriod(last, index - growths.length + 1),
    value: '1234.50',
    growth,
    withheld: false,
  }))

const figure = (changes: Partial<Figure> = {}): Figure => ({
  formCode: 'B204-1',
  formTitle: { 'zh-CN': '工业产销总值' },
  label: { 'zh-CN': '营业收入 · 本月', en: 'Operating revenue · This month' },
  unitOfMeasure: '亿元',
  latest: { period: '2026-M10', owed: 9, accepted: 9 },
  trend: trendOf('2026-M10', ['-0.2', '2.0', '3.1', '4.0']),
  change: '47.48',
  lead: { place: { 'zh-CN': '荷塘区', en: 'Hetang District' }, change: '21.07', share: '31.2' },
  next: null,
  table: null,
  ...changes,
})

describe('the sentence of a figure', () => {
  it('should say what the number does not: the change on a year earlier, for how long, who made it', () => {
    expect(sentenceOf(figure(), 'zh-CN')).toBe(
      '比上年同期增加47.48亿元，连续3个月增长；荷塘区增加最多（21.07），占总数的31.2%。',
    )
    expect(sentenceOf(figure(), 'en')).toBe(
      '47.48 (100 million yuan) more than a year earlier, growing for 3 months in a row; Hetang District rose most (by 21.07) and makes 31.2% of the total.',
    )
    expect(sentenceOf(figure({ lead: null }), 'zh-CN')).toBe('比上年同期增加47.48亿元，连续3个月增长。')
  })

  it('should say that it fell, stood still, or has nothing to be held against', () => {
    const place = { 'zh-CN': '荷塘区' }
    const said = (change: string | null, growths: (string | null)[], own: string | null) => {
      const lead = { place, change: own, share: '31.2' }
      return sentenceOf(figure({ trend: trendOf('2026-M10', growths), change, lead }), 'zh-CN')
    }
    expect(said('-30.10', ['1.0', '-2.5'], '-1021.07')).toMatch(/^比上年同期减少30.10亿元；荷塘区减少最多/)
    expect(said('-30.10', ['-1.0', '-2.5'], '-9.00')).toMatch(/^比上年同期减少30.10亿元，近2个月都在下降；/)
    expect(said('0.00', ['1.0', '0.0'], '3.00')).toBe('与上年同期持平；荷塘区最大，占总数的31.2%。')
    expect(said(null, ['1.0', null], null)).toBe('没有上年同期数可比；荷塘区最大，占总数的31.2%。')
  })

  it('should say that a total is withheld, and nothing where nothing is released', () => {
    const withheld = [{ period: '2026-M10', value: null, growth: null, withheld: true }]
    expect(sentenceOf(figure({ trend: withheld }), 'zh-CN')).toBe('2026年10月营业收入按统计法不公开。')
    expect(sentenceOf(figure({ trend: [], latest: null }), 'zh-CN')).toBeNull()
  })
})

describe('the words of a figure', () => {
  it('should follow from its column: of the period, from January on, or at its end', () => {
    const when = (label: string, period: string) =>
      whenOf(figure({ label: { 'zh-CN': label } }), period, 'zh-CN')
    expect(when('营业收入 · 1—本月', '2026-Q3')).toBe('2026年1—9月')
    expect(when('营业收入 · 1—本月', '2026-M01')).toBe('2026年1月')
    expect(when('资产总计 · 1—本月', '2026-Q3')).toBe('2026年9月末')
    expect(whenOf(figure({ label: { 'zh-CN': '营业收入 · 1—本月' } }), '2026-Q3', 'en')).toBe(
      'January to September 2026',
    )
  })

  it('should name the column only where it says more than the period', () => {
    expect(whatOf(figure(), 'zh-CN')).toBe('营业收入')
    expect(whatOf(figure({ label: { 'zh-CN': '全年粮食 · 播种面积' } }), 'zh-CN')).toBe(
      '全年粮食（播种面积）',
    )
  })
})

describe('periods in a row', () => {
  it('should break where a period fell, stood still or is not known', () => {
    expect(inRow(trendOf('2026-M10', ['1', null, '1', '2']))).toEqual({ count: 2, throughout: false })
    expect(inRow(trendOf('2026-M10', ['1', '0', '1']))).toEqual({ count: 1, throughout: false })
    expect(inRow([])).toEqual({ count: 0, throughout: false })
  })
})
