/**
 * One DuckDB transaction that takes rows in: whole or not at all. Segments are loaded one after another while later
 * ones are still on their way from PostgreSQL, so whoever hands them over does not wait.
 */
import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import type { ReadTx } from '../db/tx.ts'
import type { MirrorState } from './change-feed.ts'
import { type ColumnarStore, quote, writeState } from './columnar.ts'
import type { ChangedKeys, MadeRows, MirrorColumn, MirrorPart, MirrorTable } from './source.ts'
import { DELIMITER, QUOTE, type Segment, type Spool } from './spool.ts'

/** Names of staged columns that no table has. */
const TABLE = 'name of the table'
const PACKED = 'packed columns'
const KEY = 'key'

/** Longest row: a product table of some thousand lines. */
const ROW_BYTES = 64 << 20

export type Taken = Readonly<{ keys: number; rows: number }>

export class Intake {
  readonly #store: ColumnarStore
  readonly #tables: ReadonlyMap<string, MirrorTable>
  readonly #spool: Spool
  #work: Promise<void> | null = null
  #taken = { keys: 0, rows: 0 }

  constructor(store: ColumnarStore, tables: ReadonlyMap<string, MirrorTable>, spool: Spool) {
    this.#store = store
    this.#tables = tables
    this.#spool = spool
  }

  #then(step: () => Promise<void>): void {
    this.#work = (this.#work ?? this.#run('begin')).then(step)
    // Whoever commits hears of a failure; until then it is not unhandled.
    this.#work.catch(() => {})
  }

  async #run(statement: string): Promise<void> {
    await this.#store.writer.run(statement)
  }

  /** Removes every row of `tables` that has one of the keys. */
  async remove(tx: ReadTx, keys: ChangedKeys, tables: readonly MirrorTable[]): Promise<void> {
    await this.#spool.receive(tx, [KEY], sql`select distinct key from ${keys} as changed`, segment =>
      this.#then(async () => {
        this.#taken.keys += await this.#stage(segment)
        for (const table of tables) await this.#run(deletion(table))
      }),
    )
  }

  /** Adds the rows of a part; resolves when PostgreSQL has sent them, which may be before they are loaded. */
  async add(tx: ReadTx, part: MirrorPart): Promise<void> {
    if ('rows' in part) return this.#addMade(part)
    const columns = [TABLE, ...part.columns, PACKED]
    await this.#spool.receive(tx, columns, part.query, segment => this.#load(segment))
  }

  #addMade({ table, rows }: MadeRows): void {
    if (rows.length === 0) return
    const columns = this.#tableOf(table).columns.map(column => column.name)
    this.#load(
      this.#spool.write(
        [TABLE, ...columns],
        rows.map(row => [table, ...row]),
      ),
    )
  }

  #load(segment: Segment): void {
    this.#then(async () => {
      this.#taken.rows += await this.#stage(segment)
      const names = await this.#store.writer.runAndReadAll(`select distinct ${quote(TABLE)} from staged`)
      for (const [name] of names.getRows()) await this.#run(insertion(this.#tableOf(String(name))))
    })
  }

  #tableOf(name: string): MirrorTable {
    const table = this.#tables.get(name)
    if (!table) throw new Error(`a source gave rows for table ${name}, which it did not declare`)
    return table
  }

  async #stage({ file, columns }: Segment): Promise<number> {
    const made = await this.#store.writer.run(
      `create or replace temp table staged as select * from ${reading(file, columns)}`,
    )
    rmSync(file)
    return Number((await made.getRows())[0]?.[0] ?? 0)
  }

  /** Makes all that was taken in visible, together with `state`. */
  async commit(state?: MirrorState): Promise<Taken> {
    if (state) this.#then(() => writeState(this.#store, state))
    if (!this.#work) return this.#taken
    await this.#work
    await this.#run('drop table if exists staged')
    await this.#run('commit')
    return this.#taken
  }

  /** Leaves the store as it was, and nothing on its way: on a full disk every failed attempt would leave its files. */
  async rollback(): Promise<void> {
    await this.#work?.catch(() => {})
    if (this.#work) await this.#run('rollback').catch(() => {})
    this.#spool.clear()
  }
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** A file of the spool as a relation of texts. */
function reading(file: string, columns: readonly string[]): string {
  const types = columns.map(column => `${text(column)}: 'VARCHAR'`)
  return `read_csv(${text(file)}, delim = ${text(DELIMITER)}, quote = ${text(QUOTE)}, escape = ${text(QUOTE)},
    header = false, auto_detect = false, allow_quoted_nulls = false, max_line_size = ${ROW_BYTES},
    columns = {${types.join(', ')}})`
}

function deletion(table: MirrorTable): string {
  const typeOf = new Map(table.columns.map(column => [column.name, column.type]))
  const shape = unpackedShape(table.key.map(name => ({ name, type: typeOf.get(name)! })))
  const match = table.key.map(name => `t.${quote(name)} = k.key.${quote(name)}`)
  return `delete from ${quote(table.name)} as t
    using (select json_transform(key, ${shape}) as key from staged) as k where ${match.join(' and ')}`
}

/** Through text and a cast: decimals stay exact. */
function insertion(table: MirrorTable): string {
  const packed = table.packed ?? []
  const cast = (value: string, { type }: MirrorColumn) => `cast(${value} as ${type})`
  const values = [
    ...table.columns.map(column => cast(quote(column.name), column)),
    ...packed.map(column => cast(`unpacked.${quote(column.name)}`, column)),
  ]
  const shape = unpackedShape(packed.map(({ name }) => ({ name, type: 'VARCHAR' })))
  const unpacked = packed.length > 0 ? `, json_transform(${quote(PACKED)}, ${shape}) as unpacked` : ''
  return `insert into ${quote(table.name)} select ${values.join(', ')}
    from (select *${unpacked} from staged where ${quote(TABLE)} = ${text(table.name)})`
}

const unpackedShape = (columns: readonly MirrorColumn[]): string =>
  text(JSON.stringify(Object.fromEntries(columns.map(({ name, type }) => [name, type]))))
