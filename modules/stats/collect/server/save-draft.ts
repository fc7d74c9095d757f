/** The working copy: saved as one types, for many at once, and never over somebody else's. */
import { type Codelists, type Explanations, normaliseValues } from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import { collectPermissions, collectProblems } from '../contract.ts'
import { type Conflict, conflictProblem, draftSide, otherSide } from './conflicts.ts'
import { type FormPrograms, type ReadyForm, readyForms } from './form-programs.ts'
import { rejected, tidyExplanations } from './judge.ts'
import { tellScreens } from './live-notices.ts'
import { codelistsOf, outsideListsFor } from './outside-lists.ts'
import { fillRefusal, mayFill, type State } from './policy.ts'
import { setState } from './queries/acts.ts'
import { type NewDraft, readDraft, readDraftVersions, storeDrafts } from './queries/one-report.ts'
import { findOwnReport, keyText, lockReports, type ReportKey, type ReportRow } from './queries/reports.ts'
import { readArrangements } from './queries/steps.ts'
import { deleteDrafts } from './queries/submissions.ts'
import { type ContextOf, judgedAlone, type ReportItem } from './rounds.ts'
import { type Arrangement, changeStepRefusal, type Progress, untouched } from './step-policy.ts'

export type Draft = Readonly<{
  /** The version it was made from; 0 where there was none. */
  version: number
  baseRevision: number
  values: unknown
  explanations: Explanations
}>
export type DraftItem = ReportItem & Readonly<{ draft: Draft }>
export type DraftOutcome = Readonly<{ saved: Saved } | { problem: Problem }>
type Saved = Readonly<{ version: number; savedAt: string }>

type Facts = Readonly<{
  row: ReportRow
  form: ReadyForm
  codelists: Codelists
  version: number
  progress: Progress
  arrangement: Arrangement | null
}>
type Decision = DraftOutcome | Readonly<{ kept: NewDraft; row: ReportRow }> | Conflict

/** Keeps one draft for each of several reports: never over somebody else's, and only while the form can be filled in. */
export async function saveRound(
  tx: WriteTx,
  items: readonly DraftItem[],
  forms: FormPrograms,
  contextOf: ContextOf,
): Promise<readonly DraftOutcome[]> {
  const facts = await readFacts(tx, items, forms)
  const decisions = items.map(item =>
    judgedAlone<Decision>(item, () => decide(item, facts.get(keyText(item.report)))),
  )
  const kept = decisions.flatMap(decision => ('kept' in decision ? [decision] : []))
  const begun = kept.filter(({ row }) => row.state === 'owed').map(({ row }) => row)
  await storeDrafts(
    tx,
    kept.map(one => one.kept),
    begun,
  )
  for (const [collectionId, rows] of Map.groupBy(begun, row => row.collectionId))
    declareMoved(contextOf(items[0]!.base), collectionId, rows)
  const outcomes: DraftOutcome[] = []
  for (const [index, decision] of decisions.entries())
    outcomes.push(await outcomeOf(tx, items[index] as DraftItem, decision))
  return outcomes
}

async function readFacts(
  tx: WriteTx,
  items: readonly DraftItem[],
  forms: FormPrograms,
): Promise<ReadonlyMap<string, Facts>> {
  const rows = [
    ...(
      await lockReports(
        tx,
        items.map(item => item.report),
      )
    ).values(),
  ]
  const versions = await readDraftVersions(tx, rows)
  const arrangements = await readArrangements(
    tx,
    rows.map(row => row.unitId),
  )
  const ready = await readyForms(tx, rows, forms)
  const wanted = rows.map(row => ({ row, form: ready.get(row.formVersionId) as ReadyForm }))
  const listsOf = await outsideListsFor(tx, wanted)
  return new Map(
    wanted.map(one => {
      const key = keyText(one.row)
      const { version, progress } = versions.get(key) ?? { version: 0, progress: untouched }
      const arrangement = arrangements.get(one.row.unitId) ?? null
      return [key, { ...one, codelists: codelistsOf(listsOf(one)), version, progress, arrangement }]
    }),
  )
}

function decide({ base, draft }: DraftItem, facts: Facts | undefined): Decision {
  if (!facts || !mayFill(base.reach(collectPermissions.fill.code), facts.row))
    return { problem: new Problem(problems.notFound) }
  const { row, form, codelists, version, progress, arrangement } = facts
  const refusal =
    fillRefusal(row, row, form.spec.marks.validUntil, base.now) ??
    changeStepRefusal(arrangement, progress, base.actor.accountId)
  if (refusal) return { problem: refusal }
  const { values, problems: found } = normaliseValues(form.spec, draft.values, codelists)
  if (!values) return { problem: rejected(found) }
  if (draft.baseRevision !== row.revisionNo) return { conflict: 'revision', row }
  if (draft.version !== version) return { conflict: 'draft', row }
  const kept: NewDraft = {
    unitId: row.unitId,
    collectionId: row.collectionId,
    version: version + 1,
    baseRevision: row.revisionNo,
    values,
    explanations: tidyExplanations(draft.explanations),
    savedBy: base.actor.accountId,
    savedAt: base.now,
  }
  return { kept, row }
}

async function outcomeOf(tx: WriteTx, { draft }: DraftItem, decision: Decision): Promise<DraftOutcome> {
  if ('kept' in decision) {
    const { version, savedAt } = decision.kept
    return { saved: { version, savedAt: savedAt.toISOString() } }
  }
  if (!('conflict' in decision)) return decision
  const side = await otherSide(tx, decision)
  return { problem: conflictProblem(collectProblems.draftConflict, side, draft.values) }
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
  const arrangement = (await readArrangements(tx, [row.unitId])).get(row.unitId) ?? null
  const refusal = draft && changeStepRefusal(arrangement, draft.progress, context.actor.accountId)
  if (refusal) throw refusal
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
  await setState(tx, row, 'owed')
  declareMoved(context, row.collectionId, [row])
  return { state: 'owed' }
}

function declareMoved(context: WriteContext, collectionId: number, rows: readonly ReportRow[]): void {
  context.changed(
    'report',
    rows.map(row => ({ unit_id: row.unitId, collection_id: row.collectionId })),
  )
  tellScreens(context, 'collect.report', collectionId, rows)
}
