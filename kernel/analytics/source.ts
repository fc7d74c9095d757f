/**
 * What a module gives the analytics mirror: typed tables, and the rows that stand behind changed keys or all of them.
 * The mirror knows nothing of the modules; each source knows nothing of DuckDB.
 */
import type { RawBuilder } from 'kysely'
import type { ReadTx } from '../db/tx.ts'

export type MirrorColumn = Readonly<{
  name: string
  /** DuckDB type: `INTEGER`, `VARCHAR`, `DECIMAL(18,2)`, `DATE`, `BOOLEAN`. */
  type: string
}>

export type MirrorTable = Readonly<{
  name: string
  columns: readonly MirrorColumn[]
  /**
   * Columns after those, whose values come together as one JSON object of texts, by column name. The store takes it
   * apart with its own threads, where a value at a time would hold up the event loop.
   */
  packed?: readonly MirrorColumn[]
  /** Columns whose values name what a change replaces: every row with the key goes, the current rows come. */
  key: readonly string[]
}>

export type MirrorValue = string | number | boolean | null

/** Rows made in this process, each in the order of the table's columns: for what is small. */
export type MadeRows = Readonly<{ table: string; rows: readonly (readonly MirrorValue[])[] }>

/**
 * Rows that PostgreSQL sends straight into the mirror: for what is large. `query` takes no parameters and selects the
 * name of the table a row is for, then `columns` (those of each such table), then its packed ones as one JSON object.
 */
export type SentRows = Readonly<{ columns: readonly string[]; query: RawBuilder<unknown> }>

export type MirrorPart = MadeRows | SentRows

/** The keys that writers passed to `context.changed`, as a relation of one `jsonb` column; a key may be there twice. */
export type ChangedKeys = RawBuilder<unknown>

export type MirrorSource = Readonly<{
  /** The name writers pass to `context.changed`. */
  name: string
  /**
   * The tables as they are now; more may appear later (a form version is published), none changes while the mirror is
   * open. One that another version of the product declares otherwise makes the mirror build itself again at opening.
   */
  tables(tx: ReadTx): Promise<readonly MirrorTable[]>
  /** Everything, in parts that are read one after another, each from a snapshot of its own. */
  all(tx: ReadTx): Promise<readonly MirrorPart[]>
  /** The rows that now stand behind `keys`, and the tables that may hold what stood there before. */
  changed(
    tx: ReadTx,
    keys: ChangedKeys,
  ): Promise<Readonly<{ tables: readonly MirrorTable[]; parts: readonly MirrorPart[] }>>
}>
