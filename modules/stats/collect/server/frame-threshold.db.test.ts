import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '#kernel/db/migrate.ts'
import { type EarlierDatabase, openEarlierDatabase } from '#tests/support/earlier-database.ts'

const MIGRATION = '20261128-70-collect-frame-threshold.sql'

describe('frames frozen before they kept what was above the threshold', () => {
  let database: EarlierDatabase
  let client: pg.Client

  beforeAll(async () => {
    // Only units, their dated states and what was issued matter here.
    database = await openEarlierDatabase()
    client = database.client
  })
  afterAll(() => database.drop())
  beforeEach(() => client.query('truncate collect.collection, register.unit cascade'))

  const unit = async (
    id: number,
    kind: string,
    states: readonly (readonly [from: string, above: boolean])[],
  ) => {
    await client.query(
      `insert into register.unit (unit_id, name, kind, region_code, valid_from)
       values ($1, '单位', $2, '430202001001', '2020-01-01')`,
      [id, kind],
    )
    for (const [from, above] of states)
      await client.query(
        `insert into register.unit_attribute (unit_id, valid_from, name, region_code, above_threshold)
         values ($1, $2, '单位', '430202001001', $3)`,
        [id, from, above],
      )
  }
  const owed = async (
    period: string,
    issuedAt: string,
    units: readonly (readonly [id: number, kind: string | null])[],
  ) => {
    const { rows } = await client.query(
      `insert into collect.collection
        (form_version_id, form_code, period, region_edition, criterion, opens_at, closes_at, issued_at)
        values (1, '1', $1, '2023', '{}', '2026-01-01', '2026-02-01', $2) returning id`,
      [period, issuedAt],
    )
    for (const [id, kind] of units)
      await client.query(
        `insert into collect.report (unit_id, collection_id, subject, region_code, unit_name, unit_kind)
         values ($1, $2, '工业', '430202001001', '单位', $3)`,
        [id, rows[0].id, kind],
      )
  }
  const upgraded = async () => {
    await client.query('alter table collect.report drop column above_threshold')
    await client.query('delete from public.migration where name = $1', [MIGRATION])
    expect((await migrate(database.url)).applied).toEqual([MIGRATION])
    const { rows } = await client.query(
      `select c.period, r.unit_id, r.above_threshold, r.unit_kind
       from collect.report r join collect.collection c on c.id = r.collection_id order by 1, 2`,
    )
    return rows.map(row => [row.period, row.unit_id, row.above_threshold, row.unit_kind])
  }

  it('should get what the register says of the day of the frame, in the middle of the period that of issue', async () => {
    await unit(1, 'legal', [
      ['2020-01-01', false],
      ['2026-10-15', true],
      ['2026-11-10', false],
    ])
    await owed('2026-M09', '2026-11-20T01:00:00Z', [[1, 'legal']])
    await owed('2026-M10', '2026-11-20T01:00:00Z', [[1, 'legal']])
    await owed('2026-M11', '2026-11-08T01:00:00Z', [[1, 'legal']])
    await owed('2026-Q4', '2026-11-20T01:00:00Z', [[1, 'legal']])
    expect(await upgraded()).toEqual([
      ['2026-M09', 1, false, 'legal'],
      ['2026-M10', 1, true, 'legal'],
      ['2026-M11', 1, true, 'legal'],
      ['2026-Q4', 1, false, 'legal'],
    ])
  })

  it('should get the kind of the unit where it was left out, and stay open where the register knows no state', async () => {
    await unit(1, 'village', [['2020-01-01', true]])
    await unit(2, 'legal', [['2026-12-01', true]])
    await owed('2026-M10', '2026-11-20T01:00:00Z', [
      [1, null],
      [2, 'legal'],
    ])
    expect(await upgraded()).toEqual([
      ['2026-M10', 1, true, 'village'],
      ['2026-M10', 2, null, 'legal'],
    ])
  })
})
