/** What has to stand before the first unit, besides the regions: the industries, the offices, the forms. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type FormProgram, type FormSpec, importForm, programOf } from '#engines/form/index.ts'
import { copyInto } from '#kernel/db/copy.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import { searchPinyin } from '#kernel/search-pinyin.ts'
import { demonstrationAccounts, kernelSettings } from '#kernel/settings/settings.ts'
import { parseIndustryCsv } from '#modules/stats/register/industry-csv.ts'
import type { Places } from './places.ts'
import { CITY_REGION, OFFERED_ACCOUNTS } from './seed-people.ts'
import { demonstrationSource, demonstrationUntil } from './validity.ts'

const root = resolve(import.meta.dirname, '../../..')
export const REGION_EDITION = '2023'

export async function seedIndustries(tx: WriteTx): Promise<number> {
  const file = join(root, 'modules/stats/register/data/industry-gbt4754-2017.csv')
  const { rows } = parseIndustryCsv(readFileSync(file, 'utf8'))
  await tx.deleteFrom('register.industry').execute()
  return copyInto(
    tx,
    'register.industry',
    rows.map(({ code, name, level, parent }) => ({ code, name, level, parent_code: parent })),
  )
}

/** The city's bureau, one for each county, and a statistics station for each township. Ids by region code. */
export async function seedOrganisations(tx: WriteTx, places: Places): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  for (const [level, suffix, kind] of [
    ['city', '统计局（演示）', 'bureau'],
    ['county', '统计局（演示）', 'bureau'],
    ['township', '统计站（演示）', 'government'],
  ] as const) {
    const regions = places.regions.filter(region => region.level === level)
    const made = await tx
      .insertInto('org.organisation')
      .values(
        regions.map(region => ({
          parent_id: ids.get(region.parent) ?? null,
          name: `${region.name}${suffix}`,
          kind,
          region_code: region.code,
        })),
      )
      .returning(['id', 'region_code'])
      .execute()
    for (const row of made) ids.set(row.region_code, row.id)
  }
  return ids
}

/** How many were written. Every page says that the data is generated, and the printed accounts work without a second factor. */
export async function seedSettings(tx: WriteTx): Promise<number> {
  const rows = [
    [kernelSettings.demonstration.key, true],
    [kernelSettings.secondFactorRequired.key, false],
    [demonstrationAccounts.key, OFFERED_ACCOUNTS],
  ] as const
  const written = await tx
    .insertInto('settings.setting')
    .values(rows.map(([key, value]) => ({ key, value: JSON.stringify(value) })))
    .onConflict(conflict => conflict.column('key').doNothing())
    .returning('key')
    .execute()
  return written.length
}

/** `written`: not one that the catalogue had already. */
export type SeededForm = Readonly<{
  spec: FormSpec
  versionId: number
  written: boolean
  program: FormProgram | null
}>

/** Every form of the catalogue, published; those that the city reports are also made ready to check returns. */
export async function seedForms(
  tx: WriteTx,
  now: Date,
  reported: readonly string[],
): Promise<ReadonlyMap<string, SeededForm>> {
  const folder = join(root, 'modules/stats/catalog/forms')
  const programme = await tx
    .insertInto('catalog.programme')
    .values({
      code: 'demo',
      owner_region: CITY_REGION,
      name: JSON.stringify({
        'zh-CN': '一套表统计调查制度（演示）',
        en: 'Integrated survey programme (demonstration)',
      }),
      issuer: '国家统计局',
      approval_number: '示例',
      valid_from: '2024-01',
      valid_until: demonstrationUntil(now),
    })
    .onConflict(conflict => conflict.column('code').doUpdateSet({ issuer: '国家统计局' }))
    .returning('id')
    .executeTakeFirstOrThrow()
  const sources = readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(file => ({ file, source: demonstrationSource(readFileSync(join(folder, file), 'utf8'), now) }))
  // Rules may name other forms: their layouts are read first.
  const layouts = sources.flatMap(({ source }) => importForm(source).spec ?? [])
  const forms = new Map<string, SeededForm>()
  for (const { file, source } of sources) {
    const code = file.replace(/\.yaml$/, '')
    const { spec, diagnostics } = importForm(source, { forms: layouts.filter(other => other.code !== code) })
    const errors = diagnostics.filter(d => d.severity === 'error')
    if (!spec || errors.length > 0) throw new Error(`${file}: ${errors.map(e => e.code).join(' ')}`)
    const version = await publishedVersion(tx, programme.id, spec, source, now)
    const program = reported.includes(spec.code) ? programOf(spec) : null
    forms.set(spec.code, { spec, ...version, program })
  }
  return forms
}

/** The form's published version, written where the catalogue does not have it yet. */
async function publishedVersion(
  tx: WriteTx,
  programmeId: number,
  spec: FormSpec,
  source: string,
  now: Date,
): Promise<Pick<SeededForm, 'versionId' | 'written'>> {
  const existing = await tx
    .selectFrom('catalog.form_version as v')
    .innerJoin('catalog.form as f', 'f.id', 'v.form_id')
    .where('f.code', '=', spec.code)
    .where('v.status', '=', 'published')
    .orderBy('v.version_no', 'desc')
    .select('v.id')
    .executeTakeFirst()
  if (existing) return { versionId: existing.id, written: false }
  const form = await tx
    .insertInto('catalog.form')
    .values({
      programme_id: programmeId,
      code: spec.code,
      title: JSON.stringify(spec.title),
      pinyin: searchPinyin(spec.title['zh-CN']),
      subject: spec.subject,
      frequency: spec.frequency,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const version = await tx
    .insertInto('catalog.form_version')
    .values({
      form_id: form.id,
      version_no: 1,
      status: 'published',
      spec: JSON.stringify(spec),
      source,
      sha256: createHash('sha256').update(source).digest(),
      created_at: now,
      published_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { versionId: version.id, written: true }
}
