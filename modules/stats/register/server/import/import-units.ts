/** Upload, preview again, apply: the requests of an import. Short files are worked on at once, long ones as jobs. */
import { Value } from 'typebox/value'
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { FileStore } from '#kernel/files/store.ts'
import type { ReceivedFile } from '#kernel/http/receive-file.ts'
import { lasting } from '#kernel/jobs/lasting-task.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import {
  ImportMapping,
  type ImportRecord,
  type ImportSettings,
  importProblems,
  registerPermissions,
} from '../../contract.ts'
import { importStateWords } from '../../locale/state-words.ts'
import { isDay } from '../check-values.ts'
import { checkTargets } from './foreign-codes.ts'
import { APPLY_JOB, importJob, PREVIEW_JOB } from './import-jobs.ts'
import { addImport, findImport, moveImport, publicRecord, type StoredImport } from './import-queries.ts'
import { readLists } from './known-units.ts'
import { checkMapping, suggestMapping } from './mapping.ts'
import { decodeFile, findSeparator, readTable } from './read-table.ts'
import { runApply } from './run-apply.ts'
import { readBytes, runPreview } from './run-preview.ts'

/** Bytes a request may work through by itself. */
const SHORT = 512 * 1024

const reachOf = (context: WriteContext) => context.reach(registerPermissions.import.code)

async function mustFind(context: WriteContext, importId: number): Promise<StoredImport> {
  const record = await findImport(context.tx, context.actor.accountId, importId)
  if (!record) throw new Problem(problems.notFound)
  return record
}

function askedSettings(fields: Readonly<Record<string, string>>): Partial<ImportSettings> {
  if (!fields.settings) return {}
  let asked: unknown
  try {
    asked = JSON.parse(fields.settings)
  } catch {
    throw new Problem(problems.malformed, { reason: 'settings' })
  }
  const { validFrom, mapping, encoding, separator } = (asked ?? {}) as Partial<ImportSettings>
  const sound =
    (validFrom === undefined || (typeof validFrom === 'string' && isDay(validFrom))) &&
    (mapping === undefined || Value.Check(ImportMapping, mapping)) &&
    (encoding === undefined || ['utf-8', 'gbk'].includes(encoding)) &&
    (separator === undefined || [',', ';', '\t', '|'].includes(separator))
  if (!sound) throw new Problem(problems.malformed, { reason: 'settings' })
  return {
    ...(validFrom && { validFrom }),
    ...(mapping && { mapping }),
    ...(encoding && { encoding }),
    ...(separator && { separator }),
  }
}

async function checkAsked({ tx }: WriteContext, mapping: ImportMapping, headings: readonly string[]) {
  checkMapping(mapping, headings)
  if (mapping.values) checkTargets(mapping, await readLists(tx))
}

export async function uploadImport(
  context: WriteContext,
  files: FileStore,
  file: ReceivedFile,
): Promise<ImportRecord> {
  const asked = askedSettings(file.fields)
  const { text, encoding } = decodeFile(file.bytes, asked.encoding)
  const separator = asked.separator ?? findSeparator(text)
  const table = await readTable(text, separator)
  const { headings } = table
  const mapping = asked.mapping ?? suggestMapping(headings)
  if (asked.mapping) await checkAsked(context, mapping, headings)
  const settings: ImportSettings = {
    validFrom: asked.validFrom ?? shanghaiDay(context.now),
    mapping,
    encoding,
    separator,
  }
  const sha256 = await files.put(file.bytes)
  const stored = { sha256, name: file.name, bytes: file.bytes.length }
  const importId = await addImport(context.tx, stored, settings, table, context.actor.accountId)
  context.audit({
    action: 'register.import.upload',
    subject: { kind: 'import', id: importId },
    detail: { bytes: stored.bytes, sha256: sha256.toString('hex') },
  })
  return preview(context, files, await mustFind(context, importId))
}

/** In a request that does all of it: nobody could see it move, or cancel it. */
const atOnce = (files: FileStore) => ({ files, onProgress: async () => {} })

async function preview(context: WriteContext, files: FileStore, record: StoredImport): Promise<ImportRecord> {
  if (record.bytes > SHORT) {
    const job = importJob(context.actor, record, reachOf(context))
    context.enqueue(PREVIEW_JOB, job, lasting(`${PREVIEW_JOB}:${record.importId}`))
  } else await runPreview(context, atOnce(files), record, reachOf(context))
  return publicRecord(await mustFind(context, record.importId))
}

export async function previewAgain(
  context: WriteContext,
  files: FileStore,
  importId: number,
  settings: ImportSettings,
): Promise<ImportRecord> {
  const record = await mustFind(context, importId)
  const { text } = decodeFile(await readBytes(files, record.sha256), settings.encoding)
  const { headings, rows } = await readTable(text, settings.separator)
  await checkAsked(context, settings.mapping, headings)
  const from = ['previewed', 'failed', 'cancelled'] as const
  if (!(await moveImport(context.tx, record, from, 'reading', { settings, rows: rows.length }))) {
    throw new Problem(importProblems.state, { state: importStateWords(record.state) })
  }
  context.audit({ action: 'register.import.preview', subject: { kind: 'import', id: importId } })
  return preview(context, files, await mustFind(context, importId))
}

export async function applyImport(
  context: WriteContext,
  files: FileStore,
  importId: number,
): Promise<ImportRecord> {
  const record = await mustFind(context, importId)
  if (!(await moveImport(context.tx, record, ['previewed'], 'applying'))) {
    throw new Problem(importProblems.state, { state: importStateWords(record.state) })
  }
  const { counts } = record
  if (counts.error > 0) throw new Problem(importProblems.hasErrors, { count: counts.error })
  if (counts.new + counts.changed === 0) throw new Problem(importProblems.nothing)
  const begun = await mustFind(context, importId)
  if (record.bytes > SHORT) {
    const job = importJob(context.actor, begun, reachOf(context))
    context.enqueue(APPLY_JOB, job, lasting(`${APPLY_JOB}:${importId}`))
    context.audit({ action: 'register.import.begin', subject: { kind: 'import', id: importId } })
  } else await runApply(context, atOnce(files), begun, reachOf(context))
  return publicRecord(await mustFind(context, importId))
}

/** What is running stops and leaves nothing behind; what has been applied stays. */
export async function cancelImport(context: WriteContext, importId: number): Promise<ImportRecord> {
  const record = await mustFind(context, importId)
  if (await moveImport(context.tx, record, ['reading', 'previewed', 'applying'], 'cancelled'))
    context.audit({ action: 'register.import.cancel', subject: { kind: 'import', id: importId } })
  return publicRecord(await mustFind(context, importId))
}
