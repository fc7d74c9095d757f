/**
 * The audit trail: append-only and hash-chained. Each row's hash is SM3 over the previous hash and the row's
 * canonical JSON, so an edited, removed or re-ordered row breaks every hash after it.
 *
 * The chain's head is locked at the very end of a transaction, just before its commit, for as short as possible.
 */
import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { DB } from '#db/types.ts'
import type { AuditEntry } from '../context.ts'
import type { ReadTx, WriteTx } from '../db/tx.ts'
import type { ReadAnchors } from './anchors.ts'

export type AuditOrigin = Readonly<{
  accountId: number | null
  accountName: string
  sessionId: string | null
  requestId: string | null
  at: Date
}>

/** An entry as it is read back: its action may have been declared by an earlier release. */
type RecordedEntry = Omit<AuditEntry, 'action'> & Readonly<{ action: string }>

/** Canonical text of one row: fixed member order, keys of `detail` sorted at every depth. */
export const canonicalRow = (seq: number, origin: AuditOrigin, entry: RecordedEntry): string =>
  JSON.stringify([
    seq,
    origin.at.toISOString(),
    origin.accountId,
    origin.accountName,
    origin.sessionId,
    origin.requestId,
    entry.action,
    entry.subject.kind,
    String(entry.subject.id),
    entry.regionCode ?? null,
    sortKeys(entry.detail ?? {}),
  ])

const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (value === null || typeof value !== 'object') return value
  const sorted = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, member]) => [key, sortKeys(member)]))
}

export const chainHash = (previous: Buffer, canonical: string): Buffer =>
  createHash('sm3').update(previous).update(canonical, 'utf8').digest()

/** Appends the entries to the chain inside `tx`; call it last. */
export async function appendAudit(
  tx: WriteTx,
  entries: readonly Readonly<{ origin: AuditOrigin; entry: AuditEntry }>[],
): Promise<void> {
  if (entries.length === 0) return
  const head = await tx.selectFrom('audit.head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow()
  let { seq, hash } = head
  const rows = entries.map(({ origin, entry }) => {
    seq += 1
    const previous = hash
    hash = chainHash(previous, canonicalRow(seq, origin, entry))
    return {
      seq,
      at: origin.at,
      account_id: origin.accountId,
      account_name: origin.accountName,
      session_id: origin.sessionId,
      request_id: origin.requestId,
      action: entry.action,
      subject_kind: entry.subject.kind,
      subject_id: String(entry.subject.id),
      region_code: entry.regionCode ?? null,
      detail: sortKeys(entry.detail ?? {}),
      previous: previous.toString('hex'),
      hash: hash.toString('hex'),
    }
  })
  // One parameter whatever their number: a bulk acceptance audits more reports than a statement takes parameters.
  await sql`with moved as (update audit.head set seq = ${seq}, hash = ${hash})
    insert into audit.event (seq, at, account_id, account_name, session_id, request_id, action, subject_kind,
      subject_id, region_code, detail, previous_hash, hash)
    select seq, at, account_id, account_name, session_id, request_id, action, subject_kind, subject_id, region_code,
      detail, decode(previous, 'hex'), decode(hash, 'hex')
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(seq bigint, at timestamptz, account_id int,
      account_name text, session_id uuid, request_id text, action text, subject_kind text, subject_id text,
      region_code text, detail jsonb, previous text, hash text)`.execute(tx)
}

/**
 * `hash`, `order` and `head` the chain shows by itself. `anchor`: a row is another than was anchored, so everything since
 * the anchor before it was made anew; `short`: the chain ends before an anchored row; `anchorFile`: that line of the
 * anchors was changed or put in, one before it taken out, or it was written under another key.
 */
export type ChainFault = 'hash' | 'order' | 'head' | 'anchor' | 'short' | 'anchorFile'

export type ChainVerdict = Readonly<
  | { intact: true; rows: number; anchors: number }
  | { intact: false; rows: number; brokenAt: number; reason: ChainFault; anchorLine?: number }
>

type EventRow = Selectable<DB['audit.event']>

const originOf = (row: EventRow): AuditOrigin => ({
  at: row.at,
  accountId: row.account_id,
  accountName: row.account_name,
  sessionId: row.session_id,
  requestId: row.request_id,
})

const entryOf = (row: EventRow): RecordedEntry => ({
  action: row.action,
  subject: { kind: row.subject_kind, id: row.subject_id },
  ...(row.region_code !== null && { regionCode: row.region_code }),
  detail: row.detail as Record<string, unknown>,
})

export type VerifyOptions = Readonly<{ anchors?: ReadAnchors; onProgress?(seq: number): void }>

const BATCH = 5_000
const NO_ANCHORS: ReadAnchors = { anchors: [], falseLine: null }

/** Walks the whole chain; says the first row where it does not hold, or else the first anchor it does not hold. */
export async function verifyChain(tx: ReadTx, options: VerifyOptions = {}): Promise<ChainVerdict> {
  const { anchors: given = NO_ANCHORS, onProgress = () => {} } = options
  const anchors = Map.groupBy(given.anchors, anchor => anchor.seq)
  let seq = 0
  let hash: Buffer = Buffer.alloc(32)
  let anchored = 0
  for (;;) {
    const rows = await tx
      .selectFrom('audit.event')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(BATCH)
      .execute()
    for (const row of rows) {
      if (row.seq !== seq + 1) return { intact: false, rows: seq, brokenAt: seq + 1, reason: 'order' }
      const expected = chainHash(hash, canonicalRow(row.seq, originOf(row), entryOf(row)))
      if (!expected.equals(row.hash) || !hash.equals(row.previous_hash)) {
        return { intact: false, rows: seq, brokenAt: row.seq, reason: 'hash' }
      }
      const held = anchors.get(row.seq) ?? []
      const other = held.find(anchor => !anchor.hash.equals(expected))
      if (other)
        return { intact: false, rows: anchored, brokenAt: row.seq, reason: 'anchor', anchorLine: other.line }
      if (held.length > 0) anchored = row.seq
      seq = row.seq
      hash = row.hash
    }
    onProgress(seq)
    if (rows.length < BATCH) break
  }
  const head = await tx.selectFrom('audit.head').select(['seq', 'hash']).executeTakeFirstOrThrow()
  if (head.seq !== seq || !head.hash.equals(hash))
    return { intact: false, rows: seq, brokenAt: seq + 1, reason: 'head' }
  const beyond = given.anchors.find(anchor => anchor.seq > seq)
  if (beyond) return { intact: false, rows: seq, brokenAt: seq + 1, reason: 'short', anchorLine: beyond.line }
  if (given.falseLine !== null)
    return { intact: false, rows: seq, brokenAt: seq, reason: 'anchorFile', anchorLine: given.falseLine }
  return { intact: true, rows: seq, anchors: given.anchors.length }
}
