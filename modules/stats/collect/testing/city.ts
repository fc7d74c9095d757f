/** A small city that collects: one form, units of two counties, their reporters, and the offices above them. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Explanations, FormValues } from '#engines/form/index.ts'
import type { Services } from '#kernel/services.ts'
import { importForm, publishForm, saveProgramme } from '#modules/stats/catalog/server/index.ts'
import { importUnits } from '#modules/stats/register/server/index.ts'
import { CITY, creditCode, HETANG, LUSONG, type Office, openOffice } from '#tests/support/office.ts'
import { addAccount } from '#tests/support/people.ts'
import type { Caller } from '#tests/support/server.ts'
import { issueCollection } from '../server/index.ts'

export { CITY, HETANG, LUSONG }

export const PERIOD = '2026-M10'
export const OPENS = new Date('2026-11-01T00:00:00+08:00')
export const CLOSES = new Date('2026-11-12T18:00:00+08:00')
export const COUNTY_BY = new Date('2026-11-15T18:00:00+08:00')
export const CITY_BY = new Date('2026-11-18T18:00:00+08:00')
export const DURING = new Date('2026-11-05T10:00:00+08:00')
export const AFTER = new Date('2026-11-13T10:00:00+08:00')

const COUNTY = [
  'collect.report.read',
  'collect.report.review',
  'collect.report.correct',
  'collect.progress.read',
]

export type City = Office &
  Readonly<{
    formVersionId: number
    collectionId: number
    /** Units 1, 2 … stand in 荷塘区, the last third in 芦淞区. */
    units: readonly number[]
    reporter(unitIndex: number): Promise<Caller>
    reporterAccount(unitIndex: number): Promise<number>
    county: Caller
    otherCounty: Caller
    city: Caller
    leader: Caller
    manager: Caller
    issue(period: string, dates?: Partial<Record<'opensAt' | 'closesAt', Date>>): Promise<number>
  }>

export async function openCity(
  options: Readonly<{ units?: number; yaml?: string; period?: string; databaseUrl?: string }> = {},
): Promise<City> {
  const office = await openOffice(DURING, { databaseUrl: options.databaseUrl })
  const count = options.units ?? 6
  const source = options.yaml ?? readFileSync(resolve(import.meta.dirname, 't100.yaml'), 'utf8')
  const formVersionId = await publish(office, source)
  const units = await office.system(context =>
    importUnits(
      context,
      Array.from({ length: count }, (_, index) => {
        const there = index < Math.ceil((count * 2) / 3) ? '430202001001' : '430203001001'
        return plainUnit(index + 1, `株洲电瓷${index + 1}厂`, there)
      }),
    ),
  )
  const issuer = await addAccount(office)
  const issue: City['issue'] = async (period, dates = {}) => {
    const reply = await office.system(
      async context =>
        issueCollection(
          { ...context, actor: { ...context.actor, accountId: issuer.id } },
          {
            formVersionId,
            period,
            regionEdition: await latestEdition(office.services),
            criterion: { aboveThreshold: true },
            opensAt: (dates.opensAt ?? OPENS).toISOString(),
            closesAt: (dates.closesAt ?? CLOSES).toISOString(),
            countyAcceptsBy: COUNTY_BY.toISOString(),
            cityAcceptsBy: CITY_BY.toISOString(),
          },
        ),
      ['collect.collection.manage'],
    )
    return reply.collectionId
  }
  const collectionId = await issue(options.period ?? PERIOD)
  const role = await reporterRole(office)
  const reporterAccount = async (index: number) => {
    const unitId = units[index] as number
    return (await addAccount(office, { unitId, grants: [{ role, unitId }] })).id
  }
  return {
    ...office,
    formVersionId,
    collectionId,
    units,
    issue,
    reporterAccount,
    reporter: async index => office.as(await reporterAccount(index)),
    county: await office.person(COUNTY, { regionCode: HETANG }),
    otherCounty: await office.person(COUNTY, { regionCode: LUSONG }),
    city: await office.person(COUNTY, { regionCode: CITY }),
    leader: await office.person(['collect.progress.read'], { regionCode: CITY }),
    manager: await office.person(['collect.collection.manage', 'collect.progress.read'], {
      regionCode: CITY,
    }),
  }
}

const PUBLISHING = ['catalog.form.design', 'catalog.form.publish']

export async function publish(office: Pick<Office, 'system'>, source: string): Promise<number> {
  return office.system(async context => {
    await saveProgramme(context, {
      code: 'test',
      name: { 'zh-CN': '测试制度', en: 'Test programme' },
      issuer: '国家统计局',
      approvalNumber: '国统制〔2026〕1号',
      validFrom: '2024-01',
      validUntil: '2027-12',
    })
    const { versionId, diagnostics } = await importForm(context, { source, programme: 'test' })
    const errors = diagnostics.filter(one => one.severity === 'error')
    if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 1))
    await publishForm(context, versionId)
    return versionId
  }, PUBLISHING)
}

/** A small factory that is owed whatever is owed above the threshold; another one for every number. */
export const plainUnit = (n: number, name: string, regionCode: string) => ({
  creditCode: creditCode(n),
  kind: 'legal' as const,
  name,
  regionCode,
  industryCode: '3071',
  registerType: '112',
  sizeClass: 'small' as const,
  aboveThreshold: true,
  attributes: {},
  validFrom: '2024-01-01',
})

/** The newest edition of the regions that is not made up. */
export async function latestEdition(services: Services): Promise<string> {
  const row = await services.database.db
    .selectFrom('org.region_edition')
    .select('edition')
    .where('demonstration', '=', false)
    .orderBy('valid_from', 'desc')
    .executeTakeFirstOrThrow()
  return row.edition
}

async function reporterRole(office: Office): Promise<string> {
  const code = `reporter-${randomUUID()}`
  const name = JSON.stringify({ 'zh-CN': '报表员', en: 'Reporter' })
  await office.services.database.db
    .insertInto('permission.role')
    .values({ code, name, permissions: ['collect.report.fill'] })
    .execute()
  return code
}

export type SubmitOptions = Readonly<{
  clientId?: string
  baseRevision?: number
  draftVersion?: number
  explanations?: Explanations
}>

export const submission = (values: FormValues | Record<string, unknown>, options: SubmitOptions = {}) => ({
  clientId: options.clientId ?? randomUUID(),
  baseRevision: options.baseRevision ?? 0,
  draftVersion: options.draftVersion ?? 0,
  values,
  explanations: options.explanations ?? {},
})

export const GOOD: FormValues = { cells: { M1: '100.00', M2: '1000.00' } }
