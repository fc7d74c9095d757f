import type { BaseContext } from '#kernel/context.ts'
import { registerPermissions } from '../../contract.ts'
import type { Mover } from './policy.ts'

/** `proposing`: by which permission the actor proposes, the office's or that of a unit about itself. */
export const moverOf = (
  context: BaseContext,
  proposing: string = registerPermissions.propose.code,
): Mover => ({
  accountId: context.actor.accountId,
  propose: context.reach(proposing),
  decide: context.reach(registerPermissions.decide.code),
})
