import { readdirSync, readFileSync } from 'node:fs'
import { Workbook, type Worksheet } from '@cj-tech-master/excelts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CellPlace,
  type CellValues,
  type CodelistItem,
  type Codelists,
  type FormSpec,
  type FormValues,
  formCells,
  importForm,
  openForm,
  parseValue,
} from '../../form/index.ts'
import { editOf, type FormIdentity, fileChanges, readFormWorkbook, writeFormWorkbook } from './index.ts'

const folder = new URL('../../../modules/stats/catalog/forms/', import.meta.url)
const yaml = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const specOf = (name: string): FormSpec => importForm(yaml(name)).spec!
const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))

const outside: readonly CodelistItem[] = [
  { code: '430211001201', name: { 'zh-CN': '栗树村', en: 'Lishu' } },
  { code: '430211001202', name: { 'zh-CN': '新塘村' } },
  { code: '430211002201', name: { 'zh-CN': '新塘村' }, within: { 'zh-CN': '龙头铺镇' } },
  { code: '2710', name: { 'zh-CN': '=化学药品原料药制造' } },
]
const codelists: Codelists = () => outside
/** Filled without its rules, which may name other forms. */
const filling = (spec: FormSpec, values: FormValues) =>
  openForm({ ...spec, rules: '', templates: [] }, { values, foreign: { period: '2026-M10' }, codelists })

const identity = (spec: FormSpec): FormIdentity => ({
  formCode: spec.code,
  formVersionId: 7,
  period: { A: '2026', Q: '2026-Q3', M: '2026-M10', S: '2026-S1' }[spec.frequency as 'M'] ?? '2026-M10',
  unitId: 11,
  unitName: '株洲电瓷厂',
})

type Filling = Readonly<{
  values?: FormValues
  initial?: FormValues
  demonstration?: boolean
  locale?: 'zh-CN' | 'en'
}>
const written = (spec: FormSpec, { values = { cells: {} }, locale = 'zh-CN', ...rest }: Filling = {}) =>
  writeFormWorkbook({
    identity: identity(spec),
    spec,
    values,
    codelists,
    locale,
    demonstration: false,
    ...rest,
  })
const read = (spec: FormSpec, bytes: Uint8Array<ArrayBuffer>, initial?: FormValues) =>
  readFormWorkbook(bytes, { identity: identity(spec), spec, codelists, ...(initial && { initial }) })

async function changed(bytes: Uint8Array<ArrayBuffer>, edit: (sheet: Worksheet, book: Workbook) => void) {
  const book = new Workbook()
  await book.xlsx.load(bytes)
  edit(book.worksheets[0]!, book)
  return Uint8Array.from(await book.xlsx.writeBuffer())
}

/** Where the file says that a cell stands. */
async function addressOf(bytes: Uint8Array<ArrayBuffer>, field: string): Promise<string> {
  const book = new Workbook()
  await book.xlsx.load(bytes)
  const record = book.getWorksheet('_zhitong')!
  for (let row = 1; row <= record.rowCount; row += 1)
    if (record.getCell(row, 3).value === field) return String(record.getCell(row, 1).value)
  throw new Error(`no ${field} in the file`)
}

/** Values that a cell may hold, canonical. */
function arbitraryValue(
  { spec, unitOfMeasure }: CellPlace,
  lists: Codelists,
): fc.Arbitrary<string | boolean | null> {
  const { type } = spec
  const raw = (): fc.Arbitrary<string> => {
    if (type.kind === 'decimal') {
      const digits = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })
      const small = fc.bigInt({ min: -99999n, max: 9999999n })
      return fc.oneof(small, digits).map(all => {
        const text = String(all < 0n ? -all : all).padStart(type.scale + 1, '0')
        const point = text.length - type.scale
        return `${all < 0n ? '-' : ''}${text.slice(0, point)}${type.scale > 0 ? `.${text.slice(point)}` : ''}`
      })
    }
    if (type.kind === 'boolean') return fc.constantFrom('true', 'false')
    if (type.kind === 'date') return fc.constantFrom('2026-10-05', '1949-10-01', '1899-12-31')
    if (type.kind === 'code')
      return fc.constantFrom('', ...(lists(type.codelist) ?? []).map(item => item.code))
    return fc.oneof(
      fc.constantFrom(
        '=1+1',
        '+8673128680000',
        '0123',
        '湖南省株洲市',
        '_x0041_',
        "'x",
        'a\nb',
        '91430200MA4L1234XY',
        '1E5',
      ),
      fc.string({ maxLength: 6 }),
    )
  }
  return raw().map(text => {
    const parsed = parseValue(type, text, { codelists: lists, ...(unitOfMeasure && { unitOfMeasure }) })
    return 'value' in parsed ? parsed.value : null
  })
}

function cellsOf(places: readonly CellPlace[], lists: Codelists): fc.Arbitrary<CellValues> {
  const record = Object.fromEntries(places.map(place => [place.code, arbitraryValue(place, lists)]))
  return fc
    .record(record)
    .map(cells => Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null)))
}

function valuesOf(spec: FormSpec): fc.Arbitrary<FormValues> {
  const lists: Codelists = name => spec.codelists?.[name] ?? codelists(name)
  const open = formCells(spec).filter(({ spec: { kind } }) => kind !== 'computed' && kind !== 'closed')
  const plain = cellsOf(
    open.filter(place => !place.repeated),
    lists,
  )
  const rows = spec.sections.flatMap(section => {
    if (section.kind !== 'rows') return []
    const keys = (lists(section.codelist) ?? []).map(({ code }) => code)
    const cells = cellsOf(
      open.filter(place => place.section === section.id),
      lists,
    )
    const list = fc
      .subarray(keys, { maxLength: Math.min(section.maxRows, keys.length, 12) })
      .chain(chosen => fc.tuple(...chosen.map(key => cells.map(one => ({ key, cells: one })))))
    return [[section.id, list] as const]
  })
  return rows.length === 0
    ? plain.map(cells => ({ cells }))
    : fc.record({ cells: plain, rows: fc.record(Object.fromEntries(rows)) })
}

describe('a form as a workbook', () => {
  it.each(files)('should give back exactly what was written, for %s', async name => {
    const spec = specOf(name)
    await fc.assert(
      fc.asyncProperty(
        valuesOf(spec),
        fc.constantFrom('zh-CN' as const, 'en' as const),
        async (values, locale) => {
          const { reading, refusal } = await read(spec, await written(spec, { values, locale }))
          expect(refusal).toBeUndefined()
          expect(reading!.problems).toEqual([])
          expect(reading!.ignored).toEqual([])
          expect(fileChanges(values, reading!)).toEqual([])
          const blank = { cells: {} }
          const again = filling(spec, blank).apply(editOf(fileChanges(blank, reading!)))
          const kept = filling(spec, values)
          expect(again.values.cells).toEqual(kept.values.cells)
          for (const [id, list] of Object.entries(kept.values.rows ?? {}))
            expect(again.values.rows?.[id] ?? []).toEqual(list)
          expect(rows(again.values)).toBe(rows(values))
        },
      ),
      { numRuns: 4 },
    )
  })

  const rows = (values: FormValues) => Object.values(values.rows ?? {}).flat().length

  it('should lock everything but what may be typed into, without a password', async () => {
    const spec = specOf('B204-1.yaml')
    const initial = { cells: { H02: '株洲电瓷厂' } }
    const bytes = await written(spec, { values: initial, initial })
    const book = new Workbook()
    await book.xlsx.load(bytes)
    const [sheet, lists, record] = book.worksheets
    expect([lists!.state, record!.state]).toEqual(['hidden', 'hidden'])
    const locked = async (field: string) =>
      sheet!.getCell(await addressOf(bytes, field)).protection?.locked !== false
    expect([await locked('M13'), await locked('H02'), await locked('H01')]).toEqual([false, true, false])
    expect(sheet!.getCell('A1').protection?.locked).not.toBe(false)
    expect(sheet!.model.sheetProtection).toMatchObject({ sheet: true })
    expect(sheet!.model.sheetProtection).not.toHaveProperty('hashValue')
    expect(sheet!.views[0]).toMatchObject({ state: 'frozen', xSplit: 3 })
  })

  it('should print the legal marks, and the demonstration label only where it is one', async () => {
    const spec = specOf('B204-1.yaml')
    const texts = async (demonstration: boolean) => {
      const book = new Workbook()
      await book.xlsx.load(await written(spec, { demonstration }))
      const found: string[] = []
      book.worksheets[0]!.eachRow(row => row.eachCell(cell => void found.push(String(cell.value))))
      return found.join('|')
    }
    const [plain, shown] = [await texts(false), await texts(true)]
    for (const mark of ['表　　号：B204-1表', '制定机关：国家统计局', '文　　号：', '有效期至：2027年1月'])
      expect(plain).toContain(mark)
    expect(plain).not.toContain('演示数据')
    expect(shown).toContain('演示数据')
  })
})

describe('what a spreadsheet holds against what is typed', () => {
  const spec = specOf('101-1.yaml')
  const headed = specOf('B204-1.yaml')

  async function heldAgainst(field: string, filling: Filling = {}, of = spec) {
    const bytes = await written(of, filling)
    const book = new Workbook()
    await book.xlsx.load(bytes)
    const where = await addressOf(bytes, field)
    const rule = book.worksheets[0]!.getCell(where).dataValidation
    const { type, formulae, errorStyle, error } = (rule ?? {}) as Record<string, unknown>
    return {
      type,
      formulae: (formulae as unknown[])?.map(one => String(one).replaceAll(where, '·')),
      errorStyle,
      error,
      book,
    }
  }

  it('should offer the names of a code list, and yes and no', async () => {
    const { type, formulae, error, book } = await heldAgainst('U21')
    expect([type, error]).toEqual(['list', '请从下拉列表中选择'])
    const [sheet, range] = formulae[0]!.split('!') as [string, string]
    const [begin, end] = range.replaceAll('$', '').split(':') as [string, string]
    const list = book.getWorksheet(sheet.replaceAll("'", ''))!
    const column = begin.replace(/\d/g, '')
    const [first, last] = [begin, end].map(one => Number(one.replace(/\D/g, ''))) as [number, number]
    const offered = Array.from(
      { length: last - first + 1 },
      (_, at) => list.getCell(`${column}${first + at}`).value,
    )
    const place = formCells(spec).find(({ code }) => code === 'U21')!
    const items = spec.codelists?.[(place.spec.type as { codelist: string }).codelist] ?? outside
    expect(offered).toHaveLength(items.length)
    for (const [at, item] of items.entries()) expect(offered[at]).toContain(item.name['zh-CN'])
    expect(await heldAgainst('U27', { locale: 'en' })).toMatchObject({ type: 'list', formulae: ['"Yes,No"'] })
  })

  it('should refuse numbers of more decimals or out of bounds, dates that are none, and texts too long', async () => {
    expect(await heldAgainst('U28')).toMatchObject({
      type: 'custom',
      errorStyle: 'stop',
      formulae: [expect.stringMatching(/^AND\(ISNUMBER\(·\),ROUND\(·,\d\)=·/)],
      error: expect.stringMatching(/^请填/),
    })
    expect(await heldAgainst('S05')).toMatchObject({
      type: 'custom',
      formulae: ['OR(ISNUMBER(·),ISNUMBER(DATEVALUE(·)))'],
      error: '请填日期，如 2026-10-05',
    })
    expect(await heldAgainst('U07')).toMatchObject({
      type: 'textLength',
      error: expect.stringMatching(/^最多 \d+ 个字$/),
    })
  })

  it('should hold nothing against cells that are locked', async () => {
    const values = { cells: { H02: '株洲电瓷厂' } }
    expect((await heldAgainst('H02', { values }, headed)).type).toBe('textLength')
    expect((await heldAgainst('H02', { values, initial: values }, headed)).type).toBeUndefined()
  })
})

describe('a workbook read back', () => {
  const spec = specOf('B204-1.yaml')

  it('should tell each change from the value before, and enter all as one step', async () => {
    const values = { cells: { M13: '100', M14: '900' } }
    const bytes = await written(spec, { values })
    const [m13, m17] = [await addressOf(bytes, 'M13'), await addressOf(bytes, 'M17')]
    const { reading } = await read(
      spec,
      await changed(bytes, sheet => {
        sheet.getCell(m13).value = 120
        sheet.getCell(m17).value = '1,000'
      }),
    )
    const changes = fileChanges(values, reading!)
    expect(changes.map(({ cell, before, after }) => [cell, before, after])).toEqual([
      ['M13', '100', '120'],
      ['M17', null, '1000'],
    ])
    const session = filling(spec, values)
    const next = session.apply(editOf(changes))
    expect(next.get({ cell: 'M17' })).toBe('1000')
    expect(next.undo().values).toEqual(session.values)
    expect(next.undo().redo().values).toEqual(next.values)
  })

  it('should mark what the form changed meanwhile and the file did not', async () => {
    const { reading } = await read(spec, await written(spec, { values: { cells: { M13: '100' } } }))
    expect(fileChanges({ cells: { M13: '150' } }, reading!)).toMatchObject([
      { cell: 'M13', before: '150', after: '100', untouched: true },
    ])
  })

  it.each([
    ['NOT_A_NUMBER', '很多'],
    ['TOO_MANY_DECIMALS', 12.5],
    ['PERCENT_NOT_EXPECTED', '12%'],
    ['FORMULA_ERROR', { error: '#DIV/0!' }],
  ] as const)('should say %s and take nothing when a cell holds %s', async (code, value) => {
    const bytes = await written(spec)
    const where = await addressOf(bytes, 'M13')
    const { reading } = await read(spec, await changed(bytes, sheet => (sheet.getCell(where).value = value)))
    expect(reading!.problems).toMatchObject([{ where, code, at: { cell: 'M13' } }])
    expect(fileChanges({ cells: {} }, reading!)).toEqual([])
  })

  it('should take what a formula gives, and numbers as a spreadsheet shows them', async () => {
    const bytes = await written(spec)
    const [m13, m14] = [await addressOf(bytes, 'M13'), await addressOf(bytes, 'M14')]
    const { reading } = await read(
      spec,
      await changed(bytes, sheet => {
        sheet.getCell(m13).value = { formula: '3*4', result: 12 }
        sheet.getCell(m14).value = 1.1 * 30
      }),
    )
    expect(fileChanges({ cells: {} }, reading!).map(({ after }) => after)).toEqual(['12', '33'])
  })

  it('should tell and ignore changes of locked, computed and closed cells', async () => {
    const form = importForm(`
form: T1
title: 测试
marks: { tableNumber: T1, issuer: 国家统计局, approvalNumber: 示例, validUntil: 2027-01 }
frequency: M
subject: industry
header: [{ cell: H01, name: 名称, type: text(20), prefill: register name, locked: true }]
sections:
  - matrix: main
    type: decimal(0)
    heading: [{ key: a, name: 本月 }, { key: b, name: 累计 }]
    stub: [{ code: 01, name: 产值, cells: { a: A1, b: { code: A2, formula: A1 + 1 } } }, { code: 02, name: 销量, cells: [A3, ×] }]
`).spec!
    const initial = { cells: { H01: '甲厂' } }
    const values = { cells: { H01: '甲厂', A1: '1', A2: '2' } }
    const bytes = await written(form, { values, initial })
    const [h01, a2, a3] = [
      await addressOf(bytes, 'H01'),
      await addressOf(bytes, 'A2'),
      await addressOf(bytes, 'A3'),
    ]
    const closed = a3.replace('D', 'E')
    const { reading } = await read(
      form,
      await changed(bytes, sheet => {
        sheet.getCell(h01).value = '乙厂'
        sheet.getCell(a2).value = 9
        sheet.getCell(closed).value = 5
      }),
      initial,
    )
    expect(reading!.ignored.map(({ where, code }) => [where, code])).toEqual([
      [h01, 'LOCKED_CELL'],
      [a2, 'LOCKED_CELL'],
      [closed, 'CLOSED_CELL'],
    ])
    expect(fileChanges(values, reading!)).toEqual([])
  })

  it('should read rows by name, and say which keys it does not know, has twice or misses', async () => {
    const products = specOf('B204-2.yaml')
    const section = products.sections.find(one => one.kind === 'rows')!
    const list = products.codelists![section.kind === 'rows' ? section.codelist : '']!
    const first = formCells(products).find(place => place.repeated && place.spec.kind === 'input')!.code
    const bytes = await written(products)
    const places = await Promise.all([0, 1, 2, 3].map(i => addressOf(bytes, `${section.id}#${i}`)))
    const lonely = await addressOf(bytes, `${first}@3`)
    const amount = await addressOf(bytes, `${first}@0`)
    const { reading } = await read(
      products,
      await changed(bytes, sheet => {
        sheet.getCell(places[0]!).value = list[1]!.name['zh-CN']
        sheet.getCell(places[1]!).value = list[1]!.code
        sheet.getCell(places[2]!).value = '不存在的产品'
        sheet.getCell(lonely).value = 3
        sheet.getCell(amount).value = 7
      }),
    )
    expect(reading!.problems.map(({ where, code }) => [where, code])).toEqual([
      [places[1], 'DUPLICATE_KEY'],
      [places[2], 'UNKNOWN_KEY'],
      [places[3], 'ROW_WITHOUT_KEY'],
    ])
    const changes = fileChanges({ cells: {} }, reading!)
    expect(changes.map(({ kind, row }) => [kind, row])).toEqual([
      ['row-added', list[1]!.code],
      ['cell', list[1]!.code],
    ])
    const session = filling(products, { cells: {} })
    const next = session.apply(editOf(changes))
    expect(next.values.rows?.[section.id]).toHaveLength(1)
    expect(next.undo().values).toEqual(session.values)
  })
})

describe('a file that is not this report', () => {
  const spec = specOf('B204-1.yaml')
  const code = async (bytes: Uint8Array<ArrayBuffer>, other: Partial<FormIdentity> = {}) =>
    (await readFormWorkbook(bytes, { identity: { ...identity(spec), ...other }, spec, codelists })).refusal
      ?.code

  it('should be refused when it is of another form, period, unit or version', async () => {
    const bytes = await written(spec)
    expect(await code(bytes)).toBeUndefined()
    expect(await code(bytes, { formCode: 'F203' })).toBe('OTHER_FORM')
    expect(await code(bytes, { period: '2026-M09' })).toBe('OTHER_PERIOD')
    expect(await code(bytes, { unitId: 12 })).toBe('OTHER_UNIT')
    expect(await code(bytes, { formVersionId: 8 })).toBe('OTHER_VERSION')
  })

  it('should be refused when it is no workbook, or not one written here', async () => {
    expect(await code(new TextEncoder().encode('表号,数'))).toBe('NOT_A_WORKBOOK')
    expect(await code(new Uint8Array(0))).toBe('NOT_A_WORKBOOK')
    expect(await code((await written(spec)).slice(0, 3000))).toBe('NOT_A_WORKBOOK')
    const book = new Workbook()
    book.addWorksheet('Sheet1').getCell('A1').value = 1
    expect(await code(Uint8Array.from(await book.xlsx.writeBuffer()))).toBe('NOT_OURS')
  })

  it('should be refused when rows have moved', async () => {
    const bytes = await changed(await written(spec), sheet => {
      const address = 'A12'
      sheet.getCell(address).value = '别的指标'
    })
    expect(await code(bytes)).toBe('LAYOUT_CHANGED')
  })

  it('should be refused when it is too large, packed or unpacked', async () => {
    expect(await code(new Uint8Array(5_000_001))).toBe('TOO_LARGE')
    expect(await code(await bomb(10, 70_000_000))).toBe('UNPACKS_TOO_LARGE')
    expect(await code(await bomb(61_000_000, 100))).toBe('UNPACKS_TOO_LARGE')
  })

  it('should never throw for damaged bytes', async () => {
    const bytes = await written(spec)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async damage => {
          const copy = Uint8Array.from(bytes)
          for (const [at, value] of damage) copy[at] = value
          const result = await read(spec, copy)
          expect(result.reading ?? result.refusal).toBeDefined()
        },
      ),
      { numRuns: 30 },
    )
  })
})

/** A ZIP of one entry of zeros, which may declare a smaller size than it has. */
async function bomb(size: number, declared: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([new Uint8Array(size)]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const packed = new Uint8Array(await new Response(stream).arrayBuffer())
  const name = new TextEncoder().encode('a')
  const head = (mark: number, length: number, from: number) => {
    const bytes = new Uint8Array(length + name.length)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, mark, true)
    view.setUint16(from + 4, 8, true)
    view.setUint32(from + 14, packed.length, true)
    view.setUint32(from + 18, declared, true)
    view.setUint16(from + 22, name.length, true)
    bytes.set(name, length)
    return bytes
  }
  const local = head(0x04034b50, 30, 4)
  const central = head(0x02014b50, 46, 6)
  const end = new Uint8Array(22)
  const view = new DataView(end.buffer)
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(8, 1, true)
  view.setUint16(10, 1, true)
  view.setUint32(12, central.length, true)
  view.setUint32(16, local.length + packed.length, true)
  return Uint8Array.from([...local, ...packed, ...central, ...end])
}
