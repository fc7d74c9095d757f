/** What reporters send at the same time, submissions and drafts, shares transactions; each gets its own answer. */
import type { GroupMeasure } from '#kernel/db/group-commit.ts'
import type { Database } from '#kernel/db/tx.ts'
import { createWriteGroup, type WriteGroup } from '#kernel/db/write-group.ts'
import type { FormPrograms } from './form-programs.ts'
import { inRounds } from './rounds.ts'
import { type DraftItem, type DraftOutcome, saveRound } from './save-draft.ts'
import { type SubmissionItem, type SubmissionOutcome, submitRound } from './submit-reports.ts'

export type SubmissionGroup = WriteGroup<SubmissionItem, SubmissionOutcome>
export type DraftGroup = WriteGroup<DraftItem, DraftOutcome>

export const createSubmissionGroup = (
  db: Database,
  forms: FormPrograms,
  measure?: GroupMeasure,
): SubmissionGroup => createWriteGroup({ db, measure, take: inRounds(forms, submitRound) })

export const createDraftGroup = (db: Database, forms: FormPrograms, measure?: GroupMeasure): DraftGroup =>
  createWriteGroup({ db, measure, take: inRounds(forms, saveRound) })
