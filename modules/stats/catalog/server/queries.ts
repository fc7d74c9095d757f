/** Every query on programmes, forms and versions. */
import { sql } from 'kysely'
import type { FormSpec } from '#engines/form/index.ts'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'
import { searchPinyin } from '#kernel/search-pinyin.ts'
import { parseSearch } from '#kernel/search-text.ts'
import type { formSorts, Programme } from '../contract.ts'

export type Status = 'draft' | 'published' | 'retired'

const versions = (tx: ReadTx) =>
  tx
    .selectFrom('catalog.form_version as v')
    .innerJoin('catalog.form as f', 'f.id', 'v.form_id')
    .innerJoin('catalog.programme as p', 'p.id', 'f.programme_id')
    .select(['v.id', 'v.form_id', 'v.version_no', 'v.status', 'v.sha256', 'v.published_at', 'v.created_at'])
    .select(['f.code', 'f.subject', 'f.frequency', 'p.code as programme', 'p.owner_region as owner'])

export const versionHead = (tx: ReadTx, id: number) => versions(tx).where('v.id', '=', id).executeTakeFirst()

export type VersionHead = NonNullable<Awaited<ReturnType<typeof versionHead>>>

/** Versions ever published, by form and number; `current` leaves out the retired. */
export const publishedHeads = (tx: ReadTx, which: 'current' | 'ever', formCode?: string) => {
  let query = versions(tx).where(
    'v.status',
    'in',
    which === 'current' ? ['published'] : ['published', 'retired'],
  )
  if (formCode !== undefined) query = query.where('f.code', '=', formCode)
  return query.orderBy('f.code').orderBy('v.version_no').execute()
}

/** Versions ever published of the forms that may be meant by these names in rules (`datasetName`). */
export const headsNamed = (tx: ReadTx, names: readonly string[]) => {
  const name = sql<string>`regexp_replace(f.code, '\\W', '_', 'g')`
  return versions(tx)
    .where('v.status', 'in', ['published', 'retired'])
    .where(({ eb, or }) => or([eb(name, 'in', names), eb(sql<string>`'T' || ${name}`, 'in', names)]))
    .orderBy('f.code')
    .orderBy('v.version_no')
    .execute()
}

/** Specs as stored, by id of the version. */
export async function readSpecs(tx: ReadTx, ids: readonly number[]): Promise<ReadonlyMap<number, FormSpec>> {
  const rows = await tx
    .selectFrom('catalog.form_version')
    .select(['id', 'spec'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(row => [row.id, row.spec as unknown as FormSpec]))
}

export async function readSource(tx: ReadTx, id: number): Promise<string | null> {
  const row = await tx
    .selectFrom('catalog.form_version')
    .select('source')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.source ?? null
}

const toProgramme = (row: {
  code: string
  name: unknown
  issuer: string
  approval_number: string
  valid_from: string
  valid_until: string
}): Programme => ({
  code: row.code,
  name: row.name as Programme['name'],
  issuer: row.issuer,
  approvalNumber: row.approval_number,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
})

export async function allProgrammes(tx: ReadTx) {
  const rows = await tx
    .selectFrom('catalog.programme as p')
    .selectAll('p')
    .select(eb =>
      eb
        .selectFrom('catalog.form as f')
        .select(({ fn }) => fn.countAll<string>().as('n'))
        .whereRef('f.programme_id', '=', 'p.id')
        .as('forms'),
    )
    .orderBy('p.code')
    .execute()
  return rows.map(row => ({ ...toProgramme(row), owner: row.owner_region, forms: Number(row.forms) }))
}

const programmeOwner = (tx: ReadTx, code: string) =>
  tx.selectFrom('catalog.programme').select(['id', 'owner_region as owner']).where('code', '=', code)

export const findProgramme = (tx: ReadTx, code: string) => programmeOwner(tx, code).executeTakeFirst()

/** Held until the transaction ends. */
export const lockProgramme = (tx: WriteTx, code: string) =>
  programmeOwner(tx, code).forUpdate().executeTakeFirst()

const programmeColumns = (programme: Programme) => ({
  name: JSON.stringify(programme.name),
  issuer: programme.issuer,
  approval_number: programme.approvalNumber,
  valid_from: programme.validFrom,
  valid_until: programme.validUntil,
})

export async function addProgramme(tx: WriteTx, programme: Programme, owner: string): Promise<void> {
  await tx
    .insertInto('catalog.programme')
    .values({ code: programme.code, owner_region: owner, ...programmeColumns(programme) })
    .execute()
}

export async function changeProgramme(tx: WriteTx, programme: Programme): Promise<void> {
  await tx
    .updateTable('catalog.programme')
    .set(programmeColumns(programme))
    .where('code', '=', programme.code)
    .execute()
}

export async function formsOfProgramme(tx: ReadTx, programme: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('catalog.form as f')
    .innerJoin('catalog.programme as p', 'p.id', 'f.programme_id')
    .select('f.code')
    .where('p.code', '=', programme)
    .execute()
  return rows.map(row => row.code)
}

export type FormFilter = Readonly<{
  search?: string | undefined
  programme?: string | undefined
  subject?: string | undefined
  state?: Status | undefined
  sort?: (typeof formSorts)[number] | undefined
  order?: 'asc' | 'desc' | undefined
  page: number
  pageSize: number
}>

/** Each subject with each frequency that a form of it has. */
export function subjectFrequencies(tx: ReadTx, programme?: string) {
  const forms = tx
    .selectFrom('catalog.form as f')
    .innerJoin('catalog.programme as p', 'p.id', 'f.programme_id')
    .select(['f.subject', 'f.frequency'])
    .distinct()
    .orderBy('f.subject')
    .orderBy('f.frequency')
  return (programme === undefined ? forms : forms.where('p.code', '=', programme)).execute()
}

/** By part of the code, of the title in either language, or of its pinyin; null where nothing was typed. */
function foundBy(typed: string | undefined) {
  const search = parseSearch(typed)
  if (!search) return null
  const part = `%${search.name}%`
  const pinyin = search.pinyin === null ? null : `%${search.pinyin}%`
  return sql<boolean>`(f.code ilike ${part} or f.title->>'zh-CN' ilike ${part} or f.title->>'en' ilike ${part}
    or f.pinyin like ${pinyin})`
}

/** Codes of the forms found by what was typed; null where nothing was. */
export async function formsFound(tx: ReadTx, typed: string | undefined): Promise<readonly string[] | null> {
  const found = foundBy(typed)
  if (!found) return null
  const rows = await tx.selectFrom('catalog.form as f').select('f.code').where(found).execute()
  return rows.map(row => row.code)
}

export async function pageOfForms(tx: ReadTx, filter: FormFilter) {
  const published = sql<{
    no: number
    until: string
  } | null>`(select jsonb_build_object('no', v.version_no, 'until', v.spec->'marks'->>'validUntil')
    from catalog.form_version v where v.form_id = f.id and v.status = 'published' order by v.version_no desc limit 1)`
  const draft = sql<
    number | null
  >`(select v.version_no from catalog.form_version v where v.form_id = f.id and v.status = 'draft')`
  const changed = sql<Date | null>`(select max(greatest(v.created_at, coalesce(v.published_at, v.created_at)))
    from catalog.form_version v where v.form_id = f.id)`
  const sorts = {
    code: sql`f.code`,
    title: sql`f.pinyin`,
    programme: sql`p.code`,
    subject: sql`f.subject`,
    frequency: sql`f.frequency`,
    validUntil: sql`${published}->>'until'`,
    changed,
  } as const
  let query = tx.selectFrom('catalog.form as f').innerJoin('catalog.programme as p', 'p.id', 'f.programme_id')
  if (filter.programme) query = query.where('p.code', '=', filter.programme)
  if (filter.subject) query = query.where('f.subject', '=', filter.subject)
  if (filter.state) {
    query = query.where(
      sql<boolean>`exists (select from catalog.form_version v where v.form_id = f.id and v.status = ${filter.state})`,
    )
  }
  const found = foundBy(filter.search)
  if (found) query = query.where(found)
  const { count } = await query
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await query
    .select(['f.id', 'f.code', 'f.title', 'f.subject', 'f.frequency', 'p.code as programme'])
    .select([published.as('published'), draft.as('draft'), changed.as('changed')])
    .orderBy(sorts[filter.sort ?? 'code'], order =>
      filter.order === 'desc' ? order.desc().nullsLast() : order.asc(),
    )
    .orderBy('f.code')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  return { total: Number(count), rows }
}

export async function formByCode(tx: ReadTx, code: string) {
  const row = await tx
    .selectFrom('catalog.form as f')
    .innerJoin('catalog.programme as p', 'p.id', 'f.programme_id')
    .select(['f.id', 'f.title', 'f.subject', 'f.frequency', 'f.code as form_code'])
    .select(['p.code', 'p.name', 'p.issuer', 'p.approval_number', 'p.valid_from', 'p.valid_until'])
    .select('p.owner_region')
    .where('f.code', '=', code)
    .executeTakeFirst()
  return row
    ? {
        id: row.id,
        code: row.form_code,
        title: row.title as Programme['name'],
        subject: row.subject,
        frequency: row.frequency,
        programme: { ...toProgramme(row), owner: row.owner_region },
      }
    : null
}

export const versionsOf = (tx: ReadTx, formId: number) =>
  tx
    .selectFrom('catalog.form_version as v')
    .leftJoin('identity.account as c', 'c.id', 'v.created_by')
    .select(['v.id', 'v.version_no', 'v.status', 'v.created_at', 'v.published_at', 'v.sha256'])
    .select('c.display_name')
    .where('v.form_id', '=', formId)
    .orderBy('v.version_no', 'desc')
    .execute()

export const versionRow = (tx: ReadTx, id: number) =>
  tx
    .selectFrom('catalog.form_version as v')
    .leftJoin('identity.account as c', 'c.id', 'v.created_by')
    .select(['v.id', 'v.version_no', 'v.status', 'v.created_at', 'v.published_at'])
    .select('c.display_name')
    .where('v.id', '=', id)
    .executeTakeFirstOrThrow()

export async function addForm(tx: WriteTx, programme: number, spec: FormSpec): Promise<number> {
  const row = await tx
    .insertInto('catalog.form')
    .values({
      programme_id: programme,
      code: spec.code,
      title: JSON.stringify(spec.title),
      pinyin: searchPinyin(spec.title['zh-CN']),
      subject: spec.subject,
      frequency: spec.frequency,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** The form's name and subject follow the version in force. */
export async function setFormHead(tx: WriteTx, formId: number, spec: FormSpec): Promise<void> {
  await tx
    .updateTable('catalog.form')
    .set({
      title: JSON.stringify(spec.title),
      pinyin: searchPinyin(spec.title['zh-CN']),
      subject: spec.subject,
    })
    .where('id', '=', formId)
    .execute()
}

/** Forms kept before their pinyin was. */
export async function giveFormsPinyin(tx: WriteTx): Promise<void> {
  const rows = await tx.selectFrom('catalog.form').select(['id', 'title']).where('pinyin', '=', '').execute()
  for (const row of rows) {
    const pinyin = searchPinyin((row.title as FormSpec['title'])['zh-CN'])
    await tx.updateTable('catalog.form').set({ pinyin }).where('id', '=', row.id).execute()
  }
}

/** Holds the form until the transaction ends, so that versions are made and published one after another. */
export const lockForm = (tx: WriteTx, formId: number) =>
  tx.selectFrom('catalog.form').select('id').where('id', '=', formId).forUpdate().executeTakeFirst()

export type DraftContent = Readonly<{
  spec: FormSpec
  source: string
  sha256: Buffer
  by: number | null
  at: Date
}>

const draftColumns = ({ spec, source, sha256, by, at }: DraftContent) => ({
  spec: JSON.stringify(spec),
  source,
  sha256,
  created_by: by,
  created_at: at,
})

export async function addDraft(
  tx: WriteTx,
  formId: number,
  versionNo: number,
  content: DraftContent,
): Promise<number> {
  const row = await tx
    .insertInto('catalog.form_version')
    .values({ form_id: formId, version_no: versionNo, status: 'draft', ...draftColumns(content) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function replaceDraft(tx: WriteTx, versionId: number, content: DraftContent): Promise<void> {
  await tx
    .updateTable('catalog.form_version')
    .set(draftColumns(content))
    .where('id', '=', versionId)
    .execute()
}

export async function setStatus(
  tx: WriteTx,
  ids: readonly number[],
  status: Status,
  publishedAt?: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('catalog.form_version')
    .set({ status, ...(publishedAt && { published_at: publishedAt }) })
    .where('id', 'in', ids)
    .execute()
}

export async function removeDraft(
  tx: WriteTx,
  version: Readonly<{ id: number; formId: number }>,
): Promise<void> {
  await tx.deleteFrom('catalog.form_version').where('id', '=', version.id).execute()
  await tx
    .deleteFrom('catalog.form as f')
    .where('f.id', '=', version.formId)
    .where(sql<boolean>`not exists (select from catalog.form_version v where v.form_id = f.id)`)
    .execute()
}
