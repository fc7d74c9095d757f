/** What every act upon reports leaves behind: an event, an audit row, a change for the mirror, a live notice. */
import type { InboxMessage, WriteContext } from '#kernel/context.ts'
import { tellScreens } from './live-notices.ts'
import type { State } from './policy.ts'
import { readUnitAccounts } from './queries/one-report.ts'
import { keyText, type ReportRow } from './queries/reports.ts'
import { insertEvents, type NewEvent } from './queries/submissions.ts'

export type Act = Readonly<{
  kind: NewEvent['kind']
  /** `collect.report.<audit>`. */
  audit: 'accept' | 'withdraw' | 'return' | 'extend' | 'correct' | 'import'
  note?: string
  cells?: readonly string[]
}>

export async function declareAct(
  context: WriteContext,
  moved: readonly Readonly<{ row: ReportRow; state: State; revisionNo?: number }>[],
  act: Act,
): Promise<void> {
  await insertEvents(
    context.tx,
    moved.map(({ row, revisionNo }) => ({
      unitId: row.unitId,
      collectionId: row.collectionId,
      kind: act.kind,
      at: context.now,
      accountId: context.actor.accountId || null,
      revisionNo: revisionNo ?? row.revisionNo,
      note: act.note ?? null,
      cells: act.cells ?? [],
    })),
  )
  for (const { row, state, revisionNo } of moved) {
    context.audit({
      action: `collect.report.${act.audit}`,
      subject: { kind: 'report', id: keyText(row) },
      regionCode: row.regionCode,
      detail: { from: row.state, to: state, revision: revisionNo ?? row.revisionNo },
    })
  }
  for (const [collectionId, here] of Map.groupBy(moved, ({ row }) => row.collectionId))
    tellScreens(
      context,
      'collect.report',
      collectionId,
      here.map(({ row }) => row),
    )
  context.changed(
    'report',
    moved.map(({ row }) => ({ unit_id: row.unitId, collection_id: row.collectionId })),
  )
}

/** Writes to every account of the reports' units. @returns how many accounts. */
export async function messageUnits(
  context: WriteContext,
  rows: readonly ReportRow[],
  message: Omit<InboxMessage, 'accountId' | 'link'>,
): Promise<number> {
  const accounts = await readUnitAccounts(
    context.tx,
    rows.map(row => row.unitId),
  )
  const byUnit = new Map(rows.map(row => [row.unitId, row]))
  for (const { accountId, unitId } of accounts) {
    const row = byUnit.get(unitId)
    context.notify({ ...message, accountId, ...(row && { link: `/reports/${row.collectionId}/${unitId}` }) })
  }
  return accounts.length
}
