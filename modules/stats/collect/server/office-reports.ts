/** What the office reads: the list of a collection, one report beside its past, a value's lineage. */
import type { FormValues, Scalar } from '#engines/form/index.ts'
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems, type QueryOf, type ReplyOf } from '#kernel/contract/index.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import { regionNames } from '#kernel/org/region-names.ts'
import { industryNames } from '#modules/stats/register/server/index.ts'
import {
  collectPermissions,
  type getCellLineage,
  type getReport,
  type listReports,
  rowOfFinding,
} from '../contract.ts'
import { effectFor, pageWithShares } from './effect-on-totals.ts'
import type { FormPrograms } from './form-programs.ts'
import { formHead, shownRevisions, shownWindow } from './my-reports.ts'
import { formToRun, readOutside } from './outside-data.ts'
import {
  acceptance,
  changeRefusal,
  levelsFor,
  OUTSTANDING,
  type ReportFacts,
  type State,
  withdrawal,
} from './policy.ts'
import { readInquiries } from './queries/inquiries.ts'
import { countForActs, countReports, type Filter } from './queries/office.ts'
import {
  isBetweenPeople,
  readEvents,
  readFindings,
  readRevisions,
  type StoredFinding,
  type StoredRevision,
} from './queries/one-report.ts'
import { findReport, keyText, type ReportKey, type ReportRow } from './queries/reports.ts'

const read = collectPermissions.read.code
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

type Names = Readonly<{ regions: ReadonlyMap<string, string>; industries: ReadonlyMap<string, string> }>

/** Names of the places and industries of reports of one collection. */
async function namesOf(tx: ReadTx, rows: readonly ReportRow[]): Promise<Names> {
  const codes = [...new Set(rows.map(row => row.regionCode))]
  return {
    regions: await regionNames(tx, codes, rows[0]?.regionEdition),
    industries: await industryNames(
      tx,
      rows.map(row => row.industryCode),
    ),
  }
}

const shownItem = (row: ReportRow, { regions, industries }: Names) => ({
  unitId: row.unitId,
  unitName: row.unitName,
  creditCode: row.creditCode,
  regionCode: row.regionCode,
  regionName: regions.get(row.regionCode) ?? null,
  industryCode: row.industryCode,
  industryName: row.industryCode === null ? null : (industries.get(row.industryCode) ?? null),
  sizeClass: row.sizeClass,
  state: row.state,
  revisionNo: row.revisionNo,
  submittedAt: iso(row.submittedAt),
  onTime: row.onTime,
  extendedUntil: iso(row.extendedUntil),
  fatal: row.fatalCount,
  query: row.queryCount,
  notice: row.noticeCount,
  receiptNo: row.receiptNo,
})

export const filterOf = (query: QueryOf<typeof listReports>): Filter => {
  const { states, page: _page, pageSize: _size, sort: _sort, order: _order, ...rest } = query
  return { ...rest, ...(states ? { states: states.split(',') as State[] } : {}) }
}

export async function listOffice(
  context: ReadContext,
  forms: FormPrograms,
  collectionId: number,
  query: QueryOf<typeof listReports>,
): Promise<ReplyOf<typeof listReports>> {
  const { tx, now } = context
  const reach = context.reach(read)
  const filter = { ...filterOf(query), collectionId }
  const total = await countReports(tx, reach, filter, now)
  const effect = await effectFor(tx, forms, collectionId)
  const { rows, shares } = await pageWithShares(tx, reach, filter, query, now, effect)
  context.accessed({
    action: 'collect.report.list',
    subject: { kind: 'collection', id: collectionId },
    detail: { total, page: query.page, units: rows.length },
  })
  const names = await namesOf(tx, rows)
  return {
    total,
    items: rows.map(row => ({ ...shownItem(row, names), effect: shares.get(row.unitId) ?? null })),
    bulk: await countForActs(tx, context.reach(collectPermissions.review.code), filter, now),
    effectOf: effect?.of ?? null,
  }
}

export async function readOffice(
  context: ReadContext,
  forms: FormPrograms,
  key: ReportKey,
  revisionNo?: number,
): Promise<ReplyOf<typeof getReport>> {
  const { tx, now } = context
  const row = await findReport(tx, context.reach(read), key)
  const form = await forms.get(tx, row.formVersionId)
  const outside = (await readOutside(tx, [{ row, form }], 'all')).get(keyText(row))
  if (!outside) throw new Problem(problems.notFound)
  const revisions = await readRevisions(tx, key)
  const shown = revisions.find(one => one.revisionNo === (revisionNo ?? row.revisionNo))
  if (revisionNo !== undefined && !shown) throw new Problem(problems.notFound)
  const findings = await readFindings(tx, key, shown?.revisionNo ?? 0)
  context.accessed({
    action: 'collect.report.read',
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: { revision: shown?.revisionNo ?? 0 },
  })
  const facts = { ...row, doubted: findings.some(finding => finding.review === 'doubted') }
  return {
    report: shownItem(row, await namesOf(tx, [row])),
    collection: {
      collectionId: row.collectionId,
      ...formHead(row, form),
      window: shownWindow(row, now),
    },
    ...formToRun(form, outside),
    values: shown?.values ?? null,
    shownRevision: shown?.revisionNo ?? 0,
    reported: reportedBeside(revisions, shown),
    previous: outside.foreign.previous ?? null,
    yearAgo: outside.foreign.yearAgo ?? null,
    findings,
    undecided: [...(shown?.undecided ?? [])],
    revisions: shownRevisions(key, revisions),
    events: (await readEvents(tx, key)).filter(one => !isBetweenPeople(one.kind)),
    inquiries: [...(await readInquiries(tx, key))],
    may: mayDo(facts, row, (permission: string) => context.reach(permission), now),
  }
}

/** The reporter's own content stays visible beside a correction. */
const reportedBeside = (
  revisions: readonly StoredRevision[],
  shown: StoredRevision | undefined,
): FormValues | null =>
  shown?.kind === 'correction'
    ? (revisions.findLast(one => one.kind !== 'correction' && one.revisionNo < shown.revisionNo)?.values ??
      null)
    : null

function mayDo(facts: ReportFacts, row: ReportRow, reach: (permission: string) => Reach, now: Date) {
  const levels = levelsFor(reach(collectPermissions.review.code), facts)
  const correcting = levelsFor(reach(collectPermissions.correct.code), facts)
  const accepted = acceptance({ ...facts, fatalCount: row.fatalCount }, row, levels, now)
  const withdrawn = withdrawal(facts, levels)
  return {
    accept: accepted instanceof Problem ? null : accepted.level,
    withdraw: withdrawn instanceof Problem ? null : withdrawn.level,
    sendBack: changeRefusal(facts, levels) === null,
    correct: changeRefusal(facts, correcting) === null,
    extend: levels.size > 0 && !facts.state.startsWith('accepted'),
    ask: levels.size > 0 && row.revisionNo > 0,
    remind: levels.size > 0 && OUTSTANDING.includes(facts.state),
  }
}

type Address = Readonly<{ cell: string; section?: string; row?: string }>

const valueAt = (values: FormValues | undefined, address: Address): Scalar => {
  if (!values) return null
  if (address.section === undefined || address.row === undefined) return values.cells[address.cell] ?? null
  const row = values.rows?.[address.section]?.find(one => one.key === address.row)
  return row?.cells[address.cell] ?? null
}

/** Every revision in which the value changed, with who, when, from what and why; the first is always there. */
export async function cellLineage(
  context: ReadContext,
  key: ReportKey,
  address: Address,
): Promise<ReplyOf<typeof getCellLineage>> {
  const { tx } = context
  const row = await findReport(tx, context.reach(read), key)
  const revisions = await readRevisions(tx, key)
  const entries = []
  for (const [index, revision] of revisions.entries()) {
    const before = valueAt(revisions[index - 1]?.values, address)
    const after = valueAt(revision.values, address)
    if (index > 0 && before === after) continue
    entries.push({
      revisionNo: revision.revisionNo,
      kind: revision.kind,
      by: revision.by,
      at: revision.madeAt.toISOString(),
      before,
      after,
      ...(revision.note === null
        ? await saidOfCell(context, key, revision.revisionNo, address)
        : { why: revision.note, reason: null }),
    })
  }
  context.accessed({
    action: 'collect.report.lineage',
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: { ...address },
  })
  return { ...address, entries }
}

async function saidOfCell(
  context: ReadContext,
  key: ReportKey,
  revisionNo: number,
  { cell, row }: Address,
): Promise<Readonly<{ why: string | null; reason: string | null }>> {
  const findings = await readFindings(context.tx, key, revisionNo)
  const speaksOf = (finding: StoredFinding) => {
    const own = rowOfFinding(finding)
    return finding.cells.includes(cell) && (own === undefined || row === undefined || own === row)
  }
  const said = findings.find(one => one.explanation !== null && speaksOf(one))
  return { why: said?.explanation ?? null, reason: said?.reason ?? null }
}
