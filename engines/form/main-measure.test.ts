import { describe, expect, it } from 'vitest'
import { mainMeasure } from './main-measure.ts'

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
