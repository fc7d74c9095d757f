import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Workbook } from '@cj-tech-master/excelts'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVERYWHERE } from '#kernel/context.ts'
import { NATION } from '#kernel/contract/index.ts'
import { kernelSettings, writeSetting } from '#kernel/settings/settings.ts'
import type { Caller } from '#tests/support/server.ts'
import type { ImportLine, ImportRecord } from '../contract.ts'
import { retailerLocalCode, retailersUnitMapping } from '../examples/retailers-units.ts'
import {
  CITY,
  creditCode,
  HETANG,
  HETANG_VILLAGE,
  multipart,
  type Office,
  openOffice,
} from '../testing/office.ts'
import { Cancelled, findImport } from './import/import-queries.ts'
import { runApply } from './import/run-apply.ts'
import { importUnits, registerModule } from './index.ts'

const ALL = ['register.unit.read', 'register.unit.edit', 'register.unit.import', 'register.industry.import']
const HEAD =
  '统一社会信用代码,单位详细名称,单位类型,统计用区划代码,行业代码,规模,是否规上,从业人员期末人数(人),备注'
const retailers = resolve(import.meta.dirname, '../../../../../shared/data/retailers/retailers.csv')

const line = (
  n: number,
  more: { name?: string; region?: string; staff?: string; code?: string; rest?: string } = {},
) =>
  [
    more.code ?? creditCode(n),
    more.name ?? `荷塘机械${n}厂`,
    '法人单位',
    more.region ?? HETANG_VILLAGE,
    '3712',
    '小型',
    '是',
    more.staff ?? '1,200',
    more.rest ?? '',
  ]
    .map(cell => (cell.includes(',') ? `"${cell}"` : cell))
    .join(',')

const generatedUnit = {
  creditCode: creditCode(900),
  kind: 'legal' as const,
  name: '生成的厂',
  regionCode: HETANG_VILLAGE,
  industryCode: '3712',
  registerType: '112',
  sizeClass: 'small' as const,
  aboveThreshold: true,
  attributes: {},
  validFrom: '2026-01-01',
}

describe('import of units', () => {
  let office: Office
  let city: Caller
  let county: Caller
  let reader: Caller

  beforeAll(async () => {
    office = await openOffice()
    city = await office.person(ALL, { regionCode: CITY })
    county = await office.person(ALL, { regionCode: HETANG })
    reader = await office.person(['register.unit.read'], { regionCode: CITY })
  })
  afterAll(() => office.close())

  async function upload(
    who: Caller,
    content: Buffer | string,
    settings?: unknown,
    url = '/api/register/imports',
  ) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const fields: Record<string, string> =
      settings === undefined ? {} : { settings: JSON.stringify(settings) }
    const { payload, headers } = multipart({ name: '名录.csv', bytes }, fields)
    // `Caller` sends JSON; the parts go through with its session.
    return who('POST', url, payload, headers)
  }
  const preview = async (who: Caller, content: Buffer | string, settings?: unknown) => {
    const reply = await upload(who, content, settings)
    expect([reply.statusCode, reply.body.slice(0, 300)]).toEqual([200, expect.any(String)])
    return reply.json() as ImportRecord
  }
  const linesOf = async (who: Caller, id: number, query = '') =>
    (await who('GET', `/api/register/imports/${id}/lines?pageSize=500${query}`)).json() as {
      total: number
      items: ImportLine[]
    }
  const apply = (who: Caller, id: number) => who('POST', `/api/register/imports/${id}/apply`)
  const total = async () => (await city('GET', '/api/register/units?state=all')).json().total as number
  const codesOf = (items: readonly ImportLine[]) =>
    items.map(item => [item.line, item.outcome, ...item.errors.map(error => `${error.field}:${error.code}`)])

  it('should refuse strangers, the unpermitted, malformed requests and imports of others on every route', async () => {
    const record = await preview(city, [HEAD, line(1)].join('\n'))
    const id = record.importId
    const { settings } = record
    const routes: [Parameters<Caller>[0], string, unknown, unknown][] = [
      ['POST', `/api/register/imports/${id}/preview`, settings, { ...settings, separator: 'x' }],
      ['POST', `/api/register/imports/${id}/apply`, undefined, null],
      ['POST', `/api/register/imports/${id}/cancel`, undefined, null],
      ['GET', '/api/register/imports', undefined, '?page=0'],
      ['GET', `/api/register/imports/${id}`, undefined, null],
      ['GET', `/api/register/imports/${id}/lines`, undefined, '?outcome=maybe'],
    ]
    for (const [method, url, good, bad] of routes) {
      expect([url, (await office.app.inject({ method, url })).statusCode]).toEqual([url, 401])
      expect([url, (await reader(method, url, good)).statusCode]).toEqual([url, 403])
      if (url.includes(`/${id}`))
        expect([url, (await county(method, url, good)).statusCode]).toEqual([url, 404])
      const wrong =
        bad === null
          ? await city(method, url.replace(`/${id}`, '/0'))
          : typeof bad === 'string'
            ? await city(method, url + bad)
            : await city(method, url, bad)
      expect([url, wrong.statusCode]).toEqual([url, 400])
    }
    const empty = multipart(null)
    expect(
      (await office.app.inject({ method: 'POST', url: '/api/register/imports', ...empty })).statusCode,
    ).toBe(401)
    expect((await upload(reader, HEAD)).statusCode).toBe(403)
    expect((await city('POST', '/api/register/imports', empty.payload, empty.headers)).json().code).toBe(
      'REGISTER_FILE_MISSING',
    )
    expect((await city('POST', '/api/register/imports', { file: 1 })).statusCode).toBe(415)
    expect((await upload(city, [HEAD, line(1)].join('\n'), { validFrom: 'soon' })).statusCode).toBe(400)
  })

  it.each([
    ['GBK with commas', (text: string) => iconv.encode(text, 'gbk'), 'gbk', ','],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`), 'utf-8', ','],
    [
      'UTF-8 with semicolons',
      (text: string) => Buffer.from(text.replaceAll('"1,200"', '1200').replaceAll(',', ';')),
      'utf-8',
      ';',
    ],
    [
      'GBK with tabs',
      (text: string) => iconv.encode(text.replaceAll('"1,200"', '1200').replaceAll(',', '\t'), 'gbk'),
      'gbk',
      '\t',
    ],
  ])('should read %s', async (_, encode, encoding, separator) => {
    const record = await preview(city, encode([HEAD, line(10), line(11)].join('\r\n')))
    expect(record.settings).toMatchObject({ encoding, separator, validFrom: '2026-11-21' })
    expect(record.counts).toEqual({ rows: 2, new: 2, changed: 0, unchanged: 0, error: 0 })
    expect(record.unused).toEqual(['备注'])
    const { items } = await linesOf(city, record.importId)
    expect(items[0]).toMatchObject({ line: 2, outcome: 'new', name: '荷塘机械10厂', code: creditCode(10) })
    expect(items[0]!.changes).toContainEqual({ field: 'staff', before: null, after: '1200' })
  })

  it('should show field by field what would change, change exactly that, and nothing twice', async () => {
    const first = await preview(city, [HEAD, line(20), line(21), line(22)].join('\n'))
    const before = await total()
    expect((await apply(city, first.importId)).json()).toMatchObject({ state: 'applied' })
    expect(await total()).toBe(before + 3)
    const again = (await apply(city, first.importId)).json()
    expect(again).toMatchObject({
      code: 'REGISTER_IMPORT_STATE',
      message: {
        'zh-CN': '此导入当前状态为“已应用”，不能执行该操作',
        en: 'This import is “Applied”; that cannot be done now',
      },
    })

    const content = [HEAD, line(20), line(21, { name: '荷塘新机械厂', staff: '' }), line(23)].join('\n')
    const second = await preview(city, content, { validFrom: '2026-12-01' })
    expect(second.counts).toEqual({ rows: 3, new: 1, changed: 1, unchanged: 1, error: 0 })
    const { items } = await linesOf(city, second.importId, '&outcome=changed')
    expect(items.map(item => item.changes)).toEqual([
      [{ field: 'name', before: '荷塘机械21厂', after: '荷塘新机械厂' }],
    ])
    expect((await apply(city, second.importId)).statusCode).toBe(200)
    const unit = (await city('GET', `/api/register/units/${items[0]!.unitId}`)).json()
    // From a day to come: today's name stands, the history already knows the next; a blank cell changed nothing.
    expect(unit.name).toBe('荷塘机械21厂')
    expect(unit.attributes.staff).toBe('1200')
    expect(unit.history.at(-1)).toMatchObject({ validFrom: '2026-12-01', name: '荷塘新机械厂' })
    const third = await preview(city, content, { validFrom: '2026-12-01' })
    expect(third.counts).toMatchObject({ unchanged: 3 })
    expect((await apply(city, third.importId)).json().code).toBe('REGISTER_IMPORT_NOTHING')
  })

  it('should refuse a day that does not exist and take a text like any other when it is the name of a property', async () => {
    for (const validFrom of ['2026-99-99', '2026-02-30', '0000-01-01']) {
      const reply = await upload(city, [HEAD, line(25)].join('\n'), { validFrom })
      expect([reply.statusCode, reply.json().code]).toEqual([400, 'REQUEST_MALFORMED'])
    }
    const { settings } = await preview(city, [HEAD, line(25)].join('\n'))
    const mapping = { ...settings.mapping, values: { name: { 甲: '乙' } } }
    const record = await preview(city, [HEAD, line(25, { name: 'constructor' })].join('\n'), { mapping })
    expect((await linesOf(city, record.importId)).items[0]).toMatchObject({ name: 'constructor' })
  })

  it('should name every error by line and column and change nothing while there is one', async () => {
    const bad = creditCode(31)
    const content = [
      HEAD,
      line(30),
      line(31, { code: bad.slice(0, 17) + (bad[17] === '1' ? '2' : '1') }),
      line(32, { region: '430299' }),
      line(30, { name: '重复' }),
      line(33, { staff: '许多' }),
      `${line(34)},多出一列`,
      line(35, { name: '' }),
      line(36, { code: '' }),
      line(37, { code: 'NA' }),
    ].join('\n')
    const record = await preview(city, content)
    expect(codesOf((await linesOf(city, record.importId)).items)).toEqual([
      [2, 'new'],
      [3, 'error', 'creditCode:REGISTER_CREDIT_CODE_CHECK'],
      [4, 'error', 'regionCode:REGISTER_REGION_UNKNOWN'],
      [5, 'error', 'creditCode:REGISTER_IMPORT_DUPLICATE'],
      [6, 'error', 'staff:REGISTER_FIELD_INVALID'],
      [7, 'error', ':REGISTER_IMPORT_ROW_COLUMNS'],
      [8, 'error', 'name:REGISTER_IMPORT_REQUIRED'],
      [9, 'error', 'creditCode:REGISTER_CODE_MISSING'],
      [10, 'error', 'creditCode:REGISTER_CODE_MISSING'],
    ])
    const { items } = await linesOf(city, record.importId, '&outcome=error')
    expect(items[3]!.errors[0]).toMatchObject({
      heading: '从业人员期末人数(人)',
      value: '许多',
      message: { 'zh-CN': expect.stringContaining('许多'), en: expect.stringContaining('许多') },
    })
    const before = await total()
    const refused = await apply(city, record.importId)
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'REGISTER_IMPORT_HAS_ERRORS'])
    expect(await total()).toBe(before)
  })

  it('should label an export of generated data in its last line, and read that file again without it', async () => {
    const { db } = office.services.database
    await office.system(context => writeSetting(context, kernelSettings.demonstration, true))
    await office.system(context => importUnits(context, [generatedUnit]))
    const csv = (await city('GET', `/api/register/export?search=${generatedUnit.creditCode}`)).rawPayload
    const excel = (await city('GET', '/api/register/export?format=xlsx')).rawPayload
    await db.deleteFrom('settings.setting').where('key', '=', kernelSettings.demonstration.key).execute()
    const lines = csv.toString().trimEnd().split('\r\n')
    expect(lines.at(-1)).toMatch(/演示数据.*Demonstration data/)
    const again = await preview(city, csv)
    expect(again.counts).toMatchObject({ rows: lines.length - 2, unchanged: lines.length - 2, error: 0 })
    const book = new Workbook()
    await book.xlsx.load(excel)
    expect(book.worksheets[0]?.lastRow?.getCell(1).value).toMatch(/演示数据.*Demonstration data/)
    expect((await city('GET', '/api/register/export')).body).not.toContain('演示数据')
  })

  it('should keep a county inside its own area', async () => {
    await office.system(context =>
      importUnits(context, [
        {
          creditCode: creditCode(41, '430203'),
          kind: 'legal',
          name: '芦淞服饰',
          regionCode: '430203001001',
          industryCode: '1811',
          registerType: null,
          sizeClass: null,
          aboveThreshold: false,
          attributes: {},
          validFrom: '2024-01-01',
        },
      ]),
    )
    const content = [
      HEAD,
      line(40, { region: '430203001001' }),
      line(0, { code: creditCode(41, '430203'), region: '' }),
    ]
    const record = await preview(county, content.join('\n'))
    expect(codesOf((await linesOf(county, record.importId)).items)).toEqual([
      [2, 'error', 'regionCode:REGISTER_REGION_OUTSIDE'],
      [3, 'error', 'creditCode:REGISTER_IMPORT_UNIT_OUTSIDE'],
    ])
  })

  it('should refuse to apply when a unit changed after the preview, and apply after a new one', async () => {
    const first = await preview(city, [HEAD, line(50)].join('\n'))
    await apply(city, first.importId)
    const content = [HEAD, line(50, { name: '改名一' }), line(51)].join('\n')
    const record = await preview(city, content)
    const [found] = (await city('GET', `/api/register/units?search=${creditCode(50)}`)).json().items
    const note = { validFrom: '2026-11-21', version: 1, note: '同时更改', changes: { sizeClass: 'micro' } }
    expect((await city('PATCH', `/api/register/units/${found.unitId}`, note)).statusCode).toBe(200)
    const before = await total()
    expect((await apply(city, record.importId)).json().code).toBe('REGISTER_IMPORT_STALE')
    expect(await total()).toBe(before)
    const again = await city('POST', `/api/register/imports/${record.importId}/preview`, record.settings)
    expect(again.json()).toMatchObject({ state: 'previewed', counts: { new: 1, changed: 1 } })
    expect((await apply(city, record.importId)).json()).toMatchObject({ state: 'applied' })
  })

  it('should refuse to apply when a new code was entered by someone else meanwhile', async () => {
    const content = [HEAD, line(55)].join('\n')
    const [mine, theirs] = [await preview(city, content), await preview(county, content)]
    expect((await apply(county, theirs.importId)).statusCode).toBe(200)
    expect((await apply(city, mine.importId)).json().code).toBe('REGISTER_IMPORT_STALE')
  })

  it.each([
    ['an empty file', '', 'REGISTER_FILE_EMPTY'],
    ['headings only', HEAD, 'REGISTER_FILE_EMPTY'],
    ['an unclosed quote', `${HEAD}\n"${creditCode(1)},x\ny\n`, 'REGISTER_FILE_BROKEN'],
    ['a heading twice', '名称,名称\n1,2\n', 'REGISTER_FILE_HEADINGS'],
    ['a blank heading', '名称,,代码\n1,2,3\n', 'REGISTER_FILE_HEADINGS'],
    [
      'a workbook',
      Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(64)]),
      'REGISTER_FILE_NOT_TEXT',
    ],
    ['bytes of no encoding', Buffer.from([0xff, 0xff, 0x80, 0x0a, 0xff]), 'REGISTER_FILE_NOT_TEXT'],
  ])('should refuse %s', async (_, content, code) => {
    const reply = await upload(city, content)
    expect([reply.statusCode, reply.json().code]).toEqual([422, code])
    expect(reply.json().message).toMatchObject({ 'zh-CN': expect.any(String), en: expect.any(String) })
  })

  it('should refuse a file over the limit', async () => {
    const reply = await upload(city, Buffer.alloc(33 * 1_048_576, 0x41))
    expect([reply.statusCode, reply.json().code]).toEqual([413, 'REGISTER_FILE_TOO_LARGE'])
  })

  it('should refuse a mapping that names what is not there', async () => {
    const content = [HEAD, line(60)].join('\n')
    const refused = async (fields: unknown) => (await upload(city, content, { mapping: { fields } })).json()
    const told = (zhCN: string, en: string) => ({
      code: 'REGISTER_IMPORT_MAPPING',
      message: {
        'zh-CN': `列对应有误：${zhCN}`,
        en: `The mapping of columns is wrong: ${en}`,
      },
    })
    expect(await refused({ creditCode: { column: '没有' } })).toMatchObject(
      told(
        '“统一社会信用代码”对应的列“没有”不在文件中',
        'column “没有”, chosen for Unified social credit code, is not in the file',
      ),
    )
    expect(await refused({ shoeSize: { text: '1' }, creditCode: { text: '1' } })).toMatchObject(
      told('名录没有“shoeSize”这一项', 'the register has no field “shoeSize”'),
    )
    expect(await refused({ name: { column: '单位详细名称' } })).toMatchObject(
      told('须对应统一社会信用代码或单位内码', 'a column must give the credit code or the local code'),
    )
  })

  it('should list a file’s own codes as often as they stand there, and read them as they are translated', async () => {
    const content = [
      '统一社会信用代码,单位详细名称,单位类型,区划代码,行业代码,单位规模',
      ...['sc0', 'sc1', ' sc0', '9', '小型', 'NA'].map(
        (size, at) => `${creditCode(90 + at)},自有代码${at},法人单位,${HETANG_VILLAGE},3712,${size}`,
      ),
    ].join('\n')
    const first = await preview(city, content)
    expect(first.foreignCodes).toEqual([
      {
        field: 'sizeClass',
        distinct: 3,
        texts: [
          { text: 'sc0', count: 2 },
          { text: 'sc1', count: 1 },
          { text: '9', count: 1 },
        ],
      },
    ])
    expect(first.counts.error).toBe(4)
    const again = (values: unknown) =>
      city('POST', `/api/register/imports/${first.importId}/preview`, {
        ...first.settings,
        mapping: { ...first.settings.mapping, values: { sizeClass: values } },
      })
    const refused = await again({ sc0: 'tiny' })
    expect([refused.statusCode, refused.json().message]).toEqual([
      422,
      {
        'zh-CN': '列对应有误：“sc0”译作“tiny”，但单位规模没有这个代码',
        en: 'The mapping of columns is wrong: “sc0” is translated into “tiny”, which Size class does not know',
      },
    ])
    // A whole code table may be sent for a file that holds only part of it.
    const second = (await again({ sc0: 'micro', sc1: 'small', 9: '', sc7: 'large' })).json()
    expect([second.counts.error, second.foreignCodes[0].texts.length]).toEqual([0, 3])
    const { items } = await linesOf(city, first.importId)
    const sizes = items.map(item => item.changes.find(change => change.field === 'sizeClass')?.after ?? null)
    expect(sizes).toEqual(['micro', 'small', 'micro', null, 'small', null])
  })

  it('should read and apply a long file as jobs, whole or not at all, and tell its owner', async () => {
    const rows = Array.from({ length: 6_000 }, (_, n) => line(10_000 + n, { rest: '备注'.repeat(12) }))
    const record = await preview(city, [HEAD, ...rows].join('\n'))
    expect(record.state).toBe('reading')
    const jobs = registerModule(office.services).jobs!
    const runQueued = async (name: string) => {
      const { rows: queued } = await office.services.database.pool.query(
        'select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1',
        [name],
      )
      expect(queued).toHaveLength(1)
      await jobs[name]!(queued[0].payload, { log: office.services.log, attempt: 1 })
    }
    await runQueued('register.previewImport')
    const state = async () =>
      (await city('GET', `/api/register/imports/${record.importId}`)).json() as ImportRecord
    expect(await state()).toMatchObject({ state: 'previewed', counts: { rows: 6_000, new: 6_000 } })
    const before = await total()
    expect((await apply(city, record.importId)).json().state).toBe('applying')
    expect(await total()).toBe(before)
    await runQueued('register.applyImport')
    expect(await state()).toMatchObject({ state: 'applied', progress: 6_000 })
    expect(await total()).toBe(before + 6_000)
    const inbox = await office.services.database.db.selectFrom('notify.message').select('kind').execute()
    expect(inbox).toEqual([{ kind: 'register.import' }])
    // A job that is run again finds its work done.
    await runQueued('register.applyImport')
    expect(await total()).toBe(before + 6_000)
  })

  it('should leave nothing behind when it is cancelled, and let no cancelled run do the next one’s work', async () => {
    const rows = Array.from({ length: 3_000 }, (_, n) => line(30_000 + n, { rest: '备注'.repeat(40) }))
    const record = await preview(city, [HEAD, ...rows].join('\n'))
    const { importId } = record
    expect(record).toMatchObject({ state: 'reading', progress: 0, counts: { rows: 3_000, new: 0 } })
    const read = async () => (await city('GET', `/api/register/imports/${importId}`)).json() as ImportRecord
    const act = async (what: 'cancel' | 'apply') =>
      (await city('POST', `/api/register/imports/${importId}/${what}`)).json() as ImportRecord
    const again = () => city('POST', `/api/register/imports/${importId}/preview`, record.settings)
    const queued = async (name: string) => {
      const { rows: found } = await office.services.database.pool.query(
        `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where payload ->> 'importId' = $1 and t.identifier = $2`,
        [String(importId), name],
      )
      return found[0].payload
    }
    /** Works on a job; `meanwhile` happens once it has begun. */
    const work = async (name: string, meanwhile = async () => {}, payload?: unknown) => {
      const { files } = office.services
      const slow = {
        ...files,
        read: async function* (sha256: Buffer) {
          await meanwhile()
          yield* files.read(sha256)
        },
      }
      const services = { ...office.services, files: slow as unknown as typeof files }
      await registerModule(services).jobs![name]!(payload ?? (await queued(name)), {
        log: services.log,
        attempt: 1,
      })
    }
    const cancelled = async () => expect((await act('cancel')).state).toBe('cancelled')

    await work('register.previewImport', cancelled)
    expect(await read()).toMatchObject({ state: 'cancelled', failure: null, counts: { new: 0 } })
    expect((await linesOf(city, importId)).total).toBe(0)
    expect((await act('apply')).state).toBeUndefined()

    expect((await again()).json()).toMatchObject({ state: 'reading', progress: 0, counts: { rows: 3_000 } })
    const first = await queued('register.previewImport')
    await cancelled()
    await again()
    await work('register.previewImport', undefined, first)
    expect((await read()).state).toBe('reading')
    await work('register.previewImport')
    expect(await read()).toMatchObject({ state: 'previewed', progress: 3_000, counts: { new: 3_000 } })

    const before = await total()
    await act('apply')
    await work('register.applyImport', cancelled)
    expect(await read()).toMatchObject({ state: 'cancelled', failure: null })
    expect(await total()).toBe(before)

    await again()
    await work('register.previewImport')
    await act('apply')
    await work('register.applyImport')
    expect(await read()).toMatchObject({ state: 'applied' })
    expect(await act('cancel')).toMatchObject({ state: 'applied' })
    expect(await total()).toBe(before + 3_000)
    const { rows: audited } = await office.services.database.pool.query(
      `select count(*)::int as count from audit.event where action = 'register.import.cancel' and subject_id = $1`,
      [String(importId)],
    )
    expect(audited).toEqual([{ count: 3 }])
  })

  it('should undo what it wrote when it is cancelled at its last step', async () => {
    const { importId } = await preview(city, [HEAD, line(40_000)].join('\n'))
    const before = await total()
    const owner = office.services.database.pool.query(
      'select created_by from register.import where id = $1',
      [importId],
    )
    const accountId = (await owner).rows[0].created_by as number
    const applying = office.system(async context => {
      const stored = (await findImport(context.tx, accountId, importId))!
      await office.services.database.db
        .updateTable('register.import')
        .set({ state: 'applying' })
        .where('id', '=', importId)
        .execute()
      const onProgress = async () => {
        const reply = await city('POST', `/api/register/imports/${importId}/cancel`)
        expect(reply.json().state).toBe('cancelled')
      }
      await runApply(context, { files: office.services.files, onProgress }, stored, EVERYWHERE)
    })
    await expect(applying).rejects.toBeInstanceOf(Cancelled)
    expect(await total()).toBe(before)
  })

  it('should apply once, and say so, when its job runs twice at the same time', async () => {
    const rows = Array.from({ length: 500 }, (_, n) =>
      line(20_000 + n, { name: `荷塘改名${n}厂`, rest: '备注'.repeat(200) }),
    )
    await office.system(context =>
      importUnits(
        context,
        rows.map((_, n) => ({
          creditCode: creditCode(20_000 + n),
          kind: 'legal' as const,
          name: `荷塘原名${n}厂`,
          regionCode: HETANG_VILLAGE,
          industryCode: '3712',
          registerType: '112',
          sizeClass: 'small' as const,
          aboveThreshold: true,
          attributes: {},
          validFrom: '2024-01-01',
        })),
      ),
    )
    const { importId } = await preview(city, [HEAD, ...rows].join('\n'))
    const jobs = registerModule(office.services).jobs!
    const run = async (name: string) => {
      const { rows: queued } = await office.services.database.pool.query(
        `select payload from graphile_worker._private_jobs where payload ->> 'importId' = $1 order by id desc`,
        [String(importId)],
      )
      await jobs[name]!(queued[0].payload, { log: office.services.log, attempt: 1 })
    }
    await run('register.previewImport')
    expect((await apply(city, importId)).json().state).toBe('applying')
    await Promise.all([run('register.applyImport'), run('register.applyImport')])
    const record = (await city('GET', `/api/register/imports/${importId}`)).json() as ImportRecord
    expect(record).toMatchObject({ state: 'applied', failure: null, counts: { changed: 500 } })
    const { rows: told } = await office.services.database.pool.query(
      'select title from notify.message where link = $1',
      [`/register/imports/${importId}`],
    )
    expect(told).toEqual([{ title: { 'zh-CN': '名录导入完成', en: 'Import of units finished' } }])
  })

  it('should replace the classification whole, and refuse one with a wrong line or without a code in use', async () => {
    const put = (who: Caller, text: string) => upload(who, text, undefined, '/api/register/industries')
    const file = readFileSync(resolve(import.meta.dirname, '../data/industry-gbt4754-2017.csv'), 'utf8')
    for (const other of [reader, city]) expect((await put(other, file)).statusCode).toBe(403)
    const keeper = await office.person(['register.industry.import'], { regionCode: NATION })
    const bare = multipart({ name: 'x.csv', bytes: Buffer.from(file) })
    expect(
      (await office.app.inject({ method: 'POST', url: '/api/register/industries', ...bare })).statusCode,
    ).toBe(401)
    const wrong = (await put(keeper, 'code,name,parent,level\n01,农业,A,2\n')).json()
    expect([wrong.code, wrong.message]).toEqual([
      'REGISTER_INDUSTRY_FILE',
      {
        'zh-CN': '行业分类文件第 2 行有误（上级代码不在上一层级中），未作任何更改',
        en: 'Line 2 of the classification file is wrong (the parent is no code of the level above); nothing was changed',
      },
    ])
    expect((await put(keeper, 'code,name,parent,level\nA,农业,,1\n')).json().code).toBe(
      'REGISTER_INDUSTRY_IN_USE',
    )
    const renamed = file.replace(/^A,[^,]*,,1$/m, 'A,第一产业,,1')
    expect((await put(keeper, renamed)).json()).toEqual({ added: 0, changed: 1, removed: 0 })
  })

  it.skipIf(!existsSync(retailers))(
    'should take the retailers as units by a mapping (skipped where ../shared/data/retailers is absent)',
    async () => {
      const settings = { mapping: retailersUnitMapping(HETANG_VILLAGE), validFrom: '2024-01-01' }
      const record = await preview(city, readFileSync(retailers), settings)
      expect(record.counts).toEqual({ rows: 60, new: 60, changed: 0, unchanged: 0, error: 0 })
      expect((await apply(city, record.importId)).statusCode).toBe(200)
      const found = (await city('GET', '/api/register/units?search=RETAILER-2')).json()
      expect(found.items.map((item: { localCode: string }) => item.localCode)).toContain(retailerLocalCode(2))
      const unit = found.items.find((item: { localCode: string }) => item.localCode === 'RETAILER-2')
      expect(unit).toMatchObject({ name: '零售企业2', sizeClass: 'large', industryCode: '5211' })
    },
  )
})
