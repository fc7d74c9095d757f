import { createHash } from 'node:crypto'
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { catalogPermissions, catalogProblems, type Diagnostic } from '../contract.ts'
import { examineYaml, hasErrors } from './examine-form.ts'
import { publishedForms } from './form-version.ts'
import { requireForm } from './policy.ts'
import {
  addDraft,
  addForm,
  type DraftContent,
  findProgramme,
  formByCode,
  lockForm,
  replaceDraft,
  versionsOf,
} from './queries.ts'

export type FormImport = Readonly<{
  source: string
  /** Code of the programme a new form belongs to. */
  programme?: string | undefined
  /** SHA-256 of the draft the author saw, null for none; undefined does not care. */
  replaces?: string | null | undefined
}>
export type ImportedDraft = Readonly<{
  versionId: number
  versionNo: number
  code: string
  diagnostics: readonly Diagnostic[]
}>

export const sourceSha256 = (source: string): Buffer => createHash('sha256').update(source, 'utf8').digest()

/**
 * Saves a form's YAML as the draft of its next version; an existing draft is replaced. A draft may hold rule errors,
 * but it must be a form. Raises the problems of `importDraft`.
 */
export async function importForm(context: WriteContext, input: FormImport): Promise<ImportedDraft> {
  const { tx } = context
  const others = (await publishedForms(tx)).map(version => version.spec)
  const { spec, diagnostics } = examineYaml(input.source, others)
  if (!spec) {
    const count = diagnostics.length
    throw new Problem(catalogProblems.notAForm, { count, diagnostics: diagnostics.slice(0, 100) })
  }
  const form = await formByCode(tx, spec.code)
  const programme = form?.programme.code ?? input.programme
  if (!programme) throw new Problem(catalogProblems.programmeMissing)
  const found = await findProgramme(tx, programme)
  if (!found) throw new Problem(problems.notFound)
  const reach = context.reach(catalogPermissions.design.code)
  const owned = { programme, owner: found.owner }
  // Whoever may design for the new subject must also be answerable for the one the form has.
  for (const subject of new Set([spec.subject, form?.subject ?? spec.subject]))
    requireForm(reach, { ...owned, subject })
  const content: DraftContent = {
    spec,
    source: input.source,
    sha256: sourceSha256(input.source),
    by: context.actor.kind === 'system' ? null : context.actor.accountId,
    at: context.now,
  }
  if (form && form.frequency !== spec.frequency) {
    const detail = { code: spec.code, was: form.frequency, now: spec.frequency }
    throw new Problem(catalogProblems.otherFrequency, detail)
  }
  const formId = form?.id ?? (await addForm(tx, found.id, spec))
  const saved = await saveDraft(context, formId, input, content)
  context.audit({
    action: 'catalog.form.import',
    subject: { kind: 'form-version', id: saved.versionId },
    detail: { code: spec.code, versionNo: saved.versionNo, errors: hasErrors(diagnostics) },
  })
  return { ...saved, code: spec.code, diagnostics }
}

async function saveDraft(context: WriteContext, formId: number, input: FormImport, content: DraftContent) {
  await lockForm(context.tx, formId)
  const versions = await versionsOf(context.tx, formId)
  const same = versions.find(version => version.sha256.equals(content.sha256))
  if (same && (same.status !== 'published' || same === versions[0])) {
    throw new Problem(catalogProblems.unchanged, { versionNo: same.version_no })
  }
  const draft = versions.find(version => version.status === 'draft')
  if (input.replaces !== undefined && input.replaces !== (draft?.sha256.toString('hex') ?? null)) {
    throw new Problem(catalogProblems.draftChanged)
  }
  if (draft) {
    await replaceDraft(context.tx, draft.id, content)
    return { versionId: draft.id, versionNo: draft.version_no }
  }
  const versionNo = (versions[0]?.version_no ?? 0) + 1
  return { versionId: await addDraft(context.tx, formId, versionNo, content), versionNo }
}
