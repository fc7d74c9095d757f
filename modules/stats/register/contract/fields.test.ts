import { describe, expect, it } from 'vitest'
import { registerFields } from '#engines/form/index.ts'
import { formFieldText } from './fields.ts'

describe('formFieldText', () => {
  it('should have words for everything that forms may read of the register', () => {
    const unnamed = Object.keys(registerFields).filter(name => formFieldText(name) === undefined)
    expect(unnamed).toEqual([])
  })

  it('should call a field of the register what the register calls it', () => {
    expect(formFieldText('industry')).toEqual({ 'zh-CN': '行业代码', en: 'Industry code' })
    expect(formFieldText('localCode')?.['zh-CN']).toBe('单位内码')
    expect(formFieldText('status')?.['zh-CN']).toBe('在库状态')
    expect(formFieldText('nothing')).toBeUndefined()
  })
})
