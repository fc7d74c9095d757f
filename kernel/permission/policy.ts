/**
 * Rules about people and roles, pure. The three administrators (系统管理员, 安全管理员, 审计管理员) exclude one another,
 * and none of them holds business permissions (三员分立, GB/T 22239-2019 8.1.5).
 */
export type Administrator = 'system' | 'security' | 'audit'

export type HeldRole = Readonly<{ code: string; administrator: Administrator | null }>

export type GrantRefusal = 'administratorsExclude' | 'administratorHasNoBusiness' | 'enterpriseOwnUnitOnly'

/** Why this role may not be added to the roles held; null when it may. */
export function grantRefusal(held: readonly HeldRole[], added: HeldRole): GrantRefusal | null {
  const kinds = new Set(held.map(role => role.administrator))
  if (added.administrator === null) {
    return kinds.has('system') || kinds.has('security') || kinds.has('audit')
      ? 'administratorHasNoBusiness'
      : null
  }
  if (kinds.has(null)) return 'administratorHasNoBusiness'
  return held.some(role => role.administrator !== added.administrator) ? 'administratorsExclude' : null
}

export type AccountNode = Readonly<{ kind: 'staff' | 'enterprise' | 'system'; unitId: number | null }>
export type GrantNode = Readonly<{ regionCode: string | null; unitId: number | null }>

/** An enterprise's account acts for its own unit and nowhere else; staff act in regions. */
export function nodeRefusal(account: AccountNode, node: GrantNode): GrantRefusal | null {
  if (account.kind !== 'enterprise') return node.unitId === null ? null : 'enterpriseOwnUnitOnly'
  return node.unitId !== null && node.unitId === account.unitId ? null : 'enterpriseOwnUnitOnly'
}

const ADMINISTRATOR_PREFIXES: Readonly<Record<Administrator, readonly string[]>> = {
  system: ['access.account.', 'access.organisation.', 'access.setting.', 'monitor.operations.'],
  security: ['access.role.', 'access.grant.'],
  audit: ['access.audit.'],
}

/** Whether a role's permissions fit what it is: an administrator's own, or business and no administrator's. */
export function roleFits(administrator: Administrator | null, permissions: readonly string[]): boolean {
  const own = administrator ? ADMINISTRATOR_PREFIXES[administrator] : null
  if (own) return permissions.every(code => own.some(prefix => code.startsWith(prefix)))
  const reserved = Object.values(ADMINISTRATOR_PREFIXES).flat()
  return permissions.every(code => !reserved.some(prefix => code.startsWith(prefix)))
}
