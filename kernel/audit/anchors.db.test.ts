import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '#tests/support/postgres.ts'
import type { Log } from '../context.ts'
import { type DatabaseHandle, openDatabase } from '../db/pool.ts'
import { readTransaction, writeTransaction } from '../db/tx.ts'
import { ANCHOR_FILE, type AnchorFile, anchorFile } from './anchors.ts'
import { appendAudit, canonicalRow, chainHash, verifyChain } from './chain.ts'
import { anchorChain, keepAnchoring } from './keep-anchoring.ts'

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<'try.anchor', true> {}
}

const AT = new Date('2026-11-27T01:00:00Z')
const KEY = randomBytes(32)

describe('the anchors of the audit chain', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let folder: string
  let file: string
  let anchors: AnchorFile
  let complaints: string[]
  const note = (_detail: unknown, message: string) => void complaints.push(message)
  const log: Log = { debug: () => {}, info: () => {}, warn: note, error: note }
  const services = (own = anchors) => ({ database, anchors: own, log })

  beforeEach(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url, { max: 2 })
    folder = mkdtempSync(join(tmpdir(), 'zhitong-anchors-'))
    file = join(folder, ANCHOR_FILE)
    anchors = anchorFile(file, () => KEY)
    complaints = []
  })
  afterEach(async () => {
    await database.close()
    await clone.drop()
    rmSync(folder, { recursive: true })
  })

  const origin = { accountId: null, accountName: '甲', sessionId: null, requestId: null, at: AT }
  const entryOf = (id: number) => ({ action: 'try.anchor' as const, subject: { kind: 'try', id } })
  const record = (from: number, to: number) =>
    writeTransaction(database.db, tx =>
      appendAudit(
        tx,
        Array.from({ length: to - from + 1 }, (_, index) => ({ origin, entry: entryOf(from + index) })),
      ),
    )
  const verify = async (own = anchors) => {
    const read = await own.read()
    return readTransaction(database.db, tx => verifyChain(tx, { anchors: read }))
  }
  /** What whoever rules the database can do. */
  const tamper = (work: () => Promise<unknown>) =>
    sql`alter table audit.event disable trigger all`
      .execute(database.db)
      .then(work)
      .then(() => sql`alter table audit.event enable trigger all`.execute(database.db))
  const cutAfter = (seq: number) =>
    tamper(async () => {
      await sql`delete from audit.event where seq > ${seq}`.execute(database.db)
      await sql`update audit.head set seq = ${seq},
        hash = (select hash from audit.event where seq = ${seq})`.execute(database.db)
    })
  /** Another name in one row, and every hash from there on made anew. */
  const rewriteFrom = (edited: number, last: number) =>
    tamper(async () => {
      const { rows } = await sql<{
        previous_hash: Buffer
      }>`select previous_hash from audit.event where seq = ${edited}`.execute(database.db)
      let hash = rows[0]?.previous_hash as Buffer
      for (let seq = edited; seq <= last; seq += 1) {
        const accountName = seq === edited ? '乙' : '甲'
        const previous = hash
        hash = chainHash(previous, canonicalRow(seq, { ...origin, accountName }, entryOf(seq)))
        await sql`update audit.event set account_name = ${accountName}, previous_hash = ${previous}, hash = ${hash}
          where seq = ${seq}`.execute(database.db)
      }
      await sql`update audit.head set hash = ${hash}`.execute(database.db)
    })
  const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n')

  const anchorAt10and20 = async () => {
    await record(1, 10)
    await anchorChain(services())
    await record(11, 20)
    await anchorChain(services())
    await record(21, 25)
  }

  it('should hold where nobody touched anything, and say each head once', async () => {
    await anchorChain(services())
    await anchorAt10and20()
    await anchorChain(services())
    await anchorChain(services())
    expect(lines().map(line => Number(line.split(' ')[0]))).toEqual([10, 20, 25])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await verify()).toEqual({ intact: true, rows: 25, anchors: 3 })
    expect(complaints).toEqual([])
  })

  it('should show that the end was cut off and the head put back, or an older backup restored', async () => {
    await anchorAt10and20()
    await cutAfter(15)
    expect(await readTransaction(database.db, tx => verifyChain(tx))).toMatchObject({ intact: true })
    const short = { intact: false, rows: 15, brokenAt: 16, reason: 'short', anchorLine: 2 }
    expect(await verify()).toEqual(short)
    await anchorChain(services())
    expect(complaints).toEqual(['the audit chain does not hold its last anchor'])
  })

  it('should show an edit after which every hash was made anew, between which anchors it lies', async () => {
    await anchorAt10and20()
    await rewriteFrom(12, 25)
    expect(await readTransaction(database.db, tx => verifyChain(tx))).toMatchObject({ intact: true })
    expect(await verify()).toEqual({
      intact: false,
      rows: 10,
      brokenAt: 20,
      reason: 'anchor',
      anchorLine: 2,
    })
  })

  it.each([
    ['another number', (all: string[]) => [all[0]?.replace(/^10 /, '11 '), all[1], all[2]], 1],
    ['a line made up', (all: string[]) => [...all, `25 ${'ab'.repeat(32)} ${'cd'.repeat(32)}`], 4],
    ['a line taken out', (all: string[]) => [all[0], all[2]], 2],
    ['two lines exchanged', (all: string[]) => [all[1], all[0], all[2]], 1],
    ['no line at all', (all: string[]) => ['#', ...all], 1],
  ])('should not trust a file with %s', async (_what, change, anchorLine) => {
    await anchorAt10and20()
    await anchorChain(services())
    writeFileSync(file, `${change(lines()).join('\n')}\n`)
    expect(await verify()).toEqual({
      intact: false,
      rows: 25,
      brokenAt: 25,
      reason: 'anchorFile',
      anchorLine,
    })
  })

  it('should not trust what was written under another key', async () => {
    await record(1, 10)
    await anchorChain(services(anchorFile(file, () => randomBytes(32))))
    expect(await verify()).toMatchObject({ reason: 'anchorFile', anchorLine: 1 })
  })

  it('should go on after a line that a dying process left without its end', async () => {
    await anchorAt10and20()
    appendFileSync(file, '25 ab12')
    expect(await verify()).toMatchObject({ intact: true, anchors: 2 })
    await anchorChain(services())
    expect(await verify()).toEqual({ intact: true, rows: 25, anchors: 3 })
  })

  it('should be kept by each of two servers on one database, in its own folder', async () => {
    const second = anchorFile(join(folder, 'second.txt'), () => KEY)
    const [one, two] = [keepAnchoring(services()), keepAnchoring(services(second))]
    await record(1, 10)
    await one.stop()
    await record(11, 12)
    await two.stop()
    expect((await anchors.read()).anchors.at(-1)?.seq).toBe(10)
    expect((await second.read()).anchors.at(-1)?.seq).toBe(12)
    for (const own of [anchors, second]) expect(await verify(own)).toMatchObject({ intact: true, rows: 12 })
  })

  it('should be made again and again while the process lives, and not stop it where it cannot', async () => {
    await record(1, 3)
    const keeping = keepAnchoring(services(), 20)
    await expect.poll(async () => (await anchors.read()).anchors.at(-1)?.seq).toBe(3)
    await record(4, 5)
    await expect.poll(async () => (await anchors.read()).anchors.at(-1)?.seq).toBe(5)
    await keeping.stop()
    await keepAnchoring(services(anchorFile(folder, () => KEY))).stop()
    expect(complaints).toContain('the audit chain could not be anchored')
  })
})
