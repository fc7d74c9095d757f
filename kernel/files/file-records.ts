/** Names and kinds of files people uploaded; the bytes lie in the file store under their SHA-256. */
import { sql } from 'kysely'
import type { ReadTx, WriteTx } from '../db/tx.ts'

export type FileRecord = Readonly<{
  id: number
  sha256: Buffer
  name: string
  mediaType: string
  bytes: number
  createdBy: number | null
}>

/** @returns the id by which other tables name the file */
export async function addFileRecord(tx: WriteTx, file: Omit<FileRecord, 'id'>): Promise<number> {
  const row = await tx
    .insertInto('files.file')
    .values({
      sha256: file.sha256,
      name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      created_by: file.createdBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Those of the ids that are there, by id. The caller answers for who may see them. */
export async function fileRecords(
  tx: ReadTx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, FileRecord>> {
  const rows = await tx
    .selectFrom('files.file')
    .selectAll()
    .where('id', '=', sql<number>`any(${sql.val(ids)}::int[])`)
    .execute()
  return new Map(
    rows.map(({ id, sha256, name, media_type, bytes, created_by }) => [
      id,
      { id, sha256, name, mediaType: media_type, bytes: Number(bytes), createdBy: created_by },
    ]),
  )
}
