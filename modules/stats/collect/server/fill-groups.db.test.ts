import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseContext } from '#kernel/context.ts'
import type { Problem } from '#kernel/contract/index.ts'
import { type City, DURING, GOOD, openCity } from '../testing/city.ts'
import { listenTo } from '../testing/live-notices.ts'
import { createDraftGroup } from './fill-groups.ts'
import { createFormPrograms, createSubmissionGroup, type SubmissionItem } from './index.ts'
import type { DraftItem } from './save-draft.ts'

const UNITS = 60

describe('a group of submissions', () => {
  let city: City
  let accounts: readonly number[]

  beforeAll(async () => {
    city = await openCity({ units: UNITS })
    accounts = await Promise.all(city.units.map((_, index) => city.reporterAccount(index)))
  })
  afterAll(() => city.close())

  const baseOf = (index: number, unitId = city.units[index] as number): BaseContext => ({
    actor: {
      accountId: accounts[index] as number,
      name: `报表员${index}`,
      kind: 'enterprise',
      unitId,
      organisationId: null,
      sessionId: null,
      locale: 'zh-CN',
      permissions: new Map(),
    },
    now: DURING,
    log: city.services.log,
    requestId: `request-${index}`,
    reach: () => ({ everything: false, nodes: [{ unitId, subjects: null }] }),
  })
  const item = (
    index: number,
    values: unknown,
    more: Partial<SubmissionItem['submission']> = {},
  ): SubmissionItem => ({
    base: baseOf(index),
    report: { unitId: city.units[index] as number, collectionId: city.collectionId },
    submission: {
      clientId: randomUUID(),
      baseRevision: 0,
      draftVersion: 0,
      values,
      explanations: {},
      ...more,
    },
  })
  const group = () => createSubmissionGroup(city.services.database.byKey, createFormPrograms())

  it('should take the good and refuse the bad of fifty in one commit, each with its own answer', async () => {
    const foreign = { ...item(45, GOOD), base: baseOf(44) }
    const same = item(46, GOOD)
    const items = [
      ...Array.from({ length: 45 }, (_, index) =>
        index % 3 === 1 ? item(index, { cells: { M1: '9', M2: '1' } }) : item(index, GOOD),
      ),
      foreign,
      same,
      item(46, { cells: { M1: '3', M2: '4' } }),
      { ...same },
      item(47, { cells: { M1: 'x' } }),
    ]
    const taking = group()
    const outcomes = await Promise.all(items.map(one => taking(one)))
    const codes = outcomes.map(outcome =>
      'receipt' in outcome ? 'ok' : (outcome.problem as Problem).type.code,
    )
    expect(codes.slice(0, 45)).toEqual(
      Array.from({ length: 45 }, (_, index) => (index % 3 === 1 ? 'COLLECT_FATAL_FINDINGS' : 'ok')),
    )
    expect(codes.slice(45)).toEqual([
      'NOT_FOUND',
      'ok',
      'COLLECT_REVISION_CONFLICT',
      'ok',
      'COLLECT_VALUES_REJECTED',
    ])
    const { db } = city.services.database
    const stored = await sql<{ revisions: number; transactions: number; events: number }>`
      select count(*)::int as revisions, count(distinct v.xmin::text)::int as transactions,
        (select count(*)::int from collect.event where kind = 'submitted') as events
      from collect.revision v`.execute(db)
    expect(stored.rows[0]).toEqual({ revisions: 31, transactions: 1, events: 31 })
    const audited = await sql<{ n: number }>`select count(*)::int as n from audit.event
      where action = 'collect.report.submit'`.execute(db)
    expect(audited.rows[0]?.n).toBe(31)
    const receipts = outcomes.flatMap(outcome => ('receipt' in outcome ? [outcome.receipt] : []))
    expect(receipts.filter(receipt => receipt.repeated)).toHaveLength(1)
  })

  it('should tell open screens once of all units of a place', async () => {
    const screens = await listenTo(city, 'collect.report')
    const taking = group()
    await Promise.all([item(55, GOOD), item(56, GOOD)].map(one => taking(one)))
    const told = await screens.told()
    await screens.end()
    expect(told).toEqual([
      {
        topic: 'collect.report',
        regionCode: '430203001001',
        unitIds: expect.toSatisfy((ids: number[]) => [55, 56].every(at => ids.includes(city.units[at]!))),
        detail: { collectionId: city.collectionId },
      },
    ])
  })

  it('should refuse only the item that the database refuses', async () => {
    const broken = item(50, GOOD)
    const stranger = {
      ...broken,
      base: { ...broken.base, actor: { ...broken.base.actor, accountId: 999_999 } },
    }
    const taking = group()
    const outcomes = await Promise.allSettled(
      [item(51, GOOD), stranger, item(52, GOOD)].map(one => taking(one)),
    )
    expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('should not wait for ever when two groups want the same reports in opposite order', async () => {
    const [one, two] = [group(), group()]
    const indexes = [53, 54, 55, 56, 57]
    const forward = indexes.map(index => one(item(index, GOOD)))
    const backward = indexes.toReversed().map(index => two(item(index, GOOD)))
    const outcomes = await Promise.all([...forward, ...backward])
    expect(outcomes.every(outcome => 'receipt' in outcome)).toBe(true)
  })

  it('should keep many drafts in one commit, and none over another', async () => {
    const keeping = createDraftGroup(city.services.database.byKey, createFormPrograms())
    const draft = (index: number, more: Partial<DraftItem['draft']> = {}): DraftItem => {
      const { base, report } = item(index, GOOD)
      return { base, report, draft: { version: 0, baseRevision: 0, values: GOOD, explanations: {}, ...more } }
    }
    const foreign = { ...draft(31), base: baseOf(30) }
    const items = [
      draft(58),
      draft(58, { values: { cells: { M1: '7' } } }),
      draft(59),
      draft(59, { version: 1, values: { cells: { M1: '8' } } }),
      draft(49, { values: { cells: { M1: 'x' } } }),
      draft(48, { version: 3 }),
      foreign,
    ]
    const outcomes = await Promise.all(items.map(keeping))
    expect(
      outcomes.map(outcome => ('saved' in outcome ? outcome.saved.version : outcome.problem.type.code)),
    ).toEqual([
      1,
      'COLLECT_DRAFT_CONFLICT',
      1,
      2,
      'COLLECT_VALUES_REJECTED',
      'COLLECT_DRAFT_CONFLICT',
      'NOT_FOUND',
    ])
    const stored = await sql<{
      unit: number
      version: number
      m1: string
      transaction: string
      state: string
    }>`
      select d.unit_id as unit, d.version, d.values -> 'cells' ->> 'M1' as m1, d.xmin::text as transaction, r.state
      from collect.draft d join collect.report r using (unit_id, collection_id) order by 1`.execute(
      city.services.database.db,
    )
    expect(stored.rows).toMatchObject([
      { unit: city.units[58], version: 1, state: 'draft' },
      { unit: city.units[59], version: 2, m1: '8.00', state: 'draft' },
    ])
    expect(new Set(stored.rows.map(row => row.transaction)).size).toBe(1)
    // Nobody has submitted these three; no account has the number of the second.
    const actor = { ...baseOf(7).actor, accountId: 2 ** 40 }
    const unstorable = { ...draft(7), base: { ...baseOf(7), actor } }
    const settled = await Promise.allSettled([draft(4), unstorable, draft(10)].map(keeping))
    expect(settled).toMatchObject([
      { status: 'fulfilled', value: { saved: { version: 1 } } },
      { status: 'rejected' },
      { status: 'fulfilled', value: { saved: { version: 1 } } },
    ])
  })
})
