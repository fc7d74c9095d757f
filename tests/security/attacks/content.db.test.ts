/** What comes in through fields and files must not do anything when it goes out, to a browser, a spreadsheet or a log. */
import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Workbook } from '@cj-tech-master/excelts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeServer } from '#apps/server/compose.ts'
import { composeCreditCode } from '#modules/stats/register/credit-code.ts'
import { HETANG, multipart } from '#tests/support/office.ts'
import type { Caller } from '#tests/support/server.ts'
import { definition, openWorld, RETURNS_MAPPING, type World } from '../support/world.ts'

const FORMULAS = ["=cmd|' /C calc'!A0", '+1+cmd', '-1-cmd', '@SUM(1)', '＝1+1', '\u200b=1']
const SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(1)>'

describe('what comes in', () => {
  let office: World
  let staff: Caller
  let designer: Caller
  let tabulator: Caller
  let serial = 0

  beforeAll(async () => {
    office = await openWorld()
    staff = await office.person(
      ['register.unit.read', 'register.unit.edit', 'register.unit.import', 'collect.collection.manage'],
      { regionCode: HETANG },
    )
    tabulator = await office.person(['tabulate.table.run'], { regionCode: HETANG })
    designer = await office.person(['catalog.form.read', 'catalog.form.design'], { regionCode: HETANG })
  })
  afterAll(() => office?.close())

  const codeOf = (n: number) => composeCreditCode('91', '430202', `MB${String(n).padStart(6, '0')}`)
  const enter = (name: string, changes: object = {}) => {
    serial += 1
    return staff('POST', '/api/register/units', {
      creditCode: codeOf(serial),
      kind: 'legal',
      name,
      regionCode: '430202001001',
      industryCode: '3071',
      registerType: '112',
      sizeClass: 'small',
      aboveThreshold: true,
      attributes: { address: name },
      validFrom: '2026-01-01',
      ...changes,
    })
  }
  const uploadAs = (who: Caller, path: string, bytes: Buffer | string, name = 'a.csv', fields = {}) => {
    const { payload, headers } = multipart({ name, bytes: Buffer.from(bytes) }, fields)
    return who('POST', path, payload, headers)
  }
  const upload = (path: string, bytes: Buffer | string, name?: string) => uploadAs(staff, path, bytes, name)
  /** The errors, as a file, of a file of returns that names units nobody knows. */
  const errorsOf = async (values: readonly string[], name: string) => {
    const lines = values.map(value => `"${value}",5\n`)
    const path = `/api/collect/collections/${office.shared}/imports`
    const reply = await uploadAs(staff, path, `unit,m1\n${lines.join('')}`, name, {
      mapping: RETURNS_MAPPING,
    })
    if (reply.statusCode !== 200) return reply
    return staff('GET', `/api/collect/imports/${reply.json().importId}/errors.csv`)
  }

  describe('a formula in a field', () => {
    it('should be text in CSV and in Excel', async () => {
      for (const formula of FORMULAS) expect((await enter(`${formula}厂`)).statusCode).toBe(200)
      // A tab or a carriage return has no place in a name to begin with.
      for (const formula of ['\t=1', '\r=1']) expect((await enter(`${formula}厂`)).statusCode).toBe(422)
      const csv = (await staff('GET', '/api/register/export?format=csv')).body
      const cells = csv.split(/\r\n|,/).map(cell => cell.replace(/^"|"$/g, ''))
      const kept = FORMULAS.map(formula => `'${formula}厂`)
      expect(kept.filter(name => !cells.includes(name))).toEqual([])
      expect(cells.filter(cell => FORMULAS.includes(cell.replace(/厂$/, '')))).toEqual([])
      const workbook = new Workbook()
      await workbook.xlsx.load((await staff('GET', '/api/register/export?format=xlsx')).rawPayload)
      const kinds: unknown[] = []
      workbook.worksheets[0]?.eachRow(row =>
        row.eachCell(cell => kinds.push(cell.formula ?? typeof cell.value)),
      )
      expect(new Set(kinds)).toEqual(new Set(['string']))
    })
  })

  describe('a value in the errors of a file', () => {
    it('should be text, whatever it begins with', async () => {
      const reply = await errorsOf(FORMULAS, 'values.csv')
      expect(reply.statusCode).toBe(200)
      const cells = reply.body.split(/\r\n|,/).map(cell => cell.replace(/^"|"$/g, ''))
      expect(cells.filter(cell => FORMULAS.includes(cell))).toEqual([])
      expect(cells).toEqual(expect.arrayContaining(FORMULAS.map(formula => `'${formula}`)))
    })
  })

  describe('a script in a field', () => {
    it('should come back as JSON or a file to keep, never as a page', async () => {
      const { unitId } = (await enter(SCRIPT)).json()
      const replies = [
        await staff('GET', `/api/register/units/${unitId}`),
        await staff('GET', `/api/register/units?search=${encodeURIComponent(SCRIPT)}`),
        await staff('GET', `/api/${encodeURIComponent(SCRIPT)}`),
        await staff('GET', '/api/register/export'),
        await staff('POST', '/api/register/units', { name: SCRIPT }),
      ]
      for (const { headers } of replies) {
        expect(headers['content-type']).toMatch(/^(application\/json|text\/csv); charset=utf-8$/)
        expect(headers['x-content-type-options']).toBe('nosniff')
        if (String(headers['content-type']).includes('csv'))
          expect(headers['content-disposition']).toMatch(/^attachment/)
      }
    })
  })

  describe('a name in a header', () => {
    it('should not end it, whatever the name of the export or of the file sent', async () => {
      const names = ['a\r\nSet-Cookie: zhitong_session=1', 'a"; filename="b.exe', '../../x']
      const told: number[] = []
      for (const name of names) {
        const reply = await upload('/api/register/imports', '统一社会信用代码,单位详细名称\nX,Y\n', name)
        expect(reply.headers['set-cookie']).toBeUndefined()
        if (reply.statusCode === 200) expect(reply.json().fileName).not.toMatch(/[/\\\r\n]/)
        const table = { formVersionId: office.forms.published, definition: definition(), locale: 'zh-CN' }
        const sheet = await tabulator('POST', '/api/tabulate/export', { ...table, name: { 'zh-CN': name } })
        for (const file of [sheet, await errorsOf(['x'], `${name}.csv`)]) {
          expect(file.headers['set-cookie']).toBeUndefined()
          if (file.statusCode === 200)
            expect(file.headers['content-disposition']).toMatch(
              /^attachment; filename\*=UTF-8''[\w.!~*'()%-]+$/,
            )
          told.push(file.statusCode)
        }
      }
      expect(new Set(told)).toEqual(new Set([200]))
    })
  })

  describe('a log', () => {
    it('should stay one line of JSON an entry, without secrets, when the request is full of control characters', async () => {
      const lines: string[] = []
      const app = await composeServer(office.services, {
        logLevel: 'trace',
        logStream: { write: line => void lines.push(line) },
      })
      const evil = '\u001b[31m\r\n{"level":60,"msg":"forged"}\u202e'
      await app.inject({
        method: 'POST',
        url: `/api/session?${encodeURIComponent(evil)}`,
        headers: { 'user-agent': evil, 'x-request-id': evil, 'x-forwarded-for': evil },
        payload: { signInName: evil, password: `secret-of-mine${evil}` },
      })
      await app.inject({ method: 'GET', url: `/api/${encodeURIComponent(evil)}` })
      await app.inject({
        method: 'POST',
        url: '/api/session',
        payload: evil,
        headers: { 'content-type': 'text/x' },
      })
      await app.close()
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) {
        expect(() => JSON.parse(line)).not.toThrow()
        expect(line.trimEnd()).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
        expect(line).not.toMatch(/forged|secret-of-mine|zhitong_session/)
      }
    })
  })

  describe('a file', () => {
    it('should be kept under its content alone, wherever its name points', async () => {
      const before = readdirSync('/tmp').filter(name => name.includes('evil'))
      for (const name of ['../../../../tmp/evil.csv', '/tmp/evil.csv', '..\\..\\evil.csv'])
        await upload('/api/register/imports', `统一社会信用代码,单位详细名称\nX,${name}\n`, name)
      expect(readdirSync('/tmp').filter(name => name.includes('evil'))).toEqual(before)
    })

    const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\na'
    it.each([
      ['without a boundary', 'multipart/form-data', part],
      ['cut off', 'multipart/form-data; boundary=b', part],
      ['with a head that is none', 'multipart/form-data; boundary=b', '--b\r\n\0\0\r\n\r\na\r\n--b--'],
      [
        'for a prototype',
        'multipart/form-data; boundary=b',
        `${part.replace('"file"', '"__proto__"')}\r\n--b--`,
      ],
    ])('should be refused when it is sent %s', async (_name, type, body) => {
      const reply = await staff('POST', '/api/register/imports', Buffer.from(body), { 'content-type': type })
      expect([reply.statusCode, reply.json().code]).toEqual([
        400,
        expect.stringMatching(/^(REQUEST_MALFORMED|REGISTER_FILE_MISSING)$/),
      ])
    })

    it('should be refused packed, and beyond the limit, without being held whole', async () => {
      const packed = await staff('POST', '/api/register/units', gzipSync(Buffer.alloc(10_000_000, 32)), {
        'content-encoding': 'gzip',
      })
      expect(packed.statusCode).toBeGreaterThanOrEqual(400)
      expect(packed.statusCode).toBeLessThan(500)
      const large = await upload('/api/register/imports', Buffer.alloc(33 * 1_048_576, 97))
      expect([large.statusCode, large.json().code]).toEqual([413, 'REGISTER_FILE_TOO_LARGE'])
    })

    it('should be told in lines of diagnosis when it is YAML made to unfold or to nest', async () => {
      const level = (n: number) =>
        `l${n}: &l${n} [${Array.from({ length: 9 }, () => `*l${n - 1}`).join(', ')}]`
      const laughs = ['l0: &l0 lol', ...Array.from({ length: 12 }, (_, n) => level(n + 1))].join('\n')
      const sources = [
        laughs,
        `form: ${'['.repeat(30_000)}`,
        `form: ${'{a: '.repeat(10_000)}`,
        `form: T1\nrules: "${'('.repeat(50_000)}"`,
        `${'- '.repeat(20_000)}a`,
        `form: !!js/function "function(){}"`,
        `a: &a\n  b: *a`,
      ]
      for (const source of sources) {
        const reply = await designer('POST', '/api/catalog/form-checks', { source })
        expect([source.slice(0, 30), reply.statusCode]).toEqual([source.slice(0, 30), 200])
        expect(reply.json().spec).toBeNull()
        expect(reply.json().diagnostics.length).toBeGreaterThan(0)
      }
    })
  })

  describe('a code that looks like another', () => {
    const genuine = codeOf(900_000)
    const widened = genuine.replaceAll(/[0-9A-Z]/g, one => String.fromCodePoint(one.codePointAt(0)! + 0xfee0))

    it('should be the same code in full-width or with invisible characters, and none with another alphabet', async () => {
      expect((await enter('真厂', { creditCode: genuine })).statusCode).toBe(200)
      const taken = await enter('假厂', { creditCode: widened })
      expect([taken.statusCode, taken.json().code]).toEqual([409, 'REGISTER_CREDIT_CODE_TAKEN'])
      for (const creditCode of [
        genuine.replace('M', 'М'),
        `${genuine.slice(0, 9)}\u200b${genuine.slice(9)}`,
        `${genuine}\u202e`,
        genuine.replace('0', 'O'),
        genuine.replace('4', '٤'),
      ]) {
        const reply = await enter('假厂', { creditCode })
        expect([JSON.stringify(creditCode), reply.statusCode]).toEqual([JSON.stringify(creditCode), 422])
      }
    })

    it.each([
      '４３０２０２００１００１',
      '٤٣٠٢٠٢٠٠١٠٠١',
      '43О202001001',
      '430202001001\n',
      '430202001001\u200b',
    ])('should be no region: %j', async regionCode => {
      const reply = await enter('厂', { regionCode })
      expect([reply.statusCode, reply.json().code]).toEqual([400, 'REQUEST_MALFORMED'])
    })

    it('should not make a second local code of the same look', async () => {
      expect((await enter('甲', { localCode: 'AB-1' })).statusCode).toBe(200)
      for (const localCode of ['ＡＢ-1', 'AB-1\u200b', ' AB-1', 'AB-1\u00a0', 'AB\u00ad-1']) {
        const reply = await enter('乙', { localCode })
        expect([JSON.stringify(localCode), reply.statusCode, reply.json().code]).toEqual([
          JSON.stringify(localCode),
          expect.toSatisfy((status: number) => status === 409 || status === 422),
          expect.stringMatching(/REGISTER_(LOCAL_CODE_TAKEN|FIELD_INVALID)/),
        ])
      }
    })
  })
})
