/** What lives as long as the process and modules may close over; everything of one request is in its context. */
import type { Analytics } from './analytics/mirror.ts'
import type { AnchorFile } from './audit/anchors.ts'
import type { Log } from './context.ts'
import type { DatabaseHandle } from './db/pool.ts'
import type { SlowQueries } from './db/slow-queries.ts'
import type { FileStore } from './files/store.ts'
import type { Measures } from './measure/measures.ts'
import type { Sampler } from './measure/sampler.ts'

export type Services = Readonly<{
  database: DatabaseHandle
  slowQueries: SlowQueries
  analytics: Analytics
  files: FileStore
  dataFolder: string
  clock: () => Date
  log: Log
  measures: Measures
  sampler: Sampler
  /** 32 bytes known to this installation only; seals second-factor secrets. */
  installationKey: Buffer
  /** What the audit chain was, kept outside the database. */
  anchors: AnchorFile
}>
