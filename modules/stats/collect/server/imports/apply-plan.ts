/** What a file of returns does to the reports it names. */
import type { WriteContext } from '#kernel/context.ts'
import { declareAct } from '../declare-act.ts'
import { countFindings } from '../judge.ts'
import { insertRevisions, moveReports } from '../queries/submissions.ts'
import type { Prepared } from './plan-returns.ts'

/** Puts a plan into the reports, all of it. */
export async function applyPlan(
  context: WriteContext,
  prepared: readonly Prepared[],
  { collectionId, fileName }: Readonly<{ collectionId: number; fileName: string }>,
): Promise<void> {
  const { tx, now } = context
  await insertRevisions(
    tx,
    prepared.map(one => one.revision),
  )
  await moveReports(
    tx,
    prepared.map(({ row, revision, onTime }) => ({
      unitId: row.unitId,
      collectionId: row.collectionId,
      state: 'submitted',
      revisionNo: revision.revisionNo,
      firstSubmittedAt: row.firstSubmittedAt ?? now,
      submittedAt: now,
      onTime,
      ...countFindings(revision.findings.map(finding => ({ level: finding.severity }))),
      receiptNo: null,
    })),
  )
  // What a reporter was typing stays: its next saving meets the imported revision as a conflict, both sides shown.
  const moved = prepared.map(({ row, revision }) => ({
    row,
    state: 'submitted' as const,
    revisionNo: revision.revisionNo,
  }))
  if (moved.length > 0)
    await declareAct(context, moved, { kind: 'imported', audit: 'import', note: fileName })
  context.audit({
    action: 'collect.collection.import',
    subject: { kind: 'collection', id: collectionId },
    detail: { file: fileName, reports: prepared.length },
  })
}
