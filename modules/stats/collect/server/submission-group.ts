/** Submissions that arrive together share one transaction and one flush to disk; each gets its own answer. */
import { createGroup, type Group, type GroupMeasure } from '#kernel/db/group-commit.ts'
import { type Database, writeTransaction } from '#kernel/db/tx.ts'
import { isDatabaseAway } from '#kernel/db/violations.ts'
import { Declarations } from '#kernel/db/write.ts'
import type { FormPrograms } from './form-programs.ts'
import { type SubmissionItem, type SubmissionOutcome, submitReports } from './submit-reports.ts'

export type SubmissionGroup = Group<SubmissionItem, SubmissionOutcome>

export const createSubmissionGroup = (
  db: Database,
  forms: FormPrograms,
  measure?: GroupMeasure,
): SubmissionGroup =>
  createGroup({
    maxItems: 200,
    concurrency: 2,
    write: items => writeGroup(db, forms, items),
    ...(measure && { measure }),
  })

async function writeGroup(
  db: Database,
  forms: FormPrograms,
  items: readonly SubmissionItem[],
): Promise<readonly SubmissionOutcome[]> {
  try {
    return await writeOnce(db, forms, items)
  } catch (error) {
    // What PostgreSQL refuses takes the whole transaction with it; alone, each item answers for itself only.
    if (items.length === 1 || isDatabaseAway(error)) throw error
    const outcomes: SubmissionOutcome[] = []
    for (const item of items) {
      outcomes.push(
        await writeOnce(db, forms, [item]).then(
          ([outcome]) => outcome as SubmissionOutcome,
          (fault: unknown) => ({ fault }),
        ),
      )
    }
    return outcomes
  }
}

const writeOnce = (
  db: Database,
  forms: FormPrograms,
  items: readonly SubmissionItem[],
): Promise<readonly SubmissionOutcome[]> =>
  writeTransaction(db, async tx => {
    const declarations = new Declarations()
    const outcomes = await submitReports(tx, items, forms, base => declarations.context(base, tx))
    await declarations.flush(tx)
    return outcomes
  })
