import type { BaseContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { coversEverywhere } from '#kernel/db/tx.ts'

/** Settings, roles and the audit log are one for the whole installation: an administrator of a county stays out. */
export function refuseUnlessEverywhere(
  context: Pick<BaseContext, 'reach'>,
  contract: Readonly<{ permission: string }>,
): void {
  if (!coversEverywhere(context.reach(contract.permission))) throw new Problem(problems.forbidden)
}
