/** Collections with all that was reported in them: every revision is judged by the form's own rules. */
import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import {
  canonicalHashInput,
  checkForm,
  type Finding,
  type FormProgram,
  type FormValues,
  yearAgoPeriod,
} from '#engines/form/index.ts'
import type { Database } from '#kernel/db/tx.ts'
import { findingKey } from '#modules/stats/collect/contract.ts'
import { DAY } from './calendar.ts'
import { type CopyValue, copyRows } from './copy-rows.ts'
import { explain, topicOf } from './explanations.ts'
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
}

/** Ids of the collections, in their order. */
export async function seedCollections(
  db: Database,
  collections: readonly DemoCollection[],
  forms: ReadonlyMap<string, SeededForm>,
  issuedBy: number,
): Promise<ReadonlyMap<DemoCollection, number>> {
  const ids = new Map<DemoCollection, number>()
  for (const collection of collections) {
    const { opensAt, closesAt, countyAcceptsBy, cityAcceptsBy } = collection.schedule
    const { id } = await db
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
        issued_at: new Date(opensAt.getTime() - 5 * DAY),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.set(collection, id)
  }
  return ids
}

const TABLES = {
  report: [
    'unit_id',
    'collection_id',
    'state',
    'subject',
    'region_code',
    'industry_code',
    'register_type',
    'size_class',
    'unit_name',
    'credit_code',
    'pinyin',
    'revision_no',
    'extended_until',
    'first_submitted_at',
    'submitted_at',
    'on_time',
    'fatal_count',
    'query_count',
    'notice_count',
    'receipt_no',
  ],
  revision: [
    'unit_id',
    'collection_id',
    'revision_no',
    'client_id',
    'content_sha256',
    'kind',
    'values',
    'undecided',
    'note',
    'made_by',
    'made_at',
  ],
  finding: [
    'unit_id',
    'collection_id',
    'revision_no',
    'rule',
    'row_key',
    'severity',
    'cells',
    'message',
    'operands',
    'explanation',
    'explained_by',
    'explained_at',
    'review',
    'reviewed_by',
    'reviewed_at',
  ],
  event: ['unit_id', 'collection_id', 'kind', 'at', 'account_id', 'revision_no', 'note', 'cells'],
  draft: ['unit_id', 'collection_id', 'values', 'explanations', 'saved_by', 'saved_at', 'base_revision'],
} as const

type Table = keyof typeof TABLES
type Batch = Record<Table, CopyValue[][]>
const ORDER = Object.keys(TABLES) as Table[]
const emptyBatch = (): Batch => ({ report: [], revision: [], finding: [], event: [], draft: [] })
const REPORTS_A_BATCH = 2_500

export type ReportSeeding = Readonly<{
  client: ClientBase
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
    sending = send(seeding.client, writer.take())
    sending.catch(() => {})
    seeding.tell(`${count} 份报表 / reports`)
    await new Promise(resolve => setImmediate(resolve))
  }
  await sending
  await send(seeding.client, writer.take())
  return count
}

async function send(client: ClientBase, batch: Batch): Promise<void> {
  for (const table of ORDER) await copyRows(client, `collect.${table}`, TABLES[table], batch[table])
}

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

const byFindingKey = (explanations: ReadonlyMap<Finding, string>): Record<string, string> =>
  Object.fromEntries(
    [...explanations].map(([finding, text]) => [findingKey(finding.rule, rowKeyOf(finding)), text]),
  )

/** What collection takes as the same content: the values and what was said about them (no form here computes cells). */
function contentSha256(values: FormValues, said: Readonly<Record<string, string>>): string {
  const entries = Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1))
  const hash = createHash('sha256').update(canonicalHashInput(values)).update(JSON.stringify(entries))
  return `\\x${hash.digest('hex')}`
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
      const { kind, at, revisionNo, note, cells } = event
      const row = [
        report.unitId,
        collectionId,
        kind,
        at,
        this.accountOf(report, event.by),
        revisionNo,
        note,
        cells,
      ]
      this.batch.event.push(row)
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
    const submitted = revisions.filter(revision => revision.kind !== 'correction')
    const own = revisions.findLast(revision => revision.kind === 'report')
    const count = (level: Finding['level']) => last?.findings.filter(f => f.level === level).length ?? 0
    const pad = (n: number, digits: number) => String(n).padStart(digits, '0')
    this.batch.report.push([
      report.unitId,
      collectionId,
      report.state,
      subject,
      unit.regionCode,
      unit.industryCode,
      unit.registerType,
      unit.sizeClass,
      unit.name,
      this.units.get(report.unitId)!.creditCode,
      this.seeding.pinyin.get(report.unitId)!,
      revisions.length,
      report.extendedUntil,
      submitted[0]?.at ?? null,
      submitted.at(-1)?.at ?? null,
      submitted[0] ? submitted[0].at <= collection.schedule.closesAt : null,
      count('fatal'),
      count('query'),
      count('notice'),
      own ? `ZT${pad(collectionId, 5)}-${pad(report.unitId, 7)}-${pad(own.revisionNo, 2)}` : null,
    ])
  }

  private addRevision(
    report: DemoReport,
    collectionId: number,
    revision: DemoRevision,
    { values, findings, undecided }: Judged,
  ): void {
    const key = `${this.seeding.seed} ${report.unitId} ${collectionId} ${revision.revisionNo}`
    const random = randomStream(this.seeding.seed, `explanations ${key}`)
    const explanations = new Map<Finding, string>()
    for (const finding of findings) {
      if (finding.level !== 'query' || revision.kind !== 'report') continue
      explanations.set(finding, explanationOf(report, finding, random))
    }
    const said = revision.kind === 'correction' ? { note: revision.note! } : byFindingKey(explanations)
    this.batch.revision.push([
      report.unitId,
      collectionId,
      revision.revisionNo,
      uuidOf(key),
      contentSha256(values, said),
      revision.kind,
      { json: values },
      undecided,
      revision.note,
      this.accountOf(report, revision.by),
      revision.at,
    ])
    const review = findings.length > 0 ? this.reviewOf(report, revision) : null
    for (const finding of findings) {
      const explanation = explanations.get(finding) ?? null
      this.batch.finding.push([
        report.unitId,
        collectionId,
        revision.revisionNo,
        finding.rule,
        rowKeyOf(finding),
        finding.level,
        finding.cells,
        { json: finding.message },
        { json: { values: finding.values, comparison: finding.comparison } },
        explanation,
        explanation ? this.accountOf(report, 'reporter') : null,
        explanation ? revision.at : null,
        ...((explanation && review) || [null, null, null]),
      ])
    }
  }

  /** An accepted explanation was agreed to; one that was sent back had been doubted. */
  private reviewOf(report: DemoReport, revision: DemoRevision): [string, number, Date] | null {
    const current = revision.revisionNo === report.revisions.length
    const accepted = report.events.find(event => event.kind === 'accepted:county')
    const returned = report.events.find(
      event => event.kind === 'returned' && event.revisionNo === revision.revisionNo,
    )
    const county = this.accountOf(report, 'county')
    if (returned) return ['doubted', county, returned.at]
    return current && accepted ? ['agreed', county, accepted.at] : null
  }

  private addDraft(report: DemoReport, collectionId: number): void {
    const { cells, savedAt } = report.draft!
    this.batch.draft.push([
      report.unitId,
      collectionId,
      { json: contentOf(cells) },
      { json: {} },
      this.accountOf(report, 'reporter'),
      savedAt,
      report.revisions.length,
    ])
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
function explanationOf(report: DemoReport, finding: Finding, random: Random): string {
  const [first = '', second] = finding.cells
  const number = (cell: string | undefined) => {
    const value = cell === undefined ? null : finding.values[cell]
    return typeof value === 'string' ? Number(value) : null
  }
  const topic = topicOf(report.collection.form, finding.rule)
  return explain(
    topic,
    {
      period: report.collection.period,
      activity: report.circumstances.activity,
      item: ITEM_NAMES[first] ?? ITEM_NAMES[second ?? ''] ?? '本期数',
      now: number(isLastYear(first) ? second : first),
      lastYear: number(isLastYear(first) ? first : second),
      shock: report.circumstances.shock,
      lastYearShock: report.circumstances.lastYearShock,
    },
    random,
  )
}

const isLastYear = (cell: string): boolean => /^(Y\d\d|M15|M16|M19|M20|M23|M24)$/.test(cell)

/** A version 8 UUID (RFC 9562, 5.8) made from the key, so that seeding twice gives the same. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
