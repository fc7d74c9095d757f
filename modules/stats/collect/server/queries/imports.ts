/** Files of returns and what is wrong with them. */
import { sql } from 'kysely'
import type { Database, ReadTx, WriteTx } from '#kernel/db/tx.ts'
import type { ImportError, ImportMapping, ImportOutcome, ReturnsImport } from '../../contract.ts'

export type ImportState = ReturnsImport['state']
export type StoredImport = ReturnsImport &
  Readonly<{
    sha256: Buffer
    fingerprint: Buffer | null
    /** The first record of the file. */
    sample: readonly string[]
    /** Which reading or applying of the file it is. */
    run: number
  }>
export type ImportRun = Pick<StoredImport, 'importId' | 'run'>

const select = (tx: ReadTx, accountId: number) =>
  tx.selectFrom('collect.import as i').selectAll('i').where('i.created_by', '=', accountId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toImport = (row: Row): StoredImport => ({
  importId: row.id,
  collectionId: row.collection_id,
  fileName: row.file_name,
  bytes: row.bytes,
  state: row.state as ImportState,
  mapping: row.mapping as unknown as ImportMapping,
  headings: row.headings,
  sample: row.sample,
  total: row.row_count,
  done: row.progress,
  outcome: row.outcome as unknown as ImportOutcome | null,
  errorCount: row.error_count,
  failure: row.failure as unknown as ReturnsImport['failure'],
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  sha256: row.file_sha256,
  fingerprint: row.fingerprint,
  run: row.run,
})

export const publicImport = (stored: StoredImport): ReturnsImport => {
  const { sha256: _sha, fingerprint: _fingerprint, run: _run, sample: _sample, ...rest } = stored
  return rest
}

/** An import is its uploader's; nobody else finds it. */
export async function findImport(
  tx: ReadTx,
  accountId: number,
  id: number,
  lock: 'lock' | 'look' = 'look',
): Promise<StoredImport | null> {
  const query = select(tx, accountId).where('i.id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return row ? toImport(row) : null
}

export async function pageOfImports(
  tx: ReadTx,
  accountId: number,
  collectionId: number,
  { page, pageSize }: Readonly<{ page: number; pageSize: number }>,
) {
  const { count } = await tx
    .selectFrom('collect.import')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('created_by', '=', accountId)
    .where('collection_id', '=', collectionId)
    .executeTakeFirstOrThrow()
  const rows = await select(tx, accountId)
    .where('i.collection_id', '=', collectionId)
    .orderBy('i.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return { total: Number(count), items: rows.map(row => publicImport(toImport(row))) }
}

export type NewImport = Pick<
  StoredImport,
  'collectionId' | 'sha256' | 'fileName' | 'bytes' | 'mapping' | 'headings' | 'sample' | 'total'
> &
  Readonly<{ createdBy: number }>

export async function insertImport(tx: WriteTx, one: NewImport): Promise<number> {
  const row = await tx
    .insertInto('collect.import')
    .values({
      collection_id: one.collectionId,
      file_sha256: one.sha256,
      file_name: one.fileName,
      bytes: one.bytes,
      state: 'reading',
      mapping: JSON.stringify(one.mapping),
      headings: [...one.headings],
      sample: [...one.sample],
      row_count: one.total,
      created_by: one.createdBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

type ImportPatch = Readonly<{
  mapping?: ImportMapping
  headings?: readonly string[]
  sample?: readonly string[]
  total?: number
  outcome?: ImportOutcome | null
  errorCount?: number
  fingerprint?: Buffer | null
  failure?: ReturnsImport['failure']
  done?: number
  finishedAt?: Date | null
}>

const BUSY: readonly ImportState[] = ['reading', 'applying']

/**
 * Moves an import on; what begins to work is the next run. False when it is in none of these states, or another run has
 * begun: it was cancelled meanwhile.
 */
export async function moveImport(
  tx: WriteTx,
  { importId, run }: ImportRun,
  from: readonly ImportState[],
  to: ImportState,
  patch: ImportPatch = {},
): Promise<boolean> {
  const row = await tx
    .updateTable('collect.import')
    .set({
      state: to,
      ...(BUSY.includes(to) && { run: run + 1 }),
      ...(patch.mapping && { mapping: JSON.stringify(patch.mapping) }),
      ...(patch.headings && { headings: [...patch.headings] }),
      ...(patch.sample && { sample: [...patch.sample] }),
      ...(patch.total !== undefined && { row_count: patch.total }),
      ...(patch.outcome !== undefined && { outcome: patch.outcome && JSON.stringify(patch.outcome) }),
      ...(patch.errorCount !== undefined && { error_count: patch.errorCount }),
      ...(patch.fingerprint !== undefined && { fingerprint: patch.fingerprint }),
      ...(patch.failure !== undefined && { failure: patch.failure && JSON.stringify(patch.failure) }),
      ...(patch.done !== undefined && { progress: patch.done }),
      ...(patch.finishedAt !== undefined && { finished_at: patch.finishedAt }),
    })
    .where('id', '=', importId)
    .where('run', '=', run)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Outside the transaction that does the work, so that others see it move; false once the run has been cancelled. */
export async function showProgress(
  db: Database,
  { importId, run }: ImportRun,
  done: number,
): Promise<boolean> {
  const row = await db
    .updateTable('collect.import')
    .set({ progress: done })
    .where('id', '=', importId)
    .where('run', '=', run)
    .where('state', 'in', [...BUSY])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function replaceErrors(tx: WriteTx, id: number, errors: readonly ImportError[]): Promise<void> {
  await tx.deleteFrom('collect.import_error').where('import_id', '=', id).execute()
  for (let from = 0; from < errors.length; from += 5_000) {
    const step = errors.slice(from, from + 5_000).map((one, index) => ({ no: from + index + 1, ...one }))
    await sql`insert into collect.import_error (import_id, no, line, column_name, cell, value, message)
      select ${id}, x.no, x.line, x."column", x.cell, x.value, x.message
      from jsonb_to_recordset(${JSON.stringify(step)}::jsonb)
        as x(no int, line int, "column" text, cell text, value text, message jsonb)`.execute(tx)
  }
}

/** In the order of the file. */
export async function readErrors(
  tx: ReadTx,
  id: number,
  { page, pageSize }: Readonly<{ page: number; pageSize: number }>,
): Promise<readonly ImportError[]> {
  const rows = await tx
    .selectFrom('collect.import_error')
    .selectAll()
    .where('import_id', '=', id)
    .orderBy('no')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return rows.map(row => ({
    line: row.line,
    ...(row.column_name !== null && { column: row.column_name }),
    ...(row.cell !== null && { cell: row.cell }),
    ...(row.value !== null && { value: row.value }),
    message: row.message as unknown as ImportError['message'],
  }))
}
