import { Readable } from 'node:stream'
import { csvLine } from '#engines/exchange/index.ts'
import { verifyChain } from '#kernel/audit/chain.ts'
import {
  type AuditEvent,
  type AuditFilter,
  auditActions,
  auditBatches,
  auditLength,
  COUNT_LIMIT,
  listAudit,
} from '#kernel/audit/read-audit.ts'
import type { BaseContext } from '#kernel/context.ts'
import type { ActionWords } from '#kernel/contract/index.ts'
import type { Database } from '#kernel/db/tx.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { direct, type RouteBinding, read } from '#kernel/http/binding.ts'
import { searchPinyin } from '#kernel/search-pinyin.ts'
import { parseSearch } from '#kernel/search-text.ts'
import type { Services } from '#kernel/services.ts'
import * as contract from '../contract.ts'
import { refuseUnlessEverywhere } from './everywhere.ts'

type Audited = Pick<Services, 'database' | 'anchors'>

export const auditRoutes = (services: Audited, words: () => ActionWords): readonly RouteBinding[] => [
  read(contract.listAudit, async (ctx, { query }) => {
    refuseUnlessEverywhere(ctx, contract.listAudit)
    const { total, items } = await listAudit(ctx.tx, withNamed(query, words()), query)
    return {
      total,
      countLimit: COUNT_LIMIT,
      items: items.map(event => ({
        ...event,
        at: event.at.toISOString(),
        detail: JSON.stringify(event.detail),
        hash: event.hash.toString('hex'),
      })),
      actions: (await auditActions(ctx.tx)).map(code => ({ code, text: words()[code] ?? null })),
    }
  }),

  direct(contract.exportAudit, async (ctx, { query }, { reply }) => {
    refuseUnlessEverywhere(ctx, contract.exportAudit)
    await writeAs(services.database.db, ctx, async write =>
      write.audit({
        action: 'audit.event.export',
        subject: { kind: 'audit', id: 'events' },
        detail: { ...query },
      }),
    )
    const name = `zhitong-audit-${ctx.now.toISOString().slice(0, 10)}.csv`
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(csvOf(services.database.db, withNamed(query, words()))))
  }),

  direct(contract.verifyAudit, async (ctx, _input, { reply }) => {
    refuseUnlessEverywhere(ctx, contract.verifyAudit)
    return reply
      .type('application/x-ndjson; charset=utf-8')
      .header('x-accel-buffering', 'no')
      .send(verification(services, ctx, () => reply.raw.destroyed))
  }),
]

/** What is searched for may also be the words of an action, or their pinyin. */
function withNamed(filter: AuditFilter, words: ActionWords): AuditFilter {
  const { search } = filter
  if (search === undefined) return filter
  const sought = search.toLowerCase()
  const pinyin = parseSearch(search)?.pinyin
  const named = Object.entries(words)
    .filter(
      ([, text]) =>
        Object.values(text).some(one => one.toLowerCase().includes(sought)) ||
        (pinyin && searchPinyin(text['zh-CN']).includes(pinyin)),
    )
    .map(([code]) => code)
  return { ...filter, named }
}

const COLUMNS = [
  'seq',
  'at',
  'account_id',
  'account',
  'action',
  'subject_kind',
  'subject_id',
  'region',
  'detail',
  'hash',
]

const csvOfEvent = (event: AuditEvent): string =>
  csvLine([
    event.seq,
    event.at.toISOString(),
    event.accountId,
    event.accountName,
    event.action,
    event.subjectKind,
    event.subjectId,
    event.regionCode,
    JSON.stringify(event.detail),
    event.hash.toString('hex'),
  ])

/** The byte-order mark lets Excel read the file as UTF-8. */
async function* csvOf(db: Database, filter: AuditFilter): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(COLUMNS)}`
  // A transaction for each batch: the log only grows at its end, and a slow reader holds no snapshot.
  for await (const batch of auditBatches(db, filter)) yield batch.map(csvOfEvent).join('')
}

class Abandoned extends Error {}

const lineOf = (value: contract.VerificationLine): string => `${JSON.stringify(value)}\n`

/** Progress lines while the chain is walked, then the verdict, which is itself recorded. */
function verification(services: Audited, ctx: BaseContext, gone: () => boolean): Readable {
  const { db } = services.database
  const lines = new Readable({ read: () => {} })
  const walk = async () => {
    const total = await readTransaction(db, auditLength)
    lines.push(lineOf({ checked: 0, total }))
    const anchors = await services.anchors.read()
    const onProgress = (checked: number): void => {
      if (gone()) throw new Abandoned()
      lines.push(lineOf({ checked, total }))
    }
    const verdict = await readTransaction(db, tx => verifyChain(tx, { anchors, onProgress }))
    await writeAs(db, ctx, async write =>
      write.audit({
        action: 'audit.chain.verify',
        subject: { kind: 'audit', id: 'chain' },
        detail: { ...verdict },
      }),
    )
    lines.push(lineOf({ verdict }))
    lines.push(null)
  }
  walk().catch((error: unknown) => {
    if (!(error instanceof Abandoned))
      ctx.log.error({ error: String(error) }, 'verification of the audit chain failed')
    lines.destroy(error as Error)
  })
  return lines
}
