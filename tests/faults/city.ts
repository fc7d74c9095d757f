/** A small city put into an empty installation: every unit alone in its village, so that a tabulation tells them apart. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ensureRoles } from '#apps/server/roles.ts'
import type { OpenServices } from '#apps/server/services.ts'
import { kernelSettings } from '#kernel/settings/settings.ts'
import { issueCollection } from '#modules/stats/collect/server/index.ts'
import { publish } from '#modules/stats/collect/testing/city.ts'
import { importUnits } from '#modules/stats/register/server/index.ts'
import { bringReferenceData, creditCode, systemOf } from '#modules/stats/register/testing/office.ts'
import { CITY } from '#tests/support/office.ts'
import { addAccount } from '#tests/support/people.ts'

const DAY = 86_400_000

export type City = Readonly<{
  formVersionId: number
  edition: string
  /** In the order of the reporters' names. */
  units: readonly number[]
  reporters: readonly string[]
  collections: readonly Readonly<{ collectionId: number; period: string }>[]
  closesAt: Date
  statistician: string
  villages: readonly string[]
}>

export async function foundCity(services: OpenServices, size: number): Promise<City> {
  const { db } = services.database
  await ensureRoles(db)
  await bringReferenceData(services)
  await db
    .insertInto('settings.setting')
    .values({ key: kernelSettings.secondFactorRequired.key, value: 'false' })
    .execute()
  const { edition, villages } = await readVillages(services, size)
  const system = systemOf(services)
  const year = services.clock().getFullYear()
  const units = await system(context =>
    importUnits(
      context,
      villages.map((regionCode, index) => ({
        creditCode: creditCode(index + 1),
        kind: 'legal' as const,
        name: `株洲电瓷${index + 1}厂`,
        regionCode,
        industryCode: '3071',
        registerType: '112',
        sizeClass: 'small' as const,
        aboveThreshold: true,
        attributes: {},
        validFrom: `${year - 2}-01-01`,
      })),
    ),
  )
  const formVersionId = await publish({ system }, formSource(year))
  const statistician = await addAccount(
    { services },
    {
      name: 'statistician',
      grants: [{ role: 'city-statistician', regionCode: CITY }],
    },
  )
  const closesAt = new Date(services.clock().getTime() + 10 * DAY)
  const collections = []
  // Every other month: none is another's previous period, so that no rule asks for an explanation.
  for (const month of ['01', '03', '05', '07']) {
    const period = `${year - 1}-M${month}`
    const { collectionId } = await system(
      context =>
        issueCollection(
          { ...context, actor: { ...context.actor, accountId: statistician.id } },
          {
            formVersionId,
            period,
            regionEdition: edition,
            criterion: { aboveThreshold: true },
            opensAt: new Date(services.clock().getTime() - DAY).toISOString(),
            closesAt: closesAt.toISOString(),
          },
        ),
      ['collect.collection.manage'],
    )
    collections.push({ collectionId, period })
  }
  const reporters = units.map((_, index) => `reporter${index + 1}`)
  for (const [index, unitId] of units.entries())
    await addAccount({ services }, { name: reporters[index], unitId, grants: [{ role: 'reporter', unitId }] })
  return {
    formVersionId,
    edition,
    units,
    reporters,
    collections,
    closesAt,
    villages,
    statistician: 'statistician',
  }
}

/** The tests' form, in force whenever the harness runs. */
const formSource = (year: number): string =>
  readFileSync(resolve(import.meta.dirname, '../../modules/stats/collect/testing/t100.yaml'), 'utf8').replace(
    /validUntil: .*/,
    `validUntil: ${year + 1}-12`,
  )

async function readVillages({ database }: OpenServices, size: number) {
  const { edition } = await database.db
    .selectFrom('org.region_edition')
    .select('edition')
    .where('demonstration', '=', false)
    .orderBy('valid_from', 'desc')
    .executeTakeFirstOrThrow()
  const rows = await database.db
    .selectFrom('org.region')
    .select('code')
    .where('edition', '=', edition)
    .where('level', '=', 'village')
    .orderBy('code')
    .limit(size)
    .execute()
  return { edition, villages: rows.map(row => row.code) }
}
