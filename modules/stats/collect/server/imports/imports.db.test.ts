import { Readable } from 'node:stream'
import iconv from 'iconv-lite'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVERYWHERE } from '#kernel/context.ts'
import { writeAs } from '#kernel/db/write.ts'
import { contextFor } from '#kernel/jobs/authority.ts'
import { TRIES } from '#kernel/jobs/lasting-task.ts'
import { multipart } from '#tests/support/office.ts'
import type { Caller } from '#tests/support/server.ts'
import { IMPORT_ERRORS_KEPT } from '../../contract.ts'
import { type City, GOOD, openCity, submission } from '../../testing/city.ts'
import { listenTo } from '../../testing/live-notices.ts'
import { createFormPrograms } from '../form-programs.ts'
import { findImport } from '../queries/imports.ts'
import { applyStep, importJobs } from './import-steps.ts'

const mapping = { unit: { by: 'name', column: '单位' }, cells: { 本月: 'M1', 累计: 'M2' } }
const good = '单位;本月;累计;备注\n株洲电瓷1厂;10;5;x\n株洲电瓷2厂;NA;7;\n株洲电瓷3厂;3;9;\n'

describe('import of returns', () => {
  let city: City
  let collectionId = 0
  beforeAll(async () => {
    city = await openCity({ units: 6 })
    collectionId = city.collectionId
  })
  afterAll(() => city.close())

  const upload = (who: Caller, bytes: Buffer, how: unknown = mapping, into = collectionId) => {
    const { payload, headers } = multipart({ name: '十月.csv', bytes }, { mapping: JSON.stringify(how) })
    return who('POST', `/api/collect/collections/${into}/imports`, payload, headers)
  }
  const act = (importId: number, verb: string, body?: object) =>
    city.manager('POST', `/api/collect/imports/${importId}/${verb}`, body)
  const read = async (importId: number) =>
    (await city.manager('GET', `/api/collect/imports/${importId}`)).json()
  const stored = async () => {
    const found = await sql<{ n: number }>`select count(*)::int as n from collect.revision
      where collection_id = ${collectionId}`.execute(city.services.database.db)
    return found.rows[0]?.n
  }
  /** Runs what a worker would run now. */
  const work = async (services = city.services, attempt = 1) => {
    const { db } = services.database
    const jobs = await sql<{
      id: string
      task: string
      payload: unknown
    }>`select j.id, t.identifier as task, j.payload
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier like 'collect.%Returns'`.execute(db)
    const handlers = importJobs(services, createFormPrograms())
    for (const { id, task, payload } of jobs.rows) {
      // At once: what happens while it runs may ask for the next.
      await sql`delete from graphile_worker._private_jobs where id = ${id}`.execute(db)
      await handlers[task]!(payload, { log: city.services.log, attempt })
    }
    return jobs.rows.length
  }
  /** The same, with something happening between the start of a job and its reading of the file. */
  const workWhile = (happening: () => Promise<unknown>, attempt = 1) => {
    const { files } = city.services
    async function* late(sha256: Buffer) {
      await happening()
      yield* files.read(sha256)
    }
    const read = (sha256: Buffer) => Readable.from(late(sha256))
    return work({ ...city.services, files: { ...files, read } }, attempt)
  }
  const long = (text: string) => {
    const [head, ...lines] = text.trim().split('\n')
    return Buffer.from([`${head};长`, ...lines.map(line => `${line};${'说'.repeat(30_000)}`)].join('\n'))
  }

  it('should say what is wrong by line and column, as a page and as CSV, and apply nothing', async () => {
    const bad =
      '单位;本月;累计\n株洲电瓷1厂;abc;5\n没有这个厂;1;2\n株洲电瓷2厂;1;2\n株洲电瓷2厂;1;2\n株洲电瓷3厂;=1+1;2\n'
    const run = (await upload(city.manager, Buffer.from(bad))).json()
    expect(run).toMatchObject({ state: 'previewed', errorCount: 4, total: 5 })
    const errors = (await city.manager('GET', `/api/collect/imports/${run.importId}/errors`)).json()
    const at = (one: { line: number; column?: string; value?: string }) => [one.line, one.column, one.value]
    expect(errors.items.map(at)).toEqual([
      [2, '本月', 'abc'],
      [3, '单位', '没有这个厂'],
      [5, '单位', '株洲电瓷2厂'],
      [6, '本月', '=1+1'],
    ])
    const csv = await city.manager('GET', `/api/collect/imports/${run.importId}/errors.csv`)
    expect(csv.headers['content-disposition']).toContain(encodeURIComponent('十月-错误.csv'))
    expect(csv.body.split('\r\n').at(4)).toBe(`6,本月,M1,'=1+1,是公式，请改存为数值再导入`)
    expect((await act(run.importId, 'apply')).json()).toMatchObject({
      code: 'COLLECT_IMPORT_REJECTED',
      detail: { count: 4 },
    })
    expect(await stored()).toBe(0)
  })

  it('should refuse what is no table, a mapping that says nothing, and people without the right', async () => {
    expect((await upload(city.manager, Buffer.from('PK\x03\x04\0\0'))).json().code).toBe(
      'REGISTER_FILE_NOT_TEXT',
    )
    expect((await upload(city.manager, Buffer.from(good), { unit: 1 })).json().code).toBe('REQUEST_MALFORMED')
    expect((await upload(city.county, Buffer.from(good))).statusCode).toBe(403)
    const run = (await upload(city.manager, Buffer.from(good))).json()
    const other = await city.person(['collect.collection.manage'], { regionCode: '430200000000' })
    for (const path of ['', '/errors', '/errors.csv'])
      expect((await other('GET', `/api/collect/imports/${run.importId}${path}`)).statusCode).toBe(404)
    expect((await other('POST', `/api/collect/imports/${run.importId}/apply`)).statusCode).toBe(404)
  })

  it('should preview a GBK file, again with another mapping, and apply it once', async () => {
    const wrong = { ...mapping, cells: { 上月: 'M1', 本月: 'C9' } }
    const run = (await upload(city.manager, iconv.encode(good, 'gbk'), wrong)).json()
    expect(run.errorCount).toBe(2)
    const again = (await act(run.importId, 'preview', mapping)).json()
    expect(again).toMatchObject({
      state: 'previewed',
      errorCount: 0,
      outcome: { encoding: 'gbk', separator: ';', created: 3, unmappedColumns: ['备注'] },
    })
    expect(await stored()).toBe(0)
    const screens = await listenTo(city, 'collect.report')
    const applied = (await act(run.importId, 'apply')).json()
    const told = await screens.told()
    await screens.end()
    expect(told.flatMap(one => one.unitIds ?? []).toSorted((a, b) => a - b)).toEqual(city.units.slice(0, 3))
    expect(told).toHaveLength(new Set(told.map(one => one.regionCode)).size)
    const audited = await sql<{ n: number }>`select count(*)::int as n from audit.event
      where action = 'collect.report.import'`.execute(city.services.database.db)
    expect(audited.rows[0]?.n).toBe(3)
    const e1 = { rule: 'E1', pass: 1, fail: 1, undecided: 1 }
    expect(applied.state).toBe('applied')
    expect(applied.outcome.rules[0]).toMatchObject(e1)
    expect(await stored()).toBe(3)
    const owner = await city.reporter(0)
    const own = `/api/collect/my-reports/${collectionId}/${city.units[0]}`
    expect((await owner('GET', own)).json().report).toMatchObject({
      receiptNo: null,
      withoutReceipt: 'imported',
    })
    expect((await act(run.importId, 'apply')).json()).toMatchObject({
      code: 'COLLECT_IMPORT_STATE',
      message: { 'zh-CN': '这次导入现在是“已导入”，不能这样操作' },
    })
    expect((await act(run.importId, 'cancel')).json().state).toBe('applied')
    const summary = (await city.leader('GET', `/api/collect/collections/${collectionId}/rules`)).json()
    expect(summary.rules[0]).toMatchObject({ ...e1, severity: 'fatal' })
    const same = (await upload(city.manager, Buffer.from(good))).json()
    expect(same.outcome).toMatchObject({ unchanged: 3, created: 0, revised: 0 })
    const listed = await city.manager('GET', `/api/collect/collections/${collectionId}/imports?pageSize=1`)
    expect(listed.json().items[0].importId).toBe(same.importId)
  })

  it('should work through a long file as a job, and say so when reports moved since the preview', async () => {
    const file = long('单位;本月;累计\n株洲电瓷4厂;1;2\n株洲电瓷5厂;1;2\n')
    const run = (await upload(city.manager, file)).json()
    expect(run).toMatchObject({ state: 'reading', outcome: null, total: 2 })
    expect(await work()).toBe(1)
    expect(await read(run.importId)).toMatchObject({ state: 'previewed', done: 2, outcome: { created: 2 } })
    const reporter = await city.reporter(3)
    const mine = `/api/collect/my-reports/${collectionId}/${city.units[3]}/submissions`
    expect((await reporter('POST', mine, submission(GOOD))).statusCode).toBe(200)
    expect((await act(run.importId, 'apply')).json().state).toBe('applying')
    await work()
    expect(await read(run.importId)).toMatchObject({
      state: 'failed',
      failure: { code: 'COLLECT_IMPORT_STALE' },
    })
    expect(await stored()).toBe(4)
    await act(run.importId, 'preview', mapping)
    await work()
    await act(run.importId, 'apply')
    await work()
    expect(await read(run.importId)).toMatchObject({
      state: 'applied',
      failure: null,
      outcome: { created: 1, revised: 1 },
    })
    expect(await stored()).toBe(6)
  })

  it('should let reporters go on while it judges, and apply nothing when one submitted meanwhile', async () => {
    const period = await city.issue('2026-M09')
    const [first, second] = city.units
    const text = `单位;本月;累计\n${first};1;2\n${second};3;4\n`
    const how = { ...mapping, unit: { by: 'unitId', column: '单位' } }
    const run = (await upload(city.manager, long(text), how, period)).json()
    await work()
    await act(run.importId, 'apply')
    const { db } = city.services.database
    const unlocked = async () => {
      const free = await sql<{ unitId: number }>`select unit_id as "unitId" from collect.report
        where collection_id = ${period} for update skip locked`.execute(db)
      return free.rows.length
    }
    const [one, other] = [await city.reporter(0), await city.reporter(1)]
    const at = (unitId: number | undefined) => `/api/collect/my-reports/${period}/${unitId}`
    const owner = await sql<{ accountId: number; accountName: string }>`select a.id as "accountId",
      a.display_name as "accountName" from collect.import i join identity.account a on a.id = i.created_by
      where i.id = ${run.importId}`.execute(db)
    const manager = owner.rows[0]!
    const apply = (meanwhile: () => Promise<void>) =>
      writeAs(db, contextFor(city.services, manager, 'apply'), async context => {
        const stored = await findImport(context.tx, manager.accountId, run.importId)
        const tools = { files: city.services.files, forms: createFormPrograms(), onProgress: meanwhile }
        await applyStep(context, tools, stored!, EVERYWHERE)
      })
    const submitting = apply(async () => {
      expect(await unlocked()).toBe(city.units.length)
      expect((await other('POST', `${at(second)}/submissions`, submission(GOOD))).statusCode).toBe(200)
    })
    await expect(submitting).rejects.toThrow('COLLECT_IMPORT_STALE')
    await act(run.importId, 'cancel')
    await act(run.importId, 'preview', how)
    await work()
    expect((await act(run.importId, 'apply')).json().state).toBe('applying')
    await apply(async () => {
      const draft = { version: 0, baseRevision: 0, values: GOOD, explanations: {} }
      expect((await one('PUT', `${at(first)}/draft`, draft)).statusCode).toBe(200)
    })
    expect(await read(run.importId)).toMatchObject({ state: 'applied', outcome: { created: 1, revised: 1 } })
  })

  it('should leave nothing behind when it is cancelled while it runs', async () => {
    const run = (
      await upload(city.manager, long('单位;本月;累计\n株洲电瓷6厂;1;2\n株洲电瓷5厂;5;6\n'))
    ).json()
    await work()
    const before = await stored()
    await act(run.importId, 'apply')
    await workWhile(async () => {
      expect((await act(run.importId, 'cancel')).json().state).toBe('cancelled')
    })
    expect(await read(run.importId)).toMatchObject({ state: 'cancelled', failure: null })
    expect(await stored()).toBe(before)
  })

  it('should let a cancelled run do nothing to the one that follows it', async () => {
    const period = await city.issue('2026-M08')
    const file = long('单位;本月;累计\n株洲电瓷6厂;1;2\n株洲电瓷5厂;5;6\n')
    const other = { ...mapping, cells: { 累计: 'M1' } }
    const run = (await upload(city.manager, file, mapping, period)).json()
    const restart = async () => {
      await act(run.importId, 'cancel')
      expect((await act(run.importId, 'preview', other)).json().state).toBe('reading')
    }
    await workWhile(restart)
    expect(await read(run.importId)).toMatchObject({ state: 'reading', outcome: null, done: 0 })
    await work()
    expect(await read(run.importId)).toMatchObject({
      state: 'previewed',
      outcome: { unmappedColumns: ['本月', '长'] },
    })
    const valuesOf = async () => {
      const found = await sql<{ cells: unknown }>`select values -> 'cells' as cells from collect.revision
        where collection_id = ${period} order by unit_id`.execute(city.services.database.db)
      return found.rows.map(row => row.cells)
    }
    await act(run.importId, 'preview', mapping)
    await work()
    await act(run.importId, 'apply')
    await workWhile(async () => {
      await restart()
      await work()
      expect((await act(run.importId, 'apply')).json().state).toBe('applying')
    })
    expect(await read(run.importId)).toMatchObject({ state: 'applying', failure: null })
    expect(await valuesOf()).toEqual([])
    await work()
    expect(await read(run.importId)).toMatchObject({ state: 'applied' })
    expect(await valuesOf()).toMatchObject([{ M1: '6.00' }, { M1: '2.00' }])
  })

  it('should try again what breaks, and say at the last attempt that it failed', async () => {
    const { db } = city.services.database
    const run = (await upload(city.manager, long(good))).json()
    const broken = async () => {
      throw new Error('the file store is broken')
    }
    await expect(workWhile(broken, TRIES - 1)).rejects.toThrow('broken')
    expect(await read(run.importId)).toMatchObject({ state: 'reading', failure: null })
    await act(run.importId, 'cancel')
    await act(run.importId, 'preview', mapping)
    await workWhile(broken, TRIES)
    expect(await read(run.importId)).toMatchObject({ state: 'failed', failure: { code: 'INTERNAL_ERROR' } })
    await act(run.importId, 'preview', mapping)
    await work(city.services, TRIES + 1)
    expect(await read(run.importId)).toMatchObject({ state: 'failed', failure: { code: 'TASK_INTERRUPTED' } })
    const told = await sql<{ title: string }>`select title ->> 'zh-CN' as title from notify.message
      where link like ${`%/import/${run.importId}`}`.execute(db)
    expect(told.rows).toEqual([{ title: '报表数据导入未完成' }, { title: '报表数据导入未完成' }])
  })

  it('should keep nothing of the last preview while it reads again', async () => {
    const text = '单位;本月;累计\n没有这个厂;1;2\n株洲电瓷6厂;1;2\n'
    const run = (await upload(city.manager, long(text))).json()
    await work()
    expect(await read(run.importId)).toMatchObject({ state: 'previewed', errorCount: 1 })
    await act(run.importId, 'cancel')
    expect((await read(run.importId)).finishedAt).not.toBeNull()
    await act(run.importId, 'preview', mapping)
    expect(await read(run.importId)).toMatchObject({
      state: 'reading',
      outcome: null,
      errorCount: 0,
      done: 0,
      finishedAt: null,
    })
    const errors = await city.manager('GET', `/api/collect/imports/${run.importId}/errors`)
    expect(errors.json()).toEqual({ total: 0, items: [] })
    await act(run.importId, 'cancel')
  })

  it('should read headings and first record again when the separator is another', async () => {
    const text = '单位,名;本月;累计\n株洲电瓷6厂,x;1;2\n'
    const run = (await upload(city.manager, Buffer.from(text), { ...mapping, separator: ',' })).json()
    expect(run.headings).toEqual(['单位', '名;本月;累计'])
    await act(run.importId, 'preview', { ...mapping, separator: ';' })
    expect(await read(run.importId)).toMatchObject({ headings: ['单位,名', '本月', '累计'] })
    const shown = await city.manager('GET', `/api/collect/imports/${run.importId}/sample`)
    expect(shown.json()).toEqual({ sample: ['株洲电瓷6厂,x', '1', '2'] })
  })

  it('should show the first record to its uploader alone, and leave an access record', async () => {
    const run = (await upload(city.manager, Buffer.from(good))).json()
    const path = `/api/collect/imports/${run.importId}`
    const other = await city.person(['collect.collection.manage'], { regionCode: '430200000000' })
    expect((await other('GET', `${path}/sample`)).statusCode).toBe(404)
    await act(run.importId, 'preview', mapping)
    const list = await city.manager('GET', `/api/collect/collections/${collectionId}/imports`)
    for (const reply of [await city.manager('GET', path), list])
      expect(reply.body).not.toMatch(/sample|株洲电瓷/)
    const actions = async () => {
      const found = await sql<{ action: string }>`select action from audit.event
        where subject_kind = 'import' and subject_id = ${String(run.importId)} order by seq`.execute(
        city.services.database.db,
      )
      return found.rows.map(row => row.action)
    }
    expect(await actions()).toEqual(['collect.import.upload', 'collect.import.preview'])
    expect((await city.manager('GET', `${path}/sample`)).json().sample).toEqual([
      '株洲电瓷1厂',
      '10',
      '5',
      'x',
    ])
    expect((await actions()).at(-1)).toBe('collect.import.sample')
  })

  it('should list as many errors as it keeps, and say in the file that there are more', async () => {
    const lines = Array.from({ length: IMPORT_ERRORS_KEPT + 2 }, (_, n) => String(n % 10))
    const how = { unit: { by: 'name', column: 'a' }, cells: { b: 'M1' } }
    const run = (await upload(city.manager, Buffer.from(['a,b', ...lines].join('\n')), how)).json()
    expect(run).toMatchObject({ state: 'previewed', errorCount: IMPORT_ERRORS_KEPT + 2 })
    const path = `/api/collect/imports/${run.importId}`
    const last = await city.manager('GET', `${path}/errors?pageSize=100&page=${IMPORT_ERRORS_KEPT / 100}`)
    expect(last.json().total).toBe(IMPORT_ERRORS_KEPT)
    expect(last.json().items).toHaveLength(100)
    const csv = (await city.manager('GET', `${path}/errors.csv`)).body.trim().split('\r\n')
    expect(csv).toHaveLength(1 + IMPORT_ERRORS_KEPT + 1)
    expect(csv.at(-1)).toContain('另有 2 处错误未列出')
  })
})
