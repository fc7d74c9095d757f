/** What every act upon reports leaves behind: an event, an audit row, a change for the mirror, a live notice. */
import type { InboxMessage, WriteContext } from '#kernel/context.ts'
import { tellScreens } from './live-notices.ts'
import { FILLED_BY_STAFF, type State } from './policy.ts'
import { keyText, type ReportRow } from './queries/reports.ts'
import { insertEvents, type NewEvent } from './queries/submissions.ts'
import { fillersOf } from './report-people.ts'

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

/**
 * Writes to everyone who fills in these reports, once each; whoever fills in for several units is told which.
 * @returns how many accounts
 */
export async function messageUnits(
  context: WriteContext,
  rows: readonly ReportRow[],
  message: Omit<InboxMessage, 'accountId' | 'link'>,
): Promise<number> {
  const fillers = await fillersOf(context.tx, rows)
  for (const [accountId, own] of fillers) context.notify({ ...addressed(message, own), accountId })
  return fillers.size
}

function addressed(message: Omit<InboxMessage, 'accountId' | 'link'>, rows: readonly ReportRow[]) {
  const [row, ...more] = rows as readonly [ReportRow, ...ReportRow[]]
  const { title, body } = message
  if (more.length > 0) {
    const count = rows.length
    const counted = { 'zh-CN': `${title['zh-CN']}（${count} 份）`, en: `${title.en} (${count} reports)` }
    return { ...message, title: counted, link: '/' }
  }
  const link = `/reports/${row.collectionId}/${row.unitId}`
  if (!FILLED_BY_STAFF.includes(row.unitKind ?? '')) return { ...message, link }
  const named = { 'zh-CN': `${row.unitName}：${body['zh-CN']}`, en: `${row.unitName}: ${body.en}` }
  return { ...message, body: named, link }
}
