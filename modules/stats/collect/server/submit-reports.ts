/**
 * Submission, for a group at once: reads and writes are statements over the whole group, the judgement in between
 * is pure and per item, and one item's refusal leaves the others untouched (rounds.ts).
 */
import type { Explanations } from '#engines/form/index.ts'
import type { BaseContext, WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import { collectPermissions, collectProblems, findingKey } from '../contract.ts'
import { type Conflict, conflictProblem, otherSide } from './conflicts.ts'
import type { FormPrograms, ReadyForm } from './form-programs.ts'
import { readyForms, rowKeyOf } from './form-programs.ts'
import {
  type Content,
  countFindings,
  findingsRefusal,
  judge,
  newFinding,
  readContent,
  tidyExplanations,
  undecidedRules,
} from './judge.ts'
import { tellScreens } from './live-notices.ts'
import { type Outside, readOutside } from './outside-data.ts'
import { fillRefusal, fillWindow, mayFill, receiptNumber } from './policy.ts'
import { keyText, lockReports, type ReportKey, type ReportRow } from './queries/reports.ts'
import { progressOf, readArrangements } from './queries/steps.ts'
import {
  type Moved,
  type NewRevision,
  readStandings,
  type Standing,
  storeSubmissions,
} from './queries/submissions.ts'
import { type ContextOf, judgedAlone, type ReportItem } from './rounds.ts'
import { type SignedContent, signContent, signedBy, tellSignatories } from './sign-content.ts'
import { type Arrangement, type Progress, submitStepRefusal, untouched } from './step-policy.ts'

export type Submission = Readonly<{
  clientId: string
  baseRevision: number
  draftVersion: number
  values: unknown
  explanations: Explanations
}>

export type ReceiptData = Readonly<{
  receiptNo: string
  unitId: number
  collectionId: number
  revisionNo: number
  submittedAt: string
  onTime: boolean
  repeated: boolean
}>

export type SubmissionItem = ReportItem & Readonly<{ submission: Submission }>
export type SubmissionOutcome = Readonly<{ receipt: ReceiptData } | { problem: Problem }>

type Facts = Readonly<{
  row: ReportRow
  form: ReadyForm
  standing: Standing
  outside: Outside
  arrangement: Arrangement | null
}>
type Accepted = Readonly<{ revision: NewRevision; moved: Moved; row: ReportRow; receipt: ReceiptData }>
type Decision = Accepted | SubmissionOutcome | Conflict

/** Takes one submission for each of several reports. */
export async function submitRound(
  tx: WriteTx,
  items: readonly SubmissionItem[],
  forms: FormPrograms,
  contextOf: ContextOf,
): Promise<readonly SubmissionOutcome[]> {
  const facts = await readFacts(tx, items, forms)
  const decisions = items.map(item =>
    judgedAlone<Decision>(item, () => decide(item, facts.get(keyText(item.report)))),
  )
  const accepted = decisions.flatMap(decision => ('revision' in decision ? [decision] : []))
  await storeSubmissions(tx, accepted)
  const outcomes: SubmissionOutcome[] = []
  for (const [index, decision] of decisions.entries()) {
    const item = items[index] as SubmissionItem
    if ('revision' in decision) declare(contextOf(item.base), decision)
    outcomes.push(await outcomeOf(tx, item, decision))
  }
  const rows = accepted.map(one => one.row)
  for (const [collectionId, there] of Map.groupBy(rows, row => row.collectionId))
    tellScreens(contextOf(items[0]!.base), 'collect.report', collectionId, there)
  return outcomes
}

async function readFacts(
  tx: WriteTx,
  items: readonly SubmissionItem[],
  forms: FormPrograms,
): Promise<ReadonlyMap<string, Facts>> {
  const inReach = await lockReports(
    tx,
    items.map(item => item.report),
  )
  const known = items.filter(item => inReach.has(keyText(item.report)))
  const standings = await readStandings(
    tx,
    known.map(({ report, submission }) => ({ ...report, clientId: submission.clientId })),
  )
  const rows = known.map(item => inReach.get(keyText(item.report)) as ReportRow)
  const ready = await readyForms(tx, rows, forms)
  const arrangements = await readArrangements(
    tx,
    rows.map(row => row.unitId),
  )
  const partial = rows.map((row, index) => ({
    row,
    form: ready.get(row.formVersionId) as ReadyForm,
    standing: standings[index] as Standing,
    arrangement: arrangements.get(row.unitId) ?? null,
  }))
  const outside = await readOutside(tx, partial, 'check')
  return new Map(
    partial.map(one => {
      const key = keyText(one.row)
      return [key, { ...one, outside: outside.get(key) as Outside }] as const
    }),
  )
}

function decide({ base, submission }: SubmissionItem, facts: Facts | undefined): Decision {
  if (!facts || !mayFill(base.reach(collectPermissions.fill.code), facts.row))
    return { problem: new Problem(problems.notFound) }
  const { row, form, standing, outside, arrangement } = facts
  const explanations = tidyExplanations(submission.explanations)
  const content = readContent(form, submission.values, explanations, outside)
  const repeated = repetition(facts, content)
  if (repeated) return repeated
  const progress = progressOfStanding(standing)
  const refusal =
    fillRefusal(row, row, form.spec.marks.validUntil, base.now) ??
    submitStepRefusal(arrangement, progress, base.actor.accountId)
  if (refusal) return { problem: refusal }
  if (content instanceof Problem) return { problem: content }
  if (submission.baseRevision !== row.revisionNo) return { conflict: 'revision', row }
  if (standing.draftVersion !== null && standing.draftVersion !== submission.draftVersion)
    return { conflict: 'draft', row }
  const signed = signContent(form, content, explanations, {
    arrangement,
    progress,
    accountId: base.actor.accountId,
    at: base.now,
  })
  if (signed instanceof Problem) return { problem: signed }
  const check = judge(form, signed, outside)
  const problem = findingsRefusal(form, check.findings, explanations)
  if (problem) return { problem }
  return accept(base, submission, row, signed, check, explanations)
}

const progressOfStanding = ({ turn, signatures, signedSha }: Standing): Progress =>
  turn === null ? untouched : progressOf({ turn, signatures, sha256: signedSha })

/** The same act again: the same receipt. The same id for something else: a conflict. */
function repetition({ row, standing }: Facts, content: Content | Problem): SubmissionOutcome | null {
  const sha = content instanceof Problem ? null : content.sha256
  if (standing.earlierNo !== null) {
    if (standing.earlierSha !== sha) return { problem: new Problem(collectProblems.submissionConflict) }
    return { receipt: receiptOf(row, row, standing.earlierNo, standing.earlierAt as Date, true) }
  }
  const unchanged =
    row.state === 'submitted' && standing.currentKind === 'report' && standing.currentSha === sha
  if (!unchanged || sha === null) return null
  return { receipt: receiptOf(row, row, row.revisionNo, standing.currentAt as Date, true) }
}

const receiptOf = (
  key: ReportKey,
  row: Pick<ReportRow, 'onTime'>,
  revisionNo: number,
  at: Date,
  repeated: boolean,
): ReceiptData => ({
  receiptNo: receiptNumber(key.collectionId, key.unitId, revisionNo),
  unitId: key.unitId,
  collectionId: key.collectionId,
  revisionNo,
  submittedAt: at.toISOString(),
  onTime: row.onTime ?? false,
  repeated,
})

function accept(
  base: BaseContext,
  submission: Submission,
  row: ReportRow,
  { sha256, signatures }: SignedContent,
  check: ReturnType<typeof judge>,
  explanations: Explanations,
): Accepted {
  const { unitId, collectionId } = row
  const by = base.actor.accountId
  const filled = signatures[0]
  const explained = filled ? { by: filled.accountId, at: new Date(filled.at) } : { by, at: base.now }
  const revisionNo = row.revisionNo + 1
  const onTime = row.onTime ?? base.now < fillWindow(row, null, base.now).closesAt
  const revision: NewRevision = {
    unitId,
    collectionId,
    revisionNo,
    clientId: submission.clientId,
    contentSha256: sha256,
    kind: 'report',
    values: check.values,
    undecided: undecidedRules(check),
    note: null,
    madeBy: by,
    madeAt: base.now,
    findings: check.findings.map(finding => {
      const said = explanations[findingKey(finding.rule, rowKeyOf(finding))]
      return newFinding(finding, said === undefined ? null : { said, ...explained })
    }),
    signatures,
  }
  const receipt = receiptOf(row, { onTime }, revisionNo, base.now, false)
  const moved: Moved = {
    unitId,
    collectionId,
    state: 'submitted',
    revisionNo,
    firstSubmittedAt: row.firstSubmittedAt ?? base.now,
    submittedAt: base.now,
    onTime,
    ...countFindings(check.findings),
    receiptNo: receipt.receiptNo,
  }
  return { revision, moved, row, receipt }
}

function declare(context: WriteContext, { revision, moved, row }: Accepted): void {
  context.audit({
    action: 'collect.report.submit',
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: {
      revision: revision.revisionNo,
      receipt: moved.receiptNo,
      query: moved.query,
      ...signedBy(revision.signatures),
    },
  })
  tellSignatories(context, row, revision.signatures)
  context.changed('report', [{ unit_id: row.unitId, collection_id: row.collectionId }])
}

async function outcomeOf(
  tx: WriteTx,
  { submission }: SubmissionItem,
  decision: Decision,
): Promise<SubmissionOutcome> {
  if ('revision' in decision) return { receipt: decision.receipt }
  if (!('conflict' in decision)) return decision
  const side = await otherSide(tx, decision)
  const type =
    decision.conflict === 'draft' ? collectProblems.draftConflict : collectProblems.revisionConflict
  return { problem: conflictProblem(type, side, submission.values) }
}
