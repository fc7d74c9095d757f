/** Accepting several: an outcome for each report, none failing the others. */
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problemBody, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { covers, type Reach } from '#kernel/db/tx.ts'
import { type acceptReports, collectProblems } from '../contract.ts'
import { declareAct } from './declare-act.ts'
import { type Acceptance, acceptance, levelsFor, wrongState } from './policy.ts'
import type { AskedFor } from './queries/acceptances.ts'
import { doubtedUnits, setStates } from './queries/acts.ts'
import { lockSelected } from './queries/office.ts'
import type { ReportRow } from './queries/reports.ts'
import { review } from './review-report.ts'

export type Judged = Readonly<{ row: ReportRow; outcome: Acceptance | Problem }>

/** The picked ones, in one transaction; each is answered for. */
export async function acceptPicked(
  context: WriteContext,
  collectionId: number,
  unitIds: readonly number[],
): Promise<ReplyOf<typeof acceptReports>> {
  const reach = context.reach(review)
  const rows = await lockSelected(context.tx, reach, { collectionId, unitIds }, context.now)
  const judged = await acceptRows(context, reach, collectionId, rows)
  const missing = unitIds.filter(id => !rows.some(row => row.unitId === id))
  return replyOf(judged, missing)
}

/**
 * Accepts those of one collection's reports that may be accepted now, by an account with this reach.
 * @param rows locked
 * @param seen what was asked for of each unit, where it must still be that
 */
export async function acceptRows(
  context: WriteContext,
  reach: Reach,
  collectionId: number,
  rows: readonly ReportRow[],
  seen?: ReadonlyMap<number, AskedFor>,
): Promise<readonly Judged[]> {
  const unitIds = rows.map(row => row.unitId)
  const doubted = await doubtedUnits(context.tx, collectionId, unitIds)
  const judged = rows.map(row => {
    const outcome =
      changedSince(seen?.get(row.unitId), row) ?? judgeOne(row, doubted.has(row.unitId), reach, context.now)
    return { row, outcome }
  })
  await take(context, collectionId, judged)
  return judged
}

function changedSince(asked: AskedFor | undefined, { revisionNo, state }: ReportRow): Problem | null {
  if (!asked) return null
  if (asked.revisionNo !== revisionNo) return new Problem(collectProblems.revisionChanged, { revisionNo })
  return asked.state === state ? null : wrongState(state)
}

function judgeOne(row: ReportRow, doubted: boolean, reach: Reach, now: Date): Acceptance | Problem {
  if (!covers(reach, row)) return new Problem(problems.notFound)
  const facts = { ...row, doubted }
  return acceptance(facts, row, levelsFor(reach, facts), now)
}

async function take(context: WriteContext, collectionId: number, judged: readonly Judged[]): Promise<void> {
  const accepted = judged.flatMap(({ row, outcome }) =>
    outcome instanceof Problem ? [] : [{ row, ...outcome }],
  )
  await setStates(
    context.tx,
    collectionId,
    accepted.map(({ row, state }) => ({ unitId: row.unitId, state })),
  )
  for (const level of ['county', 'city'] as const) {
    const own = accepted.filter(one => one.level === level)
    if (own.length > 0) await declareAct(context, own, { kind: `accepted:${level}`, audit: 'accept' })
  }
}

function replyOf(judged: readonly Judged[], missing: readonly number[]): ReplyOf<typeof acceptReports> {
  const outcomes = judged.map(({ row, outcome }) => {
    if (!(outcome instanceof Problem)) return { unitId: row.unitId, ok: true, state: outcome.state }
    const { code, message } = problemBody(outcome)
    return { unitId: row.unitId, ok: false, state: row.state, code, message }
  })
  const { code, message } = problemBody(new Problem(problems.notFound))
  const absent = missing.map(unitId => ({ unitId, ok: false, state: null, code, message }))
  const accepted = outcomes.filter(one => one.ok).length
  return {
    accepted,
    refused: outcomes.length - accepted + absent.length,
    outcomes: [...outcomes, ...absent],
  }
}
