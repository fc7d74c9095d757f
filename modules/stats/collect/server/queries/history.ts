/** What one unit reported of one form over many periods. */
import { sql } from 'kysely'
import type { FormValues } from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { ofFound } from './reports.ts'

export type RowPlace = Readonly<{ section: string; row: string }>

export type PastCells = Readonly<{
  period: string
  formVersionId: number
  cells: FormValues['cells']
}>

/** The cells of the current revisions, of one row where it is given; periods without a revision are not there. */
export async function readPastCells(
  tx: ReadTx,
  wanted: Readonly<{ unitId: number; formCode: string; periods: readonly string[]; place: RowPlace | null }>,
): Promise<readonly PastCells[]> {
  const { unitId, formCode, periods, place } = wanted
  const cells = place
    ? sql`coalesce((select one -> 'cells' from jsonb_array_elements(v.values -> 'rows' -> ${place.section}) as one
        where one ->> 'key' = ${place.row} limit 1), '{}')`
    : sql`v.values -> 'cells'`
  const found = await sql<PastCells>`
    select c.period, c.form_version_id as "formVersionId", ${cells} as cells
    from collect.collection c
    join collect.report r on r.unit_id = ${unitId} and r.collection_id = c.id
    join collect.revision v on v.unit_id = r.unit_id and v.collection_id = r.collection_id
      and v.revision_no = r.revision_no
    where c.form_code = ${formCode} and c.period = any(${sql.val(periods)}::text[])`.execute(ofFound(tx))
  return found.rows
}
