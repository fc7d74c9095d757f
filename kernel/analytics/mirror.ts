/** Placeholder of the public shape; see drain.ts. */
import type { DuckDBValue } from '@duckdb/node-api'

export type AnalyticsRow = Readonly<Record<string, DuckDBValue>>

export type Analytics = Readonly<{
  /** Brings the mirror up to the last commit; resolves with what it applied. */
  drain(): Promise<Readonly<{ changes: number; at: Date }>>
  /** Runs one query on the mirror as it is (call `drain` first where freshness matters). */
  query(sql: string, values?: readonly (string | number | boolean | null)[]): Promise<readonly AnalyticsRow[]>
  /** Drops everything and reads it again from PostgreSQL. */
  rebuild(onProgress?: (rows: number) => void): Promise<Readonly<{ rows: number }>>
  close(): Promise<void>
}>
