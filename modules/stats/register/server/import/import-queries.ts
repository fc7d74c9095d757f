/** Queries on imports and their lines. */
import { sql } from 'kysely'
import { type Database, type ReadTx, unscoped, type WriteTx } from '#kernel/db/tx.ts'
import type { ImportLine, ImportRecord, ImportSettings } from '../../contract.ts'

export type StoredImport = ImportRecord &
  Readonly<{ sha256: Buffer; fingerprint: Buffer | null; createdById: number; run: number }>

/** One reading or applying of an import's file. */
export type ImportRun = Pick<StoredImport, 'importId' | 'run'>

const select = (tx: ReadTx) =>
  tx
    .selectFrom('register.import as i')
    .innerJoin('identity.account as c', 'c.id', 'i.created_by')
    .selectAll('i')
    .select('c.display_name')

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toRecord = (row: Row): StoredImport => ({
  importId: row.id,
  fileName: row.file_name,
  bytes: row.bytes,
  state: row.state as ImportRecord['state'],
  settings: row.settings as unknown as ImportSettings,
  headings: row.headings,
  unused: row.unused,
  foreignCodes: row.foreign_codes as unknown as ImportRecord['foreignCodes'],
  counts: {
    rows: row.row_count,
    new: row.new_count,
    changed: row.changed_count,
    unchanged: row.unchanged_count,
    error: row.error_count,
  },
  progress: row.progress,
  failure: row.failure as ImportRecord['failure'],
  createdBy: row.display_name,
  createdAt: row.created_at.toISOString(),
  appliedAt: row.applied_at?.toISOString() ?? null,
  sha256: row.file_sha256,
  fingerprint: row.fingerprint,
  createdById: row.created_by,
  run: row.run,
})

export const publicRecord = (record: StoredImport): ImportRecord => {
  const { sha256: _sha, fingerprint: _fingerprint, createdById: _by, run: _run, ...rest } = record
  return rest
}

/** An import belongs to whoever uploaded it; nobody else finds it. */
export async function findImport(tx: ReadTx, accountId: number, id: number): Promise<StoredImport | null> {
  const row = await select(tx).where('i.id', '=', id).where('i.created_by', '=', accountId).executeTakeFirst()
  return row ? toRecord(row) : null
}

export async function importsOf(tx: ReadTx, accountId: number, page: number, pageSize: number) {
  const { count } = await tx
    .selectFrom('register.import')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('created_by', '=', accountId)
    .executeTakeFirstOrThrow()
  const rows = await select(tx)
    .where('i.created_by', '=', accountId)
    .orderBy('i.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return { total: Number(count), items: rows.map(row => publicRecord(toRecord(row))) }
}

export async function addImport(
  tx: WriteTx,
  file: Readonly<{ sha256: Buffer; name: string; bytes: number }>,
  settings: ImportSettings,
  table: Readonly<{ headings: readonly string[]; rows: readonly unknown[] }>,
  accountId: number,
): Promise<number> {
  const row = await tx
    .insertInto('register.import')
    .values({
      file_sha256: file.sha256,
      file_name: file.name,
      bytes: file.bytes,
      state: 'reading',
      settings: JSON.stringify(settings),
      headings: [...table.headings],
      row_count: table.rows.length,
      created_by: accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

type ImportPatch = Readonly<{
  settings?: ImportSettings
  unused?: readonly string[]
  foreignCodes?: ImportRecord['foreignCodes']
  counts?: ImportRecord['counts']
  rows?: number
  fingerprint?: Buffer
  failure?: ImportRecord['failure']
  progress?: number
  appliedAt?: Date
}>

const BUSY: readonly ImportRecord['state'][] = ['reading', 'applying']

/**
 * Moves an import on; what begins to work is the next run. False when it is in none of these states, or another run has
 * begun: it was cancelled meanwhile, or another request came first.
 */
export async function moveImport(
  tx: WriteTx,
  { importId, run }: ImportRun,
  from: readonly ImportRecord['state'][],
  to: ImportRecord['state'],
  patch: ImportPatch = {},
): Promise<boolean> {
  const { counts } = patch
  const row = await tx
    .updateTable('register.import')
    .set({
      state: to,
      ...(BUSY.includes(to) && { run: run + 1, progress: 0, failure: null }),
      ...(patch.settings && { settings: JSON.stringify(patch.settings) }),
      ...(patch.unused && { unused: [...patch.unused] }),
      ...(patch.foreignCodes && { foreign_codes: JSON.stringify(patch.foreignCodes) }),
      ...(patch.fingerprint && { fingerprint: patch.fingerprint }),
      ...(patch.failure !== undefined && { failure: patch.failure && JSON.stringify(patch.failure) }),
      ...(patch.progress !== undefined && { progress: patch.progress }),
      ...(patch.appliedAt && { applied_at: patch.appliedAt }),
      ...(patch.rows !== undefined && { row_count: patch.rows }),
      ...(counts && {
        row_count: counts.rows,
        new_count: counts.new,
        changed_count: counts.changed,
        unchanged_count: counts.unchanged,
        error_count: counts.error,
      }),
    })
    .where('id', '=', importId)
    .where('run', '=', run)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Thrown where the work of a run finds that it was cancelled: everything it wrote is undone. */
export class Cancelled extends Error {}

/**
 * Makes this transaction the only one that works on the import, and says whether the run still stands at `state`: a job
 * may run twice at the same time. The row itself stays free for `showProgress` and for whoever cancels.
 */
export async function holdImport(
  tx: WriteTx,
  { importId, run }: ImportRun,
  state: ImportRecord['state'],
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('register.import'), ${importId})`.execute(tx)
  const row = await tx
    .selectFrom('register.import')
    .select('id')
    .where('id', '=', importId)
    .where('run', '=', run)
    .where('state', '=', state)
    .executeTakeFirst()
  return row !== undefined
}

/** Outside the transaction that does the work, so that others see it move; throws `Cancelled` once the run has been. */
export async function showProgress(
  db: Database,
  { importId, run }: ImportRun,
  progress: number,
): Promise<void> {
  const row = await db
    .updateTable('register.import')
    .set({ progress })
    .where('id', '=', importId)
    .where('run', '=', run)
    .where('state', 'in', [...BUSY])
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Cancelled()
}

const ofOwn = <T extends ReadTx>(tx: T) => unscoped(tx, 'lines of an import, which only its maker finds')

export async function replaceLines(
  tx: WriteTx,
  id: number,
  lines: readonly ImportLine[],
  onProgress: (done: number) => Promise<void>,
): Promise<void> {
  await ofOwn(tx).deleteFrom('register.import_line').where('import_id', '=', id).execute()
  for (let at = 0; at < lines.length; at += 5_000) {
    const chunk = lines.slice(at, at + 5_000).map(line => ({
      line: line.line,
      outcome: line.outcome,
      unit_id: line.unitId,
      code: line.code,
      name: line.name,
      changes: line.changes,
      errors: line.errors,
    }))
    await sql`insert into register.import_line (import_id, line, outcome, unit_id, code, name, changes, errors)
      select ${id}, x.* from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb)
        as x(line int, outcome text, unit_id int, code text, name text, changes jsonb, errors jsonb)`.execute(
      tx,
    )
    await onProgress(at + chunk.length)
  }
}

export async function pageOfLines(
  tx: ReadTx,
  id: number,
  query: Readonly<{ page: number; pageSize: number; outcome?: string | undefined }>,
): Promise<{ total: number; items: ImportLine[] }> {
  let lines = ofOwn(tx).selectFrom('register.import_line').where('import_id', '=', id)
  if (query.outcome) lines = lines.where('outcome', '=', query.outcome)
  const { count } = await lines
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await lines
    .selectAll()
    .orderBy('line')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute()
  return {
    total: Number(count),
    items: rows.map(row => ({
      line: row.line,
      outcome: row.outcome as ImportLine['outcome'],
      unitId: row.unit_id,
      code: row.code,
      name: row.name,
      changes: row.changes as unknown as ImportLine['changes'],
      errors: row.errors as unknown as ImportLine['errors'],
    })),
  }
}
