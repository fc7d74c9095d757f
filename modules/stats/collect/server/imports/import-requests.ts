/** Upload, preview again, apply, cancel: the requests of an import. Short files are worked on at once, long ones as jobs. */
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { authorityOf } from '#kernel/jobs/authority.ts'
import { lasting } from '#kernel/jobs/lasting-task.ts'
import { decodeFile, findSeparator, readTable } from '#modules/stats/register/server/index.ts'
import {
  collectPermissions,
  collectProblems,
  type ImportMapping,
  type ReturnsImport,
} from '../../contract.ts'
import { importStateWords } from '../../locale/state-words.ts'
import { pageOfCollections } from '../queries/collections.ts'
import {
  findImport,
  type ImportRun,
  insertImport,
  moveImport,
  publicImport,
  replaceErrors,
  type StoredImport,
} from '../queries/imports.ts'
import {
  APPLY_JOB,
  applyStep,
  type ImportTools,
  PREVIEW_JOB,
  previewStep,
  readBytes,
} from './import-steps.ts'

/** Bytes a request may work through by itself. */
const SHORT = 128 * 1_024

type Tools = Omit<ImportTools, 'onProgress'>
const atOnce = (tools: Tools): ImportTools => ({ ...tools, onProgress: async () => {} })
const reachOf = (context: WriteContext) => context.reach(collectPermissions.manage.code)

/** Locked: what is asked of it finds it as it was read. */
async function mine(context: WriteContext, importId: number): Promise<StoredImport> {
  const stored = await findImport(context.tx, context.actor.accountId, importId, 'lock')
  if (!stored) throw new Problem(problems.notFound)
  return stored
}

export async function uploadReturns(
  context: WriteContext,
  tools: Tools,
  upload: Readonly<{ collectionId: number; name: string; bytes: Buffer; mapping: ImportMapping }>,
): Promise<ReturnsImport> {
  const { tx, actor, now } = context
  const { collectionId, mapping } = upload
  const page = { page: 1, pageSize: 1 }
  const seen = await pageOfCollections(tx, reachOf(context), { collectionId }, page, now)
  if (seen.total === 0) throw new Problem(problems.notFound)
  const importId = await insertImport(tx, {
    collectionId,
    sha256: await tools.files.put(upload.bytes),
    fileName: upload.name,
    bytes: upload.bytes.length,
    mapping,
    ...(await headOf(upload.bytes, mapping)),
    createdBy: actor.accountId,
  })
  const stored = await mine(context, importId)
  context.audit({
    action: 'collect.import.upload',
    subject: { kind: 'import', id: importId },
    detail: { collection: collectionId, bytes: stored.bytes, sha256: stored.sha256.toString('hex') },
  })
  return preview(context, tools, stored)
}

/** What is shown beside the mapping; another separator or encoding makes other columns of the same bytes. */
async function headOf(bytes: Buffer, { encoding, separator }: ImportMapping) {
  const { text } = decodeFile(bytes, encoding)
  const { headings, rows } = await readTable(text, separator ?? findSeparator(text))
  const sample = headings.map((_, at) => rows[0]?.cells[at]?.slice(0, 100) ?? '')
  return { headings: [...headings], sample, total: rows.length }
}

async function preview(context: WriteContext, tools: Tools, stored: StoredImport): Promise<ReturnsImport> {
  if (stored.bytes <= SHORT) await previewStep(context, atOnce(tools), stored, reachOf(context))
  else enqueue(context, PREVIEW_JOB, stored)
  return publicImport(await mine(context, stored.importId))
}

const enqueue = (context: WriteContext, job: string, { importId, run }: ImportRun) =>
  context.enqueue(
    job,
    { importId, run, ...authorityOf(context.actor, reachOf(context)) },
    lasting(`${job}:${importId}`),
  )

const wrongImportState = ({ state }: StoredImport): Problem =>
  new Problem(collectProblems.importState, { state: importStateWords(state) })

const NOTHING_YET = {
  outcome: null,
  errorCount: 0,
  fingerprint: null,
  failure: null,
  done: 0,
  finishedAt: null,
} as const

export async function previewAgain(
  context: WriteContext,
  tools: Tools,
  importId: number,
  mapping: ImportMapping,
): Promise<ReturnsImport> {
  const stored = await mine(context, importId)
  const head = await headOf(await readBytes(tools.files, stored.sha256), mapping)
  const from = ['previewed', 'failed', 'cancelled'] as const
  if (!(await moveImport(context.tx, stored, from, 'reading', { ...NOTHING_YET, ...head, mapping })))
    throw wrongImportState(stored)
  await replaceErrors(context.tx, importId, [])
  context.audit({ action: 'collect.import.preview', subject: { kind: 'import', id: importId } })
  return preview(context, tools, await mine(context, importId))
}

/** Applying a file with errors raises COLLECT_IMPORT_REJECTED; a report whose content is the same is left as it is. */
export async function applyReturns(
  context: WriteContext,
  tools: Tools,
  importId: number,
): Promise<ReturnsImport> {
  const stored = await mine(context, importId)
  if (stored.errorCount > 0) throw new Problem(collectProblems.importRejected, { count: stored.errorCount })
  if (!(await moveImport(context.tx, stored, ['previewed'], 'applying', { done: 0 })))
    throw wrongImportState(stored)
  const begun = await mine(context, importId)
  if (begun.bytes <= SHORT) await applyStep(context, atOnce(tools), begun, reachOf(context))
  else {
    enqueue(context, APPLY_JOB, begun)
    context.audit({ action: 'collect.import.begin', subject: { kind: 'import', id: importId } })
  }
  return publicImport(await mine(context, importId))
}

/** What is running stops and leaves nothing behind; what has been applied stays. */
export async function cancelReturns(context: WriteContext, importId: number): Promise<ReturnsImport> {
  const stored = await mine(context, importId)
  const from = ['reading', 'previewed', 'applying'] as const
  if (await moveImport(context.tx, stored, from, 'cancelled', { finishedAt: context.now }))
    context.audit({ action: 'collect.import.cancel', subject: { kind: 'import', id: importId } })
  return publicImport(await mine(context, importId))
}
