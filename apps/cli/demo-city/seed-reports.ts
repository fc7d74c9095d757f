/** Collections with all that was reported in them: every revision is judged by the form's own rules. */
import { createHash } from 'node:crypto'
import {
  canonicalHashInput,
  checkForm,
  type Explanation,
  type Explanations,
  type Finding,
  type FormProgram,
  type FormValues,
  reasonsFor,
  saidReason,
  saidText,
  yearAgoPeriod,
} from '#engines/form/index.ts'
import { type CopyRow, copyInto } from '#kernel/db/copy.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import { findingKey } from '#modules/stats/collect/contract.ts'
import { receiptNumber } from '#modules/stats/collect/server/policy.ts'
import { frameDay, freezeFrame } from '#modules/stats/register/server/index.ts'
import { DAY } from './calendar.ts'
import { type Change, explain, topicOf } from './explanations.ts'
import { type Random, randomStream } from './random.ts'
import type { DemoCollection, DemoReport, DemoRevision } from './reports.ts'
import type { People } from './seed-people.ts'
import { REGION_EDITION, type SeededForm } from './seed-reference.ts'
import type { DemoUnit } from './units.ts'

const CRITERIA: Readonly<Record<string, unknown>> = {
  'B204-1': { kinds: ['legal'], industries: ['B', 'C', 'D'], aboveThreshold: true },
  F203: {
    kinds: ['legal'],
    industries: ['G', 'I', '702', '703', 'L', 'M', 'N', 'O', 'P', 'Q', 'R'],
    aboveThreshold: true,
  },
  A302: { kinds: ['township'] },
}

/** Ids of the collections, in their order; each freezes the frame it was drawn from, as one that is issued does. */
export async function seedCollections(
  tx: WriteTx,
  collections: readonly DemoCollection[],
  forms: ReadonlyMap<string, SeededForm>,
  issuedBy: number,
): Promise<ReadonlyMap<DemoCollection, number>> {
  const ids = new Map<DemoCollection, number>()
  for (const collection of collections) {
    const { opensAt, closesAt, countyAcceptsBy, cityAcceptsBy } = collection.schedule
    const issuedAt = new Date(opensAt.getTime() - 5 * DAY)
    const { id } = await tx
      .insertInto('collect.collection')
      .values({
        form_version_id: forms.get(collection.form)!.versionId,
        period: collection.period,
        region_edition: REGION_EDITION,
        criterion: JSON.stringify(CRITERIA[collection.form]),
        opens_at: opensAt,
        closes_at: closesAt,
        county_accepts_by: countyAcceptsBy,
        city_accepts_by: cityAcceptsBy,
        issued_by: issuedBy,
        issued_at: issuedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await freezeFrame({ tx, now: issuedAt }, frameDay(collection.period, issuedAt))
    ids.set(collection, id)
  }
  return ids
}

type Batch = {
  report: CopyRow<'collect.report'>[]
  revision: CopyRow<'collect.revision'>[]
  finding: CopyRow<'collect.finding'>[]
  event: CopyRow<'collect.event'>[]
  draft: CopyRow<'collect.draft'>[]
}
const emptyBatch = (): Batch => ({ report: [], revision: [], finding: [], event: [], draft: [] })
const REPORTS_A_BATCH = 2_500

export type ReportSeeding = Readonly<{
  tx: WriteTx
  seed: number
  reports: Iterable<DemoReport>
  collections: ReadonlyMap<DemoCollection, number>
  forms: ReadonlyMap<string, SeededForm>
  units: readonly DemoUnit[]
  people: People
  pinyin: ReadonlyMap<number, string>
  tell(progress: string): void
}>

/** Rows of the next batch are made while the server takes in the one before. */
export async function seedReports(seeding: ReportSeeding): Promise<number> {
  const writer = new ReportWriter(seeding)
  let sending: Promise<void> = Promise.resolve()
  let count = 0
  for (const report of seeding.reports) {
    writer.add(report)
    count += 1
    if (count % REPORTS_A_BATCH !== 0) continue
    await sending
    sending = send(seeding.tx, writer.take())
    sending.catch(() => {})
    seeding.tell(`${count} 份报表 / reports`)
    await new Promise(resolve => setImmediate(resolve))
  }
  await sending
  await send(seeding.tx, writer.take())
  return count
}

/** What refers to a report follows it. */
async function send(tx: WriteTx, batch: Batch): Promise<void> {
  await copyInto(tx, 'collect.report', batch.report)
  await copyInto(tx, 'collect.revision', batch.revision)
  await copyInto(tx, 'collect.finding', batch.finding)
  await copyInto(tx, 'collect.event', batch.event)
  await copyInto(tx, 'collect.draft', batch.draft)
}

type Review = Readonly<{ review: string; reviewed_by: number; reviewed_at: Date }>
const NO_REVIEW = { review: null, reviewed_by: null, reviewed_at: null }

type Judged = Readonly<{
  values: FormValues
  findings: readonly Finding[]
  undecided: readonly string[]
}>

const contentOf = (cells: DemoRevision['cells']): FormValues => ({
  cells: Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null)),
})

const rowKeyOf = (finding: Finding): string =>
  finding.rule === 'REQUIRED' ? (finding.cells[0] ?? '') : (finding.row ?? '')

const byFindingKey = (explanations: ReadonlyMap<Finding, Explanation>): Explanations =>
  Object.fromEntries(
    [...explanations].map(([finding, said]) => [findingKey(finding.rule, rowKeyOf(finding)), said]),
  )

/** What collection takes as the same content: the values and what was said about them (no form here computes cells). */
function contentSha256(values: FormValues, said: Explanations): Buffer {
  const entries = Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(canonicalHashInput(values)).update(JSON.stringify(entries)).digest()
}

/** Turns reports into rows; a class because rules look at what the unit reported before. */
class ReportWriter {
  private readonly seeding: ReportSeeding
  private readonly units: ReadonlyMap<number, DemoUnit>
  private batch = emptyBatch()
  private unitId = 0
  /** Present values of the unit at hand, by form and period. */
  private stored = new Map<string, FormValues>()

  constructor(seeding: ReportSeeding) {
    this.seeding = seeding
    this.units = new Map(seeding.units.map(unit => [unit.unitId, unit]))
  }

  take(): Batch {
    const { batch } = this
    this.batch = emptyBatch()
    return batch
  }

  add(report: DemoReport): void {
    if (report.unitId !== this.unitId) {
      this.unitId = report.unitId
      this.stored = new Map()
    }
    const collectionId = this.seeding.collections.get(report.collection)!
    const { spec, program } = this.seeding.forms.get(report.collection.form)!
    const judged = report.revisions.map(revision => this.judge(program!, report, contentOf(revision.cells)))
    const last = judged.at(-1)
    if (last) this.stored.set(`${report.collection.form} ${report.collection.period}`, last.values)
    this.addReport(report, collectionId, spec.subject, last)
    for (const [i, revision] of report.revisions.entries()) {
      this.addRevision(report, collectionId, revision, judged[i]!)
    }
    for (const event of report.events) {
      this.batch.event.push({
        unit_id: report.unitId,
        collection_id: collectionId,
        kind: event.kind,
        at: event.at,
        account_id: this.accountOf(report, event.by),
        revision_no: event.revisionNo,
        note: event.note,
        cells: event.cells,
      })
    }
    if (report.draft) this.addDraft(report, collectionId)
  }

  private judge(program: FormProgram, report: DemoReport, values: FormValues): Judged {
    const { form, period, previous } = report.collection
    const check = checkForm(program, values, {
      period,
      unit: String(report.unitId),
      previous: this.stored.get(`${form} ${previous}`) ?? null,
      yearAgo: this.stored.get(`${form} ${yearAgoPeriod(period)}`) ?? null,
    })
    return {
      values: check.values,
      findings: check.findings,
      undecided: check.undecided.map(({ rule }) => rule),
    }
  }

  private addReport(
    report: DemoReport,
    collectionId: number,
    subject: string,
    last: Judged | undefined,
  ): void {
    const { unit, revisions, collection } = report
    const { creditCode, kind } = this.units.get(report.unitId)!
    const submitted = revisions.filter(revision => revision.kind !== 'correction')
    const own = revisions.findLast(revision => revision.kind === 'report')
    const count = (level: Finding['level']) => last?.findings.filter(f => f.level === level).length ?? 0
    this.batch.report.push({
      unit_id: report.unitId,
      collection_id: collectionId,
      state: report.state,
      subject,
      region_code: unit.regionCode,
      industry_code: unit.industryCode,
      register_type: unit.registerType,
      size_class: unit.sizeClass,
      above_threshold: unit.aboveThreshold,
      unit_name: unit.name,
      unit_kind: kind,
      credit_code: creditCode,
      pinyin: this.seeding.pinyin.get(report.unitId)!,
      revision_no: revisions.length,
      extended_until: report.extendedUntil,
      first_submitted_at: submitted[0]?.at ?? null,
      submitted_at: submitted.at(-1)?.at ?? null,
      on_time: submitted[0] ? submitted[0].at <= collection.schedule.closesAt : null,
      fatal_count: count('fatal'),
      query_count: count('query'),
      notice_count: count('notice'),
      receipt_no: own ? receiptNumber(collectionId, report.unitId, own.revisionNo) : null,
    })
  }

  private addRevision(
    report: DemoReport,
    collectionId: number,
    revision: DemoRevision,
    { values, findings, undecided }: Judged,
  ): void {
    const key = `${this.seeding.seed} ${report.unitId} ${collectionId} ${revision.revisionNo}`
    const random = randomStream(this.seeding.seed, `explanations ${key}`)
    const explanations = new Map<Finding, Explanation>()
    for (const finding of findings) {
      if (finding.level !== 'query' || revision.kind !== 'report') continue
      explanations.set(finding, this.explain(report, finding, random))
    }
    const said = revision.kind === 'correction' ? { note: revision.note! } : byFindingKey(explanations)
    this.batch.revision.push({
      unit_id: report.unitId,
      collection_id: collectionId,
      revision_no: revision.revisionNo,
      client_id: uuidOf(key),
      content_sha256: contentSha256(values, said),
      kind: revision.kind,
      values: JSON.stringify(values),
      undecided,
      note: revision.note,
      made_by: this.accountOf(report, revision.by),
      made_at: revision.at,
    })
    const review = findings.length > 0 ? this.reviewOf(report, revision) : null
    for (const finding of findings) {
      const said = explanations.get(finding)
      const explanation = said === undefined ? null : saidText(said)
      this.batch.finding.push({
        unit_id: report.unitId,
        collection_id: collectionId,
        revision_no: revision.revisionNo,
        rule: finding.rule,
        row_key: rowKeyOf(finding),
        severity: finding.level,
        cells: finding.cells,
        message: JSON.stringify(finding.message),
        operands: JSON.stringify({ values: finding.values, comparison: finding.comparison }),
        reason: said === undefined ? null : saidReason(said),
        explanation,
        explained_by: explanation ? this.accountOf(report, 'reporter') : null,
        explained_at: explanation ? revision.at : null,
        ...((explanation && review) || NO_REVIEW),
      })
    }
  }

  private explain(report: DemoReport, finding: Finding, random: Random): Explanation {
    const { form } = report.collection
    const { spec } = this.seeding.forms.get(form)!
    const offered = reasonsFor(spec, finding.rule)
    return explain(topicOf(form, finding.rule), changeOf(report, finding), offered, random)
  }

  /** An accepted explanation was agreed to; one that was sent back had been doubted. */
  private reviewOf(report: DemoReport, revision: DemoRevision): Review | null {
    const current = revision.revisionNo === report.revisions.length
    const accepted = report.events.find(event => event.kind === 'accepted:county')
    const returned = report.events.find(
      event => event.kind === 'returned' && event.revisionNo === revision.revisionNo,
    )
    const county = this.accountOf(report, 'county')
    if (returned) return { review: 'doubted', reviewed_by: county, reviewed_at: returned.at }
    if (!current || !accepted) return null
    return { review: 'agreed', reviewed_by: county, reviewed_at: accepted.at }
  }

  private addDraft(report: DemoReport, collectionId: number): void {
    const { cells, savedAt } = report.draft!
    this.batch.draft.push({
      unit_id: report.unitId,
      collection_id: collectionId,
      values: JSON.stringify(contentOf(cells)),
      explanations: '{}',
      saved_by: this.accountOf(report, 'reporter'),
      saved_at: savedAt,
      base_revision: report.revisions.length,
    })
  }

  private accountOf(report: DemoReport, by: DemoRevision['by']): number {
    const { people } = this.seeding
    if (by === 'reporter') return people.reporters.get(report.unitId)!
    return by === 'city' ? people.city : people.counties.get(report.unit.regionCode.slice(0, 6))!
  }
}

const ITEM_NAMES: Readonly<Record<string, string>> = {
  M13: '工业总产值',
  M14: '工业总产值',
  M17: '销售产值',
  M18: '销售产值',
  M21: '出口交货值',
  M22: '出口交货值',
  R05: '营业收入',
  R07: '营业成本',
  R25: '应付职工薪酬',
}

/** The cell that the rule is about and, where it compares years, the one beside it. */
function changeOf(report: DemoReport, finding: Finding): Change {
  const [first = '', second] = finding.cells
  const number = (cell: string | undefined) => {
    const value = cell === undefined ? null : finding.values[cell]
    return typeof value === 'string' ? Number(value) : null
  }
  return {
    period: report.collection.period,
    activity: report.circumstances.activity,
    item: ITEM_NAMES[first] ?? ITEM_NAMES[second ?? ''] ?? '本期数',
    now: number(isLastYear(first) ? second : first),
    lastYear: number(isLastYear(first) ? first : second),
    shock: report.circumstances.shock,
    lastYearShock: report.circumstances.lastYearShock,
  }
}

const isLastYear = (cell: string): boolean => /^(Y\d\d|M15|M16|M19|M20|M23|M24)$/.test(cell)

/** A version 8 UUID (RFC 9562, 5.8) made from the key, so that seeding twice gives the same. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
