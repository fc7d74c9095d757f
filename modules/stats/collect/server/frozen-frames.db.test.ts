import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '#kernel/db/migrate.ts'
import { frameDay } from '#modules/stats/register/server/index.ts'
import { type EarlierDatabase, openEarlierDatabase } from '#tests/support/earlier-database.ts'

const MIGRATION = '20261128-01-register-frozen-frames.sql'
const ENDED = [
  ...['2025', '2025-S1', '2025-S2', '2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2024-M02', '2025-M02'],
  ...[
    '2025-M09',
    '2025-M12',
    '2025-M09-T1',
    '2025-M09-T2',
    '2024-M02-T3',
    '2025-W01',
    '2020-W53',
    '2025-08-05',
  ],
]

describe('frames in use before frozen ones were kept', () => {
  let database: EarlierDatabase
  let client: pg.Client

  beforeAll(async () => {
    // Only periods and days of issue matter here; no forms are made for them.
    database = await openEarlierDatabase()
    client = database.client
  })
  afterAll(() => database.drop())

  /** The days that stand once a database with these collections, and these days already, has been upgraded. */
  async function upgraded(
    collections: readonly (readonly [period: string, issuedAt: Date])[],
    already: readonly string[] = [],
  ): Promise<readonly string[]> {
    await client.query('truncate collect.collection, register.frozen_frame cascade')
    await client.query('delete from public.migration where name = $1', [MIGRATION])
    for (const [index, [period, issuedAt]] of collections.entries())
      await client.query(
        `insert into collect.collection
          (form_version_id, form_code, period, region_edition, criterion, opens_at, closes_at, issued_at)
          values ($1::integer, $1::integer::text, $2, '2023', '{}', '2026-01-01', '2026-02-01', $3)`,
        [index, period, issuedAt],
      )
    for (const day of already)
      await client.query('insert into register.frozen_frame values ($1, now())', [day])
    expect((await migrate(database.url)).applied).toEqual([MIGRATION])
    const { rows } = await client.query<{ day: string }>(
      'select day::text from register.frozen_frame order by 1',
    )
    return rows.map(row => row.day)
  }

  it.each(ENDED)('should be frozen at the end of %s when that was over, as issuing does', async period => {
    const issuedAt = new Date('2026-01-15T01:00:00Z')
    expect(await upgraded([[period, issuedAt]])).toEqual([frameDay(period, issuedAt)])
  })

  it('should be frozen on the day of issue, in Shanghai, while the period lasts', async () => {
    expect(await upgraded([['2026-M11', new Date('2026-11-19T16:30:00Z')]])).toEqual(['2026-11-20'])
  })

  it('should be frozen once a day, and where a day is frozen already left as it is', async () => {
    const issuedAt = new Date('2026-11-05T01:00:00Z')
    const days = ['2026-M10', '2026-M10-T3', '2026-Q3'].map(period => [period, issuedAt] as const)
    expect(await upgraded(days, ['2026-09-30'])).toEqual(['2026-09-30', '2026-10-31'])
    expect(await upgraded([])).toEqual([])
  })
})
