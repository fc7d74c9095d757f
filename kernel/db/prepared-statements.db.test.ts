import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { type DatabaseHandle, openDatabase } from './pool.ts'
import { createPreparedStatements } from './prepared-statements.ts'

describe('statements that come again and again', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let handle: DatabaseHandle

  beforeAll(async () => {
    clone = await cloneDatabase()
    handle = openDatabase(clone.url, { max: 1 })
  })
  afterAll(async () => {
    await handle.close()
    await clone.drop()
  })

  const prepared = async () => {
    const { rows } = await handle.pool.query<{ statement: string }>(
      "select statement from pg_prepared_statements where statement like '%thing%' order by 1",
    )
    return rows.map(row => row.statement)
  }

  it('should be kept planned by their connection, with each value they are sent', async () => {
    const add = (left: number) => sql<{ sum: number }>`select ${left}::int + 1 as sum /* thing */`
    for (let left = 0; left < 8; left += 1)
      expect((await add(left).execute(handle.db)).rows).toEqual([{ sum: left + 1 }])
    expect(await prepared()).toEqual(['select $1::int + 1 as sum /* thing */'])
  })

  it('should leave alone what comes once, and what is no plan', async () => {
    for (let width = 1; width <= 8; width += 1)
      await sql`select ${sql.raw(`${width}`)} /* thing of its own */`.execute(handle.db)
    for (let time = 0; time < 8; time += 1) {
      await sql`set application_name = 'thing'`.execute(handle.db)
      await sql`select 1 /* thing */; select 2`.execute(handle.db)
    }
    expect(await prepared()).toHaveLength(1)
  })

  it('should be planned anew once the tables changed under them', async () => {
    const { db } = handle
    await sql`create table thing (a int)`.execute(db)
    await sql`insert into thing values (1)`.execute(db)
    const look = async () => (await sql`select * from thing`.execute(db)).rows
    for (let time = 0; time < 8; time += 1) expect(await look()).toEqual([{ a: 1 }])
    await sql`alter table thing add column b int default 2`.execute(db)
    await expect(look()).rejects.toThrow('cached plan')
    expect(await look()).toEqual([{ a: 1, b: 2 }])
  })

  it('should be no more than a connection can keep', async () => {
    const statements = createPreparedStatements({ often: 2, most: 3 })
    const sent: unknown[] = []
    const execute = async (query: { sql: unknown }) => {
      sent.push(query.sql)
      return { rows: [] }
    }
    for (const text of ['select 1', 'select 2', 'select 3', 'select 4'])
      for (let time = 0; time < 2; time += 1)
        await statements.run({ sql: text, parameters: [] } as never, execute as never)
    expect(sent.filter(one => typeof one === 'object')).toEqual([
      { text: 'select 1', name: 's1_0' },
      { text: 'select 2', name: 's2_0' },
      { text: 'select 3', name: 's3_0' },
    ])
  })
})
