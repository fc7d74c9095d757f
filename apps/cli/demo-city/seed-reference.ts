/** What has to stand before the first unit: regions in both editions, the industries, the offices, the forms. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { type FormProgram, type FormSpec, importForm, programOf } from '#engines/form/index.ts'
import type { Database } from '#kernel/db/tx.ts'
import { demonstrationAccounts, kernelSettings } from '#kernel/settings/settings.ts'
import { parseIndustryCsv } from '#modules/stats/register/industry-csv.ts'
import { searchPinyin } from '#modules/stats/register/server/search-text.ts'
import { copyRows } from './copy-rows.ts'
import { type Places, type Region, readCsv } from './places.ts'
import { OFFERED_ACCOUNTS } from './seed-people.ts'

const root = resolve(import.meta.dirname, '../../..')
const regionData = join(root, 'kernel/org/data')
const EDITION = '2023'
export const REGION_EDITION = EDITION

export async function seedRegions(client: ClientBase, places: Places): Promise<void> {
  const editions = readCsv<Record<string, string>>(join(regionData, 'region-editions.csv'))
  await copyRows(
    client,
    'org.region_edition',
    ['edition', 'name', 'name_en', 'valid_from', 'published', 'source', 'demonstration'],
    editions.map(e => [
      e.edition!,
      e.name!,
      e.name_en!,
      e.as_of!,
      e.published || null,
      e.source!,
      e.demonstration === 'true',
    ]),
  )
  const earlier = readCsv<Region>(join(regionData, 'regions-430200-2017-demo.csv'))
  const rows = (edition: string, regions: readonly Region[]) =>
    regions.map(r => [
      edition,
      r.code,
      r.name,
      r.level,
      r.parent || null,
      r.urban_rural || null,
      searchPinyin(r.name),
    ])
  await copyRows(
    client,
    'org.region',
    ['edition', 'code', 'name', 'level', 'parent_code', 'urban_rural', 'pinyin'],
    [...rows('2017-demo', earlier), ...rows(EDITION, places.regions)],
  )
  const links = readCsv<Record<string, string>>(join(regionData, 'region-links-430200.csv'))
  const columns = ['edition_from', 'edition_to', 'from_code', 'to_code', 'kind']
  await copyRows(
    client,
    'org.region_link',
    columns,
    links.map(link => columns.map(column => link[column]!)),
  )
}

export async function seedIndustries(client: ClientBase): Promise<void> {
  const file = join(root, 'modules/stats/register/data/industry-gbt4754-2017.csv')
  const { rows } = parseIndustryCsv(readFileSync(file, 'utf8'))
  await client.query('delete from register.industry')
  await copyRows(
    client,
    'register.industry',
    ['code', 'name', 'level', 'parent_code'],
    rows.map(row => [row.code, row.name, row.level, row.parent]),
  )
}

/** The city's bureau, one for each county, and a statistics station for each township. Ids by region code. */
export async function seedOrganisations(db: Database, places: Places): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  for (const [level, suffix, kind] of [
    ['city', '统计局（演示）', 'bureau'],
    ['county', '统计局（演示）', 'bureau'],
    ['township', '统计站（演示）', 'government'],
  ] as const) {
    const regions = places.regions.filter(region => region.level === level)
    const made = await db
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

/** Every page says that the data is generated, and the printed accounts work without a second factor. */
export async function seedSettings(db: Database): Promise<void> {
  const rows = [
    [kernelSettings.demonstration.key, true],
    [kernelSettings.secondFactorRequired.key, false],
    [demonstrationAccounts.key, OFFERED_ACCOUNTS],
  ] as const
  await db
    .insertInto('settings.setting')
    .values(rows.map(([key, value]) => ({ key, value: JSON.stringify(value) })))
    .onConflict(conflict => conflict.column('key').doNothing())
    .execute()
}

export type SeededForm = Readonly<{ spec: FormSpec; versionId: number; program: FormProgram | null }>

/** Every form of the catalogue, published; those that the city reports are also made ready to check returns. */
export async function seedForms(
  db: Database,
  now: Date,
  reported: readonly string[],
): Promise<ReadonlyMap<string, SeededForm>> {
  const folder = join(root, 'modules/stats/catalog/forms')
  const programme = await db
    .insertInto('catalog.programme')
    .values({
      code: 'demo',
      name: JSON.stringify({
        'zh-CN': '一套表统计调查制度（演示）',
        en: 'Integrated survey programme (demonstration)',
      }),
      issuer: '国家统计局',
      approval_number: '示例',
      valid_from: '2024-01',
      valid_until: '2027-01',
    })
    .onConflict(conflict => conflict.column('code').doUpdateSet({ issuer: '国家统计局' }))
    .returning('id')
    .executeTakeFirstOrThrow()
  const sources = readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(file => ({ file, source: readFileSync(join(folder, file), 'utf8') }))
  // Rules may name other forms: their layouts are read first.
  const layouts = sources.flatMap(({ source }) => importForm(source).spec ?? [])
  const forms = new Map<string, SeededForm>()
  for (const { file, source } of sources) {
    const code = file.replace(/\.yaml$/, '')
    const { spec, diagnostics } = importForm(source, { forms: layouts.filter(other => other.code !== code) })
    const errors = diagnostics.filter(d => d.severity === 'error')
    if (!spec || errors.length > 0) throw new Error(`${file}: ${errors.map(e => e.code).join(' ')}`)
    const versionId = await publishedVersion(db, programme.id, spec, source, now)
    const program = reported.includes(spec.code) ? programOf(spec) : null
    forms.set(spec.code, { spec, versionId, program })
  }
  return forms
}

/** The form's published version, written where the catalogue does not have it yet. */
async function publishedVersion(
  db: Database,
  programmeId: number,
  spec: FormSpec,
  source: string,
  now: Date,
): Promise<number> {
  const existing = await db
    .selectFrom('catalog.form_version as v')
    .innerJoin('catalog.form as f', 'f.id', 'v.form_id')
    .where('f.code', '=', spec.code)
    .where('v.status', '=', 'published')
    .orderBy('v.version_no', 'desc')
    .select('v.id')
    .executeTakeFirst()
  if (existing) return existing.id
  const form = await db
    .insertInto('catalog.form')
    .values({
      programme_id: programmeId,
      code: spec.code,
      title: JSON.stringify(spec.title),
      subject: spec.subject,
      frequency: spec.frequency,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const version = await db
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
  return version.id
}
