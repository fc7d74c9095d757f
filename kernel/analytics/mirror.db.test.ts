import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { itemSource, openItems, prepareItems, silent, writeItem } from '#tests/support/mirror-fixture.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { enrol } from './change-feed.ts'
import { openAnalytics } from './mirror.ts'

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

  it('should end a build when it is told to stop, and keep the old copy', async () => {
    const stop = new AbortController()
    const mirror = await openAnalytics({
      db: database.db,
      folder,
      sources: [itemSource],
      log: silent,
      stop: stop.signal,
    })
    await writeItem(database.db, 1, '1.00', '甲')
    await mirror.drain()
    stop.abort(new Error('told to stop'))
    await expect(mirror.rebuild()).rejects.toThrow('told to stop')
    expect(readdirSync(folder).filter(name => name.endsWith('.duckdb'))).toHaveLength(1)
    expect(await mirror.query(ALL)).toHaveLength(1)
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

  /** A process at work on the mirror while items are written, killed in the middle of it. */
  const killedAt = async (task: 'drain-forever' | 'rebuild-forever', milliseconds: number) => {
    const child = fork(FIXTURE, [task, clone.url, folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await new Promise(resolve => child.once('message', resolve))
    const until = Date.now() + milliseconds
    while (Date.now() < until) {
      written += 1
      await writeItem(database.db, (written % 40) + 1, `${written}.25`, `第${written}次`)
    }
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    await wait(20)
  }
  let written = 0

  const readers = async () =>
    (await sql<{ id: string }>`select id from analytics.consumer`.execute(database.db)).rows.length
  const files = () => readdirSync(folder).filter(name => name.startsWith('mirror-'))

  it('should leave neither a file nor a reader behind when killed at random points of building', {
    timeout: 120_000,
  }, async () => {
    for (let round = 0; round < 6; round += 1) {
      await killedAt('rebuild-forever', 120 + round * 37)
      const mirror = await openItems(database.db, folder)
      expect(files().filter(name => name.endsWith('.duckdb'))).toHaveLength(1)
      expect(await readers()).toBe(1)
      await mirror.drain()
      const truth = await sql<object>`select id, amount::text, label from fixture.item order by id`.execute(
        database.db,
      )
      expect(await mirror.query(ALL)).toEqual(truth.rows)
      await mirror.close()
    }
  })

  it('should remove what an unfinished build has left, and its reader, when it is opened', async () => {
    const first = await openItems(database.db, folder)
    await first.close()
    const [current] = files()
    const unfinished = randomUUID()
    await enrol(database.db, unfinished)
    for (const end of ['', '.wal']) writeFileSync(join(folder, `mirror-${unfinished}.duckdb${end}`), 'begun')
    writeFileSync(join(folder, 'mirror-1793000000000-4711.duckdb'), 'named as earlier versions did')
    const second = await openItems(database.db, folder)
    expect(files()).toEqual([current])
    expect(await readers()).toBe(1)
    await second.close()
    rmSync(join(folder, current!))
    const third = await openItems(database.db, folder)
    expect(files()).not.toContain(current)
    expect(await readers()).toBe(1)
    await third.close()
  })

  it('should keep the name of a file whose reader cannot be withdrawn, for the next opening', async () => {
    const other = await cloneDatabase()
    const leaving = openDatabase(other.url)
    await prepareItems(leaving.db)
    const place = join(folder, 'elsewhere')
    const mirror = await openItems(leaving.db, place)
    await leaving.close()
    await expect(mirror.rebuild()).rejects.toThrow()
    const left = readdirSync(place).filter(name => name.endsWith('.duckdb'))
    expect(left.map(name => statSync(join(place, name)).size).filter(size => size === 0)).toHaveLength(1)
    const back = openDatabase(other.url)
    await mirror.close()
    const again = await openItems(back.db, place)
    expect(readdirSync(place).filter(name => name.endsWith('.duckdb'))).toHaveLength(1)
    await again.close()
    await back.close()
    await other.drop()
  })

  it('should build itself again when its tables have the columns of an earlier version', async () => {
    const first = await openItems(database.db, folder)
    await writeItem(database.db, 1, '1.00', '甲')
    await first.drain()
    await first.close()
    const earlier = await DuckDBInstance.create(join(folder, files()[0]!))
    const connection = await earlier.connect()
    await connection.run('alter table item drop column label')
    connection.closeSync()
    earlier.closeSync()
    const warnings: string[] = []
    const log = { ...silent, warn: (_: object, text?: string) => warnings.push(text ?? '') }
    const second = await openItems(database.db, folder, log)
    expect(warnings).toEqual([expect.stringContaining('columns of an earlier version')])
    expect(await second.query(ALL)).toEqual([{ id: 1, amount: '1.00', label: '甲' }])
    expect(await readers()).toBe(1)
    await second.close()
  })

  it('should equal a rebuild after being killed at random points of draining', {
    timeout: 120_000,
  }, async () => {
    for (let round = 0; round < 6; round += 1) await killedAt('drain-forever', 150 + round * 60)
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
