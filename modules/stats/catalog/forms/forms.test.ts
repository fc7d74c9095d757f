import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type Codelists,
  cellIndex,
  checkForm,
  compileForm,
  exportForm,
  type FormForeign,
  type FormProgram,
  type FormSpec,
  type FormValues,
  formCells,
  importForm,
  matrixLayout,
  missingValues,
  normaliseValues,
  prefillValues,
} from '#engines/form/index.ts'

const folder = new URL('./', import.meta.url)
const read = (code: string) => readFileSync(new URL(`${code}.yaml`, folder), 'utf8')

function specOf(code: string, forms: readonly FormSpec[] = []): FormSpec {
  const { spec, diagnostics } = importForm(read(code), { forms, purpose: 'publish' })
  if (!spec) throw new Error(JSON.stringify(diagnostics))
  return spec
}

const output = specOf('B204-1')
const others: Readonly<Record<string, readonly FormSpec[]>> = { 'B204-2': [output] }

const programs = new Map<string, FormProgram>()

function programFor(code: string): FormProgram {
  const forms = others[code] ?? []
  const program = programs.get(code) ?? compileForm(specOf(code, forms), { forms }).program!
  programs.set(code, program)
  return program
}

/** What the surroundings would hold, as far as it is used here. */
const lists: Readonly<Record<string, readonly string[]>> = {
  'region:village': ['430202001001', '430221101200'],
  'gbt4754:class': ['3421', '3422'],
}
const codelists: Codelists = name => lists[name]?.map(code => ({ code, name: { 'zh-CN': code } }))

type Cells = Readonly<Record<string, string | boolean>>
/** A clean report, the world around it, and for every rule a change that trips it. */
type Case = Readonly<{
  code: string
  section?: string
  row?: string
  clean: Cells
  cells?: Cells
  foreign: Omit<FormForeign, 'period'> & { period: string }
  trips: Readonly<Record<string, Readonly<{ cells?: Cells; foreign?: Partial<FormForeign> }>>>
}>

const signed: Cells = {
  H01: '91430200MA4L16JW2B',
  H02: '示例单位',
  S01: '甲',
  S02: '乙',
  S03: '丙',
  S04: '0731-28680000',
}

function valuesOf(test: Case, changed: Cells = {}): FormValues {
  const { spec } = programFor(test.code)
  const own = Object.entries(signed).filter(([cell]) => cellIndex(spec).has(cell))
  const cells = { ...Object.fromEntries(own), ...(test.code === 'A302' ? { H01: '430221101000' } : {}) }
  const row = { key: test.row, cells: { ...test.clean, ...changed } }
  const raw = test.section
    ? { cells, rows: { [test.section]: [row] } }
    : { cells: { ...cells, ...test.clean, ...changed } }
  const { values, problems } = normaliseValues(spec, raw, codelists)
  if (!values) throw new Error(JSON.stringify(problems))
  return values
}

const january = { period: '2026-M01' }
/** Nothing is stored of last year. */
const alone: Partial<FormForeign> = { yearAgo: null }

const industrial: Case = {
  code: 'B204-1',
  clean: {
    M13: '1000',
    M14: '9000',
    M15: '950',
    M16: '8500',
    M17: '980',
    M18: '8800',
    M19: '940',
    M20: '8400',
    M21: '100',
    M22: '900',
    M23: '90',
    M24: '850',
  },
  foreign: {
    period: '2026-M10',
    previous: { cells: { M13: '990', M14: '8000', M17: '900', M18: '7820', M21: '90', M22: '800' } },
    yearAgo: { cells: { M13: '950', M14: '8500', M17: '940', M18: '8400', M21: '90', M22: '850' } },
  },
  trips: {
    E001: { cells: { M14: '900' } },
    E002: { cells: { M21: '981' } },
    E003: { cells: { M13: '1300' } },
    E004: { cells: { M22: '8801' } },
    E005: { cells: { M18: '979' } },
    E006: { cells: { M22: '99' } },
    E007: { cells: { M21: '-1' } },
    E008: { foreign: january },
    E009: { foreign: january },
    E010: { cells: { M14: '9001' } },
    E011: { cells: { M18: '8799' } },
    E012: { cells: { M22: '901' } },
    E013: { cells: { M15: '951' } },
    E014: { cells: { M16: '8501' } },
    E015: { cells: { M19: '941' } },
    E016: { cells: { M20: '8401' } },
    E017: { cells: { M17: '499' } },
    E018: { cells: { M17: '1300' } },
    E019: { foreign: { previous: { cells: { M13: '2001' } } } },
    E020: { cells: { M13: '-1' } },
    E021: { foreign: january },
    E022: { cells: { M23: '91' } },
    E023: { cells: { M24: '851' } },
    E024: { cells: { M21: '118' } },
  },
}

const range = (n: number) => Array.from({ length: n }, (_, i) => String(i + 1).padStart(2, '0'))
const profitAndLoss: Cells = {
  R01: '500',
  R02: '2000',
  R03: '800',
  R04: '1200',
  R05: '3000',
  R06: '1000',
  R07: '1500',
  R08: '20',
  R09: '100',
  R10: '300',
  R11: '50',
  R12: '-5',
  R13: '-3',
  R14: '0',
  R15: '0',
  R16: '1',
  R17: '10',
  R18: '0',
  R19: '7',
  R20: '1050',
  R21: '20',
  R22: '30',
  R23: '1040',
  R24: '260',
  R25: '700',
  R26: '150',
  R27: '90',
  R28: '20',
}
const lastYear: Cells = Object.fromEntries(range(28).map(r => [`R${r}`, profitAndLoss[`R${r}`]!]))

const services: Case = {
  code: 'F203',
  clean: { ...profitAndLoss, ...Object.fromEntries(range(28).map(r => [`Y${r}`, profitAndLoss[`R${r}`]!])) },
  foreign: { period: '2026-Q3', yearAgo: { cells: lastYear } },
  trips: {
    E001: { cells: { R02: '2001' } },
    E002: { cells: { R23: '1041' } },
    E003: { cells: { R06: '3001' } },
    E004: { cells: { R26: '701' } },
    E005: { cells: { R20: '1062' } },
    E006: { cells: { R28: '0' } },
    E007: { cells: { R25: '0' } },
    E008: { cells: { R25: '12001' } },
    E009: { cells: { R04: '-1' } },
    E010: { cells: { R23: '-1' } },
    E011: { cells: { Y02: '2001' }, foreign: alone },
    E012: { cells: { Y23: '1041' }, foreign: alone },
    E013: { cells: { Y06: '3001' }, foreign: alone },
    E014: { cells: { Y26: '701' }, foreign: alone },
    E015: { cells: { Y20: '1061' }, foreign: alone },
    ...Object.fromEntries(
      ['01', '02', '05', '06', '07', '09', '10', '11', '21', '22', '25', '26', '28'].map(r => [
        `N${r}`,
        { cells: { [`R${r}`]: '-1' } },
      ]),
    ),
    ...Object.fromEntries(range(28).map(r => [`Y${r}`, { cells: { [`Y${r}`]: '123456' } }])),
    ...Object.fromEntries(['05', '07', '25'].map(r => [`G${r}`, { cells: { [`R${r}`]: '99999' } }])),
  },
}

const staff: Cells = {
  W01: '100',
  W02: '40',
  W03: '80',
  W04: '15',
  W05: '5',
  W06: '98',
  W07: '79',
  W08: '14',
  W09: '5',
  W10: '6000',
  W11: '5000',
  W12: '800',
  W13: '200',
}

const labour: Case = {
  code: '202-1',
  clean: { ...staff, ...Object.fromEntries(range(13).map(r => [`L${r}`, staff[`W${r}`]!])) },
  foreign: { period: '2026-Q3', yearAgo: { cells: staff } },
  trips: {
    E001: { cells: { W01: '101' } },
    E002: { cells: { W06: '99' } },
    E003: { cells: { W10: '6001' } },
    E004: { cells: { W02: '101' } },
    E005: { cells: { W11: '0' } },
    E006: { cells: { W07: '0' } },
    E007: { cells: { W12: '0' } },
    E008: { cells: { W10: '60000' } },
    E009: { cells: { W06: '60' } },
    E010: { cells: { W10: '9000' } },
    E011: { cells: { W02: '0' } },
    E012: { cells: { L01: '101' }, foreign: alone },
    E013: { cells: { L06: '99' }, foreign: alone },
    E014: { cells: { L10: '6001' }, foreign: alone },
    E015: { cells: { L02: '101' }, foreign: alone },
    ...Object.fromEntries(range(13).map(r => [`Y${r}`, { cells: { [`L${r}`]: '77777' } }])),
  },
}

const products: Case = {
  code: 'B204-2',
  section: 'products',
  row: '035',
  clean: { P01: '10', P02: '100', P03: '9', P04: '90', P05: '20', P06: '95', P07: '5', P08: '20' },
  foreign: {
    period: '2026-M10',
    previous: {
      cells: {},
      rows: { products: [{ key: '035', cells: { P01: '11.00', P02: '90.00', P05: '20.00' } }] },
    },
    yearAgo: { cells: {}, rows: { products: [{ key: '035', cells: { P01: '9.00', P02: '90.00' } }] } },
    forms: { 'B204-1': { cells: { M13: '1000' } } },
  },
  trips: {
    E001: { cells: { P02: '9' } },
    E002: { foreign: january },
    E003: { cells: { P02: '101' } },
    E004: { cells: { P01: '14' } },
    E005: { cells: { P03: '8.99' } },
    E006: { cells: { P04: '90.01' } },
    E007: { cells: { P08: '20.02' } },
    E008: { cells: { P05: '21' } },
    E009: {
      foreign: {
        ...january,
        previous: { cells: {}, rows: { products: [{ key: '035', cells: { P08: '19.00' } }] } },
      },
    },
    E010: { cells: { P01: '23' } },
    E011: { foreign: { forms: { 'B204-1': { cells: { M13: '0' } } } } },
  },
}

const record: Case = {
  code: '101-1',
  clean: {
    U01: '张三',
    U02: '2010-05-01',
    U03: '430202001001',
    U04: '示例路1号',
    U05: '0731-28680000',
    U11: '制造机床',
    U14: '3421',
    U21: '10',
    U22: '112',
    U23: '3',
    U24: '1',
    U25: '3',
    U26: '1',
    U27: true,
    U28: '2',
    U31: '60',
    U32: '20',
    U33: '30000',
    U34: '28000',
    U35: '40000',
  },
  foreign: {
    period: '2026',
    yearAgo: { cells: { U31: '58' } },
    register: { creditCode: '91430200MA4L16JW2B', industry: '3421' },
  },
  trips: {
    E001: { cells: { U32: '61' } },
    E002: { cells: { U02: '2027-01-01' } },
    E003: { cells: { U34: '30001' } },
    E004: { cells: { U22: '' } },
    E005: { cells: { U23: '' } },
    E006: { cells: { U28: '0' } },
    E007: { cells: { U33: '0' } },
    E008: { cells: { U31: '0' } },
    E009: { cells: { U25: '1' } },
    E010: { foreign: { register: { creditCode: '91430200MA4L16JW2C' } } },
    E011: { cells: { U14: '3422' } },
    E012: { cells: { U13: '维修' } },
    E013: { cells: { U31: '200' } },
    E014: { cells: { U35: '0' } },
  },
}

const crops = (area: string, tonnes: string): Cells =>
  Object.fromEntries(
    range(8).flatMap(r => [
      [`A${r}`, area],
      [`Q${r}`, tonnes],
    ]),
  )
const grain: Case = {
  code: 'A302',
  section: 'villages',
  row: '430221101200',
  clean: crops('10', '60'),
  foreign: {
    period: '2026',
    yearAgo: {
      cells: {},
      rows: { villages: [{ key: '430221101200', cells: { A00: '78.00', Q00: '470.00' } }] },
    },
  },
  trips: {
    E001: { cells: crops('0', '0') },
    E002: { cells: crops('10', '19') },
    E003: { cells: { A01: '40' } },
    E004: { cells: { Q01: '300' } },
    E005: { cells: { Q02: '20' } },
    E006: { cells: { Q03: '30' } },
    E007: { cells: { Q04: '30' } },
    E008: { cells: { A04: '70' } },
    ...Object.fromEntries(range(8).map(r => [`C${r}`, { cells: { [`A${r}`]: '0' } }])),
    ...Object.fromEntries(range(8).map(r => [`D${r}`, { cells: { [`Q${r}`]: '0' } }])),
  },
}

const cases = [industrial, services, labour, products, record, grain]

describe('forms of the catalogue', () => {
  it('should be tested one and all', () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))
    expect(files.sort()).toEqual(cases.map(test => `${test.code}.yaml`).sort())
  })

  it.each(cases.map(test => test.code))('%s should load without a diagnostic and survive export', code => {
    const forms = others[code] ?? []
    const { spec, diagnostics } = importForm(read(code), { forms, purpose: 'publish' })
    expect(diagnostics).toEqual([])
    expect(importForm(exportForm(spec!), { forms, purpose: 'publish' })).toEqual({ spec, diagnostics: [] })
    expect(spec!.marks.issuer).toBe('国家统计局')
  })

  it.each(cases.map(test => test.code))('%s should be complete in both languages', code => {
    const program = programFor(code)
    for (const place of formCells(program.spec))
      expect(place.label.en, place.code).not.toMatch(/[\u4e00-\u9fff]/)
    for (const rule of program.ruleset.rules)
      expect((program.spec.messages?.[rule.code] ?? rule.message).en, rule.code).toBeTruthy()
  })

  it.each(cases.map(test => [test.code, test] as const))('%s should pass a clean report', (_, test) => {
    const { findings } = checkForm(programFor(test.code), valuesOf(test), test.foreign)
    expect(findings).toEqual([])
  })

  it.each(cases.map(test => [test.code, test] as const))('%s should trip every rule', (code, test) => {
    const program = programFor(code)
    expect(Object.keys(test.trips).sort()).toEqual(program.ruleset.rules.map(rule => rule.code).sort())
    for (const [rule, { cells, foreign }] of Object.entries(test.trips)) {
      const check = checkForm(program, valuesOf(test, cells), { ...test.foreign, ...foreign })
      expect(
        check.findings.map(finding => finding.rule),
        rule,
      ).toContain(rule)
    }
  })
})

describe('B204-1', () => {
  it('should have the codes, columns and 其中 of the printed table', () => {
    const section = output.sections[0]!
    if (section.kind !== 'matrix') throw new Error('not a matrix')
    const grid = matrixLayout(output, section)
    expect(grid.columnNumbers).toEqual(['甲', '乙', '丙', '1', '2', '3', '4'])
    expect(grid.rows.map(row => [row.code, row.name['zh-CN'], row.ofWhichMark])).toEqual([
      ['01', '工业总产值(当年价格)', false],
      ['02', '工业销售产值(当年价格)', false],
      ['03', '出口交货值', true],
    ])
    expect(
      grid.rows.flatMap(row => row.slots.map(slot => (slot.kind === 'cell' ? slot.cell.code : '×'))),
    ).toEqual(range(12).map((_, i) => `M${13 + i}`))
  })

  it('should take 上年同期 from last year and the signers from last month', () => {
    const filled = prefillValues(output, {
      previous: { cells: { S01: '甲', M13: '1' } },
      yearAgo: { cells: { M13: '950', M14: '8500', M21: '90' } },
      register: { creditCode: '91430200MA4L16JW2B', name: '示例单位' },
    })
    expect(filled.problems).toEqual([])
    expect(filled.values.cells).toEqual({
      H01: '91430200MA4L16JW2B',
      H02: '示例单位',
      M15: '950',
      M16: '8500',
      M23: '90',
      S01: '甲',
    })
  })

  it('should ask for the main figures and the signers', () => {
    expect(missingValues(output, { cells: {} }).map(problem => problem.cell)).toEqual([
      'M13',
      'M14',
      'M17',
      'M18',
      'S01',
      'S02',
      'S03',
      'S04',
    ])
  })
})

describe('101-1', () => {
  it('should start from what the register holds, size class by its name', () => {
    const { values, problems } = prefillValues(programFor('101-1').spec, {
      register: {
        creditCode: '91430200MA4L16JW2B',
        sizeClass: 'small',
        registrationType: '112',
        region: '430202001001',
      },
      codelists,
    })
    expect(problems).toEqual([])
    expect(values.cells).toEqual({ H01: '91430200MA4L16JW2B', U03: '430202001001', U22: '112', U25: '3' })
  })
})
