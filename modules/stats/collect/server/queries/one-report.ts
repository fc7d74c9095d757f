/** Everything that hangs on one report: its draft, revisions, findings, events, and whom to call. */
import { sql } from 'kysely'
import { type Explanations, explanationOf, type FormValues } from '#engines/form/index.ts'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'
import { unscoped } from '#kernel/db/tx.ts'
import { findingKey } from '../../contract.ts'
import type { Progress, Signature } from '../step-policy.ts'
import { BY_KEY, keyText, ofFound, type ReportKey } from './reports.ts'
import { progressOf } from './steps.ts'

export async function readDraft(tx: ReadTx, key: ReportKey) {
  const row = await ofFound(tx)
    .selectFrom('collect.draft as d')
    .innerJoin('identity.account as a', 'a.id', 'd.saved_by')
    .select(['d.version', 'd.values', 'd.explanations', 'd.saved_at', 'd.base_revision', 'a.display_name'])
    .select(['d.turn', 'd.signatures', sql<string | null>`encode(d.signed_sha256, 'hex')`.as('sha256')])
    .where('d.unit_id', '=', key.unitId)
    .where('d.collection_id', '=', key.collectionId)
    .executeTakeFirst()
  if (!row) return null
  return {
    version: row.version,
    baseRevision: row.base_revision,
    values: row.values as unknown as FormValues,
    explanations: row.explanations as Explanations,
    savedBy: row.display_name,
    savedAt: row.saved_at,
    progress: progressOf(row),
  }
}
export type StoredDraft = NonNullable<Awaited<ReturnType<typeof readDraft>>>

export type NewDraft = ReportKey &
  Readonly<{
    version: number
    baseRevision: number
    values: FormValues
    explanations: Explanations
    savedBy: number
    savedAt: Date
  }>

/** The versions of the drafts there are and how far they have come, by `keyText`. */
export async function readDraftVersions(
  tx: ReadTx,
  keys: readonly ReportKey[],
): Promise<ReadonlyMap<string, Readonly<{ version: number; progress: Progress }>>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<
    ReportKey & Readonly<{ version: number; turn: string; signatures: unknown; sha256: string | null }>
  >`
    select k.unit_id as "unitId", k.collection_id as "collectionId", d.version, d.turn, d.signatures,
      encode(d.signed_sha256, 'hex') as sha256
    from unnest(${sql.val(keys.map(key => key.unitId))}::int[], ${sql.val(keys.map(key => key.collectionId))}::int[])
      as k(unit_id, collection_id)
    cross join lateral (select version, turn, signatures, signed_sha256 from collect.draft
      where unit_id = k.unit_id and collection_id = k.collection_id ${BY_KEY}) d`.execute(ofFound(tx))
  return new Map(
    rows.map(row => [keyText(row), { version: row.version, progress: progressOf(row) }] as const),
  )
}

const draftRow = (draft: NewDraft) => ({
  unit_id: draft.unitId,
  collection_id: draft.collectionId,
  version: draft.version,
  base_revision: draft.baseRevision,
  values: draft.values,
  explanations: draft.explanations,
  saved_by: draft.savedBy,
  saved_at: draft.savedAt,
})

/** Keeps the drafts, and counts the reports `begun` with them as drafted, in one statement. */
export async function storeDrafts(
  tx: WriteTx,
  drafts: readonly NewDraft[],
  begun: readonly ReportKey[],
): Promise<void> {
  if (drafts.length === 0) return
  await sql`with moved as (
      update collect.report r set state = 'draft'
      from unnest(${sql.val(begun.map(key => key.unitId))}::int[],
        ${sql.val(begun.map(key => key.collectionId))}::int[]) as k(unit_id, collection_id)
      where r.unit_id = k.unit_id and r.collection_id = k.collection_id)
    insert into collect.draft (unit_id, collection_id, version, base_revision, values, explanations, saved_by, saved_at)
    select * from json_to_recordset(${JSON.stringify(drafts.map(draftRow))}::json) as x(unit_id int,
      collection_id int, version int, base_revision int, values jsonb, explanations jsonb, saved_by int,
      saved_at timestamptz)
    on conflict (unit_id, collection_id) do update set version = excluded.version,
      base_revision = excluded.base_revision, values = excluded.values, explanations = excluded.explanations,
      saved_by = excluded.saved_by, saved_at = excluded.saved_at`.execute(ofFound(tx))
}

const revisionsOf = (tx: ReadTx, key: ReportKey) =>
  ofFound(tx)
    .selectFrom('collect.revision as v')
    .innerJoin('identity.account as a', 'a.id', 'v.made_by')
    .select([
      'v.revision_no as revisionNo',
      'v.kind',
      'v.values',
      'v.undecided',
      'v.note',
      'v.made_at as madeAt',
      'v.made_by as madeBy',
      'v.client_id as clientId',
      'v.signatures',
      'a.display_name as by',
    ])
    .select(sql<string>`encode(v.content_sha256, 'hex')`.as('sha256'))
    .where('v.unit_id', '=', key.unitId)
    .where('v.collection_id', '=', key.collectionId)

export type StoredRevision = Readonly<{
  revisionNo: number
  kind: 'report' | 'correction' | 'import'
  values: FormValues
  undecided: readonly string[]
  note: string | null
  madeAt: Date
  madeBy: number
  clientId: string
  signatures: readonly Signature[]
  by: string
  sha256: string
}>

export const readRevisions = async (tx: ReadTx, key: ReportKey): Promise<readonly StoredRevision[]> =>
  (await revisionsOf(tx, key).orderBy('v.revision_no').execute()) as unknown as StoredRevision[]

export async function readRevision(
  tx: ReadTx,
  key: ReportKey,
  revisionNo: number,
): Promise<StoredRevision | null> {
  if (revisionNo === 0) return null
  const row = await revisionsOf(tx, key).where('v.revision_no', '=', revisionNo).executeTakeFirst()
  return (row as unknown as StoredRevision | undefined) ?? null
}

/** None before the first submission, whose number would be 0. */
export async function readFindings(tx: ReadTx, key: ReportKey, revisionNo: number) {
  const rows = revisionNo === 0 ? [] : await findingsOf(tx, key, revisionNo)
  return rows.map(row => ({
    rule: row.rule,
    rowKey: row.row_key,
    severity: row.severity as 'fatal' | 'query' | 'notice',
    cells: row.cells,
    message: row.message as { 'zh-CN': string; en?: string },
    operands: row.operands as never,
    reason: row.reason,
    explanation: row.explanation,
    explainedBy: row.explainer,
    explainedById: row.explained_by,
    explainedAt: row.explained_at?.toISOString() ?? null,
    review: row.review as 'agreed' | 'doubted' | null,
    reviewedBy: row.reviewer,
    reviewedAt: row.reviewed_at?.toISOString() ?? null,
  }))
}
export type StoredFinding = Awaited<ReturnType<typeof readFindings>>[number]

/** What was said of the findings, as a draft holds it. */
export const explanationsOf = (findings: readonly StoredFinding[]): Explanations =>
  Object.fromEntries(
    findings.flatMap(({ rule, rowKey, reason, explanation }) =>
      explanation === null ? [] : [[findingKey(rule, rowKey), explanationOf(reason, explanation)]],
    ),
  )

const findingsOf = (tx: ReadTx, key: ReportKey, revisionNo: number) =>
  ofFound(tx)
    .selectFrom('collect.finding as f')
    .leftJoin('identity.account as e', 'e.id', 'f.explained_by')
    .leftJoin('identity.account as w', 'w.id', 'f.reviewed_by')
    .select([
      'f.rule',
      'f.row_key',
      'f.severity',
      'f.cells',
      'f.message',
      'f.operands',
      'f.reason',
      'f.explanation',
      'f.explained_at',
      'f.explained_by',
      'f.review',
      'f.reviewed_at',
      'e.display_name as explainer',
      'w.display_name as reviewer',
    ])
    .where('f.unit_id', '=', key.unitId)
    .where('f.collection_id', '=', key.collectionId)
    .where('f.revision_no', '=', revisionNo)
    .orderBy(sql`array_position(array['fatal', 'query', 'notice'], f.severity)`)
    .orderBy('f.rule')
    .orderBy('f.row_key')
    .execute()

export async function readEvents(tx: ReadTx, key: ReportKey) {
  const rows = await ofFound(tx)
    .selectFrom('collect.event as e')
    .leftJoin('identity.account as a', 'a.id', 'e.account_id')
    .select(['e.kind', 'e.at', 'e.revision_no', 'e.note', 'e.cells', 'a.display_name'])
    .where('e.unit_id', '=', key.unitId)
    .where('e.collection_id', '=', key.collectionId)
    .orderBy('e.id')
    .execute()
  return rows.map(row => ({
    kind: row.kind,
    at: row.at.toISOString(),
    by: row.display_name,
    revisionNo: row.revision_no,
    note: row.note,
    cells: row.cells,
  }))
}

export type StoredEvent = Awaited<ReturnType<typeof readEvents>>[number]

const betweenPeople = ['handed:review', 'handed:sign', 'draft-returned', 'draft-taken-back', 'steps-changed']
/** What passes between the people of a unit is theirs: the office sees who signed, not what they wrote each other. */
export const isBetweenPeople = (kind: string): boolean => betweenPeople.includes(kind)

export type ContactRow = Readonly<{ organisation: string; name: string; phone: string | null }>

/** Staff who review at the county of the region, with a telephone first; at most three. */
export async function readContacts(tx: ReadTx, regionCode: string): Promise<readonly ContactRow[]> {
  const county = `${regionCode.slice(0, 6)}000000`
  const found = await sql<ContactRow>`
    select distinct o.name as organisation, a.display_name as name, a.phone
    from permission.grant g join permission.role r on r.code = g.role_code
      join identity.account a on a.id = g.account_id and a.kind = 'staff' and a.disabled_at is null
      join org.organisation o on o.id = a.organisation_id
    where g.region_code = ${county} and 'collect.report.review' = any(r.permissions)
    order by a.phone nulls last, a.display_name limit 3`.execute(tx)
  return found.rows
}

/** The units' own accounts. */
export async function readUnitAccounts(
  tx: ReadTx,
  unitIds: readonly number[],
): Promise<readonly Readonly<{ accountId: number; unitId: number }>[]> {
  const rows = await unscoped(tx, 'whom to write to about reports the caller may act upon')
    .selectFrom('identity.account')
    .select(['id as accountId', 'unit_id as unitId'])
    .where('unit_id', '=', sql<number>`any(${sql.val(unitIds)}::int[])`)
    .where('disabled_at', 'is', null)
    .execute()
  return rows as { accountId: number; unitId: number }[]
}
