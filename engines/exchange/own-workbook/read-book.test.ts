import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cellSeen, type Matching, proposeMatching, readBook, readMatched } from './index.ts'
import { bookOf, fileOf, ledger, opened, PERIOD, specOf } from './testing/books.ts'

const spec = specOf('B204-1.yaml')
const office = spawnSync('soffice', ['--version']).status === 0

/** Made by LibreOffice out of a table in text. */
function madeByOffice(text: string): Uint8Array<ArrayBuffer> {
  const place = mkdtempSync(join(tmpdir(), 'zhitong-own-'))
  try {
    writeFileSync(join(place, 'ledger.csv'), text)
    const profile = `-env:UserInstallation=file://${join(place, 'profile')}`
    const filter = '--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1'
    const args = [profile, '--headless', filter, '--convert-to', 'xlsx', '--outdir', place]
    execFileSync('soffice', [...args, join(place, 'ledger.csv')], { stdio: 'ignore' })
    const made = `${['ledger-ledger.xlsx', 'ledger.xlsx'].find(name => spawnSync('test', ['-f', join(place, name)]).status === 0)}`
    return Uint8Array.from(readFileSync(join(place, made)))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

const csvOf = (rows: ReturnType<typeof ledger>) =>
  rows.map(row => row.map(one => (one === null ? '' : String(one))).join(',')).join('\r\n')

const values = (book: Awaited<ReturnType<typeof bookOf>>, matching: Matching) =>
  Object.fromEntries(
    readMatched(book, matching, { spec, values: { cells: {} } }).cells.map(({ at, value }) => [
      at.cell,
      value,
    ]),
  )

describe('readBook', () => {
  it.skipIf(!office)(
    'should read what LibreOffice wrote as what the library wrote',
    async () => {
      const text = csvOf([...ledger(), ['合计', '', '=SUM(C4:C5)']])
      const book = await opened(madeByOffice(text))
      const [sheet] = book.sheets
      expect(cellSeen(sheet!, { row: 8, column: 3 })).toEqual({ kind: 'number', text: '2434567.89' })
      const own = await bookOf({ [sheet!.name]: ledger() })
      const options = { spec, period: PERIOD }
      expect(values(book, proposeMatching(book, options))).toEqual(values(own, proposeMatching(own, options)))
      expect(values(book, proposeMatching(book, options))).toMatchObject({ M13: '1235', M24: '300' })
    },
    120_000,
  )

  it('should read a table in text, in UTF-8 or GBK, by the name of its file', async () => {
    const book = await opened(new TextEncoder().encode(`\uFEFF${csvOf(ledger())}`), '产销202610.csv')
    expect(values(book, proposeMatching(book, { spec, period: PERIOD }))).toMatchObject({ M13: '1235' })
    const gbk = Uint8Array.from([0xb2, 0xfa, 0xd6, 0xb5, 0x2c, 0x35, 0x0a])
    expect(cellSeen((await opened(gbk, 'a.csv')).sheets[0]!, { row: 1, column: 1 })?.text).toBe('产值')
  })

  it('should leave hidden sheets alone and name them', async () => {
    const book = await bookOf({ 产销: ledger(), 底稿: ledger() }, made => {
      made.worksheets[1]!.state = 'hidden'
    })
    expect(book.sheets.map(({ name }) => name)).toEqual(['产销'])
    expect(book.hidden).toEqual(['底稿'])
  })

  it('should refuse with a code what is no workbook, is locked, old, empty or too large', async () => {
    const code = async (bytes: Uint8Array<ArrayBuffer>, name = 'a.xlsx') =>
      (await readBook(bytes, name)).refusal?.code
    const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
    const wide = [...'EncryptedPackage'].flatMap(letter => [letter.charCodeAt(0), 0])
    expect(await code(new TextEncoder().encode('不是'))).toBe('NOT_A_WORKBOOK')
    expect(await code(Uint8Array.from([...compound, ...new Array(600).fill(0), ...wide]))).toBe(
      'PASSWORD_PROTECTED',
    )
    expect(await code(Uint8Array.from([...compound, ...new Array(600).fill(0)]))).toBe('OLD_FORMAT')
    expect(await code(new Uint8Array(5_000_001))).toBe('TOO_LARGE')
    expect(await code(await fileOf({ 空: [] }))).toBe('NO_SHEET')
    const many = Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`表${i}`, [[1]]]))
    expect(await code(await fileOf(many))).toBe('TOO_MANY_SHEETS')
    expect(await code(Uint8Array.from([0, 1, 2, 0]), 'a.csv')).toBe('NOT_A_TEXT_FILE')
    const long = new TextEncoder().encode(`${'1,'.repeat(500)}\n`.repeat(401))
    expect(await code(Uint8Array.from(long), 'a.csv')).toBe('TOO_MANY_CELLS')
    const { refusal } = await readBook(new Uint8Array(9), 'a.xlsx')
    expect(refusal?.message.en).toBeTruthy()
  })
})

describe('readMatched', () => {
  const read = async (rows: Parameters<typeof bookOf>[0][string], at: string, cell = 'M13', held = {}) => {
    const book = await bookOf({ 表: rows })
    const sources = at.split('+').map(one => ({ sheet: '表', at: one }))
    const matching = { units: {}, cells: { [cell]: { sources } }, rows: {} }
    return readMatched(book, matching, { spec, values: { cells: held } })
  }
  const value = async (...args: Parameters<typeof read>) => (await read(...args)).cells[0]?.value
  const problem = async (...args: Parameters<typeof read>) => {
    const { cells, problems } = await read(...args)
    expect(cells).toEqual([])
    return problems[0]?.code
  }

  it('should use what formulas were saved with and say where nothing was saved, or an error', async () => {
    const rows = [
      [
        { formula: 'B1*2', result: 24 },
        { formula: 'C1', result: { error: '#REF!' as const } },
      ],
      [{ formula: 'A1+1', result: undefined as never }],
    ]
    expect(await value(rows, 'A1')).toBe('24')
    expect(await problem(rows, 'B1')).toBe('FORMULA_ERROR')
    expect(await problem(rows, 'A2')).toBe('NO_CACHED_VALUE')
    expect(await problem(rows, 'A1+A2')).toBe('NO_CACHED_VALUE')
  })

  it('should add up exactly, a merged figure once, and refuse words and dates in a sum', async () => {
    const rows = [[0.1, 0.2, 0.7], ['1,000', '（5）', '很多'], [new Date('2026-10-31T00:00:00Z')]]
    expect(await value(rows, 'A1:C1')).toBe('1')
    expect(await value(rows, 'A2+B2')).toBe('995')
    expect(await problem(rows, 'A2:C2')).toBe('NOT_A_NUMBER')
    expect(await problem(rows, 'A3')).toBe('DATE_NOT_NUMBER')
    expect(await problem(rows, 'A1')).toBe('TOO_MANY_DECIMALS')
    expect(await problem([['甲', '乙']], 'A1:B1', 'S01')).toBe('SUM_OF_TEXT')
    const merged = await bookOf({ 表: [[7, null]] }, (_, sheet) => sheet.mergeCells('A1:B1'))
    const of = (at: string) => ({ units: {}, cells: { M13: { sources: [{ sheet: '表', at }] } }, rows: {} })
    const taken = (at: string) => readMatched(merged, of(at), { spec, values: { cells: {} } }).cells[0]?.value
    expect([taken('B1'), taken('A1:B1')]).toEqual(['7', '7'])
  })

  it('should leave what the report holds where the source is blank, and say so', async () => {
    const { cells, ignored } = await read([[null, 1]], 'A1', 'M13', { M13: '5' })
    expect(cells).toEqual([])
    expect(ignored.map(({ code }) => code)).toEqual(['SOURCE_BLANK'])
  })

  it('should convert what a sheet or a cell says its unit is, exactly or rounded as told', async () => {
    const book = await bookOf({ 表: [[1234500, 12.5, 0.0004]] })
    const cell = (at: string, unit?: string) => ({ sources: [{ sheet: '表', at }], ...(unit && { unit }) })
    const matching = {
      units: { 表: '元' },
      cells: { M13: cell('A1'), M14: cell('B1', '万元'), M17: cell('C1') },
      rows: {},
    }
    const { cells } = readMatched(book, matching, { spec, values: { cells: {} } })
    expect(cells.map(({ value: one, told }) => [one, told?.['zh-CN']])).toEqual([
      ['1235', '1,234,500 元 → 1,235 千元（四舍五入）'],
      ['125', '12.5 万元 → 125 千元'],
      ['0', '0.0004 元 → 0 千元（四舍五入）'],
    ])
  })

  it('should add up figures of sheets in different units in the unit of the cell', async () => {
    const book = await bookOf({ 甲: [[1_500_000]], 乙: [[2.5]], 丙: [[7]] })
    const sources = ['甲', '乙', '丙'].map(sheet => ({ sheet, at: 'A1' }))
    const matching = { units: { 甲: '元', 乙: '万元' }, cells: { M13: { sources } }, rows: {} }
    const { cells, problems } = readMatched(book, matching, { spec, values: { cells: {} } })
    expect(problems).toEqual([])
    expect(cells.map(({ value: one }) => one)).toEqual(['1532'])
  })
})
