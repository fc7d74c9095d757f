/**
 * The analytics mirror: a columnar copy of current values, for tabulation. PostgreSQL holds the truth; the mirror
 * can be dropped and rebuilt at any time. Data and position change in one DuckDB transaction, so a crash at any
 * point leaves a mirror that the next drain brings up to date.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Json } from '@duckdb/node-api'
import type { Log } from '../context.ts'
import { type Database, type ReadTx, readTransaction } from '../db/tx.ts'
import {
  continues,
  enrol,
  hasUnread,
  type MirrorState,
  type Reading,
  readChanges,
  remark,
  reportProgress,
  withdraw,
} from './change-feed.ts'
import {
  type ColumnarStore,
  createTable,
  currentFile,
  emptyFile,
  fileOf,
  hasOldShape,
  isDamage,
  makeCurrent,
  openStore,
  otherFiles,
  readerOf,
  readState,
  removeFile,
  writeState,
} from './columnar.ts'
import { Intake } from './intake.ts'
import { Readers } from './readers.ts'
import type { MirrorSource, MirrorTable } from './source.ts'
import { Spool } from './spool.ts'

export type AnalyticsRow = Readonly<Record<string, Json>>
export type QueryValues = readonly (string | number | boolean | null)[]
export type DrainResult = Readonly<{ changes: number; at: Date }>

export type Analytics = Readonly<{
  /** Brings the mirror up to the last commit; resolves with what it applied. */
  drain(): Promise<DrainResult>
  /** Runs one query on the mirror as it is (drain first where freshness matters). Decimals and bigints are text. */
  query(sql: string, values?: QueryValues): Promise<readonly AnalyticsRow[]>
  /** Seconds that the oldest change not yet drained has waited, at most; 0 when there is none. */
  lag(): Promise<number>
  /** Drops everything and reads it again from PostgreSQL; queries go on against the old copy meanwhile. */
  rebuild(onProgress?: (rows: number) => void): Promise<Readonly<{ rows: number }>>
  close(): Promise<void>
}>

export type AnalyticsOptions = Readonly<{
  db: Database
  folder: string
  sources: readonly MirrorSource[]
  log: Log
  measure?: DrainMeasure
  /** Ends a build that is under way; what stood before it stays. */
  stop?: AbortSignal
}>

/** Told after each drain that succeeded. */
export type DrainMeasure = (changes: number, seconds: number) => void

const OTHER_HISTORY =
  'the database is not the one the mirror was read from, or was restored to an earlier state; the mirror is built again'
const OLD_SHAPE = 'the mirror has the columns of an earlier version; it is built again'
const DAMAGED = 'the mirror file cannot be read; it is built again'

const PROGRESS_EVERY = 30_000
/** A drain does not try again sooner to build a mirror that could not be built. */
const BUILD_AGAIN_AFTER = 30_000

export async function openAnalytics(options: AnalyticsOptions): Promise<Analytics> {
  mkdirSync(options.folder, { recursive: true })
  const mirror = new Mirror(options)
  await mirror.open()
  return {
    drain: () => mirror.drain(),
    query: (sql, values) => mirror.query(sql, values),
    lag: () => mirror.lag(),
    rebuild: onProgress => mirror.rebuild(onProgress),
    close: () => mirror.close(),
  }
}

class Mirror {
  readonly #options: AnalyticsOptions
  #store!: ColumnarStore
  #state!: MirrorState
  #tables = new Map<string, MirrorTable>()
  readonly #readers = new Readers()
  readonly #spool: Spool
  /** Drains and rebuilds run one at a time. */
  #turn: Promise<unknown> = Promise.resolve()
  /** A drain that has not begun yet serves everyone who asks before it does. */
  #next: Promise<DrainResult> | null = null
  #progressAt = 0
  /** When nothing was left undrained for the last time. */
  #freshAt = Date.now()
  #failedBuild: Readonly<{ at: number; error: unknown }> | null = null

  constructor(options: AnalyticsOptions) {
    this.#options = options
    this.#spool = new Spool(options.folder)
  }

  async open(): Promise<void> {
    await this.#removeOthers()
    const found = await this.#openFile()
    if (found && (await this.#resume(found.store, found.state))) return
    await this.#build(() => {})
  }

  async #resume(store: ColumnarStore, state: MirrorState): Promise<boolean> {
    const { db, log } = this.#options
    try {
      const hindrance = await this.#hindrance(store, state)
      if (!hindrance) {
        await readTransaction(db, tx => this.#learnTables(tx, store))
        await this.#adopt(store, state)
        return true
      }
      log.warn({ file: store.file }, hindrance)
    } catch (error) {
      if (!isDamage(error)) throw error
      log.warn({ err: error, file: store.file }, DAMAGED)
    }
    store.close()
    return false
  }

  async #hindrance(store: ColumnarStore, state: MirrorState): Promise<string | null> {
    const { db } = this.#options
    if (!(await continues(db, state))) return OTHER_HISTORY
    const declared = await readTransaction(db, tx => this.#declared(tx))
    return (await hasOldShape(store, declared)) ? OLD_SHAPE : null
  }

  /** Removes files not in use, each after its reader: where that fails, the file is there to tell of it. */
  async #removeOthers(): Promise<void> {
    const { db, folder } = this.#options
    for (const file of otherFiles(folder)) {
      await withdraw(db, readerOf(file))
      removeFile(file)
    }
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
    this.#store = store
    this.#state = state
    await this.#readers.open(store)
  }

  async #declared(tx: ReadTx): Promise<readonly MirrorTable[]> {
    const tables: MirrorTable[] = []
    for (const source of this.#options.sources) tables.push(...(await source.tables(tx)))
    return tables
  }

  async #learnTables(tx: ReadTx, store: ColumnarStore): Promise<void> {
    for (const table of await this.#declared(tx)) {
      if (this.#tables.has(table.name)) continue
      await createTable(store, table)
      this.#tables.set(table.name, table)
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

  async lag(): Promise<number> {
    const asked = Date.now()
    if (await hasUnread(this.#options.db, this.#state)) return Math.max(0, Date.now() - this.#freshAt) / 1_000
    this.#freshAt = Math.max(this.#freshAt, asked)
    return 0
  }

  async #drainNow(): Promise<DrainResult> {
    const begun = performance.now()
    const drained = await this.#drainOrBuild()
    this.#options.measure?.(drained.changes, (performance.now() - begun) / 1_000)
    return drained
  }

  async #drainOrBuild(): Promise<DrainResult> {
    const at = new Date()
    try {
      const changes = await this.#readAndApply(at)
      if (changes !== null) return { changes, at }
      this.#options.log.warn({}, OTHER_HISTORY)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.#options.log.warn({ err: error, file: this.#store.file }, DAMAGED)
    }
    return { changes: await this.#buildUnlessJustFailed(), at }
  }

  async #buildUnlessJustFailed(): Promise<number> {
    const failed = this.#failedBuild
    if (failed && Date.now() - failed.at < BUILD_AGAIN_AFTER) throw failed.error
    try {
      const { rows } = await this.#build(() => {})
      this.#failedBuild = null
      return rows
    } catch (error) {
      this.#failedBuild = { at: Date.now(), error }
      throw error
    }
  }

  /** The number of changes, or null when the database is another than before. */
  async #readAndApply(at: Date): Promise<number | null> {
    const { db } = this.#options
    const intake = new Intake(this.#store, this.#tables, this.#spool)
    try {
      const reading = await readTransaction(db, tx => this.#read(tx, intake))
      if (!reading) return null
      if (reading.sources.length > 0) this.#state = await remark(db, this.#state)
      const state = { ...this.#state, snapshot: reading.snapshot }
      const progress = at.getTime() - this.#progressAt > PROGRESS_EVERY
      const { keys } = await intake.commit(reading.sources.length > 0 || progress ? state : undefined)
      this.#state = state
      this.#freshAt = at.getTime()
      if (progress) {
        this.#progressAt = at.getTime()
        await reportProgress(db, state)
      }
      return keys
    } catch (error) {
      await intake.rollback()
      throw error
    }
  }

  /** Hands what changed over to `intake`, all from one snapshot, without waiting for it to be loaded. */
  async #read(tx: ReadTx, intake: Intake): Promise<Reading | null> {
    const reading = await readChanges(tx, this.#state)
    if (!reading) return null
    await this.#learnTables(tx, this.#store)
    for (const source of this.#options.sources.filter(({ name }) => reading.sources.includes(name))) {
      const keys = reading.keysOf(source.name)
      const { tables, parts } = await source.changed(tx, keys)
      await intake.remove(tx, keys, tables)
      for (const part of parts) await intake.add(tx, part)
    }
    return reading
  }

  async #build(onProgress: (rows: number) => void): Promise<Readonly<{ rows: number }>> {
    const { db, folder } = this.#options
    const begun = Date.now()
    const reader = randomUUID()
    const file = fileOf(folder, reader)
    const known = this.#tables
    this.#tables = new Map()
    let store: ColumnarStore | null = null
    let state: MirrorState
    let rows = 0
    try {
      store = await openStore(folder, file)
      const enrolled = await enrol(db, reader)
      rows = await this.#readAll(store, onProgress)
      state = await remark(db, enrolled)
      await writeState(store, state)
      await store.writer.run('checkpoint')
    } catch (error) {
      this.#tables = known
      store?.close()
      emptyFile(file)
      await withdraw(db, reader).then(
        () => removeFile(file),
        () => {},
      )
      throw error
    }
    await this.#replaceBy(store, state)
    this.#freshAt = begun
    return { rows }
  }

  async #readAll(store: ColumnarStore, onProgress: (rows: number) => void): Promise<number> {
    const { db, sources, stop } = this.#options
    await readTransaction(db, tx => this.#learnTables(tx, store))
    let rows = 0
    for (const source of sources) {
      for (const part of await readTransaction(db, tx => source.all(tx))) {
        stop?.throwIfAborted()
        const intake = new Intake(store, this.#tables, this.#spool)
        await readTransaction(db, tx => intake.add(tx, part)).catch(async error => {
          await intake.rollback()
          throw error
        })
        rows += (await intake.commit()).rows
        onProgress(rows)
      }
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
    await this.#removeOthers()
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
    this.#spool.remove()
  }
}
