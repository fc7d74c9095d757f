/** Reports as the mirror copies them: frozen attributes, state, and the values of the current revision. */
import { sql } from 'kysely'
import type { FormValues } from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import type { ReportKey } from './reports.ts'

export type MirrorReport = ReportKey &
  Readonly<{
    formVersionId: number
    period: string
    regionEdition: string
    regionCode: string
    industryCode: string | null
    sizeClass: string | null
    registerType: string | null
    state: string
    /** The form's own cells as JSON text, as stored. */
    cells: string | null
    rows: FormValues['rows'] | null
  }>

const columns = sql`r.unit_id as "unitId", r.collection_id as "collectionId",
  c.form_version_id as "formVersionId", c.period, c.region_edition as "regionEdition",
  r.region_code as "regionCode", r.industry_code as "industryCode", r.size_class as "sizeClass",
  r.register_type as "registerType", r.state,
  (v.values -> 'cells')::text as cells, v.values -> 'rows' as rows`

const joined = sql`join collect.collection c on c.id = r.collection_id
  left join collect.revision v on v.unit_id = r.unit_id and v.collection_id = r.collection_id
    and v.revision_no = r.revision_no`

export async function mirrorReports(
  tx: ReadTx,
  keys: readonly ReportKey[],
): Promise<readonly MirrorReport[]> {
  const units = keys.map(key => key.unitId)
  const collections = keys.map(key => key.collectionId)
  const found = await sql<MirrorReport>`select ${columns}
    from unnest(${sql.val(units)}::int[], ${sql.val(collections)}::int[]) as k(unit_id, collection_id)
    join collect.report r on r.unit_id = k.unit_id and r.collection_id = k.collection_id ${joined}`.execute(
    tx,
  )
  return found.rows
}

/** The next `limit` reports after a key, by collection and unit. */
export async function mirrorReportsAfter(
  tx: ReadTx,
  after: ReportKey,
  limit: number,
): Promise<readonly MirrorReport[]> {
  const found = await sql<MirrorReport>`select ${columns} from collect.report r ${joined}
    where (r.collection_id, r.unit_id) > (${after.collectionId}, ${after.unitId})
    order by r.collection_id, r.unit_id limit ${limit}`.execute(tx)
  return found.rows
}
