/** Grants: a role held by an account at a node. Permissions are read anew at every request, so a change acts at once. */
import { sql } from 'kysely'
import type { WriteContext } from '../context.ts'
import { Problem, problems } from '../contract/index.ts'
import type { ReadTx, WriteTx } from '../db/tx.ts'
import {
  type AccountNode,
  type Administrator,
  type GrantNode,
  grantRefusal,
  type HeldRole,
  nodeRefusal,
} from './policy.ts'
import { permissionProblems } from './problems.ts'
import type { LocalName } from './roles.ts'

export type Grant = Readonly<{
  id: number
  role: string
  roleName: LocalName
  administrator: Administrator | null
  regionCode: string | null
  regionName: string | null
  unitId: number | null
  subjects: string[] | null
  grantedBy: string | null
  grantedAt: Date
}>

/** Every grant of these accounts, by account. */
export async function grantsOf(
  tx: ReadTx,
  accountIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Grant[]>> {
  if (accountIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('permission.grant as g')
    .innerJoin('permission.role as r', 'r.code', 'g.role_code')
    .leftJoin('identity.account as by', 'by.id', 'g.granted_by')
    .select([
      'g.id',
      'g.account_id',
      'g.role_code',
      'r.name as role_name',
      'r.administrator',
      'g.region_code',
      'g.unit_id',
      'g.subjects',
      'g.granted_at',
      'by.display_name as granted_by',
    ])
    .select(
      sql<
        string | null
      >`(select name from org.region where code = g.region_code order by edition desc limit 1)`.as(
        'region_name',
      ),
    )
    .where('g.account_id', 'in', [...accountIds])
    .orderBy('g.account_id')
    .orderBy('g.role_code')
    .orderBy('g.id')
    .execute()
  const byAccount = new Map<number, Grant[]>()
  for (const row of rows) {
    const list = byAccount.get(row.account_id) ?? []
    byAccount.set(row.account_id, list)
    list.push({
      id: row.id,
      role: row.role_code,
      roleName: row.role_name as LocalName,
      administrator: row.administrator as Administrator | null,
      regionCode: row.region_code,
      regionName: row.region_name,
      unitId: row.unit_id,
      subjects: row.subjects,
      grantedBy: row.granted_by,
      grantedAt: row.granted_at,
    })
  }
  return byAccount
}

/** What an account holds, as it is told about itself. */
export async function heldGrants(tx: ReadTx, accountId: number) {
  const grants = (await grantsOf(tx, [accountId])).get(accountId) ?? []
  return grants.map(({ role, roleName, regionCode, regionName, unitId, subjects }) => ({
    role,
    roleName,
    regionCode,
    regionName,
    unitId,
    subjects,
  }))
}

export type GrantDraft = GrantNode & Readonly<{ accountId: number; role: string; subjects: string[] | null }>

/** Gives a role; refuses what the rules about people and the three administrators forbid. */
export async function grantRole(ctx: WriteContext, draft: GrantDraft): Promise<number> {
  if (draft.accountId === ctx.actor.accountId) throw new Problem(permissionProblems.ownGrants)
  const id = await writeGrant(ctx.tx, draft, ctx.actor.accountId || null)
  ctx.audit({
    action: 'permission.grant.give',
    subject: { kind: 'account', id: draft.accountId },
    ...(draft.regionCode && { regionCode: draft.regionCode }),
    detail: { role: draft.role, unitId: draft.unitId, subjects: draft.subjects },
  })
  return id
}

/** The grant itself, without its audit row: for seeding many. */
export async function writeGrant(tx: WriteTx, draft: GrantDraft, grantedBy: number | null): Promise<number> {
  const account = await lockAccount(tx, draft.accountId)
  const role = await tx
    .selectFrom('permission.role')
    .select(['code', 'administrator'])
    .where('code', '=', draft.role)
    .executeTakeFirst()
  if (!role) throw new Problem(problems.notFound)
  const added = role as HeldRole
  const refusal = nodeRefusal(account, draft) ?? grantRefusal(await heldRoles(tx, draft.accountId), added)
  if (refusal) throw new Problem(permissionProblems[refusal])
  if (added.administrator) await markAdministrator(tx, draft.accountId, added.administrator)
  const { id } = await tx
    .insertInto('permission.grant')
    .values({
      account_id: draft.accountId,
      role_code: draft.role,
      region_code: draft.regionCode,
      unit_id: draft.unitId,
      subjects: draft.subjects,
      granted_by: grantedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Two grants to one account never pass the rules side by side. */
async function lockAccount(tx: WriteTx, accountId: number): Promise<AccountNode> {
  const account = await tx
    .selectFrom('identity.account')
    .select(['kind', 'unit_id'])
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  if (!account) throw new Problem(problems.notFound)
  return { kind: account.kind as AccountNode['kind'], unitId: account.unit_id }
}

const heldRoles = async (tx: ReadTx, accountId: number): Promise<readonly HeldRole[]> => {
  const rows = await tx
    .selectFrom('permission.grant as g')
    .innerJoin('permission.role as r', 'r.code', 'g.role_code')
    .select(['r.code', 'r.administrator'])
    .where('g.account_id', '=', accountId)
    .execute()
  return rows as readonly HeldRole[]
}

const markAdministrator = async (
  tx: WriteTx,
  accountId: number,
  administrator: Administrator,
): Promise<void> => {
  const held = await tx
    .selectFrom('permission.administrator')
    .select('administrator')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (held?.administrator === administrator) return
  // A second kind breaks the primary key, whatever the rules above have missed.
  await tx.insertInto('permission.administrator').values({ account_id: accountId, administrator }).execute()
}

/** Takes a grant back; says whether the account was an administrator by it. */
export async function revokeGrant(
  ctx: WriteContext,
  grantId: number,
): Promise<Readonly<{ administrator: boolean }>> {
  const grant = await ctx.tx
    .deleteFrom('permission.grant')
    .where('id', '=', grantId)
    .returningAll()
    .executeTakeFirst()
  if (!grant) throw new Problem(problems.notFound)
  if (grant.account_id === ctx.actor.accountId) throw new Problem(permissionProblems.ownGrants)
  const administrator = await isAdministrator(ctx.tx, grant.account_id)
  await unmarkAdministrator(ctx.tx, grant.account_id)
  ctx.audit({
    action: 'permission.grant.revoke',
    subject: { kind: 'account', id: grant.account_id },
    ...(grant.region_code && { regionCode: grant.region_code }),
    detail: { role: grant.role_code, unitId: grant.unit_id, subjects: grant.subjects },
  })
  return { administrator }
}

export async function isAdministrator(tx: ReadTx, accountId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('permission.administrator')
    .select('account_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined
}

const unmarkAdministrator = (tx: WriteTx, accountId: number) =>
  tx
    .deleteFrom('permission.administrator as a')
    .where('a.account_id', '=', accountId)
    .where(outer =>
      outer.not(
        outer.exists(
          outer
            .selectFrom('permission.grant as g')
            .innerJoin('permission.role as r', 'r.code', 'g.role_code')
            .select('g.id')
            .whereRef('g.account_id', '=', 'a.account_id')
            .where('r.administrator', 'is not', null),
        ),
      ),
    )
    .execute()

/** The account a grant belongs to; null when there is no such grant. */
export async function accountOfGrant(tx: ReadTx, grantId: number): Promise<number | null> {
  const row = await tx
    .selectFrom('permission.grant')
    .select('account_id')
    .where('id', '=', grantId)
    .executeTakeFirst()
  return row?.account_id ?? null
}

const KINDS: readonly Administrator[] = ['system', 'security', 'audit']

/** Refuses, by undoing the transaction, what would leave a kind of administrator without anyone who can act. */
export async function refuseWithoutAdministrators(tx: ReadTx): Promise<void> {
  // One at a time: of two taken away at once, each would otherwise count on the other.
  await sql`select pg_advisory_xact_lock(hashtext('permission.administrator'))`.execute(tx)
  const rows = await tx
    .selectFrom('permission.administrator as p')
    .innerJoin('identity.account as a', 'a.id', 'p.account_id')
    .select('p.administrator')
    .distinct()
    .where('a.disabled_at', 'is', null)
    .execute()
  if (KINDS.some(kind => rows.every(row => row.administrator !== kind)))
    throw new Problem(permissionProblems.lastAdministrator)
}
