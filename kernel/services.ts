/** What lives as long as the process and modules may close over; everything of one request is in its context. */
import type { Analytics } from './analytics/mirror.ts'
import type { Log } from './context.ts'
import type { DatabaseHandle } from './db/pool.ts'
import type { FileStore } from './files/store.ts'

export type Services = Readonly<{
  database: DatabaseHandle
  analytics: Analytics
  files: FileStore
  clock: () => Date
  log: Log
  /** 32 bytes known to this installation only; seals second-factor secrets. */
  installationKey: Buffer
}>
