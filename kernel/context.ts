/**
 * What a use-case is given: one frozen object, first argument. A read has a `ReadTx`; a write adds the things that
 * must become true together with it: audit rows, jobs, messages, changes for the mirror, live notices.
 */
import type { AuditAction } from './contract/index.ts'
import type { Reach, ReadTx, WriteTx } from './db/tx.ts'

/** Severity-levelled structured log; never give it personal data. */
export type Log = Readonly<
  Record<
    'debug' | 'info' | 'warn' | 'error',
    (detail: Readonly<Record<string, unknown>>, message: string) => void
  >
>

/** Who acts, resolved from the session and never from the request. */
export type Actor = Readonly<{
  accountId: number
  name: string
  kind: 'staff' | 'enterprise' | 'system'
  /** The enterprise's own unit. */
  unitId: number | null
  organisationId: number | null
  sessionId: string | null
  locale: 'zh-CN' | 'en'
  /** Where each permission holds. */
  permissions: ReadonlyMap<string, Reach>
}>

export type BaseContext = Readonly<{
  actor: Actor
  now: Date
  log: Log
  requestId: string
  /** Where the actor holds a permission; nowhere when it is not held. */
  reach(permission: string): Reach
}>

export type AuditEntry = Readonly<{
  action: AuditAction
  subject: Readonly<{ kind: string; id: string | number }>
  regionCode?: string
  /** Numbers and codes; no cell values of units and no secrets. */
  detail?: Readonly<Record<string, unknown>>
}>

export type ReadContext = BaseContext &
  Readonly<{
    tx: ReadTx
    /** Declares that data of identifiable units was read; the audit row is durable before the reply leaves. */
    accessed(entry: AuditEntry): void
  }>

/** For reads that wait for something else in between: no connection is held while they do. */
export type StagedContext = BaseContext &
  Readonly<{
    /** Each call is a READ ONLY transaction of its own; what it declares as accessed is audited before the reply. */
    read<T>(work: (context: ReadContext) => Promise<T>): Promise<T>
  }>

export type InboxMessage = Readonly<{
  accountId: number
  kind: string
  title: Readonly<{ 'zh-CN': string; en: string }>
  body: Readonly<{ 'zh-CN': string; en: string }>
  link?: string
}>

/** A notice to open screens: `topic` names what changed, region and unit say who may hear of it. */
export type LiveNotice = Readonly<{
  topic: string
  regionCode: string
  /** The units of the place it concerns: each of them hears it, and the place hears it once. */
  unitIds?: readonly number[]
  detail?: Readonly<Record<string, string | number>>
}>

export type WriteContext = BaseContext &
  Readonly<{
    tx: WriteTx
    /** Declares an audit row; written with the others at the end of this transaction. */
    audit(entry: AuditEntry): void
    /** Inserts a job in this transaction. */
    enqueue(job: string, payload: Readonly<Record<string, unknown>>, options?: JobOptions): void
    notify(message: InboxMessage): void
    /** Tells the mirror that these rows of `source` changed. */
    changed(source: string, keys: readonly Readonly<Record<string, string | number>>[]): void
    live(notice: LiveNotice): void
  }>

export type JobOptions = Readonly<{ runAt?: Date; key?: string; maxAttempts?: number }>

export const NOWHERE: Reach = Object.freeze({ everything: false, nodes: Object.freeze([]) })
export const EVERYWHERE: Reach = Object.freeze({ everything: true, nodes: Object.freeze([]) })

export const isEmpty = (reach: Reach): boolean => !reach.everything && reach.nodes.length === 0
