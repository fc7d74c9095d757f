/** Set-based reads and multi-row writes of a group of submissions: a handful of statements, whatever the size. */
import { sql } from 'kysely'
import type { FormValues } from '#engines/form/index.ts'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'
import type { Signature } from '../step-policy.ts'
import { BY_KEY, ofFound, type ReportKey } from './reports.ts'

export type Standing = Readonly<{
  unitId: number
  collectionId: number
  clientId: string
  /** The revision this client id already made. */
  earlierNo: number | null
  earlierSha: string | null
  earlierAt: Date | null
  currentSha: string | null
  currentKind: string | null
  currentBy: string | null
  currentAt: Date | null
  draftVersion: number | null
  draftBy: string | null
  draftAt: Date | null
  turn: string | null
  signatures: unknown
  signedSha: string | null
}>

/** What already stands for each submission: the revision under its client id, the current one, the draft. */
export async function readStandings(
  tx: ReadTx,
  items: readonly (ReportKey & Readonly<{ clientId: string }>)[],
): Promise<readonly Standing[]> {
  const units = items.map(item => item.unitId)
  const collections = items.map(item => item.collectionId)
  const clients = items.map(item => item.clientId)
  const found = await sql<Standing>`
    select k.unit_id as "unitId", k.collection_id as "collectionId", k.client_id as "clientId",
      e.revision_no as "earlierNo", encode(e.content_sha256, 'hex') as "earlierSha", e.made_at as "earlierAt",
      encode(v.content_sha256, 'hex') as "currentSha", v.kind as "currentKind", v.made_at as "currentAt",
      va.display_name as "currentBy",
      d.version as "draftVersion", d.saved_at as "draftAt", da.display_name as "draftBy",
      d.turn, d.signatures, encode(d.signed_sha256, 'hex') as "signedSha"
    from unnest(${sql.val(units)}::int[], ${sql.val(collections)}::int[], ${sql.val(clients)}::uuid[])
      with ordinality as k(unit_id, collection_id, client_id, place)
    join collect.report r on r.unit_id = k.unit_id and r.collection_id = k.collection_id
    left join lateral (select revision_no, content_sha256, made_at from collect.revision
      where unit_id = k.unit_id and collection_id = k.collection_id and client_id = k.client_id
      ${BY_KEY}) e on true
    left join lateral (select content_sha256, kind, made_at, made_by from collect.revision
      where unit_id = k.unit_id and collection_id = k.collection_id and revision_no = r.revision_no
      ${BY_KEY}) v on true
    left join lateral (select version, saved_at, saved_by, turn, signatures, signed_sha256 from collect.draft
      where unit_id = k.unit_id and collection_id = k.collection_id ${BY_KEY}) d on true
    left join identity.account va on va.id = v.made_by
    left join identity.account da on da.id = d.saved_by
    order by k.place`.execute(ofFound(tx))
  return found.rows
}

export type StoredElsewhere = Readonly<{
  unitId: number
  formCode: string
  period: string
  values: FormValues
}>

/** Current content of these units' reports of these forms and periods, where something was submitted. */
export async function readElsewhere(
  tx: ReadTx,
  wanted: readonly Readonly<{ unitId: number; formCode: string; period: string }>[],
): Promise<readonly StoredElsewhere[]> {
  if (wanted.length === 0) return []
  const units = wanted.map(one => one.unitId)
  const forms = wanted.map(one => one.formCode)
  const periods = wanted.map(one => one.period)
  const found = await sql<StoredElsewhere>`
    select k.unit_id as "unitId", k.form_code as "formCode", k.period, v.values
    from unnest(${sql.val(units)}::int[], ${sql.val(forms)}::text[], ${sql.val(periods)}::text[])
      as k(unit_id, form_code, period)
    join collect.collection c on c.form_code = k.form_code and c.period = k.period
    join collect.report r on r.unit_id = k.unit_id and r.collection_id = c.id
    cross join lateral (select values from collect.revision
      where unit_id = r.unit_id and collection_id = r.collection_id and revision_no = r.revision_no
      ${BY_KEY}) v`.execute(ofFound(tx))
  return found.rows
}

export type NewFinding = Readonly<{
  rule: string
  rowKey: string
  severity: 'fatal' | 'query' | 'notice'
  cells: readonly string[]
  message: Readonly<{ 'zh-CN': string; en?: string }>
  operands: Readonly<Record<string, unknown>>
  reason: string | null
  explanation: string | null
  explainedBy: number | null
  explainedAt: Date | null
}>

export type NewRevision = ReportKey &
  Readonly<{
    revisionNo: number
    clientId: string
    contentSha256: string
    kind: 'report' | 'correction' | 'import'
    values: FormValues
    undecided: readonly string[]
    note: string | null
    madeBy: number
    madeAt: Date
    findings: readonly NewFinding[]
    /** Of a report that went through the steps of its unit. */
    signatures?: readonly Signature[]
  }>

/** Revisions with their findings, in one statement; counts on the reports follow in `moveReports`. */
export async function insertRevisions(tx: WriteTx, revisions: readonly NewRevision[]): Promise<void> {
  if (revisions.length === 0) return
  await sql`with ${insertedRevisions(revisions)} select`.execute(tx)
}

const revisionRow = (one: NewRevision) => ({
  unit_id: one.unitId,
  collection_id: one.collectionId,
  revision_no: one.revisionNo,
  client_id: one.clientId,
  sha: one.contentSha256,
  kind: one.kind,
  values: one.values,
  undecided: one.undecided,
  note: one.note,
  made_by: one.madeBy,
  made_at: one.madeAt,
  signatures: one.signatures ?? [],
})

const findingRows = (one: NewRevision) =>
  one.findings.map(finding => ({
    unit_id: one.unitId,
    collection_id: one.collectionId,
    revision_no: one.revisionNo,
    rule: finding.rule,
    row_key: finding.rowKey,
    severity: finding.severity,
    cells: finding.cells,
    message: finding.message,
    operands: finding.operands,
    reason: finding.reason,
    explanation: finding.explanation,
    explained_by: finding.explainedBy,
    explained_at: finding.explainedAt,
  }))

/** Members of a WITH; foreign keys are checked at the statement's end, when both tables have their rows. */
const insertedRevisions = (revisions: readonly NewRevision[]) => sql`
    revisions as (
      insert into collect.revision (unit_id, collection_id, revision_no, client_id, content_sha256, kind, values,
        undecided, note, made_by, made_at, signatures)
      select unit_id, collection_id, revision_no, client_id, decode(sha, 'hex'), kind, "values", undecided, note,
        made_by, made_at, signatures
      from json_to_recordset(${JSON.stringify(revisions.map(revisionRow))}::json) as x(unit_id int,
        collection_id int, revision_no int, client_id uuid, sha text, kind text, "values" jsonb, undecided text[],
        note text, made_by int, made_at timestamptz, signatures jsonb)),
    findings as (
      insert into collect.finding (unit_id, collection_id, revision_no, rule, row_key, severity, cells, message,
        operands, reason, explanation, explained_by, explained_at)
      select * from json_to_recordset(${JSON.stringify(revisions.flatMap(findingRows))}::json) as x(unit_id int,
        collection_id int, revision_no int, rule text, row_key text, severity text, cells text[], message jsonb,
        operands jsonb, reason text, explanation text, explained_by int, explained_at timestamptz))`

export type Moved = ReportKey &
  Readonly<{
    state: string
    revisionNo: number
    firstSubmittedAt: Date
    submittedAt: Date
    onTime: boolean
    fatal: number
    query: number
    notice: number
    receiptNo: string | null
  }>

const movedRow = (one: Moved) => ({
  unit_id: one.unitId,
  collection_id: one.collectionId,
  state: one.state,
  revision_no: one.revisionNo,
  first_submitted_at: one.firstSubmittedAt,
  submitted_at: one.submittedAt,
  on_time: one.onTime,
  fatal: one.fatal,
  query: one.query,
  notice: one.notice,
  receipt_no: one.receiptNo,
})

const movedReports = (moved: readonly Moved[]) => sql`
    update collect.report r set state = x.state, revision_no = x.revision_no,
      first_submitted_at = x.first_submitted_at, submitted_at = x.submitted_at, on_time = x.on_time,
      fatal_count = x.fatal, query_count = x.query, notice_count = x.notice,
      receipt_no = coalesce(x.receipt_no, r.receipt_no)
    from json_to_recordset(${JSON.stringify(moved.map(movedRow))}::json) as x(unit_id int, collection_id int,
      state text, revision_no int, first_submitted_at timestamptz, submitted_at timestamptz, on_time boolean,
      fatal int, query int, notice int, receipt_no text)
    where r.unit_id = x.unit_id and r.collection_id = x.collection_id`

export async function moveReports(tx: WriteTx, moved: readonly Moved[]): Promise<void> {
  if (moved.length > 0) await movedReports(moved).execute(ofFound(tx))
}

/** By place in the table, which nobody else moves: whoever writes a draft holds its report's lock. */
const deletedDrafts = (keys: readonly ReportKey[]) => sql`
    delete from collect.draft d
    using unnest(${sql.val(keys.map(key => key.unitId))}::int[], ${sql.val(keys.map(key => key.collectionId))}::int[])
      as k(unit_id, collection_id),
    lateral (select ctid from collect.draft
      where unit_id = k.unit_id and collection_id = k.collection_id ${BY_KEY}) found
    where d.ctid = found.ctid`

export async function deleteDrafts(tx: WriteTx, keys: readonly ReportKey[]): Promise<void> {
  if (keys.length > 0) await deletedDrafts(keys).execute(ofFound(tx))
}

/** All that a group of submissions leaves behind, in one statement: a round trip costs more than its rows. */
export async function storeSubmissions(
  tx: WriteTx,
  accepted: readonly Readonly<{ revision: NewRevision; moved: Moved }>[],
): Promise<void> {
  if (accepted.length === 0) return
  const revisions = accepted.map(one => one.revision)
  const events = revisions.map(one => ({
    unitId: one.unitId,
    collectionId: one.collectionId,
    kind: 'submitted' as const,
    at: one.madeAt,
    accountId: one.madeBy,
    revisionNo: one.revisionNo,
  }))
  await sql`with ${insertedRevisions(revisions)},
    moved as (${movedReports(accepted.map(one => one.moved))}),
    drafts as (${deletedDrafts(revisions)}),
    events as (${insertedEvents(events)})
    select`.execute(ofFound(tx))
}

export type NewEvent = ReportKey &
  Readonly<{
    kind:
      | 'submitted'
      | 'returned'
      | 'accepted:county'
      | 'accepted:city'
      | 'withdrawn:county'
      | 'withdrawn:city'
      | 'corrected'
      | 'imported'
      | 'extended'
      | 'reminded'
      | 'handed:review'
      | 'handed:sign'
      | 'draft-returned'
      | 'draft-taken-back'
      | 'steps-changed'
    at: Date
    accountId: number | null
    revisionNo?: number
    note?: string | null
    cells?: readonly string[]
  }>

const eventRow = (one: NewEvent) => ({
  unit_id: one.unitId,
  collection_id: one.collectionId,
  kind: one.kind,
  at: one.at,
  account_id: one.accountId,
  revision_no: one.revisionNo ?? null,
  note: one.note ?? null,
  cells: one.cells ?? [],
})

const insertedEvents = (events: readonly NewEvent[]) => sql`
    insert into collect.event (unit_id, collection_id, kind, at, account_id, revision_no, note, cells)
    select * from json_to_recordset(${JSON.stringify(events.map(eventRow))}::json) as x(unit_id int,
      collection_id int, kind text, at timestamptz, account_id int, revision_no int, note text, cells text[])`

export async function insertEvents(tx: WriteTx, events: readonly NewEvent[]): Promise<void> {
  if (events.length > 0) await insertedEvents(events).execute(tx)
}
