/** What the store holds about reports, read with plain SQL. */
import type pg from 'pg'
import type { Values } from './ledger.ts'

export type StoredRevision = Readonly<{
  unitId: number
  collectionId: number
  revisionNo: number
  clientId: string
  values: Values
}>
export type StoredReport = Readonly<{
  unitId: number
  collectionId: number
  state: string
  revisionNo: number
  receiptNo: string | null
  draftVersion: number | null
  draftBase: number | null
  draftOutput: string | null
}>
/** How often the submission of a revision was written down in a place that lists them. */
export type Mention = Readonly<{ report: string; revisionNo: number; times: number }>

export type Store = Readonly<{
  revisions: readonly StoredRevision[]
  reports: readonly StoredReport[]
  events: readonly Mention[]
  audited: readonly Mention[]
}>

export async function readStore(client: pg.Client): Promise<Store> {
  await client.query('begin isolation level repeatable read read only')
  const rows = async <Row extends object>(text: string): Promise<readonly Row[]> =>
    (await client.query<Row>(text)).rows
  const store = {
    revisions: await rows<StoredRevision>(`select unit_id as "unitId", collection_id as "collectionId",
      revision_no as "revisionNo", client_id::text as "clientId", values from collect.revision
      order by unit_id, collection_id, revision_no`),
    reports:
      await rows<StoredReport>(`select r.unit_id as "unitId", r.collection_id as "collectionId", r.state,
      r.revision_no as "revisionNo", r.receipt_no as "receiptNo", d.version as "draftVersion",
      d.base_revision as "draftBase",      d.values -> 'cells' ->> 'M1' as "draftOutput"
      from collect.report r left join collect.draft d using (unit_id, collection_id)`),
    events:
      await rows<Mention>(`select collection_id || '/' || unit_id as report, revision_no as "revisionNo",
      count(*)::int as times from collect.event where kind = 'submitted' group by 1, 2`),
    audited: await rows<Mention>(`select subject_id as report, (detail ->> 'revision')::int as "revisionNo",
      count(*)::int as times from audit.event where action = 'collect.report.submit' group by 1, 2`),
  }
  await client.query('commit')
  return store
}
