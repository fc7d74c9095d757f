import { describe, expect, it } from 'vitest'
import { headFit, headOf, headText, labelOf, unitIn } from './labels.ts'

describe('labelOf', () => {
  it('should be the same whatever numbering, width, spaces and units stand around a name', () => {
    for (const text of [
      '工业总产值',
      '一、工业总产值',
      '（一）工业 总产值',
      '1．工业总产值（千元）',
      '其中：工业总产值：',
    ])
      expect(labelOf(text).bare).toBe('工业总产值')
    expect(labelOf('减：营业成本').bare).toBe('营业成本')
  })

  it('should keep what brackets say where two names differ by it alone', () => {
    expect(labelOf('工业总产值（当年价格）').full).not.toBe(labelOf('工业总产值(可比价格)').full)
    expect(labelOf('(当年价格)').bare).not.toBe('')
    expect(labelOf('×').full).toBe('×')
  })
})

describe('unitIn', () => {
  it('should find a unit in brackets or behind 单位', () => {
    expect(unitIn('营业收入（万元）')).toBe('万元')
    expect(unitIn('金额单位：人民币元')).toBe('元')
    expect(unitIn('单位: 千元')).toBe('千元')
    expect(unitIn('工业总产值（当年价格）')).toBeUndefined()
  })
})

describe('headOf', () => {
  const mark = (text: string, period = '2026-M10') => headText(headOf([text], period)).trim()

  it('should say the same of a period in whichever way it is written', () => {
    for (const text of ['本月', '10月', '2026年10月', '10月份', '2026-10', '202610', '本月数', '本月金额'])
      expect(mark(text), text).toBe('@this/month')
    for (const text of ['1—本月', '1-10月', '1月至10月', '本年累计', '累计数', '2026年1～10月', '年初至今'])
      expect(mark(text), text).toBe('@this/ytd')
    for (const text of ['上年同月', '2025年10月', '上年同期本月', '去年同月'])
      expect(mark(text), text).toBe('@last/month')
    for (const text of ['上年同期累计', '2025年1-10月', '上年同期1—本月'])
      expect(mark(text), text).toBe('@last/ytd')
    expect(mark('上年同期')).toBe('@last/any')
    expect(mark('1-9月', '2026-Q3')).toBe('@this/ytd')
  })

  it('should leave another month what it is', () => {
    expect(mark('9月')).not.toContain('@')
    expect(mark('11月')).not.toContain('@')
    expect(headFit(headOf(['9月'], '2026-M10'), headOf(['本月'], '2026-M10'))).toBe(0)
    expect(headFit(headOf(['2026年9月'], '2026-M10'), headOf(['本月'], '2026-M10'))).toBe(0)
  })

  it('should read heads above one another as one', () => {
    expect(headText(headOf(['上年同期', '本月'], '2026-M10')).trim()).toBe('@last/month')
    expect(headText(headOf(['生产量', '1—本月'], '2026-M10'))).toBe('@this/ytd 生产量')
    expect(headText(headOf(['1—本月销售量'], '2026-M10'))).toBe('@this/ytd 销售量')
  })

  it('should fit the same figure better than one that may be it', () => {
    const want = headOf(['本月'], '2026-M10')
    const fitOf = (text: string) => headFit(headOf([text], '2026-M10'), want)
    expect(fitOf('10月')).toBeGreaterThan(fitOf('本期金额'))
    expect(fitOf('本期金额')).toBeGreaterThan(0)
    expect([fitOf('上年同月'), fitOf('累计'), fitOf('备注')]).toEqual([0, 0, 0])
  })
})
