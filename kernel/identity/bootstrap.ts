/** The first accounts of a fresh installation: the three administrators, each with a password told once. */
import { NATION } from '../contract/index.ts'
import type { Database } from '../db/tx.ts'
import { writeTransaction } from '../db/tx.ts'
import { writeGrant } from '../permission/grants.ts'
import { insertAccounts } from './accounts.ts'
import { createPasswordHashing, generatePassword, type HashCost } from './password-hash.ts'

export type FirstAdministrator = Readonly<{ role: string; signInName: string; password: string }>

const FIRST: readonly Readonly<{ signInName: string; displayName: string; role: string }>[] = [
  { signInName: 'sysadmin', displayName: '系统管理员', role: 'system-administrator' },
  { signInName: 'secadmin', displayName: '安全管理员', role: 'security-administrator' },
  { signInName: 'auditadmin', displayName: '审计管理员', role: 'audit-administrator' },
]

/**
 * Makes the three administrators where the installation has no account yet; needs the built-in roles (`ensureRoles`).
 * @returns their generated passwords, which are kept nowhere else; empty when there are accounts already
 */
export async function bootstrapAdministrators(
  db: Database,
  cost?: HashCost,
): Promise<readonly FirstAdministrator[]> {
  const hashing = createPasswordHashing(cost)
  const made = await Promise.all(
    FIRST.map(async one => {
      const password = generatePassword()
      return { ...one, password, passwordHash: await hashing.hash(password) }
    }),
  )
  return writeTransaction(db, async tx => {
    const existing = await tx
      .selectFrom('identity.account')
      .select('id')
      .where('kind', '<>', 'system')
      .limit(1)
      .executeTakeFirst()
    if (existing) return []
    const ids = await insertAccounts(
      tx,
      made.map(({ signInName, displayName, passwordHash }) => ({
        signInName,
        displayName,
        passwordHash,
        kind: 'staff' as const,
        organisationId: null,
        unitId: null,
        phone: null,
        mustChangePassword: true,
      })),
    )
    for (const [index, { role }] of made.entries()) {
      const accountId = ids[index] as number
      await writeGrant(tx, { accountId, role, regionCode: NATION, unitId: null, subjects: null }, null)
    }
    return made.map(({ role, signInName, password }) => ({ role, signInName, password }))
  })
}
