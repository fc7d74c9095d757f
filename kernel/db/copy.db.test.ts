import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { type CopyRow, copyInto } from './copy.ts'
import { type DatabaseHandle, openDatabase } from './pool.ts'
import { unscoped, type WriteTx, writeTransaction } from './tx.ts'

let database: Awaited<ReturnType<typeof cloneDatabase>>
let handle: DatabaseHandle
beforeAll(async () => {
  database = await cloneDatabase()
  handle = openDatabase(database.url, { max: 2 })
})
afterAll(async () => {
  await handle.close()
  await database.drop()
})

const undone = new Error('undone')
const inUndoneWrite = async (work: (tx: WriteTx) => Promise<void>): Promise<void> => {
  const writing = writeTransaction(handle.db, async tx => {
    await work(tx)
    throw undone
  })
  await expect(writing).rejects.toBe(undone)
}

/** Anything PostgreSQL can hold as text: no NUL, no half of a surrogate pair. */
const text = fc.string({ unit: 'binary', maxLength: 40 }).map(one => one.replaceAll('\0', ''))
const tricky = fc.oneof(
  text,
  fc.constantFrom('\\N', '\\.', '\\', '\t\n\r\\t', '', 'null', '{"a","b"}', '㐀𠮷株洲'),
)

const event = fc.record({
  unit_id: fc.integer({ min: 1, max: 2_147_483_647 }),
  kind: tricky,
  at: fc.date({ min: new Date('1992-01-01Z'), max: new Date('9999-01-01Z'), noInvalidDate: true }),
  note: fc.option(tricky, { nil: null }),
  cells: fc.array(tricky, { maxLength: 4 }),
})

describe('a bulk copy', () => {
  it('should bring every text, moment and list back as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async sent => {
        await inUndoneWrite(async tx => {
          await sql`set local session_replication_role = replica`.execute(tx)
          const rows = sent.map((row, index) => ({ ...row, collection_id: index }))
          expect(await copyInto(tx, 'collect.event', rows)).toBe(sent.length)
          const columns = ['unit_id', 'kind', 'at', 'note', 'cells', 'collection_id'] as const
          const found = unscoped(tx, 'a test')
            .selectFrom('collect.event')
            .select(columns)
            .orderBy('collection_id')
          expect(await found.execute()).toEqual(rows)
        })
      }),
      { numRuns: 100 },
    )
  })

  it('should bring JSON, bytes, booleans and long numbers back as they were sent', async () => {
    const json = fc
      .jsonValue({ stringUnit: 'grapheme' })
      .filter(value => !JSON.stringify(value).includes('\\u0000'))
    const bytes = fc.uint8Array({ maxLength: 40 }).map(one => Buffer.from(one))
    const made = fc.record({ value: json, bytes, size: fc.maxSafeNat(), flag: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(made, async ({ value, bytes: sha256, size, flag }) => {
        await inUndoneWrite(async tx => {
          await copyInto(tx, 'settings.setting', [
            { key: 'try', value: JSON.stringify(value), changed_by: null },
          ])
          await copyInto(tx, 'files.file', [
            { sha256, name: 'a', media_type: 'b', bytes: size, created_by: null },
          ])
          await copyInto(tx, 'org.region_edition', [
            { edition: '2099', name: 'x', valid_from: '2099-12-31', demonstration: flag },
          ])
          const setting = await tx
            .selectFrom('settings.setting')
            .select('value')
            .where('key', '=', 'try')
            .execute()
          // PostgreSQL keeps no minus before a zero.
          expect(setting).toEqual([
            { value: JSON.parse(JSON.stringify(value), (_, one) => (one === 0 ? 0 : one)) },
          ])
          expect(await tx.selectFrom('files.file').select(['sha256', 'bytes']).execute()).toEqual([
            { sha256, bytes: size },
          ])
          const edition = tx.selectFrom('org.region_edition').select(['valid_from', 'demonstration'])
          expect(await edition.execute()).toEqual([{ valid_from: '2099-12-31', demonstration: flag }])
        })
      }),
      { numRuns: 60 },
    )
  })

  const edition = (name: string): CopyRow<'org.region_edition'> => ({
    edition: '2099',
    name,
    valid_from: '2099-01-01',
  })
  const editions = () => handle.db.selectFrom('org.region_edition').select('edition').execute()

  it('should take more rows than a statement takes parameters, in the transaction that is given', async () => {
    const rows = Array.from({ length: 70_000 }, (_, id) => ({ source: 'try', key: JSON.stringify({ id }) }))
    await inUndoneWrite(async tx => {
      expect(await copyInto(tx, 'analytics.change', rows)).toBe(70_000)
      const { n } = await tx
        .selectFrom('analytics.change')
        .select(sql<number>`count(*)::int`.as('n'))
        .executeTakeFirstOrThrow()
      expect(n).toBe(70_000)
    })
    expect(await handle.db.selectFrom('analytics.change').select('source').execute()).toEqual([])
    expect(await writeTransaction(handle.db, tx => copyInto(tx, 'analytics.change', []))).toBe(0)
  })

  it('should say which constraint a row violates, write nothing and leave the connection in order', async () => {
    const twice = [edition('a'), edition('b')]
    const writing = writeTransaction(handle.db, tx => copyInto(tx, 'org.region_edition', twice))
    await expect(writing).rejects.toMatchObject({ constraint: 'region_edition_pkey' })
    expect(await editions()).toEqual([])
  })

  it('should write nothing when the rows fail while they are read', async () => {
    function* broken(): Generator<CopyRow<'org.region_edition'>> {
      yield edition('a')
      throw new RangeError('no more')
    }
    const writing = writeTransaction(handle.db, tx => copyInto(tx, 'org.region_edition', broken()))
    await expect(writing).rejects.toThrow('no more')
    const lacking = [edition('a'), { edition: '2098', name: 'b' } as CopyRow<'org.region_edition'>]
    const second = writeTransaction(handle.db, tx => copyInto(tx, 'org.region_edition', lacking))
    await expect(second).rejects.toThrow('valid_from holds nothing')
    expect(await editions()).toEqual([])
  })
})
