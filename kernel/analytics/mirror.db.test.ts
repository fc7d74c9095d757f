import { fork } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { openItems, prepareItems, writeItem } from '#tests/support/mirror-fixture.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'

const FIXTURE = new URL('../../tests/support/mirror-fixture.ts', import.meta.url).pathname
const ALL = 'select id, amount, label from item order by id'

describe('analytics mirror', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let folder: string

  beforeEach(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url)
    folder = mkdtempSync(join(tmpdir(), 'zhitong-mirror-'))
    await prepareItems(database.db)
  })
  afterEach(async () => {
    await database.close()
    await clone.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('should hold long decimals exactly and replace a changed row', async () => {
    const mirror = await openItems(database.db, folder)
    await writeItem(database.db, 1, '9999999999999999.99', '甲')
    await writeItem(database.db, 2, null, '乙')
    expect((await mirror.drain()).changes).toBe(2)
    await writeItem(database.db, 1, '-0.01', '甲二')
    await mirror.drain()
    expect(await mirror.query(ALL)).toEqual([
      { id: 1, amount: '-0.01', label: '甲二' },
      { id: 2, amount: null, label: '乙' },
    ])
    expect((await mirror.drain()).changes).toBe(0)
    await mirror.close()
  })

  it.each([
    ['a quote, a comma and a backslash', '"甲", \\乙\\n'],
    ['the separators of the way', '\x01甲\x02\x01'],
    ['line ends', '甲\r\n乙\n'],
    ['nothing', ''],
    ['what looks like null', '\\N'],
  ])('should bring a text back as it was written: %s', async (_, label) => {
    const mirror = await openItems(database.db, folder)
    await writeItem(database.db, 1, '1.00', label)
    await mirror.drain()
    expect(await mirror.query(ALL)).toEqual([{ id: 1, amount: '1.00', label }])
    await mirror.rebuild()
    expect(await mirror.query(ALL)).toEqual([{ id: 1, amount: '1.00', label }])
    await mirror.close()
  })

  it('should take in more at once than one file holds', async () => {
    const mirror = await openItems(database.db, folder)
    await sql`with written as (
        insert into fixture.item select n, n, repeat('统', 300) || n from generate_series(1, 30000) as n returning id)
      insert into analytics.change (source, key) select 'item', json_build_object('id', id) from written`.execute(
      database.db,
    )
    expect((await mirror.drain()).changes).toBe(30_000)
    const drained = await mirror.query(
      'select count(*) as n, sum(amount) as total, max(label) as last from item',
    )
    expect(drained).toEqual([{ n: '30000', total: '450015000.00', last: `${'统'.repeat(300)}9999` }])
    expect((await mirror.rebuild()).rows).toBe(30_000)
    expect(
      await mirror.query('select count(*) as n, sum(amount) as total, max(label) as last from item'),
    ).toEqual(drained)
    expect(readdirSync(join(folder, 'spool'))).toEqual([])
    await mirror.close()
  })

  it('should leave the old copy and no file behind when a build fails, and go on', async () => {
    const mirror = await openItems(database.db, folder)
    await writeItem(database.db, 1, '1.00', '甲')
    await mirror.drain()
    await sql`alter table fixture.item rename to hidden`.execute(database.db)
    await expect(mirror.rebuild()).rejects.toThrow('does not exist')
    expect(readdirSync(folder).filter(name => name.endsWith('.duckdb'))).toHaveLength(1)
    expect(await mirror.query(ALL)).toHaveLength(1)
    await sql`alter table fixture.hidden rename to item`.execute(database.db)
    await writeItem(database.db, 2, '2.00', '乙')
    await mirror.drain()
    expect(await mirror.query(ALL)).toHaveLength(2)
    await mirror.close()
  })

  it('should leave no file on its way when PostgreSQL breaks off', async () => {
    const mirror = await openItems(database.db, folder)
    await sql`insert into fixture.item select n, n, repeat('统', 300) from generate_series(1, 20000) as n`.execute(
      database.db,
    )
    await sql`alter table fixture.item rename to hidden`.execute(database.db)
    await sql`create view fixture.item as
      select id, case when id = 20000 then 1 / (id - 20000) else amount end as amount, label
      from fixture.hidden`.execute(database.db)
    await expect(mirror.rebuild()).rejects.toThrow('division by zero')
    expect(readdirSync(join(folder, 'spool'))).toEqual([])
    await mirror.close()
  })

  it('should apply nothing of a drain that fails in the middle, and all of it next time', async () => {
    const mirror = await openItems(database.db, folder)
    await writeItem(database.db, 1, '1.00', '甲')
    await sql`alter table fixture.item rename to hidden`.execute(database.db)
    await expect(mirror.drain()).rejects.toThrow('does not exist')
    expect(await mirror.query(ALL)).toEqual([])
    await sql`alter table fixture.hidden rename to item`.execute(database.db)
    expect((await mirror.drain()).changes).toBe(1)
    expect(await mirror.query(ALL)).toHaveLength(1)
    await mirror.close()
  })

  it('should not miss a transaction that began before a drain and committed after it', async () => {
    const mirror = await openItems(database.db, folder)
    const slow = new pg.Client({ connectionString: clone.url })
    await slow.connect()
    await slow.query('begin')
    await slow.query("insert into fixture.item values (7, 7, '慢')")
    await slow.query(`insert into analytics.change (source, key) values ('item', '{"id": 7}')`)
    await writeItem(database.db, 8, '8.00', '快')
    await mirror.drain()
    expect(await mirror.query(ALL)).toEqual([{ id: 8, amount: '8.00', label: '快' }])
    await slow.query('commit')
    await slow.end()
    expect((await mirror.drain()).changes).toBe(1)
    expect(await mirror.query('select count(*)::integer as n from item')).toEqual([{ n: 2 }])
    await mirror.close()
  })

  it('should remove a row that is gone from PostgreSQL', async () => {
    const mirror = await openItems(database.db, folder)
    await writeItem(database.db, 1, '1', '甲')
    await mirror.drain()
    await sql`delete from fixture.item`.execute(database.db)
    await sql`insert into analytics.change (source, key) values ('item', '{"id": 1}')`.execute(database.db)
    await mirror.drain()
    expect(await mirror.query(ALL)).toEqual([])
    await mirror.close()
  })

  it('should build itself again when its file is damaged or belongs to another database', async () => {
    const first = await openItems(database.db, folder)
    await writeItem(database.db, 1, '1', '甲')
    await first.drain()
    await first.close()
    for (const name of readdirSync(folder).filter(file => file.endsWith('.duckdb'))) {
      writeFileSync(join(folder, name), 'not a database')
    }
    const second = await openItems(database.db, folder)
    expect(await second.query(ALL)).toEqual([{ id: 1, amount: '1.00', label: '甲' }])
    await second.close()
    await sql`delete from analytics.consumer`.execute(database.db)
    await sql`update fixture.item set amount = 2`.execute(database.db)
    const third = await openItems(database.db, folder)
    expect(await third.query(ALL)).toEqual([{ id: 1, amount: '2.00', label: '甲' }])
    await third.close()
  })

  it('should equal a rebuild after being killed at random points of draining', {
    timeout: 120_000,
  }, async () => {
    let id = 0
    for (let round = 0; round < 6; round += 1) {
      const child = fork(FIXTURE, ['drain-forever', clone.url, folder], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      await new Promise(resolve => child.once('message', resolve))
      const until = Date.now() + 150 + round * 60
      while (Date.now() < until) {
        id += 1
        await writeItem(database.db, (id % 40) + 1, `${id}.25`, `第${id}次`)
      }
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
      await wait(20)
    }
    const mirror = await openItems(database.db, folder)
    await mirror.drain()
    const drained = await mirror.query(ALL)
    const progress: number[] = []
    const { rows } = await mirror.rebuild(count => progress.push(count))
    const rebuilt = await mirror.query(ALL)
    const truth = await sql<object>`select id, amount::text, label from fixture.item order by id`.execute(
      database.db,
    )
    expect(drained).toEqual(truth.rows)
    expect(rebuilt).toEqual(truth.rows)
    expect(rows).toBe(truth.rows.length)
    expect(progress.length).toBeGreaterThan(0)
    await mirror.close()
  })
})
