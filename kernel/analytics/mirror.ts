/**
 * The analytics mirror: a columnar copy of current values, for tabulation. PostgreSQL holds the truth; the mirror
 * can be dropped and rebuilt at any time. Data and watermark change in one DuckDB transaction, so a crash at any
 * point leaves a mirror that the next drain brings up to date by applying a few changes again.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection, Json } from '@duckdb/node-api'
import type { Log } from '../context.ts'
import type { Database } from '../db/tx.ts'
import { type Change, enrol, isEnrolled, readChanges, reportProgress, withdraw } from './change-feed.ts'
import {
  atomically,
  type ColumnarStore,
  createTable,
  currentFile,
  insertRows,
  type MirrorState,
  makeCurrent,
  openStore,
  readState,
  replaceRows,
  writeState,
} from './columnar.ts'
import type { MirrorRows, MirrorSource, MirrorTable } from './source.ts'

export type AnalyticsRow = Readonly<Record<string, Json>>
export type DrainResult = Readonly<{ changes: number; at: Date }>

export type Analytics = Readonly<{
  /** Brings the mirror up to the last commit; resolves with what it applied. */
  drain(): Promise<DrainResult>
  /** Runs one query on the mirror as it is (drain first where freshness matters). Decimals and bigints are text. */
  query(sql: string, values?: readonly (string | number | boolean | null)[]): Promise<readonly AnalyticsRow[]>
  /** Drops everything and reads it again from PostgreSQL; queries go on against the old copy meanwhile. */
  rebuild(onProgress?: (rows: number) => void): Promise<Readonly<{ rows: number }>>
  close(): Promise<void>
}>

export type AnalyticsOptions = Readonly<{
  db: Database
  folder: string
  sources: readonly MirrorSource[]
  log: Log
}>

const READERS = 4
/** Keys applied in one DuckDB transaction. */
const SLICE = 20_000
const PROGRESS_EVERY = 30_000

export async function openAnalytics(options: AnalyticsOptions): Promise<Analytics> {
  mkdirSync(options.folder, { recursive: true })
  const mirror = new Mirror(options)
  await mirror.open()
  return {
    drain: () => mirror.drain(),
    query: (sql, values) => mirror.query(sql, values),
    rebuild: onProgress => mirror.rebuild(onProgress),
    close: () => mirror.close(),
  }
}

class Mirror {
  readonly #options: AnalyticsOptions
  #store!: ColumnarStore
  #state!: MirrorState
  #tables = new Map<string, MirrorTable>()
  #seen: ReadonlySet<string> = new Set()
  #readers: DuckDBConnection[] = []
  #waiting: ((connection: DuckDBConnection) => void)[] = []
  /** Drains and rebuilds run one at a time. */
  #turn: Promise<unknown> = Promise.resolve()
  /** A drain that has not begun yet serves everyone who asks before it does. */
  #next: Promise<DrainResult> | null = null
  #progressAt = 0

  constructor(options: AnalyticsOptions) {
    this.#options = options
  }

  async open(): Promise<void> {
    const { folder, db, log } = this.#options
    const file = currentFile(folder)
    if (file) {
      try {
        const store = await openStore(folder, file)
        const state = await readState(store)
        if (state && (await isEnrolled(db, state.consumer))) {
          await this.#adopt(store, state)
          return
        }
        store.close()
      } catch (error) {
        log.warn({ err: error }, 'the mirror file cannot be read; it is built again')
      }
    }
    await this.#build(() => {})
  }

  async #adopt(store: ColumnarStore, state: MirrorState): Promise<void> {
    this.#store = store
    this.#state = state
    this.#seen = new Set()
    this.#tables = new Map()
    this.#readers = []
    for (let index = 0; index < READERS; index += 1) this.#release(await store.connect())
    await this.#learnTables()
  }

  async #learnTables(store: ColumnarStore = this.#store): Promise<void> {
    for (const source of this.#options.sources) {
      for (const table of await source.tables(this.#options.db)) {
        if (this.#tables.has(table.name)) continue
        await createTable(store, table)
        this.#tables.set(table.name, table)
      }
    }
  }

  drain(): Promise<DrainResult> {
    this.#next ??= this.#inTurn(() => {
      this.#next = null
      return this.#drainNow()
    })
    return this.#next
  }

  rebuild(onProgress: (rows: number) => void = () => {}): Promise<Readonly<{ rows: number }>> {
    return this.#inTurn(() => this.#build(onProgress))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work)
    this.#turn = mine.catch(() => {})
    return mine
  }

  async #drainNow(): Promise<DrainResult> {
    const { db } = this.#options
    const at = new Date()
    const reading = await readChanges(db, this.#state.watermark, this.#seen)
    await this.#learnTables()
    const state = { ...this.#state, watermark: reading.watermark }
    for (let from = 0; from < reading.changes.length; from += SLICE) {
      const slice = reading.changes.slice(from, from + SLICE)
      const last = from + SLICE >= reading.changes.length
      await this.#apply(slice, last ? state : this.#state)
    }
    this.#state = state
    this.#seen = reading.seen
    if (at.getTime() - this.#progressAt > PROGRESS_EVERY) {
      this.#progressAt = at.getTime()
      await atomically(this.#store, () => writeState(this.#store, state))
      await reportProgress(db, state.consumer, state.watermark)
    }
    return { changes: reading.changes.length, at }
  }

  async #apply(changes: readonly Change[], state: MirrorState): Promise<void> {
    const { db, sources } = this.#options
    const parts = await Promise.all(
      sources.map(async source => {
        const keys = changes.filter(change => change.source === source.name).map(change => change.key)
        if (keys.length === 0) return null
        const tables = await source.tables(db)
        return { keys, tables, rows: await source.rows(db, keys) }
      }),
    )
    await atomically(this.#store, async () => {
      for (const part of parts) {
        if (!part) continue
        const rowsOf = new Map(part.rows.map(rows => [rows.table, rows.rows]))
        for (const table of part.tables) {
          const rows = rowsOf.get(table.name)
          if (rows) await replaceRows(this.#store, table, part.keys, rows)
        }
      }
      await writeState(this.#store, state)
    })
  }

  async #build(onProgress: (rows: number) => void): Promise<Readonly<{ rows: number }>> {
    const { db, folder, sources } = this.#options
    const file = join(folder, `mirror-${Date.now()}-${process.pid}.duckdb`)
    const state: MirrorState = await enrol(db).then(made => ({
      consumer: made.id,
      watermark: made.watermark,
    }))
    const store = await openStore(folder, file)
    const known = this.#tables
    this.#tables = new Map()
    let rows = 0
    try {
      await this.#learnTables(store)
      for (const source of sources) {
        for await (const batch of source.all(db)) {
          rows += await this.#load(store, batch)
          onProgress(rows)
        }
      }
      await writeState(store, state)
      await store.writer.run('checkpoint')
    } catch (error) {
      this.#tables = known
      store.close()
      await withdraw(db, state.consumer)
      throw error
    }
    await this.#replaceBy(store, state)
    return { rows }
  }

  async #load(store: ColumnarStore, batch: readonly MirrorRows[]): Promise<number> {
    let rows = 0
    for (const part of batch) {
      const table = this.#tables.get(part.table)
      if (!table) throw new Error(`source gave rows for table ${part.table}, which it did not declare`)
      await insertRows(store, table, part.rows)
      rows += part.rows.length
    }
    return rows
  }

  async #replaceBy(store: ColumnarStore, state: MirrorState): Promise<void> {
    const old = this.#store as ColumnarStore | undefined
    const oldConsumer = (this.#state as MirrorState | undefined)?.consumer
    if (old) {
      for (let index = 0; index < READERS; index += 1) (await this.#acquire()).closeSync()
      old.close()
    }
    makeCurrent(this.#options.folder, store.file)
    await this.#adopt(store, state)
    if (oldConsumer) await withdraw(this.#options.db, oldConsumer)
  }

  async query(
    sql: string,
    values: readonly (string | number | boolean | null)[] = [],
  ): Promise<readonly AnalyticsRow[]> {
    const connection = await this.#acquire()
    try {
      const reader = await connection.runAndReadAll(sql, [...values])
      return reader.getRowObjectsJson()
    } finally {
      this.#release(connection)
    }
  }

  #acquire(): Promise<DuckDBConnection> {
    const free = this.#readers.pop()
    if (free) return Promise.resolve(free)
    return new Promise(resolve => this.#waiting.push(resolve))
  }

  #release(connection: DuckDBConnection): void {
    const next = this.#waiting.shift()
    if (next) next(connection)
    else this.#readers.push(connection)
  }

  async close(): Promise<void> {
    await this.#turn
    for (let index = 0; index < READERS; index += 1) (await this.#acquire()).closeSync()
    this.#store.close()
  }
}
