import { type PermissionType, Problem, problems } from '#kernel/contract/index.ts'
import { covers, type Reach, type ReadTx } from '#kernel/db/tx.ts'
import { type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { accountWithin, listAccounts } from '#kernel/identity/accounts.ts'
import {
  accountOfGrant,
  grantRole,
  grantsOf,
  refuseWithoutAdministrators,
  revokeGrant,
} from '#kernel/permission/grants.ts'
import { permissionProblems } from '#kernel/permission/problems.ts'
import { changeRole, createRole, listRoles, removeRole } from '#kernel/permission/roles.ts'
import * as contract from '../contract.ts'
import { accessedAccounts } from './accessed-accounts.ts'
import { refuseUnlessEverywhere } from './everywhere.ts'

const GRANT = contract.accessPermissions.grantManage.code
const DONE = { done: true as const }

/** @param permissions everything the modules declare */
export const grantRoutes = (permissions: () => readonly PermissionType[]): readonly RouteBinding[] => {
  const known = () => new Set(permissions().map(one => one.code))
  return [
    read(contract.listRoles, async ctx => ({
      roles: (await listRoles(ctx.tx)).map(role => ({ ...role, permissions: [...role.permissions] })),
      permissions: [...permissions()],
    })),

    write(contract.createRole, async (ctx, { body }) => {
      refuseUnlessEverywhere(ctx, contract.createRole)
      await createRole(ctx, body, known())
      return DONE
    }),

    write(contract.changeRole, async (ctx, { params, body }) => {
      refuseUnlessEverywhere(ctx, contract.changeRole)
      await changeRole(ctx, { ...body, code: params.code }, known())
      return DONE
    }),

    write(contract.removeRole, async (ctx, { params }) => {
      refuseUnlessEverywhere(ctx, contract.removeRole)
      await removeRole(ctx, params.code)
      return DONE
    }),

    read(contract.listGrants, async (ctx, { query }) => {
      const { total, items } = await listAccounts(ctx.tx, ctx.reach(GRANT), query, ctx.now)
      accessedAccounts(ctx, { total, page: query.page })
      const grants = await grantsOf(
        ctx.tx,
        items.map(item => item.id),
      )
      return {
        total,
        items: items.map(({ id, signInName, displayName, kind, unitId, disabled, ...rest }) => ({
          id,
          signInName,
          displayName,
          kind,
          unitId,
          disabled,
          place: rest.organisationName ?? rest.unitName,
          grants: (grants.get(id) ?? []).map(grant => ({
            ...grant,
            grantedAt: grant.grantedAt.toISOString(),
          })),
        })),
      }
    }),

    write(contract.giveGrant, async (ctx, { params, body }) => {
      await accountWithin(ctx.tx, ctx.reach(GRANT), params.id)
      const { regionCode, unitId } = body
      // An enterprise's own unit was within reach with its account.
      if (regionCode !== null && !covers(ctx.reach(GRANT), { regionCode, unitId }))
        throw new Problem(permissionProblems.beyondReach)
      return { id: await grantRole(ctx, { ...body, accountId: params.id }) }
    }),

    write(contract.revokeGrant, async (ctx, { params }) => {
      await refuseHidden(ctx.tx, ctx.reach(GRANT), params.id)
      const { administrator } = await revokeGrant(ctx, params.id)
      if (administrator) await refuseWithoutAdministrators(ctx.tx)
      return DONE
    }),
  ]
}

async function refuseHidden(tx: ReadTx, reach: Reach, grantId: number): Promise<void> {
  const accountId = await accountOfGrant(tx, grantId)
  if (accountId === null) throw new Problem(problems.notFound)
  await accountWithin(tx, reach, accountId)
}
