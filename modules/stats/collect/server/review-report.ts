/** The office acts upon one report: accept, withdraw, send back, extend, judge an explanation. */
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { wallClock } from '#kernel/time/shanghai.ts'
import { collectPermissions, collectProblems, EXPLANATION_MIN, explanationProblem } from '../contract.ts'
import { type Act, declareAct, messageUnits } from './declare-act.ts'
import type { FormPrograms } from './form-programs.ts'
import { refuseUnknownCells } from './known-cells.ts'
import { tellScreens } from './live-notices.ts'
import {
  acceptance,
  changeRefusal,
  extensionRefusal,
  fillWindow,
  levelsFor,
  type State,
  withdrawal,
  wrongState,
} from './policy.ts'
import { setExtension, setReview, setState } from './queries/acts.ts'
import { readFindings, readRevision } from './queries/one-report.ts'
import { findReport, hasDoubt, type ReportKey, type ReportRow } from './queries/reports.ts'
import { type Told, toldPlaces } from './told-places.ts'

export const review = collectPermissions.review.code

type Result = { state: State; revisionNo: number }

export function refuseOtherRevision(row: ReportRow, seen: number): void {
  if (row.revisionNo !== seen)
    throw new Problem(collectProblems.revisionChanged, { revisionNo: row.revisionNo })
}

/** Reasons that officials give are held to the same measure as those of reporters. */
export function refuseEmptyNote(note: string): void {
  const problem = explanationProblem(note)
  if (problem !== null || [...note.trim()].length < EXPLANATION_MIN)
    throw new Problem(collectProblems.noteNeeded, { reason: problem ?? 'too-short' })
}

export async function factsOf(context: WriteContext, row: ReportRow) {
  return {
    ...row,
    doubted: row.revisionNo > 0 && row.queryCount + row.noticeCount > 0 && (await hasDoubt(context.tx, row)),
  }
}

export async function acceptReport(
  context: WriteContext,
  key: ReportKey,
  revisionNo: number,
): Promise<Result> {
  const row = await findReport(context.tx, context.reach(review), key, 'lock')
  refuseOtherRevision(row, revisionNo)
  const facts = await factsOf(context, row)
  const outcome = acceptance(facts, row, levelsFor(context.reach(review), facts), context.now)
  if (outcome instanceof Problem) throw outcome
  return move(context, row, outcome.state, { kind: `accepted:${outcome.level}`, audit: 'accept' })
}

export async function withdrawAcceptance(
  context: WriteContext,
  key: ReportKey,
  reason?: string,
): Promise<Result> {
  const row = await findReport(context.tx, context.reach(review), key, 'lock')
  const facts = { ...row, doubted: false }
  const outcome = withdrawal(facts, levelsFor(context.reach(review), facts))
  if (outcome instanceof Problem) throw outcome
  const act: Act = { kind: `withdrawn:${outcome.level}`, audit: 'withdraw', ...(reason && { note: reason }) }
  return move(context, row, outcome.state, act)
}

export type SendBack = Readonly<{
  revisionNo: number
  reason: string
  cells?: readonly string[]
  until?: string
}>

export async function sendBackReport(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  input: SendBack,
): Promise<Result> {
  const { tx, now } = context
  const row = await findReport(tx, context.reach(review), key, 'lock')
  refuseOtherRevision(row, input.revisionNo)
  const facts = { ...row, doubted: false }
  const levels = levelsFor(context.reach(review), facts)
  const refusal = changeRefusal(facts, levels)
  if (refusal) throw refusal
  refuseEmptyNote(input.reason)
  const places = await pointedAt(context, forms, row, input.cells ?? [])
  const until = input.until === undefined ? null : new Date(input.until)
  if (until) await extend(context, row, until, levels, input.reason)
  else if (fillWindow(row, row.extendedUntil, now).phase === 'closed')
    throw new Problem(collectProblems.extensionNeeded)
  const reason = input.reason.trim()
  await messageUnits(context, [row], {
    kind: 'collect.returned',
    title: {
      'zh-CN': `${row.formCode} ${row.period} 已退回`,
      en: `${row.formCode} ${row.period} was sent back`,
    },
    body: {
      'zh-CN': `退回原因：${reason}${places ? `；请核对：${places['zh-CN']}` : ''}${until ? `；请于 ${wallClock(until)} 前修改报送` : ''}`,
      en: `Reason: ${reason}${places ? `; please check ${places.en}` : ''}${until ? `; please correct and submit by ${wallClock(until)}` : ''}`,
    },
  })
  return move(context, row, 'returned', {
    kind: 'returned',
    audit: 'return',
    note: reason,
    ...(input.cells && { cells: input.cells }),
  })
}

/** The cells by name, once it is known that the revision sent back has them. */
async function pointedAt(
  { tx }: WriteContext,
  forms: FormPrograms,
  row: ReportRow,
  cells: readonly string[],
): Promise<Told | null> {
  if (cells.length === 0) return null
  const form = await forms.get(tx, row.formVersionId)
  const values = (await readRevision(tx, row, row.revisionNo))?.values
  refuseUnknownCells(form.spec, values, cells, 'with-columns')
  return toldPlaces(tx, row, form, cells)
}

async function move(context: WriteContext, row: ReportRow, state: State, act: Act): Promise<Result> {
  await setState(context.tx, row, state)
  await declareAct(context, [{ row, state }], act)
  return { state, revisionNo: row.revisionNo }
}

export async function extendReport(
  context: WriteContext,
  key: ReportKey,
  until: Date,
  note: string,
): Promise<{ extendedUntil: string }> {
  const row = await findReport(context.tx, context.reach(review), key, 'lock')
  const levels = levelsFor(context.reach(review), row)
  if (row.state.startsWith('accepted')) throw wrongState(row.state)
  refuseEmptyNote(note)
  await extend(context, row, until, levels, note.trim())
  await messageUnits(context, [row], {
    kind: 'collect.extended',
    title: {
      'zh-CN': `${row.formCode} ${row.period} 延期至 ${wallClock(until)}`,
      en: `${row.formCode} ${row.period} extended until ${wallClock(until)}`,
    },
    body: { 'zh-CN': note.trim(), en: note.trim() },
  })
  return { extendedUntil: until.toISOString() }
}

async function extend(
  context: WriteContext,
  row: ReportRow,
  until: Date,
  levels: ReturnType<typeof levelsFor>,
  note: string,
): Promise<void> {
  const refusal = extensionRefusal(row, row.extendedUntil, levels, until, context.now)
  if (refusal) throw refusal
  await setExtension(context.tx, row, until)
  await declareAct(context, [{ row, state: row.state }], {
    kind: 'extended',
    audit: 'extend',
    note: `${wallClock(until)} ${note}`,
  })
}

export type ReviewInput = Readonly<{
  revisionNo: number
  rule: string
  rowKey?: string
  review: 'agreed' | 'doubted'
}>

export async function reviewExplanation(context: WriteContext, key: ReportKey, input: ReviewInput) {
  const { tx, actor, now } = context
  const row = await findReport(tx, context.reach(review), key, 'lock')
  refuseOtherRevision(row, input.revisionNo)
  if (!['submitted', 'accepted:county'].includes(row.state)) throw wrongState(row.state)
  const { rule, rowKey = '', revisionNo } = input
  const judged = { ...key, revisionNo, rule, rowKey }
  const found = await setReview(tx, judged, input.review, actor.accountId, now)
  if (!found) throw new Problem(problems.notFound)
  context.audit({
    action: 'collect.explanation.review',
    subject: { kind: 'report', id: `${key.collectionId}/${key.unitId}` },
    regionCode: row.regionCode,
    detail: { rule, rowKey, revision: revisionNo, review: input.review },
  })
  tellScreens(context, 'collect.report', key.collectionId, [row])
  const finding = (await readFindings(tx, key, revisionNo)).find(
    one => one.rule === rule && one.rowKey === rowKey,
  )
  if (!finding) throw new Problem(problems.notFound)
  return finding
}
