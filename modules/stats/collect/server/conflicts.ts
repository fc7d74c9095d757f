/** The other side of a conflict between two editors, whole: who, when, and what they have. */
import type { Explanations, FormValues } from '#engines/form/index.ts'
import { Problem, type ProblemType } from '#kernel/contract/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { wallClock } from '#kernel/time/shanghai.ts'
import { explanationsOf, readDraft, readFindings, readRevision } from './queries/one-report.ts'
import type { ReportRow } from './queries/reports.ts'

export type ConflictSide = Readonly<{
  by: string
  savedAt: Date
  version: number
  revisionNo: number
  values: FormValues
  explanations: Explanations
}>

export async function draftSide(tx: ReadTx, row: ReportRow): Promise<ConflictSide | null> {
  const draft = await readDraft(tx, row)
  if (!draft) return revisionSide(tx, row)
  return { ...draft, by: draft.savedBy, revisionNo: row.revisionNo }
}

async function revisionSide(tx: ReadTx, row: ReportRow): Promise<ConflictSide | null> {
  const revision = await readRevision(tx, row, row.revisionNo)
  if (!revision) return null
  const findings = await readFindings(tx, row, row.revisionNo)
  return {
    by: revision.by,
    savedAt: revision.madeAt,
    version: 0,
    revisionNo: row.revisionNo,
    values: revision.values,
    explanations: explanationsOf(findings),
  }
}

export type Conflict = Readonly<{ conflict: 'draft' | 'revision'; row: ReportRow }>

export const otherSide = (tx: ReadTx, { conflict, row }: Conflict): Promise<ConflictSide | null> =>
  conflict === 'draft' ? draftSide(tx, row) : revisionSide(tx, row)

/** `yours` comes back with it: nothing the person typed depends on the page being still open. */
export function conflictProblem(type: ProblemType, side: ConflictSide | null, yours: unknown): Problem {
  return new Problem(type, {
    by: side?.by ?? '—',
    at: side ? wallClock(side.savedAt) : '—',
    savedAt: side?.savedAt.toISOString() ?? null,
    version: side?.version ?? 0,
    revisionNo: side?.revisionNo ?? 0,
    values: side?.values ?? { cells: {} },
    explanations: side?.explanations ?? {},
    yours,
  })
}
