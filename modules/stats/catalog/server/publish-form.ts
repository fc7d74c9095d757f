import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { catalogPermissions, catalogProblems } from '../contract.ts'
import { statusWords } from '../locale/state-words.ts'
import { breaksRulesOf, examineYaml, hasErrors } from './examine-form.ts'
import { formVersion, publishedForms } from './form-version.ts'
import { isExpired, requireForm } from './policy.ts'
import {
  lockForm,
  publishedHeads,
  readSource,
  removeDraft,
  type Status,
  setFormHead,
  setStatus,
  versionHead,
} from './queries.ts'

/** The version, with its form held so that its status cannot move meanwhile. */
async function lockVersion(context: WriteContext, versionId: number, permission: string) {
  const head = await versionHead(context.tx, versionId)
  if (!head) throw new Problem(problems.notFound)
  requireForm(context.reach(permission), head)
  await lockForm(context.tx, head.form_id)
  const now = await versionHead(context.tx, versionId)
  if (!now) throw new Problem(problems.notFound)
  return now
}

/**
 * Puts a draft in force: all four legal marks, still valid, no error, nothing gone that other forms' rules name. The
 * version in force before is retired, and the new one frozen. Raises the problems of `publishVersion`.
 */
export async function publishForm(context: WriteContext, versionId: number): Promise<void> {
  const head = await lockVersion(context, versionId, catalogPermissions.publish.code)
  if (head.status !== 'draft')
    throw new Problem(catalogProblems.notADraft, { status: statusWords(head.status as Status) })
  const inForce = await publishedForms(context.tx)
  const others = inForce.map(version => version.spec)
  const source = await readSource(context.tx, versionId)
  const { diagnostics } = examineYaml(source ?? '', others, 'publish')
  const errors = diagnostics.filter(one => one.severity === 'error')
  if (hasErrors(diagnostics)) {
    throw new Problem(catalogProblems.hasErrors, {
      count: errors.length,
      diagnostics: errors.slice(0, 100),
    })
  }
  const { spec } = await formVersion(context.tx, versionId)
  requireForm(context.reach(catalogPermissions.publish.code), { ...head, subject: spec.subject })
  const { validUntil } = spec.marks
  if (isExpired(validUntil, shanghaiDay(context.now))) {
    throw new Problem(catalogProblems.marksExpired, { validUntil })
  }
  const broken = breaksRulesOf(spec, others)
  if (broken.length > 0) throw new Problem(catalogProblems.breaksOthers, { forms: broken })
  const before = await publishedHeads(context.tx, 'current', head.code)
  await setStatus(
    context.tx,
    before.map(one => one.id),
    'retired',
  )
  await setStatus(context.tx, [versionId], 'published', context.now)
  await setFormHead(context.tx, head.form_id, spec)
  context.audit({
    action: 'catalog.form.publish',
    subject: { kind: 'form-version', id: versionId },
    detail: { code: head.code, versionNo: head.version_no },
  })
}

/** Takes a version out of force; collections that use it go on. */
export async function retireForm(context: WriteContext, versionId: number): Promise<void> {
  const head = await lockVersion(context, versionId, catalogPermissions.publish.code)
  if (head.status !== 'published')
    throw new Problem(catalogProblems.notPublished, { status: statusWords(head.status as Status) })
  await setStatus(context.tx, [versionId], 'retired')
  context.audit({
    action: 'catalog.form.retire',
    subject: { kind: 'form-version', id: versionId },
    detail: { code: head.code, versionNo: head.version_no },
  })
}

export async function discardDraft(context: WriteContext, versionId: number): Promise<void> {
  const head = await lockVersion(context, versionId, catalogPermissions.design.code)
  if (head.status !== 'draft')
    throw new Problem(catalogProblems.notADraft, { status: statusWords(head.status as Status) })
  await removeDraft(context.tx, { id: versionId, formId: head.form_id })
  context.audit({
    action: 'catalog.form.discard',
    subject: { kind: 'form-version', id: versionId },
    detail: { code: head.code, versionNo: head.version_no },
  })
}
