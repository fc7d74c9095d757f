import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkForm } from './check-form.ts'
import { parseBlock } from './clipboard.ts'
import type { FormForeign } from './evaluation.ts'
import type { FormValues } from './model.ts'
import { compileForm, datasetName, datasetSchema, foreignNeeds } from './program.ts'
import { type FormSession, openForm } from './session.ts'
import { importForm } from './yaml.ts'

const { spec, diagnostics } = importForm(`
form: X-1
title: 样表
marks: { tableNumber: X, issuer: 示例, approvalNumber: 示例, validUntil: 2027-01 }
frequency: M
subject: industry
header:
  - { cell: H1, name: 名称, type: text(20), prefill: register name, locked: true }
sections:
  - matrix: main
    type: decimal(2)
    heading: [{ key: m, name: 本月 }, { key: c, name: 1—本月 }]
    stub:
      - { code: 01, name: 产值, cells: [M1, M2] }
      - { code: 02, name: 出口, cells: [M3, ×] }
      - { code: 03, name: 合计, cells: { m: { code: M5, formula: M1 + M3 }, c: { code: M6, formula: M5 * 2 } } }
  - rows: products
    codelist: products
    keyName: 产品
    maxRows: 3
    type: decimal(0)
    heading: [{ key: q, name: 产量 }, { key: v, name: 价值 }, { key: p, name: 单价 }]
    cells:
      q: P1
      v: P2
      p: { code: P3, type: decimal(2), formula: if P1 > 0 then P2 / P1 else null }
codelists:
  products: [{ code: 01, name: 煤 }, { code: 02, name: 铁 }, { code: 03, name: 瓷 }, { code: 04, name: 纸 }]
rules: |
  define datapoint ruleset edits ( variable M1, M2, M5, M6, P1, P2, P3 ) is
    E1 : M2 >= M1 errorcode "累计小于本月" errorlevel "fatal" ;
    E2 : M6 <= 100 errorcode "合计过大" errorlevel "query" ;
    E3 : M1 >= prev#M1 errorcode "下降" errorlevel "notice" ;
    E4 : P2 <= M5 errorcode "价值大于合计" errorlevel "fatal" ;
    E5 : P1 >= prev#P1 errorcode "产量下降" errorlevel "notice" ;
    E6 : P3 <= 10 errorcode "单价过高" errorlevel "query"
  end datapoint ruleset ;
messages:
  E1: { en: Running total below the month }
`)
if (!spec || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics))

const foreign: FormForeign = {
  period: '2026-M10',
  previous: { cells: { M1: '5.00' }, rows: { products: [{ key: '01', cells: { P1: '9' } }] } },
}
const open = (values: FormValues = { cells: {} }): FormSession => openForm(spec, { values, foreign })
const rules = (session: FormSession) =>
  session.findings.map(f => (f.row === undefined ? f.rule : `${f.rule}@${f.row}`)).join(' ')

const sortedRows = ({ values }: FormSession) =>
  values.rows?.products?.toSorted((a, b) => (a.key < b.key ? -1 : 1))

describe('a form session', () => {
  it('should move a row with its values, its findings and what could not be read, as one step', () => {
    const rows = ['01', '02', '03'].map(key => ({ key, cells: { P1: '1', P2: '50' } }))
    const before = open({ cells: { M1: '1.00', M3: '1.00' }, rows: { products: rows } }).set(
      { cell: 'P1', row: '03' },
      '约5',
    )
    const keys = (session: FormSession) => session.values.rows?.products?.map(({ key }) => key).join(' ')
    const after = before.moveRow('products', '03', 0)
    expect(keys(after)).toBe('03 01 02')
    expect(after.problems).toEqual(before.problems)
    expect(after.findings.filter(one => one.rule === 'E4').map(one => one.row)).toEqual(['03', '01', '02'])
    expect(after.findings).toEqual(checkForm(spec, after.values, foreign).findings)
    expect(keys(after.moveRow('products', '03', 9))).toBe('01 02 03')
    expect(after.undo().values).toBe(before.values)
    expect(after.undo().redo().values).toBe(after.values)
    for (const [section, row, to] of [
      ['products', '03', 2],
      ['products', '09', 0],
      ['main', '03', 0],
      ['products', '01', Number.NaN],
    ] as const)
      expect(before.moveRow(section, row, to).values).toBe(before.values)
  })

  it('should apply rows and values as one step, leaving alone what may not be typed into', () => {
    const before = open({ cells: { M1: '1.00' }, rows: { products: [{ key: '01', cells: { P1: '2' } }] } })
    const after = before.apply({
      removed: [{ section: 'products', key: '01' }],
      added: [{ section: 'products', key: '03' }],
      entries: [
        { at: { cell: 'M1' }, value: '7' },
        { at: { cell: 'M5' }, value: '99' },
        { at: { cell: 'P1', row: '01' }, value: '5' },
        { at: { cell: 'P1', row: '03' }, value: '4' },
      ],
    })
    expect(after.values.rows?.products).toMatchObject([{ key: '03', cells: { P1: '4' } }])
    expect([after.get({ cell: 'M1' }), after.get({ cell: 'M5' })]).toEqual(['7.00', null])
    expect(after.undo().values).toEqual(before.values)
    expect(after.undo().canUndo).toBe(false)
    expect(after.undo().redo().values).toEqual(after.values)
  })

  it('should fill computed cells and find what is wrong as values are set, leaving older sessions alone', () => {
    const empty = open()
    const first = empty.set({ cell: 'M1' }, '40').set({ cell: 'M3' }, '20.5')
    expect(first.values.cells).toEqual({ M1: '40.00', M3: '20.50', M5: '60.50', M6: '121.00' })
    const wrong = first.set({ cell: 'M2' }, '39')
    expect(rules(wrong)).toBe('E1 E2')
    expect(wrong.findings[0]).toEqual({
      rule: 'E1',
      level: 'fatal',
      message: { 'zh-CN': '累计小于本月', en: 'Running total below the month' },
      cells: ['M2', 'M1'],
      comparison: {
        operator: '>=',
        left: { source: 'M2', value: '39.00' },
        right: { source: 'M1', value: '40.00' },
      },
      values: { M1: '40.00', M2: '39.00' },
    })
    expect(rules(wrong.set({ cell: 'M2' }, '40'))).toBe('E2')
    expect(rules(wrong)).toBe('E1 E2')
    expect(empty.values.cells).toEqual({})
  })

  it('should keep text that is no value as a problem and clear the cell until it is mended', () => {
    const bad = open({ cells: { M1: '1.00' } }).set({ cell: 'M1' }, '一百')
    expect(bad.problems.map(p => [p.cell, p.text, p.code])).toEqual([['M1', '一百', 'NOT_A_NUMBER']])
    expect(bad.get({ cell: 'M1' })).toBeNull()
    const mended = bad.set({ cell: 'M1' }, '100')
    expect(mended.problems).toEqual([])
    expect(mended.get({ cell: 'M1' })).toBe('100.00')
  })

  it('should refuse computed, closed, unknown and locked cells, and say so', () => {
    const session = openForm(spec, {
      values: { cells: { H1: '甲厂' } },
      foreign,
      initial: { cells: { H1: '甲厂' } },
    })
    const said = [
      ['M5', 'LOCKED_CELL'],
      ['H1', 'LOCKED_CELL'],
      ['Z9', 'UNKNOWN_CELL'],
      ['__proto__', 'UNKNOWN_CELL'],
    ] as const
    for (const [cell, code] of said) {
      const refused = session.set({ cell }, '1')
      expect(refused.values, cell).toEqual(session.values)
      expect(
        refused.problems.map(p => p.code),
        cell,
      ).toEqual([code])
      expect(refused.canUndo).toBe(false)
      expect(refused.set({ cell: 'M1' }, '1').problems).toEqual([])
    }
    expect(open().editable({ cell: 'H1' })).toBe(true)
    expect(open().editable({ cell: 'P1' })).toBe(false)
  })

  it('should undo and redo, forgetting the redone when a new way is taken', () => {
    const three = open().set({ cell: 'M1' }, '1').set({ cell: 'M1' }, '2').set({ cell: 'M1' }, '3')
    expect(three.undo().undo().get({ cell: 'M1' })).toBe('1.00')
    expect(three.undo().undo().redo().get({ cell: 'M1' })).toBe('2.00')
    expect(three.undo().redo().redo().get({ cell: 'M1' })).toBe('3.00')
    expect(three.undo().set({ cell: 'M1' }, '9').canRedo).toBe(false)
    expect(open().undo().values).toEqual(open().values)
    expect([open().canUndo, three.canUndo]).toEqual([false, true])
  })

  it('should set many values as one step, passing over what may not be typed into', () => {
    const entries = [
      { at: { cell: 'M1' }, value: '40' },
      { at: { cell: 'M5' }, value: '9' },
      { at: { cell: 'Z9' }, value: '9' },
      { at: { cell: 'M2' }, value: 'x' },
    ]
    const session = open().setAll(entries)
    expect(session.values.cells).toEqual(open().set({ cell: 'M1' }, '40').values.cells)
    expect(session.problems.map(p => [p.cell, p.text])).toEqual([['M2', 'x']])
    expect(session.undo().values.cells).toEqual({})
    expect(open().setAll([]).canUndo).toBe(false)
  })

  it('should paste a block where the eye puts it, as one step, refusing what has no cell', () => {
    const { session, refused } = open().paste({ cell: 'M1' }, '1,000\t2\n3\t×\n\t\n')
    expect(session.values.cells).toEqual({
      M1: '1000.00',
      M2: '2.00',
      M3: '3.00',
      M5: '1003.00',
      M6: '2006.00',
    })
    expect(refused).toEqual([])
    expect(session.undo().values.cells).toEqual({})
    const beyond = session.paste({ cell: 'M3' }, '7\t8\t9\n5')
    expect(beyond.session.get({ cell: 'M3' })).toBe('7.00')
    expect(beyond.refused.map(r => [r.row, r.column, r.text, r.message.en])).toEqual([
      [0, 1, '8', 'This cell cannot be filled in'],
      [0, 2, '9', 'Outside the table'],
      [1, 0, '5', 'This cell cannot be filled in'],
    ])
    expect(open().paste({ cell: 'Z' }, '1').refused).toHaveLength(1)
  })

  it('should fill a rectangle with texts again and again, as one step, passing over what takes none', () => {
    const places = [
      [{ cell: 'M1' }, { cell: 'M2' }],
      [{ cell: 'M3' }, null],
      [{ cell: 'M5' }, undefined],
    ]
    const { session, count, refused } = open().fill(places, [['1,000']])
    expect(session.values.cells).toMatchObject({ M1: '1000.00', M2: '1000.00', M3: '1000.00' })
    expect(count).toBe(3)
    expect(refused.map(one => [one.row, one.column, one.cell, one.outside])).toEqual([
      [1, 1, undefined, undefined],
      [2, 0, 'M5', undefined],
      [2, 1, undefined, true],
    ])
    expect(session.undo().values.cells).toEqual({})
    const ragged = session.fill(places.slice(0, 2), [['7', '8'], ['x']]).session
    expect(ragged.values.cells).toMatchObject({ M1: '7.00', M2: '8.00' })
    expect(ragged.problems.map(one => [one.cell, one.text])).toEqual([['M3', 'x']])
    const cleared = ragged.fill(places, [['']])
    expect(cleared.session.problems).toEqual([])
    expect(cleared.refused).toEqual([])
    expect(cleared.session.get({ cell: 'M1' })).toBeNull()
    expect(open().fill([], [['1']]).count).toBe(0)
    expect(open().fill(places, []).session.canUndo).toBe(false)
  })

  it('should add, fill and remove rows, each with its own findings and its own last period', () => {
    const rows = open({ cells: { M1: '50.00' } })
      .addRow('products', '01')
      .addRow('products', '02')
    const filled = rows.paste({ cell: 'P1', row: '01' }, '8\t60\n4\t20').session
    expect(filled.values.rows).toEqual({
      products: [
        { key: '01', cells: { P1: '8', P2: '60', P3: '7.50' } },
        { key: '02', cells: { P1: '4', P2: '20', P3: '5.00' } },
      ],
    })
    const total = filled.set({ cell: 'M3' }, '0')
    expect(rules(total)).toBe('E4@01 E5@01')
    expect(rules(total.set({ cell: 'M3' }, '10'))).toBe('E2 E5@01')
    expect(rules(total.removeRow('products', '01'))).toBe('')
    expect(rules(total.removeRow('products', '01').undo())).toBe('E4@01 E5@01')
    expect(rows.addRow('products', '01').values).toEqual(rows.values)
    expect(rows.addRow('products', '99').values).toEqual(rows.values)
    expect(rows.addRow('products', '03').addRow('products', '04').values.rows!.products).toHaveLength(3)
  })

  it('should look again at everything when new data from outside arrives', () => {
    const session = open({ cells: { M1: '6.00' } })
    expect(rules(session)).toBe('')
    expect(rules(session.withForeign({ ...foreign, previous: { cells: { M1: '7.00' } } }))).toBe('E3')
  })

  it('should always say what a whole check says, after any sequence of changes', () => {
    const number = fc.constantFrom('', '0', '1', '5', '30', '60', '-4', 'x')
    const step = fc.oneof(
      fc.record({ do: fc.constant('set' as const), cell: fc.constantFrom('M1', 'M2', 'M3'), value: number }),
      fc.record({
        do: fc.constant('row' as const),
        cell: fc.constantFrom('P1', 'P2'),
        row: fc.constantFrom('01', '02', '03'),
        value: number,
      }),
      fc.record({
        do: fc.constantFrom('add' as const, 'remove' as const),
        row: fc.constantFrom('01', '02', '03'),
      }),
      fc.record({
        do: fc.constant('move' as const),
        row: fc.constantFrom('01', '02', '03'),
        to: fc.integer({ min: -1, max: 4 }),
      }),
      fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        let session = open()
        for (const s of steps) {
          if (s.do === 'set') session = session.set({ cell: s.cell }, s.value)
          else if (s.do === 'row') session = session.set({ cell: s.cell, row: s.row }, s.value)
          else if (s.do === 'add') session = session.addRow('products', s.row)
          else if (s.do === 'remove') session = session.removeRow('products', s.row)
          else if (s.do === 'move') {
            const before = session
            session = session.moveRow('products', s.row, s.to)
            expect(sortedRows(session)).toEqual(sortedRows(before))
            if (session.values !== before.values) expect(session.undo().values).toEqual(before.values)
          } else session = s.do === 'undo' ? session.undo() : session.redo()
        }
        const whole = checkForm(spec, session.values, foreign)
        expect(session.values).toEqual(whole.values)
        expect(session.findings).toEqual(whole.findings)
        const order = (a: { rule: string; row?: string }, b: { rule: string; row?: string }) =>
          `${a.rule}${a.row ?? ''}` < `${b.rule}${b.row ?? ''}` ? -1 : 1
        expect([...session.check().undecided].sort(order)).toEqual([...whole.undecided].sort(order))
      }),
      { numRuns: 300 },
    )
  })
})

describe('checkForm', () => {
  it('should overwrite computed cells that a hand-made request sends, and tell it', () => {
    const check = checkForm(spec, { cells: { M1: '1.00', M3: '1.00', M5: '99.00', M6: '4.00' } }, foreign)
    expect(check.values.cells.M5).toBe('2.00')
    expect(check.recomputed).toEqual([{ cell: 'M5', before: '99.00', after: '2.00' }])
  })

  it('should count a rule on blanks as undecided, not as failed', () => {
    const check = checkForm(spec, { cells: { M1: '6.00' } }, { period: '2026-M10' })
    expect(check.findings).toEqual([])
    expect(check.undecided.map(r => r.rule)).toEqual(['E1', 'E2', 'E3'])
  })
})

describe('the form as a data set', () => {
  it('should give cells, rows and what lies around them to the rule language', () => {
    const other = { ...spec, code: '202-1', blankIsZero: true }
    const schema = datasetSchema(spec, [other])
    expect(schema.name).toBe('X_1')
    expect(datasetName('202-1')).toBe('T202_1')
    expect(Object.keys(schema.measures)).toEqual(['H1', 'M1', 'M2', 'M3', 'M5', 'M6'])
    expect(schema.rows).toEqual({
      products: {
        P1: { kind: 'decimal', scale: 0 },
        P2: { kind: 'decimal', scale: 0 },
        P3: { kind: 'decimal', scale: 2 },
      },
    })
    expect(Object.keys(schema.foreign!)).toEqual(['T202_1', 'prev', 'yago', 'unit'])
    expect(Object.keys(schema.foreign!.prev!.measures)).toContain('P1')
    expect(Object.keys(schema.foreign!.T202_1!.measures)).not.toContain('P1')
    expect(schema.foreign!.T202_1!.blankIsZero).toBe(true)
  })

  it('should name exactly the outside data that is needed', () => {
    expect(foreignNeeds(compileForm(spec).program!)).toEqual({
      previous: ['M1', 'P1'],
      yearAgo: [],
      register: [],
      forms: {},
    })
  })
})

describe('parseBlock', () => {
  it.each([
    [
      '1\t2\r\n3\t4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['1', [['1']]],
    ['', [[]]],
    ['1\t', [['1', '']]],
    ['\t1\n\n2', [['', '1'], [''], ['2']]],
    ['"a\tb"\t"c ""d"""\n"e\nf"', [['a\tb', 'c "d"'], ['e\nf']]],
    ['"open\tx', [['"open', 'x']]],
  ])('should read %j', (text, rows) => {
    expect(parseBlock(text)).toEqual(rows)
  })

  it('should end on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r') }),
        text => parseBlock(text).length > 0,
      ),
    )
  })
})

describe('a table pasted with the names of its rows', () => {
  const keysOf = (session: FormSession) => session.values.rows?.products?.map(({ key }) => key)

  it('should add the rows that are missing and fill them in, as one step', () => {
    const before = open({ cells: {}, rows: { products: [{ key: '02', cells: { P1: '9' } }] } })
    const table = '序号\t产品\t代码\t产量\t价值\n1\t煤\t1\t1,000\t(20)\n2\t铁\t2\t７\t\n\t\t\t\t\n'
    const { session, count, refused } = before.pasteLines('products', table)
    expect(refused).toEqual([])
    expect(count).toBe(4)
    expect(session.values.rows?.products).toEqual([
      { key: '02', cells: { P1: '7' } },
      { key: '01', cells: { P1: '1000', P2: '-20', P3: '-0.02' } },
    ])
    expect(rules(session)).toBe(rules(openForm(spec, { values: session.values, foreign })))
    expect(session.undo().values).toEqual(before.values)
    expect(session.undo().canUndo).toBe(false)
  })

  it('should say by its line what it could not place, and by its cell what it could not read', () => {
    const table = '煤\t约5\t1\n铜\t1\t1\n煤\t2\t2\n铁\t3\t3\t4\n瓷\t4\t4\n纸\t5\t5\n'
    const { session, refused } = open().pasteLines('products', table)
    expect(keysOf(session)).toEqual(['01', '02', '03'])
    expect(refused.map(one => one.message['zh-CN'])).toEqual([
      '第2行“铜”不在目录中',
      '第3行“煤”前面已有',
      '此格不能填写',
      '第6行“纸”超过3行，放不下',
    ])
    expect(refused[2]).toMatchObject({ row: 3, column: 3, cell: 'P3' })
    expect(session.problems).toMatchObject([{ cell: 'P1', row: '01', text: '约5' }])
  })

  it('should not put a name right by a code, nor take a line whose code is of another item', () => {
    const table = '煤\t01\t1\n铁\t02\t2\n铜\t03\t3\n瓷\t01\t4\n'
    const { session, refused } = open().pasteLines('products', table)
    expect(keysOf(session)).toEqual(['01', '02'])
    expect(refused.map(one => one.message['zh-CN'])).toEqual([
      '第3行“铜”不在目录中',
      '第4行“瓷”的名称与代码不是同一项',
    ])
  })

  it('should read codes alone where they are asked for, and take them for figures in a cell', () => {
    const codes = '01\t5\n2\t6\n'
    expect(keysOf(open().pasteLines('products', codes).session)).toEqual(['01', '02'])
    const before = open({ cells: {}, rows: { products: [{ key: '03', cells: {} }] } })
    const inCell = before.paste({ cell: 'P1', row: '03' }, codes).session
    expect(inCell.values.rows?.products).toEqual([{ key: '03', cells: { P1: '1', P2: '5', P3: '5.00' } }])
    const worded = before.paste({ cell: 'P1', row: '03' }, '煤\t5\n瓷\t6').session
    expect(worded.values.rows?.products?.map(row => [row.key, row.cells.P1])).toEqual([
      ['03', '6'],
      ['01', '5'],
    ])
  })
})
