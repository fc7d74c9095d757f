/** Bulk acceptance: one transaction, an outcome for each report, none failing the others. */
import type { WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problemBody, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { covers, type Reach } from '#kernel/db/tx.ts'
import type { acceptReports } from '../contract.ts'
import { declareAct } from './declare-act.ts'
import { type Acceptance, acceptance, levelsFor } from './policy.ts'
import { doubtedUnits, setStates } from './queries/acts.ts'
import { lockSelected } from './queries/office.ts'
import type { ReportRow } from './queries/reports.ts'
import { review } from './review-report.ts'

type Judged = Readonly<{ row: ReportRow; outcome: Acceptance | Problem }>

/**
 * Accepts every report of the selection that this account may accept now. Selected by filter, a report that is not
 * this level's turn is passed over; selected by number, it is answered for.
 */
export async function acceptMany(
  context: WriteContext,
  collectionId: number,
  selection: BodyOf<typeof acceptReports>,
): Promise<ReplyOf<typeof acceptReports>> {
  const { tx, now } = context
  const reach = context.reach(review)
  const { unitIds, filter = {} } = selection
  const selected = { ...filter, collectionId, ...(unitIds && { unitIds }) }
  const rows = await lockSelected(tx, reach, selected, now)
  const doubted = await doubtedUnits(
    tx,
    collectionId,
    rows.map(row => row.unitId),
  )
  const judged = rows
    .map(row => judgeOne(row, doubted.has(row.unitId), reach, now))
    .filter(one => unitIds !== undefined || isTurn(one.row))
  await take(context, collectionId, judged)
  const missing = (unitIds ?? []).filter(id => !rows.some(row => row.unitId === id))
  return replyOf(judged, missing)
}

const isTurn = (row: ReportRow): boolean => row.state === 'submitted' || row.state === 'accepted:county'

function judgeOne(row: ReportRow, doubted: boolean, reach: Reach, now: Date): Judged {
  const facts = { ...row, doubted }
  if (!covers(reach, row)) return { row, outcome: new Problem(problems.notFound) }
  return { row, outcome: acceptance(facts, row, levelsFor(reach, facts), now) }
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
