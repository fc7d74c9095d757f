/** Where accounts may do something as things stand now: for what is done in their name, or told to them, later. */
import { type RawBuilder, sql } from 'kysely'
import type { Reach, ReachNode, ReadTx } from '../db/tx.ts'

/** By account; one that is disabled, or may do it nowhere, is missing. */
type Reaches = ReadonlyMap<number, Reach>

export const reachesOf = (tx: ReadTx, permission: string, accountIds: readonly number[]): Promise<Reaches> =>
  readReaches(tx, permission, sql`g.account_id = any(${sql.val(accountIds)}::int[])`)

/** Of staff who hold it at one of these very regions; of the reach, the part that these regions give. */
export const reachesAt = (tx: ReadTx, permission: string, regionCodes: readonly string[]): Promise<Reaches> =>
  readReaches(tx, permission, sql`g.region_code = any(${sql.val(regionCodes)}::text[]) and a.kind = 'staff'`)

async function readReaches(tx: ReadTx, permission: string, condition: RawBuilder<unknown>): Promise<Reaches> {
  const { rows } = await sql<{
    accountId: number
    region: string | null
    unitId: number | null
    subjects: string[] | null
  }>`select g.account_id as "accountId", g.region_code as region, g.unit_id as "unitId", g.subjects
    from permission.grant g join permission.role r on r.code = g.role_code
      join identity.account a on a.id = g.account_id
    where ${permission} = any(r.permissions) and a.disabled_at is null and ${condition}
    order by g.account_id, g.id`.execute(tx)
  const byAccount = Map.groupBy(rows, row => row.accountId)
  return new Map(
    [...byAccount].map(([accountId, grants]) => [
      accountId,
      {
        everything: false,
        nodes: grants.map(
          ({ region, unitId, subjects }): ReachNode =>
            unitId === null ? { region: region as string, subjects } : { unitId, subjects },
        ),
      },
    ]),
  )
}
