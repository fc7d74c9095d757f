/** What a reporter sees: the forms owed, one form ready to fill in, the receipt, the history. */
import type { Static } from 'typebox'
import { checkForm, diffValues, type FormValues } from '#engines/form/index.ts'
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems, type QueryOf, type ReplyOf } from '#kernel/contract/index.ts'
import { formsFound } from '#modules/stats/catalog/server/index.ts'
import {
  collectPermissions,
  type getMyReceipt,
  type listMyReports,
  type MyReport,
  type openMyReport,
} from '../contract.ts'
import type { FormPrograms, ReadyForm } from './form-programs.ts'
import { formToRun, prefillOf, readOutside } from './outside-data.ts'
import { fillRefusal, fillWindow, receiptNumber } from './policy.ts'
import { readInquiries } from './queries/inquiries.ts'
import { findMyReport, type MyReportRow, pageOfMyReports } from './queries/my-reports.ts'
import {
  explanationsOf,
  readContacts,
  readDraft,
  readEvents,
  readFindings,
  readRevision,
  readRevisions,
  type StoredDraft,
  type StoredRevision,
} from './queries/one-report.ts'
import { findOwnReport, keyText, type ReportKey, type ReportRow } from './queries/reports.ts'
import { readArrangements } from './queries/steps.ts'
import { beginning, shownSignatures, shownSteps, shownTurn } from './shown-steps.ts'
import { withSigners } from './signatories.ts'
import { type Arrangement, changeStepRefusal, untouched } from './step-policy.ts'

const fill = collectPermissions.fill.code
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export const shownWindow = (row: ReportRow, now: Date) => {
  const window = fillWindow(row, row.extendedUntil, now)
  return {
    phase: window.phase,
    opensAt: window.opensAt.toISOString(),
    closesAt: window.closesAt.toISOString(),
    extendedUntil: iso(window.extendedUntil),
    dueAt: window.dueAt.toISOString(),
  }
}

export const formHead = (row: ReportRow, form: ReadyForm) => ({
  formVersionId: row.formVersionId,
  formCode: row.formCode,
  formTitle: form.spec.title,
  period: row.period,
  subject: row.subject,
})

function withoutReceipt({
  receiptNo,
  revisionNo,
  enteredAs,
}: MyReportRow): Static<typeof MyReport>['withoutReceipt'] {
  if (receiptNo !== null) return null
  if (revisionNo === 0) return 'not-submitted'
  return enteredAs === 'import' ? 'imported' : 'corrected'
}

const shownReport = (
  row: MyReportRow,
  form: ReadyForm,
  arrangement: Arrangement | null,
  { now, actor }: Pick<ReadContext, 'now' | 'actor'>,
) => ({
  unitId: row.unitId,
  unitName: row.unitName,
  collectionId: row.collectionId,
  ...formHead(row, form),
  state: row.state,
  window: shownWindow(row, now),
  revisionNo: row.revisionNo,
  receiptNo: row.receiptNo,
  withoutReceipt: withoutReceipt(row),
  submittedAt: iso(row.submittedAt),
  onTime: row.onTime,
  draftSavedAt: iso(row.draftSavedAt),
  returned:
    row.state === 'returned' && row.returnedAt
      ? {
          at: row.returnedAt.toISOString(),
          by: row.returnedBy,
          reason: row.returnedReason,
          cells: [...(row.returnedCells ?? [])],
        }
      : null,
  openInquiries: row.openInquiries,
  counts: { fatal: row.fatalCount, query: row.queryCount, notice: row.noticeCount },
  turn: arrangement && shownTurn(arrangement, row, actor.accountId),
})

export async function listMine(
  context: ReadContext,
  forms: FormPrograms,
  query: QueryOf<typeof listMyReports>,
): Promise<ReplyOf<typeof listMyReports>> {
  const { tx, now } = context
  const { search, ...rest } = query
  const found = await formsFound(tx, search)
  const asked = { ...rest, ...(found && { found }) }
  const { total, rows } = await pageOfMyReports(tx, context.reach(fill), asked, context)
  const arrangements = await readArrangements(tx, [...new Set(rows.map(row => row.unitId))])
  const items = []
  for (const row of rows) {
    const form = await forms.get(tx, row.formVersionId)
    items.push(shownReport(row, form, arrangements.get(row.unitId) ?? null, context))
  }
  if (context.actor.kind === 'staff') {
    context.accessed({
      action: 'collect.report.list',
      subject: { kind: 'account', id: context.actor.accountId },
      detail: { total, page: query.page, units: new Set(rows.map(row => row.unitId)).size },
    })
  }
  const region = rows[0]?.regionCode
  return {
    total,
    items,
    contacts: region ? [...(await readContacts(tx, region))] : [],
    now: now.toISOString(),
  }
}

/** Townships fill in for their villages and households; a unit that reads its own report leaves no record of it. */
function recordReading(context: ReadContext, row: ReportRow): void {
  if (context.actor.kind !== 'staff') return
  context.accessed({
    action: 'collect.report.read',
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: { revision: row.revisionNo },
  })
}

export async function openMine(
  context: ReadContext,
  forms: FormPrograms,
  key: ReportKey,
): Promise<ReplyOf<typeof openMyReport>> {
  const { tx, now } = context
  const row = await findMyReport(tx, context.reach(fill), key)
  recordReading(context, row)
  const form = await forms.get(tx, row.formVersionId)
  const outside = (await readOutside(tx, [{ row, form }], 'all')).get(keyText(row))
  if (!outside) throw new Problem(problems.notFound)
  const prefill = prefillOf(form, outside)
  const draft = row.draftSavedAt && (await readDraft(tx, row))
  const revision = await readRevision(tx, row, row.revisionNo)
  const findings = await readFindings(tx, row, row.revisionNo)
  const arrangement = (await readArrangements(tx, [row.unitId])).get(row.unitId) ?? null
  const progress = draft?.progress ?? untouched
  const events = await readEvents(tx, row)
  const editable =
    fillRefusal(row, row, form.spec.marks.validUntil, now) === null &&
    changeStepRefusal(arrangement, progress, context.actor.accountId) === null
  const stored = draft?.values ?? revision?.values ?? prefill.values
  const fills = editable && (draft !== null || row.state !== 'submitted')
  const first = fills ? withSigners(form.spec, stored, arrangement, beginning(context, arrangement)) : stored
  return {
    report: shownReport(row, form, arrangement, context),
    ...formToRun(form, outside),
    values: checkForm(form.program, first, outside.foreign).values,
    explanations: draft?.explanations ?? explanationsOf(findings),
    draft: draft && shownDraft(draft),
    draftVersion: draft?.version ?? 0,
    prefill: { values: prefill.values, filled: [...prefill.filled] },
    previous: outside.foreign.previous ?? null,
    yearAgo: outside.foreign.yearAgo ?? null,
    findings,
    events,
    inquiries: [...(await readInquiries(tx, row))],
    contacts: [...(await readContacts(tx, row.regionCode))],
    editable,
    steps: arrangement && shownSteps(arrangement, progress, events, context.actor.accountId),
    now: now.toISOString(),
  }
}

const shownDraft = ({ version, values, explanations, savedBy, savedAt }: StoredDraft) => ({
  version,
  values,
  explanations,
  savedBy,
  savedAt: savedAt.toISOString(),
})

export async function myReceipt(
  context: ReadContext,
  forms: FormPrograms,
  key: ReportKey,
  revisionNo?: number,
): Promise<ReplyOf<typeof getMyReceipt>> {
  const { tx } = context
  const row = await findOwnReport(tx, context.reach(fill), key)
  recordReading(context, row)
  const own = (await readRevisions(tx, key)).filter(one => one.kind === 'report')
  const revision = own.findLast(one => revisionNo === undefined || one.revisionNo === revisionNo)
  if (!revision) throw new Problem(problems.notFound)
  const form = await forms.get(tx, row.formVersionId)
  return {
    receiptNo: receiptNumber(row.collectionId, row.unitId, revision.revisionNo),
    unitId: row.unitId,
    collectionId: row.collectionId,
    revisionNo: revision.revisionNo,
    submittedAt: revision.madeAt.toISOString(),
    onTime: row.onTime ?? false,
    repeated: false,
    unitName: row.unitName,
    ...formHead(row, form),
    submittedBy: revision.by,
    signatures: shownSignatures(revision.signatures),
  }
}

/** Every revision with what it changed; the first is compared with a blank form. */
export const shownRevisions = (key: ReportKey, revisions: readonly StoredRevision[]) =>
  revisions.map((revision, index) => ({
    revisionNo: revision.revisionNo,
    kind: revision.kind,
    madeBy: revision.by,
    madeAt: revision.madeAt.toISOString(),
    note: revision.note,
    receiptNo:
      revision.kind === 'report' ? receiptNumber(key.collectionId, key.unitId, revision.revisionNo) : null,
    signatures: shownSignatures(revision.signatures),
    changes: [...diffValues(revisions[index - 1]?.values ?? BLANK, revision.values)],
  }))

const BLANK: FormValues = { cells: {} }

export async function myRevisions(context: ReadContext, key: ReportKey) {
  recordReading(context, await findOwnReport(context.tx, context.reach(fill), key))
  return { revisions: shownRevisions(key, await readRevisions(context.tx, key)) }
}
