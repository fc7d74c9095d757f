import type { BaseContext } from '#kernel/context.ts'
import { registerPermissions } from '../../contract.ts'
import type { Mover } from './policy.ts'

export const moverOf = (context: BaseContext): Mover => ({
  accountId: context.actor.accountId,
  propose: context.reach(registerPermissions.propose.code),
  decide: context.reach(registerPermissions.decide.code),
})
