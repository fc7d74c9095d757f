/** The working copy: saved as one types, never over somebody else's. */
import { type FormValues, normaliseValues } from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { collectPermissions, collectProblems } from '../contract.ts'
import { conflictProblem, draftSide, revisionSide } from './conflicts.ts'
import type { FormPrograms } from './form-programs.ts'
import { rejected, tidyExplanations } from './judge.ts'
import { tellScreens } from './live-notices.ts'
import { readOutside } from './outside-data.ts'
import { fillRefusal, type State } from './policy.ts'
import { setState } from './queries/acts.ts'
import { readDraft, writeDraft } from './queries/one-report.ts'
import { findOwnReport, keyText, type ReportKey, type ReportRow } from './queries/reports.ts'
import { deleteDrafts } from './queries/submissions.ts'

export type DraftInput = Readonly<{
  version: number
  baseRevision: number
  values: unknown
  explanations: Readonly<Record<string, string>>
}>

export async function saveDraft(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  input: DraftInput,
): Promise<{ version: number; savedAt: string }> {
  const { tx, actor, now } = context
  const row = await findOwnReport(tx, context.reach(collectPermissions.fill.code), key, 'lock')
  const form = await forms.get(tx, row.formVersionId)
  const refusal = fillRefusal(row, row, form.spec.marks.validUntil, now)
  if (refusal) throw refusal
  const outside = (await readOutside(tx, [{ row, form }], 'check')).get(keyText(row))
  const { values, problems } = normaliseValues(form.spec, input.values, outside?.codelists)
  if (!values) throw rejected(problems)
  await refuseConflict(context, row, input)
  const version = input.version + 1
  await writeDraft(tx, {
    ...key,
    version,
    baseRevision: row.revisionNo,
    values: values as FormValues,
    explanations: tidyExplanations(input.explanations),
    savedBy: actor.accountId,
    savedAt: now,
  })
  if (row.state === 'owed') await moveTo(context, row, 'draft')
  return { version, savedAt: now.toISOString() }
}

async function refuseConflict(context: WriteContext, row: ReportRow, input: DraftInput): Promise<void> {
  const { tx } = context
  if (input.baseRevision !== row.revisionNo)
    throw conflictProblem(collectProblems.draftConflict, await revisionSide(tx, row), input.values)
  const draft = await readDraft(tx, row)
  if ((draft?.version ?? 0) !== input.version)
    throw conflictProblem(collectProblems.draftConflict, await draftSide(tx, row), input.values)
}

/** Goes back to the current revision, or to an empty form. */
export async function discardDraft(
  context: WriteContext,
  key: ReportKey,
  version: number,
): Promise<{ state: State }> {
  const { tx } = context
  const row = await findOwnReport(tx, context.reach(collectPermissions.fill.code), key, 'lock')
  const draft = await readDraft(tx, row)
  if (draft && draft.version !== version)
    throw conflictProblem(collectProblems.draftConflict, await draftSide(tx, row), { cells: {} })
  if (!draft) return { state: row.state }
  await deleteDrafts(tx, [key])
  context.audit({
    action: 'collect.draft.discard',
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: { version },
  })
  if (row.state !== 'draft') return { state: row.state }
  await moveTo(context, row, 'owed')
  return { state: 'owed' }
}

async function moveTo(context: WriteContext, row: ReportRow, state: State): Promise<void> {
  await setState(context.tx, row, state)
  context.changed('report', [{ unit_id: row.unitId, collection_id: row.collectionId }])
  tellScreens(context, 'collect.report', row.collectionId, [row])
}
