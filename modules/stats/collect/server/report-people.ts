/** Whom to write to about a report, as grants stand now: who fills it in, and who of the office judges it. */
import { covers, type Reach, type ReadTx } from '#kernel/db/tx.ts'
import { reachesAt, reachesOf } from '#kernel/permission/reaches.ts'
import { collectPermissions } from '../contract.ts'
import { FILLED_BY_STAFF, levelsFor } from './policy.ts'
import { readUnitAccounts } from './queries/one-report.ts'
import type { ReportRow } from './queries/reports.ts'

const { fill, review } = collectPermissions

/** From the region itself up to the whole country. */
const placesFrom = (regionCode: string): readonly string[] => [
  ...new Set([12, 9, 6, 4, 2, 0].map(digits => regionCode.slice(0, digits).padEnd(12, '0'))),
]

/** Each account with the reports it fills in: its own unit's, or those of places and households that its staff fill in. */
export async function fillersOf(
  tx: ReadTx,
  rows: readonly ReportRow[],
): Promise<ReadonlyMap<number, readonly ReportRow[]>> {
  const own = await readUnitAccounts(
    tx,
    rows.map(row => row.unitId),
  )
  const byUnit = Map.groupBy(rows, row => row.unitId)
  const byStaff = rows.filter(row => FILLED_BY_STAFF.includes(row.unitKind ?? ''))
  const staff = await nearestStaff(tx, byStaff)
  const pairs = [
    ...own.flatMap(({ accountId, unitId }) => (byUnit.get(unitId) ?? []).map(row => ({ accountId, row }))),
    ...byStaff.flatMap(row => staff(row).map(accountId => ({ accountId, row }))),
  ]
  const byAccount = Map.groupBy(pairs, one => one.accountId)
  return new Map([...byAccount].map(([id, found]) => [id, [...new Set(found.map(one => one.row))]]))
}

/** Those of the nearest place that has any: a county need not hear what its townships fill in. */
async function nearestStaff(tx: ReadTx, rows: readonly ReportRow[]) {
  if (rows.length === 0) return () => []
  const places = [...new Set(rows.flatMap(row => placesFrom(row.regionCode)))]
  const reaches = [...(await reachesAt(tx, fill.code, places))]
  return ({ regionCode, subject }: ReportRow): readonly number[] => {
    for (const place of placesFrom(regionCode)) {
      const here = reaches.filter(([, reach]) => holdsAt(reach, place, subject))
      if (here.length > 0) return here.map(([accountId]) => accountId)
    }
    return []
  }
}

const holdsAt = ({ nodes }: Reach, place: string, subject: string): boolean =>
  nodes.some(node => 'region' in node && node.region === place && (node.subjects?.includes(subject) ?? true))

/** Those of `accountIds` who judge the report now; where none of them does, everyone who judges it at its county. */
export async function reviewersOf(
  tx: ReadTx,
  row: ReportRow,
  accountIds: readonly number[],
): Promise<readonly number[]> {
  const judging = (reaches: ReadonlyMap<number, Reach>) =>
    [...reaches].flatMap(([accountId, reach]) =>
      covers(reach, row) && levelsFor(reach, row).size > 0 ? [accountId] : [],
    )
  const left = judging(await reachesOf(tx, review.code, accountIds))
  const county = `${row.regionCode.slice(0, 6)}000000`
  return left.length > 0 ? left : judging(await reachesAt(tx, review.code, [county]))
}
