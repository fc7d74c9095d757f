/** The two steps of an import, in a request for a short file and in a job for a long one. */
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problemBody } from '#kernel/contract/index.ts'
import { type Reach, readTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { type Authority, contextFor } from '#kernel/jobs/authority.ts'
import { tryLasting } from '#kernel/jobs/lasting-task.ts'
import type { JobHandler } from '#kernel/jobs/worker.ts'
import type { Services } from '#kernel/services.ts'
import { collectProblems, IMPORT_ERRORS_KEPT } from '../../contract.ts'
import type { FormPrograms } from '../form-programs.ts'
import {
  findImport,
  type ImportRun,
  moveImport,
  replaceErrors,
  type StoredImport,
  showProgress,
} from '../queries/imports.ts'
import { keyText, lockReports, type ReportRow } from '../queries/reports.ts'
import { applyPlan } from './apply-plan.ts'
import { fingerprintOf, planReturns } from './plan-returns.ts'

export const PREVIEW_JOB = 'collect.previewReturns'
export const APPLY_JOB = 'collect.applyReturns'

export type ImportTools = Readonly<{
  files: Services['files']
  forms: FormPrograms
  onProgress(done: number): Promise<void>
}>

class Cancelled extends Error {}

export async function readBytes(files: Services['files'], sha256: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of files.read(sha256)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function planOf(
  context: WriteContext,
  { files, forms, onProgress }: ImportTools,
  { collectionId, fileName, mapping, sha256 }: StoredImport,
  reach: Reach,
) {
  const bytes = await readBytes(files, sha256)
  const plan = await planReturns(context, forms, {
    collectionId,
    reach,
    bytes,
    fileName,
    mapping,
    onProgress,
  })
  return { ...plan, bytes }
}

export async function previewStep(
  context: WriteContext,
  tools: ImportTools,
  stored: StoredImport,
  reach: Reach,
): Promise<void> {
  const { outcome, errors, fingerprint } = await planOf(context, tools, stored, reach)
  await replaceErrors(context.tx, stored.importId, errors.slice(0, IMPORT_ERRORS_KEPT))
  const total = outcome.records
  const patch = { outcome, errorCount: errors.length, fingerprint, total, done: total }
  if (!(await moveImport(context.tx, stored, ['reading'], 'previewed', patch))) throw new Cancelled()
}

/** Raises `importStale` when a report it touches has moved since the preview, also while it was judging. */
export async function applyStep(
  context: WriteContext,
  tools: ImportTools,
  stored: StoredImport,
  reach: Reach,
): Promise<void> {
  const { bytes, outcome, errors, prepared, reports, fingerprint } = await planOf(
    context,
    tools,
    stored,
    reach,
  )
  if (!stored.fingerprint?.equals(fingerprint)) throw new Problem(collectProblems.importStale)
  if (errors.length > 0) throw new Problem(collectProblems.importRejected, { count: errors.length })
  // Locked for the writing alone; who submits meanwhile waits for that, and not for the judging.
  const locked = await lockReports(context.tx, reports)
  const asLocked = (row: ReportRow) => locked.get(keyText(row))!
  const standing = fingerprintOf({ bytes, mapping: stored.mapping }, reports.map(asLocked))
  if (!standing.equals(fingerprint)) throw new Problem(collectProblems.importStale)
  const fresh = prepared.map(one => ({ ...one, row: asLocked(one.row) }))
  await applyPlan(context, fresh, stored)
  const patch = { outcome, done: outcome.records, finishedAt: context.now }
  if (!(await moveImport(context.tx, stored, ['applying'], 'applied', patch))) throw new Cancelled()
}

export type ImportJob = Authority & ImportRun

export const importJobs = (
  services: Services,
  forms: FormPrograms,
): Readonly<Record<string, JobHandler>> => ({
  [PREVIEW_JOB]: (payload, help) =>
    runJob({ services, forms, help }, payload as ImportJob, 'reading', previewStep),
  [APPLY_JOB]: (payload, help) =>
    runJob({ services, forms, help }, payload as ImportJob, 'applying', applyStep),
})

type JobTools = Readonly<{ services: Services; forms: FormPrograms; help: Parameters<JobHandler>[1] }>

async function runJob(
  { services, forms, help }: JobTools,
  job: ImportJob,
  state: StoredImport['state'],
  step: typeof previewStep,
): Promise<void> {
  const { db } = services.database
  const stored = await readTransaction(db, tx => findImport(tx, job.accountId, job.importId))
  if (stored?.state !== state || stored.run !== job.run) return
  const requestId = `returns-${job.importId}`
  const base = () => contextFor(services, job, requestId)
  const onProgress = async (done: number) => {
    if (!(await showProgress(db, job, done))) throw new Cancelled()
  }
  const work = () =>
    writeAs(db, base(), async context => {
      await step(context, { files: services.files, forms, onProgress }, stored, job.reach)
      context.notify(told(job, stored, ended[state === 'applying' ? 'applied' : 'previewed']))
    }).catch(error => {
      if (!(error instanceof Cancelled)) throw error
    })
  const giveUp = (why: Problem) => writeAs(db, base(), context => fail(context, job, stored, why))
  await tryLasting({ id: requestId, work, giveUp }, help)
}

async function fail(
  context: WriteContext,
  job: ImportJob,
  stored: StoredImport,
  problem: Problem,
): Promise<void> {
  const { code, message } = problemBody(problem)
  const failure = { failure: { code, message }, finishedAt: context.now }
  if (!(await moveImport(context.tx, job, [stored.state], 'failed', failure))) return
  context.notify(told(job, stored, { ...ended.failed, because: message }))
  context.audit({
    action: 'collect.import.fail',
    subject: { kind: 'import', id: job.importId },
    detail: { code },
  })
}

type Ending = Readonly<{ 'zh-CN': string; en: string; because?: Readonly<{ 'zh-CN': string; en: string }> }>

const ended = {
  previewed: { 'zh-CN': '报表数据已读完，请确认导入', en: 'Returns read; confirm the import' },
  applied: { 'zh-CN': '报表数据导入完成', en: 'Import of returns finished' },
  failed: { 'zh-CN': '报表数据导入未完成', en: 'Import of returns failed' },
} as const

const told = (job: ImportJob, { fileName, collectionId }: StoredImport, ending: Ending) => ({
  accountId: job.accountId,
  kind: 'collect.import',
  title: { 'zh-CN': ending['zh-CN'], en: ending.en },
  body: {
    'zh-CN': ending.because ? `${fileName}：${ending.because['zh-CN']}` : fileName,
    en: ending.because ? `${fileName}: ${ending.because.en}` : fileName,
  },
  link: `/collect/collections/${collectionId}/import/${job.importId}`,
})
