/** Queries on imports and their lines. */
import { sql } from 'kysely'
import { type Database, type ReadTx, unscoped, type WriteTx } from '#kernel/db/tx.ts'
import type { ImportLine, ImportRecord, ImportSettings } from '../../contract.ts'

export type StoredImport = ImportRecord &
  Readonly<{ sha256: Buffer; fingerprint: Buffer | null; createdById: number }>

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
})

export const publicRecord = (record: StoredImport): ImportRecord => {
  const { sha256: _sha, fingerprint: _fingerprint, createdById: _by, ...rest } = record
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
  headings: readonly string[],
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
      headings: [...headings],
      created_by: accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

type ImportPatch = Readonly<{
  state?: ImportRecord['state']
  settings?: ImportSettings
  unused?: readonly string[]
  counts?: ImportRecord['counts']
  fingerprint?: Buffer
  failure?: ImportRecord['failure']
  progress?: number
  appliedAt?: Date
}>

export async function patchImport(tx: WriteTx, id: number, patch: ImportPatch): Promise<void> {
  const { counts } = patch
  await tx
    .updateTable('register.import')
    .set({
      ...(patch.state && { state: patch.state }),
      ...(patch.settings && { settings: JSON.stringify(patch.settings) }),
      ...(patch.unused && { unused: [...patch.unused] }),
      ...(patch.fingerprint && { fingerprint: patch.fingerprint }),
      ...(patch.failure !== undefined && { failure: patch.failure && JSON.stringify(patch.failure) }),
      ...(patch.progress !== undefined && { progress: patch.progress }),
      ...(patch.appliedAt && { applied_at: patch.appliedAt }),
      ...(counts && {
        row_count: counts.rows,
        new_count: counts.new,
        changed_count: counts.changed,
        unchanged_count: counts.unchanged,
        error_count: counts.error,
      }),
    })
    .where('id', '=', id)
    .execute()
}

/** Takes an import over for a step; false when another has, or it is in another state. */
export async function takeImport(
  tx: WriteTx,
  id: number,
  from: readonly ImportRecord['state'][],
  to: ImportRecord['state'],
): Promise<boolean> {
  const row = await tx
    .updateTable('register.import')
    .set({ state: to, progress: 0, failure: null })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Makes this transaction the only one that works on the import, and says whether it still stands at `state`: a job may
 * run twice at the same time. The row itself stays free for `showProgress`.
 */
export async function holdImport(tx: WriteTx, id: number, state: ImportRecord['state']): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('register.import'), ${id})`.execute(tx)
  const row = await tx
    .selectFrom('register.import')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', state)
    .executeTakeFirst()
  return row !== undefined
}

/** Outside the transaction that does the work, so that others see it move. */
export async function showProgress(db: Database, id: number, progress: number): Promise<void> {
  await db.updateTable('register.import').set({ progress }).where('id', '=', id).execute()
}

const ofOwn = <T extends ReadTx>(tx: T) => unscoped(tx, 'lines of an import, which only its maker finds')

export async function replaceLines(tx: WriteTx, id: number, lines: readonly ImportLine[]): Promise<void> {
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
