import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

const migration = readFileSync(
  resolve(import.meta.dirname, '../../../../db/migrations/20261128-20-catalog-programme-owner.sql'),
  'utf8',
)

describe('programmes made before they had an owner', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-11-21T02:00:00Z') })
  })
  afterAll(() => server.close())

  /** What the migration makes of a programme, undone afterwards. */
  const ownerAfter = async (before: string): Promise<unknown> => {
    let owner: unknown
    const undo = new Error('undo')
    const work = server.services.database.db.transaction().execute(async tx => {
      await sql.raw('alter table catalog.programme drop column owner_region').execute(tx)
      await sql
        .raw(
          `insert into catalog.programme (code, name, issuer, approval_number, valid_from, valid_until)
          values ('OLD', '{}', '国家统计局', '示例', '2024-01', '2027-12'); ${before}; ${migration}`,
        )
        .execute(tx)
      const found = await sql<{ owner_region: string }>`select owner_region from catalog.programme
        where code = 'OLD'`.execute(tx)
      owner = found.rows[0]?.owner_region
      throw undo
    })
    await expect(work).rejects.toBe(undo)
    return owner
  }

  it('should belong to the office at the head of the installation, else to all of it', async () => {
    const offices = `insert into org.organisation (parent_id, name, kind, region_code)
      values (null, '株洲市统计局', 'bureau', '430200000000');
      insert into org.organisation (parent_id, name, kind, region_code)
      select id, '荷塘区统计局', 'bureau', '430202000000' from org.organisation where name = '株洲市统计局'`
    expect(await ownerAfter(offices)).toBe('430200000000')
    expect(await ownerAfter('select 1')).toBe('000000000000')
  })
})
