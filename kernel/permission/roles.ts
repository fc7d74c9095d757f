/** Roles: named sets of permissions. The built-in ones come with the product; an office may add its own. */
import type { WriteContext } from '../context.ts'
import { Problem, problems } from '../contract/index.ts'
import type { Database, ReadTx, WriteTx } from '../db/tx.ts'
import { writeTransaction } from '../db/tx.ts'
import { type Administrator, roleFits } from './policy.ts'
import { permissionProblems } from './problems.ts'

export type LocalName = Readonly<{ 'zh-CN': string; en: string }>

export type RoleDefinition = Readonly<{
  code: string
  name: LocalName
  permissions: readonly string[]
  administrator?: Administrator
}>

export type Role = Readonly<{
  code: string
  name: LocalName
  permissions: readonly string[]
  administrator: Administrator | null
  builtIn: boolean
  holders: number
}>

/** Brings the built-in roles in the database to what the code says; roles of the office's own are left alone. */
export const ensureRoles = (db: Database, roles: readonly RoleDefinition[]): Promise<void> =>
  writeTransaction(db, async tx => {
    for (const role of roles) {
      if (!roleFits(role.administrator ?? null, role.permissions))
        throw new Error(`role ${role.code} holds permissions of another kind`)
      await upsertBuiltIn(tx, role)
    }
  })

const upsertBuiltIn = async (tx: WriteTx, role: RoleDefinition): Promise<void> => {
  const values = {
    name: JSON.stringify(role.name),
    permissions: [...role.permissions],
    administrator: role.administrator ?? null,
    built_in: true,
  }
  await tx
    .insertInto('permission.role')
    .values({ code: role.code, ...values })
    .onConflict(conflict => conflict.column('code').doUpdateSet(values))
    .execute()
}

export async function listRoles(tx: ReadTx): Promise<readonly Role[]> {
  const rows = await tx
    .selectFrom('permission.role as r')
    .selectAll('r')
    .select(outer =>
      outer
        .selectFrom('permission.grant as g')
        .whereRef('g.role_code', '=', 'r.code')
        .select(inner => inner.fn.count<number>('g.account_id').distinct().as('holders'))
        .as('holders'),
    )
    .orderBy('r.built_in', 'desc')
    .orderBy('r.code')
    .execute()
  return rows.map(row => ({
    code: row.code,
    name: row.name as LocalName,
    permissions: row.permissions,
    administrator: row.administrator as Administrator | null,
    builtIn: row.built_in,
    holders: Number(row.holders ?? 0),
  }))
}

export type RoleDraft = Readonly<{ code: string; name: LocalName; permissions: readonly string[] }>

/** @param known every permission code some module declares */
export async function createRole(
  ctx: WriteContext,
  draft: RoleDraft,
  known: ReadonlySet<string>,
): Promise<void> {
  refuseUnfit(draft, known)
  await ctx.tx
    .insertInto('permission.role')
    .values({ code: draft.code, name: JSON.stringify(draft.name), permissions: [...draft.permissions] })
    .execute()
  ctx.audit({
    action: 'permission.role.create',
    subject: { kind: 'role', id: draft.code },
    detail: { permissions: draft.permissions },
  })
}

export async function changeRole(
  ctx: WriteContext,
  draft: RoleDraft,
  known: ReadonlySet<string>,
): Promise<void> {
  refuseUnfit(draft, known)
  const before = await ownRole(ctx.tx, draft.code)
  await ctx.tx
    .updateTable('permission.role')
    .set({ name: JSON.stringify(draft.name), permissions: [...draft.permissions] })
    .where('code', '=', draft.code)
    .execute()
  ctx.audit({
    action: 'permission.role.change',
    subject: { kind: 'role', id: draft.code },
    detail: { before: before.permissions, after: draft.permissions },
  })
}

export async function removeRole(ctx: WriteContext, code: string): Promise<void> {
  const before = await ownRole(ctx.tx, code)
  const held = await ctx.tx
    .selectFrom('permission.grant')
    .select('id')
    .where('role_code', '=', code)
    .limit(1)
    .executeTakeFirst()
  if (held) throw new Problem(permissionProblems.roleInUse)
  await ctx.tx.deleteFrom('permission.role').where('code', '=', code).execute()
  ctx.audit({
    action: 'permission.role.remove',
    subject: { kind: 'role', id: code },
    detail: { permissions: before.permissions },
  })
}

async function ownRole(tx: ReadTx, code: string): Promise<Readonly<{ permissions: readonly string[] }>> {
  const row = await tx
    .selectFrom('permission.role')
    .select(['permissions', 'built_in'])
    .where('code', '=', code)
    .executeTakeFirst()
  if (!row) throw new Problem(problems.notFound)
  if (row.built_in) throw new Problem(permissionProblems.roleBuiltIn)
  return row
}

function refuseUnfit(draft: RoleDraft, known: ReadonlySet<string>): void {
  const unknown = draft.permissions.find(code => !known.has(code))
  if (unknown) throw new Problem(permissionProblems.permissionUnknown, { code: unknown })
  if (!roleFits(null, draft.permissions)) throw new Problem(permissionProblems.roleUnfit)
}
