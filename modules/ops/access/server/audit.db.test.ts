import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureRoles } from '#apps/server/roles.ts'
import { ANCHOR_FILE } from '#kernel/audit/anchors.ts'
import { anchorChain } from '#kernel/audit/keep-anchoring.ts'
import type { BaseContext } from '#kernel/context.ts'
import { NATION } from '#kernel/contract/index.ts'
import { writeAs } from '#kernel/db/write.ts'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import { addAccount } from '#tests/support/people.ts'
import { type Caller, startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let auditor: Caller

beforeAll(async () => {
  server = await startTestServer()
  await ensureRoles(server.services.database.db)
  const { id } = await addAccount(server, { grants: [{ role: 'audit-administrator', regionCode: NATION }] })
  auditor = await server.as(id)
})
afterAll(() => server.close())
beforeEach(async () => {
  await tamper(
    `delete from audit.event; update audit.head set seq = 0, hash = decode(repeat('00', 32), 'hex')`,
  )
  await record(12)
})

const record = (count: number, name = 'system') =>
  writeAs(server.services.database.db, base(name), async ctx => {
    for (let index = 1; index <= count; index += 1) {
      ctx.audit({
        action: index % 3 === 0 ? 'collect.report.accept' : 'collect.report.submit',
        subject: { kind: 'report', id: index },
        regionCode: index % 2 === 0 ? '430211001201' : '430212001001',
        detail: { note: `=HYPERLINK("http://x","y")`, index },
      })
    }
  })
const base = (name: string): BaseContext => ({
  actor: { ...systemActor(0, []), name },
  now: new Date(),
  log: server.services.log,
  requestId: 'test',
  reach: () => ({ everything: true, nodes: [] }),
})

/** What a thief with the database's password would do. */
const tamper = async (statement: string) => {
  const { db } = server.services.database
  await sql`alter table audit.event disable trigger all`.execute(db)
  await sql.raw(statement).execute(db)
  await sql`alter table audit.event enable trigger all`.execute(db)
}
const verify = async () => {
  const reply = await auditor('POST', '/api/audit/verification')
  expect(reply.statusCode).toBe(200)
  const lines = reply.body
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  return { first: lines[0], verdict: lines.at(-1).verdict }
}

describe('actions in the audit log', () => {
  it('should say actions in words, and find them by their words', async () => {
    const search = async (text: string) =>
      (await auditor('GET', `/api/audit?search=${encodeURIComponent(text)}`)).json()
    const accepted = await search('验收报表')
    expect(accepted.total).toBe(4)
    expect((await search('Accept a report')).total).toBe(4)
    expect((await search('ysbb')).total).toBe(4)
    expect(accepted.actions).toContainEqual({
      code: 'collect.report.accept',
      text: { 'zh-CN': '验收报表', en: 'Accept a report' },
    })
  })
})

describe('the audit chain', () => {
  it('should hold when nobody touched it, say how far it has come, and record the check', async () => {
    const { first, verdict } = await verify()
    expect(first).toEqual({ checked: 0, total: 12 })
    expect(verdict).toEqual({ intact: true, rows: 12, anchors: 0 })
    const log = (await auditor('GET', '/api/audit?action=audit.chain')).json()
    expect(log.items[0]).toMatchObject({
      action: 'audit.chain.verify',
      detail: expect.stringContaining('"intact":true'),
    })
    expect((await verify()).verdict).toEqual({ intact: true, rows: 13, anchors: 0 })
  })

  it('should be held against what was anchored outside the database', async () => {
    const { anchors, dataFolder } = server.services
    await anchorChain(server.services)
    expect((await verify()).verdict).toEqual({ intact: true, rows: 12, anchors: 1 })
    await tamper(`delete from audit.event where seq > 8;
      update audit.head set seq = 8, hash = (select hash from audit.event where seq = 8)`)
    const short = { intact: false, rows: 8, brokenAt: 9, reason: 'short', anchorLine: 1 }
    expect((await verify()).verdict).toEqual(short)
    expect((await anchors.read()).falseLine).toBeNull()
    rmSync(join(dataFolder, ANCHOR_FILE))
  })

  it('should refuse update, delete and truncate', async () => {
    const { db } = server.services.database
    await expect(sql`update audit.event set account_name = 'x' where seq = 1`.execute(db)).rejects.toThrow(
      /append-only/,
    )
    await expect(sql`delete from audit.event where seq = 1`.execute(db)).rejects.toThrow(/append-only/)
    await expect(sql`truncate audit.event`.execute(db)).rejects.toThrow(/append-only/)
  })

  it.each([
    ['an edited detail', `update audit.event set detail = '{"index": 99}' where seq = 5`, 5, 'hash'],
    ['an edited name', `update audit.event set account_name = 'nobody' where seq = 7`, 7, 'hash'],
    ['a moved moment', `update audit.event set at = at - interval '1 second' where seq = 3`, 3, 'hash'],
    ['a removed row', 'delete from audit.event where seq = 4', 4, 'order'],
    ['a removed beginning', 'delete from audit.event where seq <= 2', 1, 'order'],
    ['a removed end', 'delete from audit.event where seq = 12', 12, 'head'],
    [
      'two rows changing places',
      `update audit.event set seq = 1000 where seq = 5; update audit.event set seq = 5 where seq = 6;
       update audit.event set seq = 6 where seq = 1000`,
      5,
      'hash',
    ],
    [
      'a hash made again for one row only',
      `update audit.event set hash = sha256(hash) where seq = 8`,
      8,
      'hash',
    ],
  ])('should be found broken at %s', async (_what, statement, brokenAt, reason) => {
    await tamper(statement)
    expect((await verify()).verdict).toMatchObject({ intact: false, brokenAt, reason })
  })
})

describe('the audit log', () => {
  it('should be narrowed by action, account, subject, region, time and text', async () => {
    const count = async (query: string) => (await auditor('GET', `/api/audit?${query}`)).json().total
    expect(await count('action=collect.report.accept')).toBe(4)
    expect(await count('action=collect.')).toBe(12)
    expect(await count('region=430211000000')).toBe(6)
    expect(await count('region=430211001000')).toBe(6)
    expect(await count('region=43021100')).toBe(6)
    expect(await count('subjectKind=report&subjectId=7')).toBe(1)
    expect(await count('search=HYPERLINK')).toBe(12)
    expect(await count('search=%25')).toBe(0)
    expect(await count(`from=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).toBe(0)
    const page = (await auditor('GET', '/api/audit?page=2&pageSize=5')).json()
    expect(page.items.map((item: { seq: number }) => item.seq)).toEqual([7, 6, 5, 4, 3])
    expect(page.actions.map((one: { code: string }) => one.code)).toEqual([
      'collect.report.accept',
      'collect.report.submit',
    ])
  })

  it('should leave as CSV whose cells no spreadsheet runs', async () => {
    await record(1, '=cmd|calc')
    const reply = await auditor('GET', '/api/audit/export?subjectId=1')
    expect(reply.headers['content-type']).toContain('text/csv')
    expect(reply.headers['content-disposition']).toMatch(/zhitong-audit-\d{4}-\d\d-\d\d\.csv/)
    const lines = reply.body.trimEnd().split('\r\n')
    expect(reply.body.startsWith('\uFEFFseq,at,')).toBe(true)
    expect(lines).toHaveLength(3)
    expect(lines[2]).toContain(`,'=cmd|calc,`)
    expect(reply.body).not.toMatch(/(^|,)"?[=+@]/m)
    expect((await auditor('GET', '/api/audit?action=audit.event.export')).json().total).toBe(1)
  })
})
