import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROLES } from '#apps/server/roles.ts'
import { grantRefusal, type HeldRole, nodeRefusal, roleFits } from './policy.ts'

const role = (administrator: HeldRole['administrator']): HeldRole => ({
  code: `${administrator}`,
  administrator,
})
const kinds = fc.constantFrom('system' as const, 'security' as const, 'audit' as const, null)

describe('grantRefusal', () => {
  it('should never let two kinds come together, whatever the order of grants', () => {
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 8 }), order => {
        const held: HeldRole[] = []
        for (const kind of order) if (grantRefusal(held, role(kind)) === null) held.push(role(kind))
        expect(new Set(held.map(one => one.administrator)).size).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('should say which rule it is that refuses', () => {
    expect(grantRefusal([role('system')], role('audit'))).toBe('administratorsExclude')
    expect(grantRefusal([role('system')], role(null))).toBe('administratorHasNoBusiness')
    expect(grantRefusal([role(null)], role('audit'))).toBe('administratorHasNoBusiness')
    expect(grantRefusal([role('system')], role('system'))).toBeNull()
    expect(grantRefusal([], role(null))).toBeNull()
  })
})

describe('nodeRefusal', () => {
  it('should tie an enterprise to its own unit and staff to regions', () => {
    const enterprise = { kind: 'enterprise' as const, unitId: 7 }
    const staff = { kind: 'staff' as const, unitId: null }
    expect(nodeRefusal(enterprise, { regionCode: null, unitId: 7 })).toBeNull()
    expect(nodeRefusal(enterprise, { regionCode: null, unitId: 8 })).toBe('enterpriseOwnUnitOnly')
    expect(nodeRefusal(enterprise, { regionCode: '430200000000', unitId: null })).toBe(
      'enterpriseOwnUnitOnly',
    )
    expect(nodeRefusal(staff, { regionCode: '430200000000', unitId: null })).toBeNull()
    expect(nodeRefusal(staff, { regionCode: null, unitId: 7 })).toBe('enterpriseOwnUnitOnly')
  })
})

describe('roleFits', () => {
  it('should hold for every built-in role', () => {
    for (const one of ROLES)
      expect([one.code, roleFits(one.administrator ?? null, one.permissions)]).toEqual([one.code, true])
  })

  it('should refuse a business role with an administrator’s permission and the reverse', () => {
    expect(roleFits(null, ['collect.report.read', 'access.audit.read'])).toBe(false)
    expect(roleFits('audit', ['access.audit.read', 'access.account.manage'])).toBe(false)
    expect(roleFits('system', ['collect.report.read'])).toBe(false)
  })

  it('should let a leader read aggregates and never a unit', () => {
    const leader = ROLES.find(one => one.code === 'leader')?.permissions ?? []
    expect(leader).not.toContain('collect.report.read')
    expect(leader).not.toContain('register.unit.read')
  })
})
