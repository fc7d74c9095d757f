import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '#kernel/db/migrate.ts'
import { type EarlierDatabase, openEarlierDatabase } from '#tests/support/earlier-database.ts'

const MIGRATION = '20261129-50-collect-acceptance-authority.sql'

describe('bulk acceptances begun before they kept the states that were asked for', () => {
  let database: EarlierDatabase
  let client: pg.Client

  beforeAll(async () => {
    // Only the tasks and their reports matter here.
    database = await openEarlierDatabase()
    client = database.client
  })
  afterAll(() => database.drop())

  it('should go on with the reports as they stand, and of those that ended know only what was left aside', async () => {
    await client.query(`alter table collect.acceptance_report drop column state;
      alter table collect.acceptance drop column code, drop column message`)
    await client.query(`delete from public.migration where name = $1`, [MIGRATION])
    await client.query(`insert into collect.acceptance (id, collection_id, state, total, created_by)
      overriding system value values (1, 1, 'running', 2, 1), (2, 1, 'done', 2, 1)`)
    await client.query(`insert into collect.report (unit_id, collection_id, state, subject, region_code, unit_name)
      values (1, 1, 'submitted', 'industry', '430202001001', '甲'), (2, 1, 'accepted:county', 'industry', '430202001001', '乙')`)
    await client.query(`insert into collect.acceptance_report (acceptance_id, unit_id, revision_no, code, message)
      values (1, 1, 1, null, null), (1, 2, 1, null, null), (2, 1, 1, null, null), (2, 2, 1, 'COLLECT_FATAL_OPEN', '{}')`)
    const { applied } = await migrate(database.url)
    expect(applied).toEqual([MIGRATION])
    const { rows } = await client.query(
      'select acceptance_id, unit_id, state from collect.acceptance_report order by 1, 2',
    )
    expect(rows).toEqual([
      { acceptance_id: 1, unit_id: 1, state: 'submitted' },
      { acceptance_id: 1, unit_id: 2, state: 'accepted:county' },
      { acceptance_id: 2, unit_id: 2, state: 'accepted:county' },
    ])
  })
})
