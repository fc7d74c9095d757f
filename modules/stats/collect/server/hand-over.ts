/** A draft goes from one person of the unit to the next, back, or is taken back; each under the report's lock. */
import type { WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, type ReplyOf } from '#kernel/contract/index.ts'
import {
  collectPermissions,
  collectProblems,
  type handOver,
  type Step,
  type sendDraftBack,
} from '../contract.ts'
import { stepWords } from '../locale/step-words.ts'
import { conflictProblem, draftSide, otherSide } from './conflicts.ts'
import type { FormPrograms, ReadyForm } from './form-programs.ts'
import { findingsRefusal, judge, readContent, tidyExplanations } from './judge.ts'
import { refuseUnknownCells } from './known-cells.ts'
import { tellScreens } from './live-notices.ts'
import { readOutside } from './outside-data.ts'
import { fillRefusal } from './policy.ts'
import { readDraft, type StoredDraft, storeDrafts } from './queries/one-report.ts'
import { findOwnReport, keyText, type ReportKey, type ReportRow } from './queries/reports.ts'
import { moveDraft, readArrangements } from './queries/steps.ts'
import { insertEvents, type NewEvent } from './queries/submissions.ts'
import { signContent, signedBy } from './sign-content.ts'
import {
  type Arrangement,
  handedTo,
  type Progress,
  peopleAt,
  sendDraftBackRefusal,
  takenBack,
  untouched,
} from './step-policy.ts'
import { saidOf, type Told, toldPlaces } from './told-places.ts'

type Handed = ReplyOf<typeof handOver>
type Found = Readonly<{
  row: ReportRow
  form: ReadyForm
  draft: StoredDraft | null
  progress: Progress
  arrangement: Arrangement | null
}>

const orThrow = <T>(found: T | Problem): T => {
  if (found instanceof Problem) throw found
  return found
}
const refuse = (problem: Problem | null): void => {
  if (problem) throw problem
}

export async function handDraftOver(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  body: BodyOf<typeof handOver>,
): Promise<Handed> {
  const { tx, actor, now } = context
  const found = await findUnderWay(context, forms, key)
  const { row, form, draft, progress, arrangement } = found
  const next = orThrow(handedTo(arrangement, progress, actor.accountId))
  if (body.baseRevision !== row.revisionNo)
    throw conflictProblem(
      collectProblems.revisionConflict,
      await otherSide(tx, { conflict: 'revision', row }),
      body.values,
    )
  if ((draft?.version ?? 0) !== body.draftVersion) await throwConflict(context, row, body.values)
  const outside = (await readOutside(tx, [{ row, form }], 'check')).get(keyText(row))!
  const explanations = tidyExplanations(body.explanations)
  const content = orThrow(readContent(form, body.values, explanations, outside))
  const signed = orThrow(
    signContent(form, content, explanations, { arrangement, progress, accountId: actor.accountId, at: now }),
  )
  refuse(findingsRefusal(form, judge(form, signed, outside).findings, explanations))
  const version = body.draftVersion + 1
  const at: Progress = { turn: next, signatures: signed.signatures, sha256: signed.signedSha256 }
  if (progress.turn === 'fill') {
    const { unitId, collectionId, revisionNo, state } = row
    const kept = { unitId, collectionId, version, baseRevision: revisionNo, explanations }
    const draft = { ...kept, values: signed.values, savedBy: actor.accountId, savedAt: now }
    await storeDrafts(tx, [draft], state === 'owed' ? [row] : [])
  }
  await moveDraft(tx, row, version, at)
  await declare(context, found, { act: 'hand-over', version, progress: at, note: body.note })
  const said = body.note?.trim()
  tellNext(context, row, arrangement as Arrangement, next, said ? saidOf(null, said) : null)
  return { version, turn: next }
}

export async function sendBack(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  { draftVersion, note, cells }: BodyOf<typeof sendDraftBack>,
): Promise<Handed> {
  const found = await findUnderWay(context, forms, key)
  const { row, form, draft, progress, arrangement } = found
  refuse(sendDraftBackRefusal(arrangement, progress, context.actor.accountId))
  if (draft?.version !== draftVersion) await throwConflict(context, row, draft?.values)
  refuseUnknownCells(form.spec, draft?.values, cells)
  const version = draftVersion + 1
  await moveDraft(context.tx, row, version, untouched)
  await declare(context, found, { act: 'send-back', version, progress: untouched, note, cells })
  const [filled] = progress.signatures
  const places = await toldPlaces(context.tx, row, form, cells)
  if (filled) tell(context, row, filled.accountId, 'returned', saidOf(places, note.trim()))
  return { version, turn: 'fill' }
}

export async function takeBack(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  draftVersion: number,
): Promise<Handed> {
  const found = await findUnderWay(context, forms, key)
  const { row, draft, progress, arrangement } = found
  const at = orThrow(takenBack(arrangement, progress, context.actor.accountId))
  if (draft?.version !== draftVersion) await throwConflict(context, row, draft?.values)
  const version = draftVersion + 1
  await moveDraft(context.tx, row, version, at)
  await declare(context, found, { act: 'take-back', version, progress: at })
  return { version, turn: at.turn }
}

async function findUnderWay(context: WriteContext, forms: FormPrograms, key: ReportKey): Promise<Found> {
  const { tx, now } = context
  const row = await findOwnReport(tx, context.reach(collectPermissions.fill.code), key, 'lock')
  const form = await forms.get(tx, row.formVersionId)
  refuse(fillRefusal(row, row, form.spec.marks.validUntil, now))
  const draft = await readDraft(tx, row)
  const arrangement = (await readArrangements(tx, [row.unitId])).get(row.unitId) ?? null
  return { row, form, draft, progress: draft?.progress ?? untouched, arrangement }
}

async function throwConflict({ tx }: WriteContext, row: ReportRow, yours: unknown): Promise<never> {
  throw conflictProblem(collectProblems.draftConflict, await draftSide(tx, row), yours ?? { cells: {} })
}

type Act = Readonly<{
  act: 'hand-over' | 'send-back' | 'take-back'
  version: number
  progress: Progress
  note?: string | null
  cells?: readonly string[]
}>

const eventOf = ({ act, progress }: Act): NewEvent['kind'] => {
  if (act === 'send-back') return 'draft-returned'
  return act === 'take-back' ? 'draft-taken-back' : `handed:${progress.turn as 'review' | 'sign'}`
}

async function declare(context: WriteContext, { row, progress }: Found, act: Act): Promise<void> {
  const { unitId, collectionId, regionCode } = row
  await insertEvents(context.tx, [
    {
      unitId,
      collectionId,
      kind: eventOf(act),
      at: context.now,
      accountId: context.actor.accountId,
      note: act.note?.trim() ?? null,
      cells: act.cells ?? [],
    },
  ])
  context.audit({
    action: `collect.draft.${act.act}`,
    subject: { kind: 'report', id: keyText(row) },
    regionCode,
    detail: {
      from: progress.turn,
      to: act.progress.turn,
      version: act.version,
      ...signedBy(act.progress.signatures),
    },
  })
  if (row.state === 'owed') context.changed('report', [{ unit_id: unitId, collection_id: collectionId }])
  tellScreens(context, 'collect.report', collectionId, [row])
}

function tellNext(
  context: WriteContext,
  row: ReportRow,
  arrangement: Arrangement,
  step: Step,
  said: Told | null,
): void {
  for (const { accountId } of peopleAt(arrangement, step))
    if (accountId !== context.actor.accountId) tell(context, row, accountId, step, said)
}

const titles = {
  review: stepWords.review,
  sign: stepWords.sign,
  returned: { 'zh-CN': '修改', en: 'correct' },
} as const

function tell(
  { notify, actor }: WriteContext,
  { formCode, period, collectionId, unitId }: ReportRow,
  accountId: number,
  what: Step | 'returned',
  said: Told | null,
): void {
  const word = titles[what === 'fill' ? 'returned' : what]
  notify({
    accountId,
    kind: 'collect.turn',
    title: {
      'zh-CN': `${formCode} ${period} 等您${word['zh-CN']}`,
      en: `${formCode} ${period} waits for you to ${word.en} it`,
    },
    body: {
      'zh-CN': said ? `${actor.name}：${said['zh-CN']}` : `由${actor.name}交来`,
      en: said ? `${actor.name}: ${said.en}` : `From ${actor.name}`,
    },
    link: `/reports/${collectionId}/${unitId}`,
  })
}
