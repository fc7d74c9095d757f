/**
 * The analytics mirror: a columnar copy of current values, for tabulation. PostgreSQL holds the truth; the mirror
 * can be dropped and rebuilt at any time. Data and watermark change in one DuckDB transaction, so a crash at any
 * point leaves a mirror that the next drain brings up to date by applying a few changes again.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '@duckdb/node-api'
import type { Log } from '../context.ts'
import type { Database } from '../db/tx.ts'
import {
  type Change,
  continues,
  enrol,
  type MirrorState,
  readChanges,
  remark,
  reportProgress,
  withdraw,
} from './change-feed.ts'
import {
  atomically,
  type ColumnarStore,
  createTable,
  currentFile,
  insertRows,
  isDamage,
  makeCurrent,
  openStore,
  readState,
  replaceRows,
  writeState,
} from './columnar.ts'
import { Readers } from './readers.ts'
import type { MirrorRows, MirrorSource, MirrorTable } from './source.ts'

export type AnalyticsRow = Readonly<Record<string, Json>>
export type QueryValues = readonly (string | number | boolean | null)[]
export type DrainResult = Readonly<{ changes: number; at: Date }>

export type Analytics = Readonly<{
  /** Brings the mirror up to the last commit; resolves with what it applied. */
  drain(): Promise<DrainResult>
  /** Runs one query on the mirror as it is (drain first where freshness matters). Decimals and bigints are text. */
  query(sql: string, values?: QueryValues): Promise<readonly AnalyticsRow[]>
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

const OTHER_HISTORY =
  'the database is not the one the mirror was read from, or was restored to an earlier state; the mirror is built again'
const DAMAGED = 'the mirror file cannot be read; it is built again'

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
  readonly #readers = new Readers()
  /** Drains and rebuilds run one at a time. */
  #turn: Promise<unknown> = Promise.resolve()
  /** A drain that has not begun yet serves everyone who asks before it does. */
  #next: Promise<DrainResult> | null = null
  #progressAt = 0

  constructor(options: AnalyticsOptions) {
    this.#options = options
  }

  async open(): Promise<void> {
    const found = await this.#openFile()
    if (found && (await this.#resume(found.store, found.state))) return
    await this.#build(() => {})
  }

  async #resume(store: ColumnarStore, state: MirrorState): Promise<boolean> {
    const { db, log } = this.#options
    try {
      if (await continues(db, state)) {
        await this.#adopt(store, state)
        return true
      }
      log.warn({ file: store.file }, OTHER_HISTORY)
    } catch (error) {
      if (!isDamage(error)) throw error
      log.warn({ err: error, file: store.file }, DAMAGED)
    }
    store.close()
    return false
  }

  /** The file of the last run, or null where there is none that can be read. */
  async #openFile(): Promise<Readonly<{ store: ColumnarStore; state: MirrorState }> | null> {
    const { folder, log } = this.#options
    const file = currentFile(folder)
    if (!file) {
      log.info({ folder }, 'there is no mirror yet; it is built')
      return null
    }
    try {
      const store = await openStore(folder, file)
      const state = await readState(store).catch(error => {
        store.close()
        throw error
      })
      if (state) return { store, state }
      store.close()
    } catch (error) {
      log.warn({ err: error, file }, DAMAGED)
    }
    return null
  }

  async #adopt(store: ColumnarStore, state: MirrorState): Promise<void> {
    this.#tables = new Map()
    await this.#learnTables(store)
    this.#store = store
    this.#state = state
    this.#seen = new Set()
    await this.#readers.open(store)
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
    const at = new Date()
    try {
      const changes = await this.#readAndApply(at)
      if (changes !== null) return { changes, at }
      this.#options.log.warn({}, OTHER_HISTORY)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.#options.log.warn({ err: error, file: this.#store.file }, DAMAGED)
    }
    const { rows } = await this.#build(() => {})
    return { changes: rows, at }
  }

  /** The number of changes, or null when the database is another than before. */
  async #readAndApply(at: Date): Promise<number | null> {
    const { db } = this.#options
    const reading = await readChanges(db, this.#state, this.#seen)
    if (!reading) return null
    const { changes, watermark } = reading
    await this.#learnTables()
    if (changes.length > 0) this.#state = await remark(db, this.#state)
    const state = { ...this.#state, watermark }
    for (let from = 0; from < changes.length; from += SLICE) {
      const last = from + SLICE >= changes.length
      await this.#apply(changes.slice(from, from + SLICE), last ? state : this.#state)
    }
    this.#state = state
    this.#seen = reading.seen
    if (at.getTime() - this.#progressAt > PROGRESS_EVERY) {
      this.#progressAt = at.getTime()
      await atomically(this.#store, () => writeState(this.#store, state))
      await reportProgress(db, state)
    }
    return changes.length
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
    const enrolled = await enrol(db)
    const store = await openStore(folder, file)
    const known = this.#tables
    this.#tables = new Map()
    let rows = 0
    let state = enrolled
    try {
      await this.#learnTables(store)
      for (const source of sources) {
        for await (const batch of source.all(db)) {
          rows += await this.#load(store, batch)
          onProgress(rows)
        }
      }
      state = await remark(db, state)
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
      await this.#readers.close()
      old.close()
    }
    makeCurrent(this.#options.folder, store.file)
    await this.#adopt(store, state)
    if (oldConsumer) await withdraw(this.#options.db, oldConsumer)
  }

  async query(sql: string, values: QueryValues = []): Promise<readonly AnalyticsRow[]> {
    const asked = this.#store
    try {
      return await this.#run(sql, values)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.#options.log.warn({ err: error, file: asked.file }, DAMAGED)
    }
    await this.#inTurn(async () => {
      if (this.#store === asked) await this.#build(() => {})
    })
    return this.#run(sql, values)
  }

  #run(sql: string, values: QueryValues): Promise<readonly AnalyticsRow[]> {
    return this.#readers.use(async connection => {
      const reader = await connection.runAndReadAll(sql, [...values])
      return reader.getRowObjectsJson()
    })
  }

  async close(): Promise<void> {
    await this.#turn
    await this.#readers.close()
    this.#store.close()
  }
}
