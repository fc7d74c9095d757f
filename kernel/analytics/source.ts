/**
 * What a module gives the analytics mirror: typed tables and, for changed keys, the rows as they stand now.
 * The mirror knows nothing of the modules; each source knows nothing of DuckDB.
 */
import type { Database } from '../db/tx.ts'

export type MirrorColumn = Readonly<{
  name: string
  /** DuckDB type: `INTEGER`, `VARCHAR`, `DECIMAL(18,2)`, `DATE`, `BOOLEAN`. */
  type: string
}>

export type MirrorTable = Readonly<{
  name: string
  columns: readonly MirrorColumn[]
  /**
   * Columns after those, whose values come together as one JSON object of texts, by column name: the last value of
   * each row. The store takes it apart with its own threads, where a value at a time would hold up the event loop.
   */
  packed?: readonly MirrorColumn[]
  /** Columns whose values name what a change replaces: every row with the key goes, the current rows come. */
  key: readonly string[]
}>

export type MirrorValue = string | number | boolean | null

/** Rows of one table for some keys; each row in the order of the table's columns, then the packed ones as one. */
export type MirrorRows = Readonly<{ table: string; rows: readonly (readonly MirrorValue[])[] }>

export type MirrorKey = Readonly<Record<string, string | number>>

export type MirrorSource = Readonly<{
  /** The name writers pass to `context.changed`. */
  name: string
  /** The tables as they are now; more may appear later (a form version is published), none changes. */
  tables(db: Database): Promise<readonly MirrorTable[]>
  /** Current rows behind these keys, from one snapshot. */
  rows(db: Database, keys: readonly MirrorKey[]): Promise<readonly MirrorRows[]>
  /** Everything, in batches, for a rebuild. */
  all(db: Database): AsyncIterable<readonly MirrorRows[]>
}>
