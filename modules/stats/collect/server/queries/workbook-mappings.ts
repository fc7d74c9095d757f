/** Mappings of own workbooks, by unit and form. */
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'
import type { WorkbookPlaces } from '../../contract.ts'
import { ofFound, type ReportRow } from './reports.ts'

/** The report says whose mappings and of which form. */
type Of = Pick<ReportRow, 'unitId' | 'formCode'>

export type MappingRow = Readonly<{
  mappingId: number
  name: string
  version: number
  savedBy: string
  savedAt: Date
  mapping: WorkbookPlaces
}>

const mappingsOf = (tx: ReadTx, { unitId, formCode }: Of) =>
  ofFound(tx)
    .selectFrom('collect.workbook_mapping as m')
    .innerJoin('identity.account as a', 'a.id', 'm.saved_by')
    .select([
      'm.id as mappingId',
      'm.name',
      'm.version',
      'a.display_name as savedBy',
      'm.saved_at as savedAt',
      'm.mapping',
    ])
    .where('m.unit_id', '=', unitId)
    .where('m.form_code', '=', formCode)

export const readMappings = async (tx: ReadTx, of: Of): Promise<readonly MappingRow[]> =>
  (await mappingsOf(tx, of)
    .orderBy('m.saved_at', 'desc')
    .orderBy('m.id', 'desc')
    .execute()) as unknown as readonly MappingRow[]

export async function lockMapping(tx: WriteTx, of: Of, mappingId: number): Promise<MappingRow | null> {
  const row = await mappingsOf(tx, of).where('m.id', '=', mappingId).forUpdate('m').executeTakeFirst()
  return (row as unknown as MappingRow | undefined) ?? null
}

export type Saved = Readonly<{ name: string; mapping: WorkbookPlaces; savedBy: number; savedAt: Date }>

const columnsOf = ({ name, mapping, savedBy, savedAt }: Saved) => ({
  name,
  mapping: JSON.stringify(mapping),
  saved_by: savedBy,
  saved_at: savedAt,
})

export async function insertMapping(tx: WriteTx, { unitId, formCode }: Of, saved: Saved): Promise<number> {
  const { id } = await tx
    .insertInto('collect.workbook_mapping')
    .values({ unit_id: unitId, form_code: formCode, ...columnsOf(saved) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export const updateMapping = (
  tx: WriteTx,
  { mappingId, version }: Pick<MappingRow, 'mappingId' | 'version'>,
  saved: Saved,
): Promise<unknown> =>
  ofFound(tx)
    .updateTable('collect.workbook_mapping')
    .set({ version: version + 1, ...columnsOf(saved) })
    .where('id', '=', mappingId)
    .execute()

export const deleteMapping = (tx: WriteTx, mappingId: number): Promise<unknown> =>
  ofFound(tx).deleteFrom('collect.workbook_mapping').where('id', '=', mappingId).execute()
