/** A mirror that meets another history than its own, or a damaged file, builds itself again and says so. */
import { execFileSync } from 'node:child_process'
import {
  closeSync as closeFile,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import type { Database } from '#kernel/db/tx.ts'
import { openItems, prepareItems, silent, writeItem } from '#tests/support/mirror-fixture.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import type { Analytics } from './mirror.ts'

const ALL = 'select id, amount, label from item order by id'

const warnings: string[] = []
const log = { ...silent, warn: (_: object, text?: string) => warnings.push(text ?? '') }
const OTHER_HISTORY = expect.stringContaining('restored to an earlier state')
const DAMAGED = expect.stringContaining('cannot be read')

const truthOf = async (db: Database) =>
  (await sql<object>`select id, amount::text, label from fixture.item order by id`.execute(db)).rows

const expectTruth = async (mirror: Analytics, db: Database) => {
  await mirror.drain()
  expect(await mirror.query(ALL)).toEqual(await truthOf(db))
}

let folder: string
beforeEach(() => {
  warnings.length = 0
  folder = mkdtempSync(join(tmpdir(), 'zhitong-mirror-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Where in the file a block of the column `label` begins: three headers, then blocks of 256 KiB. */
async function placeOfLabels(path: string): Promise<number> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const found = await connection.runAndReadAll(
    `select max(block_id) from pragma_storage_info('item') where column_name = 'label' and block_id >= 0`,
  )
  connection.closeSync()
  instance.closeSync()
  return 3 * 4_096 + Number(found.getRows()[0]![0]) * 262_144
}

const file = () => join(folder, readdirSync(folder).find(name => name.endsWith('.duckdb'))!)

describe('a mirror and its database', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let db: Database
  beforeEach(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url)
    db = database.db
    await prepareItems(db)
  })
  afterEach(async () => {
    await database.close()
    await clone.drop()
  })

  /** Tables written and put back as `pg_restore --clean` does, in the same database: transaction numbers go on. */
  const TABLES = ['fixture.item', 'analytics.consumer', 'analytics.change']
  const backUp = async () => {
    for (const table of TABLES)
      await sql.raw(`create table fixture.saved_${table.replace('.', '_')} as table ${table}`).execute(db)
  }
  const restore = async () => {
    for (const table of TABLES) {
      await sql.raw(`delete from ${table}`).execute(db)
      await sql.raw(`insert into ${table} table fixture.saved_${table.replace('.', '_')}`).execute(db)
    }
  }

  it('should go on where it was when the same database is opened again', async () => {
    const first = await openItems(db, folder, log)
    await writeItem(db, 1, '1.00', '甲')
    await first.drain()
    await first.close()
    const before = file()
    const second = await openItems(db, folder, log)
    await writeItem(db, 2, '2.00', '乙')
    await expectTruth(second, db)
    await second.close()
    expect(file()).toBe(before)
    expect(warnings).toEqual([])
  })

  it('should build itself again when the database was restored to a state before its last drain', async () => {
    const first = await openItems(db, folder, log)
    await writeItem(db, 1, '1.00', '甲')
    await first.drain()
    await backUp()
    await writeItem(db, 1, '9.00', '甲后')
    await writeItem(db, 2, '9.00', '乙后')
    await first.drain()
    await first.close()
    await restore()
    const second = await openItems(db, folder, log)
    expect(warnings).toEqual([OTHER_HISTORY])
    expect(await second.query(ALL)).toEqual([{ id: 1, amount: '1.00', label: '甲' }])
    await writeItem(db, 3, '3.00', '丙')
    await expectTruth(second, db)
    await second.close()
  })

  it('should notice a restore while it is open', async () => {
    const mirror = await openItems(db, folder, log)
    await writeItem(db, 1, '1.00', '甲')
    await mirror.drain()
    await backUp()
    await writeItem(db, 1, '9.00', '甲后')
    await mirror.drain()
    await restore()
    await expectTruth(mirror, db)
    expect(warnings).toEqual([OTHER_HISTORY])
    await mirror.close()
  })

  it('should keep what a backup and the mirror agree on and read the changes the backup brings', async () => {
    const first = await openItems(db, folder, log)
    await writeItem(db, 1, '1.00', '甲')
    await first.drain()
    await first.close()
    await writeItem(db, 2, '2.00', '乙')
    await backUp()
    await writeItem(db, 3, '3.00', '丙')
    await restore()
    const second = await openItems(db, folder, log)
    await expectTruth(second, db)
    expect(warnings).toEqual([])
    await second.close()
  })

  it('should build itself again when its own file is the older one and the feed no longer reaches back', async () => {
    const first = await openItems(db, folder, log)
    await writeItem(db, 1, '1.00', '甲')
    await first.drain()
    await first.close()
    const copy = `${folder}-copy`
    cpSync(folder, copy, { recursive: true })
    const second = await openItems(db, folder, log)
    for (const id of [2, 3]) {
      await writeItem(db, id, '2.00', '乙')
      await second.drain()
    }
    await second.close()
    await sql`delete from analytics.change`.execute(db)
    rmSync(folder, { recursive: true })
    cpSync(copy, folder, { recursive: true })
    rmSync(copy, { recursive: true })
    const third = await openItems(db, folder, log)
    expect(warnings).toEqual([OTHER_HISTORY])
    await expectTruth(third, db)
    await third.close()
  })

  it('should build itself again in a database made from a dump, whose feed has numbers from elsewhere', async () => {
    const first = await openItems(db, folder, log)
    await writeItem(db, 1, '1.00', '甲')
    await first.drain()
    await first.close()
    const other = await cloneDatabase()
    const elsewhere = openDatabase(other.url)
    await prepareItems(elsewhere.db)
    const consumers = await sql<{
      row: string
    }>`select to_json(c)::text as row from analytics.consumer c`.execute(db)
    await sql`insert into analytics.consumer
      select * from json_populate_record(null::analytics.consumer, ${consumers.rows[0]!.row}::json)`.execute(
      elsewhere.db,
    )
    await sql`insert into analytics.change values ('9999999999'::xid8, 'item', '{"id": 1}')`.execute(
      elsewhere.db,
    )
    await sql`insert into fixture.item values (1, 5, '别处')`.execute(elsewhere.db)
    const second = await openItems(elsewhere.db, folder, log)
    expect(warnings).toEqual([OTHER_HISTORY])
    expect(await second.query(ALL)).toEqual([{ id: 1, amount: '5.00', label: '别处' }])
    await writeItem(elsewhere.db, 2, '2.00', '乙')
    expect((await second.drain()).changes).toBe(1)
    expect((await second.drain()).changes).toBe(0)
    await expectTruth(second, elsewhere.db)
    await second.close()
    await elsewhere.close()
    await other.drop()
  })

  it.each([
    ['deleted', (path: string) => unlinkSync(path)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['cut in half', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ['without its last byte', (path: string) => truncateSync(path, statSync(path).size - 1)],
    ['overwritten at its head', (path: string) => garble(path, 0, 12_288)],
    ['overwritten in its body', (path: string) => garble(path, 12_288, statSync(path).size - 12_288)],
  ])('should start and hold the truth when its file is %s', async (_, damage) => {
    const first = await openItems(db, folder, log)
    for (let id = 1; id <= 30; id += 1) await writeItem(db, id, `${id}.00`, `第${id}`)
    await first.drain()
    await first.rebuild()
    await first.close()
    damage(file())
    const second = await openItems(db, folder, log)
    await expectTruth(second, db)
    await writeItem(db, 31, '31.00', '后来')
    await expectTruth(second, db)
    await second.close()
  })

  it('should answer a query from a new copy when a block proves damaged only as it is read', async () => {
    const first = await openItems(db, folder, log)
    await sql`insert into fixture.item select i, i, md5(i::text) from generate_series(1, 200000) as t(i)`.execute(
      db,
    )
    await first.rebuild()
    await first.close()
    const before = file()
    garble(before, await placeOfLabels(before), 4_000)
    const second = await openItems(db, folder, log)
    expect(warnings).toEqual([])
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        second.query('select sum(amount)::varchar as s, max(label) is not null as l from item'),
      ),
    )
    expect(answers).toEqual(Array(3).fill([{ s: '20000100000.00', l: true }]))
    expect(warnings).toContainEqual(DAMAGED)
    expect(readdirSync(folder).filter(name => name.endsWith('.duckdb'))).toHaveLength(1)
    expect(file()).not.toBe(before)
    await second.close()
  })
})

describe('a mirror and a cluster taken back to a copy of its files', () => {
  it('should build itself again though new transactions have overtaken its watermark', {
    timeout: 120_000,
  }, async () => {
    const place = mkdtempSync(join(tmpdir(), 'zhitong-cluster-'))
    const start = () => startEmbeddedPostgres({ folder: join(place, 'pg'), settings: { fsync: 'off' } })
    let server = await start()
    await migrate(server.url('postgres'))
    let database = openDatabase(server.url('postgres'))
    try {
      await prepareItems(database.db)
      await writeItem(database.db, 1, '1.00', '甲')
      const first = await openItems(database.db, folder, log)
      await database.close()
      await server.stop()
      cpSync(server.folder, join(place, 'copy'), { recursive: true, preserveTimestamps: true })
      server = await start()
      database = openDatabase(server.url('postgres'))
      await first.close()
      const second = await openItems(database.db, folder, log)
      await writeItem(database.db, 2, '2.00', '乙')
      await second.drain()
      await second.close()
      await database.close()
      await server.stop()
      putBack(join(place, 'copy'), server.folder)
      server = await start()
      database = openDatabase(server.url('postgres'))
      for (let id = 0; id < 40; id += 1) await writeItem(database.db, 100 + (id % 5), `${id}.00`, '另')
      const third = await openItems(database.db, folder, log)
      expect(warnings).toEqual([OTHER_HISTORY])
      await expectTruth(third, database.db)
      await third.close()
    } finally {
      await database.close()
      await server.stop()
      rmSync(server.folder, { recursive: true, force: true })
      rmSync(place, { recursive: true, force: true })
    }
  })
})

function garble(path: string, at: number, length: number): void {
  const handle = openSync(path, 'r+')
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, at)
  closeFile(handle)
}

/** Contents only: the cluster belongs to an unprivileged account. */
function putBack(from: string, to: string): void {
  const { uid, gid } = statSync(to)
  rmSync(to, { recursive: true })
  cpSync(from, to, { recursive: true })
  execFileSync('chown', ['-R', `${uid}:${gid}`, to])
  execFileSync('chmod', ['-R', 'go-rwx', to])
}
