/** A small source for mirror tests: table fixture.item of (id, amount, label), and a child that drains or rebuilds until killed. */
import { sql } from 'kysely'
import { type Analytics, openAnalytics } from '#kernel/analytics/mirror.ts'
import type { MirrorSource, SentRows } from '#kernel/analytics/source.ts'
import type { Log } from '#kernel/context.ts'
import { openDatabase } from '#kernel/db/pool.ts'
import type { Database } from '#kernel/db/tx.ts'

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Label and amount go packed, as a module's large tables do. */
const table = {
  name: 'item',
  columns: [{ name: 'id', type: 'INTEGER' }],
  packed: [
    { name: 'amount', type: 'DECIMAL(18,2)' },
    { name: 'label', type: 'VARCHAR' },
  ],
  key: ['id'],
}

const items = (which = sql``): SentRows => ({
  columns: ['id'],
  query: sql`select 'item', id, json_build_object('amount', amount::text, 'label', label)
    from fixture.item ${which}`,
})

export const itemSource: MirrorSource = {
  name: 'item',
  tables: async () => [table],
  all: async () => [items()],
  changed: async (_, keys) => ({
    tables: [table],
    parts: [items(sql`where id in (select (key ->> 'id')::integer from ${keys} as changed)`)],
  }),
}

export const prepareItems = async (db: Database): Promise<void> => {
  await sql`create schema fixture`.execute(db)
  await sql`create table fixture.item (id integer primary key, amount numeric(18,2), label text not null)`.execute(
    db,
  )
}

/** Inserts, changes or deletes an item and says so to the mirror, in one transaction. */
export const writeItem = (db: Database, id: number, amount: string | null, label: string): Promise<unknown> =>
  sql`with written as (insert into fixture.item values (${id}, ${amount}::numeric, ${label})
        on conflict (id) do update set amount = excluded.amount, label = excluded.label returning id)
      insert into analytics.change (source, key) select 'item', json_build_object('id', id) from written`.execute(
    db,
  )

export const openItems = (db: Database, folder: string, log = silent): Promise<Analytics> =>
  openAnalytics({ db, folder, sources: [itemSource], log })

const [, , task, url = '', folder = ''] = process.argv
if (task === 'drain-forever' || task === 'rebuild-forever') {
  const { db } = openDatabase(url)
  const analytics = await openItems(db, folder)
  process.send?.('open')
  for (;;) await (task === 'drain-forever' ? analytics.drain() : analytics.rebuild())
}
