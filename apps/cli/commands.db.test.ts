import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANCHOR_FILE, anchorFile } from '#kernel/audit/anchors.ts'
import { auditHead } from '#kernel/audit/read-audit.ts'
import { EVERYWHERE } from '#kernel/context.ts'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { writeAs } from '#kernel/db/write.ts'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import { importCommittedRegions } from '#kernel/org/import-regions.ts'
import { silent } from '#tests/support/mirror-fixture.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'

const root = resolve(import.meta.dirname, '../..')

type Ended = Readonly<{ code: number | null; said: string; complained: string }>

describe('commands on an outside database', { timeout: 120_000 }, () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let folder: string

  beforeAll(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url)
    folder = mkdtempSync(join(tmpdir(), 'zhitong-commands-'))
    const base = {
      actor: systemActor(0, []),
      now: new Date(),
      log: silent,
      requestId: 'test',
      reach: () => EVERYWHERE,
    }
    await writeAs(database.db, base, async context => {
      const count = await importCommittedRegions(context.tx)
      for (let times = 0; times < 3; times += 1)
        context.audit({
          action: 'demonstration.region.seed',
          subject: { kind: 'demonstration', id: times },
          detail: { count },
        })
    })
  })
  afterAll(async () => {
    await database.close()
    await clone.drop()
    rmSync(folder, { recursive: true })
  })

  const run = (args: readonly string[], url = clone.url, env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    new Promise(done => {
      const child = spawn(process.execPath, [join(root, 'apps/cli/main.ts'), ...args, '--data', folder], {
        cwd: root,
        env: { ...process.env, DATABASE_URL: url, ...env },
      })
      const heard = { said: '', complained: '' }
      child.stdout.on('data', bytes => {
        heard.said += bytes
      })
      child.stderr.on('data', bytes => {
        heard.complained += bytes
      })
      child.once('close', code => done({ code, ...heard }))
    })

  it('should build the mirror anew, and say so', async () => {
    const { code, said } = await run(['mirror', 'rebuild'])
    expect([code, said]).toEqual([0, expect.stringContaining('✓ 分析库 / analytics mirror')])
    const [file] = readdirSync(join(folder, 'analytics')).filter(name => name.endsWith('.duckdb'))
    const mirror = await DuckDBInstance.create(join(folder, 'analytics', file!), { access_mode: 'READ_ONLY' })
    const connection = await mirror.connect()
    const mirrored = await connection.runAndReadAll('select count(*)::integer from dim_region')
    connection.closeSync()
    mirror.closeSync()
    const { rows } = await database.pool.query('select count(*)::int as n from org.region')
    expect(mirrored.getRows()).toEqual([[rows[0].n]])
  })

  it('should find the audit chain whole, and end otherwise with a code where a row was changed', async () => {
    const whole = await run(['audit', 'verify'])
    expect([whole.code, whole.said]).toEqual([0, expect.stringContaining('完好 / intact: 3')])
    expect(whole.said).toContain('尚无锚点可核对')
    const key = 'ab'.repeat(32)
    const file = join(folder, ANCHOR_FILE)
    const anchors = anchorFile(file, () => Buffer.from(key, 'hex'))
    await anchors.append(await auditHead(database.db))
    const verify = () => run(['audit', 'verify'], clone.url, { ZHITONG_KEY: key })
    expect((await verify()).said).toContain('与锚点相符 / in accord with its anchors: 1')
    await anchors.append({ seq: 9, hash: Buffer.alloc(32) })
    const short = await verify()
    expect(short.code).toBe(1)
    expect(short.said).toMatch(/第 4 行断裂（short）.*broken at row 4/)
    expect(short.said).toContain('由较早的备份恢复')
    expect(short.said).toContain('restored from an older backup')
    expect(short.said).toContain(`${file}:2`)
    await sql`alter table audit.event disable trigger all`.execute(database.db)
    await sql`update audit.event set detail = '{"count": 0}' where seq = 2`.execute(database.db)
    const broken = await run(['audit', 'verify'])
    expect([broken.code, broken.said]).toEqual([1, expect.stringMatching(/第 2 行断裂.*broken at row 2/)])
  })

  it.each([
    ['a verb that is none', ['audit', 'vilify'], undefined, '用法 / usage: ./zhitong audit verify'],
    ['no verb', ['mirror'], undefined, '用法 / usage: ./zhitong mirror rebuild'],
    ['a database that is not there', ['audit', 'verify'], 'nowhere', '数据库不存在'],
  ])('should answer %s with one sentence and a code', async (_, args, name, sentence) => {
    const url = name ? clone.url.replace(/[^/]*$/, name) : clone.url
    const { code, complained } = await run(args, url)
    expect([code, complained]).toEqual([1, expect.stringContaining(sentence)])
    expect(complained.trim().split('\n')).toHaveLength(1)
  })
})
