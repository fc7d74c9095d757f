/** The authority under which a long task was asked for: it travels in the job, so that the job may do no more. */
import { type Actor, type BaseContext, NOWHERE } from '../context.ts'
import { common, type Reach, type ReadTx } from '../db/tx.ts'
import { reachesOf } from '../permission/reaches.ts'
import type { Services } from '../services.ts'

export type Authority = Readonly<{ accountId: number; accountName: string; reach: Reach }>

export const authorityOf = (actor: Actor, reach: Reach): Authority => ({
  accountId: actor.accountId,
  accountName: actor.name,
  reach,
})

/** What is left of the authority: no more than its account may do now, and nothing of one that was disabled. */
export async function reachLeft(tx: ReadTx, authority: Authority, permission: string): Promise<Reach> {
  const { accountId, reach } = authority
  return common(reach, (await reachesOf(tx, permission, [accountId])).get(accountId) ?? NOWHERE)
}

/**
 * The context of a job's step. Permissions have been judged when it was asked for; what it may touch is the
 * authority's `reach`.
 * @param requestId names the task in logs and audit rows, e.g. `import-7`
 */
export const contextFor = (
  services: Pick<Services, 'clock' | 'log'>,
  authority: Pick<Authority, 'accountId' | 'accountName'>,
  requestId: string,
): BaseContext => ({
  actor: {
    accountId: authority.accountId,
    name: authority.accountName,
    kind: 'staff',
    unitId: null,
    organisationId: null,
    sessionId: null,
    locale: 'zh-CN',
    permissions: new Map(),
  },
  now: services.clock(),
  log: services.log,
  requestId,
  reach: () => NOWHERE,
})
