import { describe, expect, it } from 'vitest'
import { type AuditAction, defineActions } from './action.ts'

describe('actions of the audit trail', () => {
  it('should not compile where nobody has declared them', () => {
    const declared: AuditAction = 'collect.report.submit'
    // @ts-expect-error no module declares it
    const undeclared: AuditAction = 'collect.report.levitate'
    expect([declared, undeclared]).toHaveLength(2)
  })

  it('should be frozen, code by code', () => {
    expect(Object.isFrozen(defineActions({ 'a.b.c': { 'zh-CN': '甲', en: 'A' } }))).toBe(true)
  })
})
