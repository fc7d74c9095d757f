/** Long imports as jobs. The payload carries the authority under which the request was made. */
import type { Actor, BaseContext } from '#kernel/context.ts'
import { type Problem, problemBody } from '#kernel/contract/index.ts'
import { type Reach, readTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { type Authority, authorityOf, contextFor } from '#kernel/jobs/authority.ts'
import { tryLasting } from '#kernel/jobs/lasting-task.ts'
import type { JobHandler } from '#kernel/jobs/worker.ts'
import type { Services } from '#kernel/services.ts'
import {
  Cancelled,
  findImport,
  holdImport,
  type ImportRun,
  moveImport,
  type StoredImport,
  showProgress,
} from './import-queries.ts'
import { runApply } from './run-apply.ts'
import { type ImportTools, runPreview } from './run-preview.ts'

export const PREVIEW_JOB = 'register.previewImport'
export const APPLY_JOB = 'register.applyImport'

export type ImportJob = Authority & ImportRun

export const importJob = (actor: Actor, { importId, run }: ImportRun, reach: Reach): ImportJob => ({
  importId,
  run,
  ...authorityOf(actor, reach),
})

const requestIdOf = ({ importId }: ImportJob): string => `import-${importId}`

const baseOf = (services: Services, job: ImportJob): BaseContext =>
  contextFor(services, job, requestIdOf(job))

export const importJobs = (services: Services): Readonly<Record<string, JobHandler>> => ({
  [PREVIEW_JOB]: (payload, help) => runJob({ services, help }, payload as ImportJob, 'reading', previewStep),
  [APPLY_JOB]: (payload, help) => runJob({ services, help }, payload as ImportJob, 'applying', applyStep),
})

type Step = (services: Services, job: ImportJob, record: StoredImport) => Promise<void>

type JobTools = Readonly<{ services: Services; help: Parameters<JobHandler>[1] }>

async function runJob(
  { services, help }: JobTools,
  job: ImportJob,
  state: StoredImport['state'],
  step: Step,
): Promise<void> {
  const { db } = services.database
  const record = await readTransaction(db, tx => findImport(tx, job.accountId, job.importId))
  if (record?.state !== state || record.run !== job.run) return
  const work = () =>
    step(services, job, record).catch(error => {
      if (!(error instanceof Cancelled)) throw error
    })
  const giveUp = (why: Problem) => fail(services, job, record, why)
  await tryLasting({ id: requestIdOf(job), work, giveUp }, help)
}

const link = (importId: number): string => `/register/imports/${importId}`

const toolsOf = ({ files, database }: Services, job: ImportJob): ImportTools => ({
  files,
  onProgress: done => showProgress(database.db, job, done),
})

const previewStep: Step = (services, job, record) =>
  writeAs(services.database.db, baseOf(services, job), async context => {
    if (await holdImport(context.tx, job, record.state))
      await runPreview(context, toolsOf(services, job), record, job.reach)
  })

const applyStep: Step = (services, job, record) => {
  const { db } = services.database
  return writeAs(db, baseOf(services, job), async context => {
    if (!(await holdImport(context.tx, job, record.state))) return
    await runApply(context, toolsOf(services, job), record, job.reach)
    context.notify({
      accountId: job.accountId,
      kind: 'register.import',
      title: { 'zh-CN': '名录导入完成', en: 'Import of units finished' },
      body: {
        'zh-CN': `${record.fileName}：新增 ${record.counts.new}，变更 ${record.counts.changed}`,
        en: `${record.fileName}: ${record.counts.new} new, ${record.counts.changed} changed`,
      },
      link: link(job.importId),
    })
  })
}

const fail = (services: Services, job: ImportJob, record: StoredImport, problem: Problem): Promise<void> =>
  writeAs(services.database.db, baseOf(services, job), async context => {
    const { code, message } = problemBody(problem)
    const patch = { failure: { code, message } }
    if (!(await moveImport(context.tx, job, [record.state], 'failed', patch))) return
    context.notify({
      accountId: job.accountId,
      kind: 'register.import',
      title: { 'zh-CN': '名录导入未完成', en: 'Import of units failed' },
      body: {
        'zh-CN': `${record.fileName}：${message['zh-CN']}`,
        en: `${record.fileName}: ${message.en}`,
      },
      link: link(job.importId),
    })
    context.audit({
      action: 'register.import.fail',
      subject: { kind: 'import', id: job.importId },
      detail: { code },
    })
  })
