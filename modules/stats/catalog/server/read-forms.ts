/** The form list, a form, a version, and what a draft would be. */
import { exportForm, type FormSpec } from '#engines/form/index.ts'
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems, type QueryOf, type ReplyOf } from '#kernel/contract/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { regionNames } from '#kernel/org/region-names.ts'
import {
  catalogPermissions,
  type checkForm as checkFormRoute,
  type compareVersions,
  type listForms,
  type listProgrammes,
  type Rule,
  type readForm as readFormRoute,
  type readVersion as readVersionRoute,
} from '../contract.ts'
import { compareForms } from './compare-forms.ts'
import { examineYaml, rulesIn, summaryOf } from './examine-form.ts'
import { formVersion, publishedForms } from './form-version.ts'
import { compileAmong, namedForms, namesForm } from './named-forms.ts'
import { mayTouch, ownsProgramme } from './policy.ts'
import {
  allProgrammes,
  formByCode,
  pageOfForms,
  readSource,
  type Status,
  versionRow,
  versionsOf,
} from './queries.ts'

export async function readFormList(
  tx: ReadTx,
  query: QueryOf<typeof listForms>,
): Promise<ReplyOf<typeof listForms>> {
  const { total, rows } = await pageOfForms(tx, query)
  return {
    total,
    items: rows.map(row => ({
      formId: row.id,
      code: row.code,
      title: row.title as { 'zh-CN': string },
      programme: row.programme,
      subject: row.subject,
      frequency: row.frequency,
      publishedVersion: row.published?.no ?? null,
      draftVersion: row.draft,
      validUntil: row.published?.until ?? null,
      changedAt: row.changed?.toISOString() ?? null,
    })),
  }
}

type VersionColumns = Awaited<ReturnType<typeof versionRow>>

export const toVersionRow = (row: VersionColumns) => ({
  versionId: row.id,
  versionNo: row.version_no,
  status: row.status as Status,
  createdAt: row.created_at.toISOString(),
  createdBy: row.display_name,
  publishedAt: row.published_at?.toISOString() ?? null,
})

/** With the names of the offices' regions; the whole installation has none. */
async function withOwnerNames<P extends Readonly<{ owner: string }>>(tx: ReadTx, programmes: readonly P[]) {
  const names = await regionNames(
    tx,
    programmes.map(one => one.owner),
  )
  return programmes.map(one => ({ ...one, ownerName: names.get(one.owner) ?? null }))
}

export async function readProgrammes({ tx, reach }: ReadContext): Promise<ReplyOf<typeof listProgrammes>> {
  const design = reach(catalogPermissions.design.code)
  const items = await withOwnerNames(tx, await allProgrammes(tx))
  return { items: items.map(one => ({ ...one, mayChange: ownsProgramme(design, one.owner) })) }
}

export async function readForm(
  { tx, reach }: ReadContext,
  code: string,
): Promise<ReplyOf<typeof readFormRoute>> {
  const form = await formByCode(tx, code)
  if (!form) throw new Problem(problems.notFound)
  const { id, ...rest } = form
  const versions = await versionsOf(tx, id)
  const [programme] = await withOwnerNames(tx, [form.programme])
  const { owner, code: programmeCode } = form.programme
  const may = (permission: string) =>
    mayTouch(reach(permission), { programme: programmeCode, owner, subject: form.subject })
  return {
    ...rest,
    programme: programme!,
    formId: id,
    versions: versions.map(toVersionRow),
    may: { design: may(catalogPermissions.design.code), publish: may(catalogPermissions.publish.code) },
  }
}

/** The version as it runs: compiled with the forms its rules name; without rules where they cannot be read. */
async function running(tx: ReadTx, spec: FormSpec) {
  const { program, forms } = compileAmong(spec, await namedForms(tx, spec))
  return { spec, forms, rules: program ? rulesIn(program) : null }
}

const specsInForce = async (tx: ReadTx) => (await publishedForms(tx)).map(version => version.spec)

export async function readVersion(tx: ReadTx, versionId: number): Promise<ReplyOf<typeof readVersionRoute>> {
  const version = await formVersion(tx, versionId)
  const row = await versionRow(tx, versionId)
  const { forms, rules } = await running(tx, version.spec)
  // What is published was found without errors and is frozen; only a draft has something to mend.
  const source = version.status === 'draft' ? await readSource(tx, versionId) : null
  return {
    ...toVersionRow(row),
    formId: version.formId,
    code: version.code,
    subject: version.subject,
    spec: version.spec,
    forms: [...forms],
    summary: summaryOf(version.spec, rules),
    rules: [...(rules ?? [])],
    diagnostics:
      source === null ? [] : [...examineYaml(source, await specsInForce(tx), 'publish').diagnostics],
  }
}

export async function readYaml(
  tx: ReadTx,
  versionId: number,
  style: 'source' | 'canonical',
): Promise<Readonly<{ name: string; text: string }>> {
  const version = await formVersion(tx, versionId)
  const text = style === 'source' ? await readSource(tx, versionId) : exportForm(version.spec)
  return { name: `${version.code}-v${version.versionNo}.yaml`, text: text ?? '' }
}

type Compared = Readonly<{ spec: FormSpec; rules: readonly Rule[] | null }>

/** Rules that cannot be read are neither taken away nor added: they are left out of the comparison. */
function differing(before: Compared, after: Compared) {
  const rulesCompared = before.rules !== null && after.rules !== null
  const side = ({ spec, rules }: Compared) => ({ spec, rules: rulesCompared ? (rules ?? []) : [] })
  return { differences: [...compareForms(side(before), side(after))], rulesCompared }
}

/** From `from` to `versionId`; both of the same form. */
export async function readDifferences(
  tx: ReadTx,
  versionId: number,
  from: number,
): Promise<ReplyOf<typeof compareVersions>> {
  const [after, before] = [await formVersion(tx, versionId), await formVersion(tx, from)]
  if (after.formId !== before.formId) throw new Problem(problems.notFound)
  return differing(await running(tx, before.spec), await running(tx, after.spec))
}

export async function checkYaml(tx: ReadTx, source: string): Promise<ReplyOf<typeof checkFormRoute>> {
  const others = await specsInForce(tx)
  const { spec, diagnostics, rules } = examineYaml(source, others)
  const form = spec ? await formByCode(tx, spec.code) : null
  const versions = form ? await versionsOf(tx, form.id) : []
  const newest = versions[0]
  const draft = versions.find(version => version.status === 'draft')
  const now = newest ? await running(tx, (await formVersion(tx, newest.id)).spec) : null
  const compared = spec && now ? differing(now, { spec, rules }) : { differences: [], rulesCompared: true }
  return {
    diagnostics: [...diagnostics],
    summary: spec ? summaryOf(spec, rules) : null,
    spec,
    forms: spec ? others.filter(other => namesForm(spec, other.code)) : [],
    rules: [...(rules ?? [])],
    current:
      form && newest
        ? {
            programme: form.programme.code,
            versionNo: newest.version_no,
            status: newest.status as Status,
            draftSha256: draft?.sha256.toString('hex') ?? null,
          }
        : null,
    ...compared,
  }
}
