/**
 * One write, whole: runs a use-case in a transaction, then flushes in the same transaction what the use-case
 * declared (jobs, messages, mirror changes, live notices, audit rows last), then commits.
 */
import { sql } from 'kysely'
import { type AuditOrigin, appendAudit } from '../audit/chain.ts'
import type {
  AuditEntry,
  BaseContext,
  InboxMessage,
  JobOptions,
  LiveNotice,
  WriteContext,
} from '../context.ts'
import { addMessages } from '../notify/outbox.ts'
import { type Database, type WriteTx, writeTransaction } from './tx.ts'

type Job = Readonly<{ name: string; payload: Readonly<Record<string, unknown>>; options: JobOptions }>
type Change = Readonly<{ source: string; key: Readonly<Record<string, string | number>> }>

type Declared = {
  audit: { origin: AuditOrigin; entry: AuditEntry }[]
  jobs: Job[]
  messages: InboxMessage[]
  changes: Change[]
  notices: LiveNotice[]
}

/** Collects what the use-cases of one transaction declare; several contexts may share one (group commit). */
export class Declarations {
  readonly #declared: Declared = { audit: [], jobs: [], messages: [], changes: [], notices: [] }

  context(base: BaseContext, tx: WriteTx): WriteContext {
    const declared = this.#declared
    const origin: AuditOrigin = {
      accountId: base.actor.kind === 'system' ? null : base.actor.accountId,
      accountName: base.actor.name,
      sessionId: base.actor.sessionId,
      requestId: base.requestId,
      at: base.now,
    }
    return Object.freeze({
      ...base,
      tx,
      audit: (entry: AuditEntry) => void declared.audit.push({ origin, entry }),
      enqueue: (name: string, payload: Readonly<Record<string, unknown>>, options: JobOptions = {}) =>
        void declared.jobs.push({ name, payload, options }),
      notify: (message: InboxMessage) => void declared.messages.push(message),
      changed: (source: string, keys: readonly Change['key'][]) => {
        // One by one: a collection may change more rows than a call takes arguments.
        for (const key of keys) declared.changes.push({ source, key })
      },
      live: (notice: LiveNotice) => void declared.notices.push(notice),
    })
  }

  async flush(tx: WriteTx): Promise<void> {
    const { jobs, messages, changes, notices, audit } = this.#declared
    if (jobs.length > 0) await addJobs(tx, jobs)
    if (messages.length > 0) await addMessages(tx, messages, LIVE_CHANNEL)
    if (changes.length > 0) await addChanges(tx, changes)
    if (notices.length > 0) await sendNotices(tx, notices)
    await appendAudit(tx, audit)
  }
}

/** Runs one use-case for one actor; resolves after the commit. */
export const writeAs = <T>(
  db: Database,
  base: BaseContext,
  work: (context: WriteContext) => Promise<T>,
): Promise<T> =>
  writeTransaction(db, async tx => {
    const declarations = new Declarations()
    const result = await work(declarations.context(base, tx))
    await declarations.flush(tx)
    return result
  })

async function addJobs(tx: WriteTx, jobs: readonly Job[]): Promise<void> {
  const rows = jobs.map(({ name, payload, options }) => ({
    name,
    payload,
    run_at: options.runAt ?? null,
    key: options.key ?? null,
    attempts: options.maxAttempts ?? 25,
  }))
  await sql`select (graphile_worker.add_job(j.name, j.payload, run_at => j.run_at, job_key => j.key,
      max_attempts => j.attempts)).id
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as j(name text, payload json, run_at timestamptz, key text, attempts int)`.execute(tx)
}

async function addChanges(tx: WriteTx, changes: readonly Change[]): Promise<void> {
  const sources = changes.map(change => change.source)
  const keys = changes.map(change => JSON.stringify(change.key))
  await sql`insert into analytics.change (source, key)
    select * from unnest(${sql.val(sources)}::text[], ${sql.val(keys)}::jsonb[])`.execute(tx)
}

/** The channel open servers listen on; a notice too long for NOTIFY (8,000 bytes) goes without its detail. */
export const LIVE_CHANNEL = 'zhitong_live'

async function sendNotices(tx: WriteTx, notices: readonly LiveNotice[]): Promise<void> {
  const texts = notices.map(notice => {
    const whole = JSON.stringify(notice)
    return Buffer.byteLength(whole) < 7_000 ? whole : JSON.stringify({ ...notice, detail: undefined })
  })
  await sql`select pg_notify(${LIVE_CHANNEL}, n.text) from unnest(${sql.val(texts)}::text[]) as n(text)`.execute(
    tx,
  )
}
