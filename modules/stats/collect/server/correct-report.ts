/** The office corrects a value, with a note: a revision of its own, the reporter's stays beside it. */
import {
  addressKey,
  diffValues,
  explanationOf,
  type FormRow,
  type FormValues,
  normaliseValues,
} from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, type ReplyOf } from '#kernel/contract/index.ts'
import { collectPermissions, collectProblems, type correctReport, findingKey } from '../contract.ts'
import { declareAct, messageUnits } from './declare-act.ts'
import { contentHash, type FormPrograms, type ReadyForm, rowKeyOf } from './form-programs.ts'
import {
  countFindings,
  type Explained,
  judge,
  newFinding,
  rejected,
  shownFinding,
  undecidedRules,
} from './judge.ts'
import { type Outside, readOutside } from './outside-data.ts'
import { changeRefusal, levelsFor } from './policy.ts'
import { readFindings, readRevisions, type StoredFinding } from './queries/one-report.ts'
import { findReport, keyText, type ReportKey, type ReportRow } from './queries/reports.ts'
import { insertRevisions, moveReports } from './queries/submissions.ts'
import { refuseEmptyNote, refuseOtherRevision } from './review-report.ts'
import { saidOf, toldPlaces } from './told-places.ts'

type Input = BodyOf<typeof correctReport>
type Reply = ReplyOf<typeof correctReport>

export async function correct(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  input: Input,
): Promise<Reply> {
  const { tx } = context
  const reach = context.reach(collectPermissions.correct.code)
  const row = await findReport(tx, reach, key, 'lock')
  const form = await forms.get(tx, row.formVersionId)
  const outside = (await readOutside(tx, [{ row, form }], 'check')).get(keyText(row)) as Outside
  const revisions = await readRevisions(tx, key)
  const base = revisions.find(one => one.revisionNo === input.revisionNo)?.values ?? { cells: {} }
  const { values, problems } = normaliseValues(form.spec, changed(base, input), outside.codelists)
  if (!values) throw rejected(problems)
  const sha256 = contentHash(form.spec, values, { note: input.note.trim() })
  const earlier = revisions.find(one => one.clientId === input.clientId)
  if (earlier) {
    if (earlier.sha256 !== sha256) throw new Problem(collectProblems.submissionConflict)
    return replyOf(context, row, row.revisionNo)
  }
  refuseOtherRevision(row, input.revisionNo)
  const refusal = changeRefusal({ ...row, doubted: false }, levelsFor(reach, row))
  if (refusal) throw refusal
  refuseEmptyNote(input.note)
  const check = judge(form, { values, sha256 }, outside)
  if (diffValues(base, check.values).length === 0) throw new Problem(collectProblems.correctionEmpty)
  const fatal = check.findings.filter(finding => finding.level === 'fatal')
  if (fatal.length > 0) {
    const findings = fatal.map(shownFinding)
    throw new Problem(collectProblems.fatalFindings, { count: fatal.length, findings })
  }
  await store(context, row, { ...input, form, values: check.values, sha256 }, check)
  return replyOf(context, row, row.revisionNo + 1)
}

/** The content with the changes laid over it, as raw input: what is typed goes through the same gate as a report. */
function changed(base: FormValues, input: Input): unknown {
  const cells: Record<string, unknown> = { ...base.cells }
  const rows = new Map<string, FormRow[]>(
    Object.entries(base.rows ?? {}).map(([id, list]) => [id, [...list]]),
  )
  for (const { cell, section, row, value } of input.changes) {
    if (section === undefined || row === undefined) {
      cells[cell] = value
      continue
    }
    const list = rows.get(section) ?? []
    rows.set(section, list)
    const at = list.findIndex(one => one.key === row)
    const next = { key: row, cells: { ...list[at]?.cells, [cell]: value } }
    if (at < 0) list.push(next)
    else list[at] = next
  }
  return rows.size > 0 ? { cells, rows: Object.fromEntries(rows) } : { cells }
}

type Correction = Input & Readonly<{ form: ReadyForm; values: FormValues; sha256: string }>

async function store(
  context: WriteContext,
  row: ReportRow,
  correction: Correction,
  check: ReturnType<typeof judge>,
): Promise<void> {
  const { tx, actor, now } = context
  const revisionNo = row.revisionNo + 1
  const note = correction.note.trim()
  const before = await readFindings(tx, row, row.revisionNo)
  await insertRevisions(tx, [
    {
      unitId: row.unitId,
      collectionId: row.collectionId,
      revisionNo,
      clientId: correction.clientId,
      contentSha256: correction.sha256,
      kind: 'correction',
      values: correction.values,
      undecided: undecidedRules(check),
      note,
      madeBy: actor.accountId,
      madeAt: now,
      findings: check.findings.map(finding =>
        newFinding(
          finding,
          carried(before, findingKey(finding.rule, rowKeyOf(finding)), finding.values) ??
            (finding.level === 'query' ? { said: note, by: actor.accountId, at: now } : null),
        ),
      ),
    },
  ])
  await moveReports(tx, [
    {
      unitId: row.unitId,
      collectionId: row.collectionId,
      state: row.state,
      revisionNo,
      firstSubmittedAt: row.firstSubmittedAt ?? now,
      submittedAt: row.submittedAt ?? now,
      onTime: row.onTime ?? false,
      ...countFindings(check.findings),
      receiptNo: null,
    },
  ])
  const cells = [...new Set(correction.changes.map(addressKey))]
  await declareAct(context, [{ row, state: row.state, revisionNo }], {
    kind: 'corrected',
    audit: 'correct',
    note,
    cells,
  })
  await messageUnits(context, [row], {
    kind: 'collect.corrected',
    title: {
      'zh-CN': `${row.formCode} ${row.period} 有数据被统计机构更正`,
      en: `${row.formCode} ${row.period}: the office corrected values`,
    },
    body: saidOf(await toldPlaces(tx, row, correction.form, cells), note),
  })
}

/** An explanation goes on standing while what it explains is the same. */
function carried(
  before: readonly StoredFinding[],
  key: string,
  values: Readonly<Record<string, unknown>>,
): Explained | null {
  const same = before.find(one => findingKey(one.rule, one.rowKey) === key)
  if (!same?.explanation || !same.explainedById || !same.explainedAt) return null
  const read = (same.operands as { values: Readonly<Record<string, unknown>> }).values
  const unchanged = Object.entries(values).every(([name, value]) => (read[name] ?? null) === value)
  if (!unchanged) return null
  const said = explanationOf(same.reason, same.explanation)
  return { said, by: same.explainedById, at: new Date(same.explainedAt) }
}

async function replyOf(context: WriteContext, row: ReportRow, revisionNo: number): Promise<Reply> {
  const findings = await readFindings(context.tx, row, revisionNo)
  return { state: row.state, revisionNo, findings }
}
