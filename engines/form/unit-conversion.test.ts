import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FormForeign } from './evaluation.ts'
import { openForm } from './session.ts'
import { measureOf, unitsAlike } from './unit-text.ts'
import { parseValue } from './values.ts'
import { importForm } from './yaml.ts'

const read = (text: string, unitOfMeasure?: string, scale = 1) =>
  parseValue({ kind: 'decimal', scale }, text, {
    converts: true,
    ...(unitOfMeasure !== undefined && { unitOfMeasure }),
  })
const outcome = (...asked: Parameters<typeof read>) => {
  const found = read(...asked)
  return 'value' in found ? found.value : found.problem.code
}

describe('a figure that names its unit', () => {
  it.each([
    ['1200元', '千元', '1.2'],
    ['1.2万元', '千元', '12.0'],
    ['1.2 万元', '千元', '12.0'],
    ['１．２万元', '千元', '12.0'],
    ['1,234,500 元', '千元', '1234.5'],
    ['(1,200元)', '千元', '-1.2'],
    ['-0.5亿元', '千元', '-50000.0'],
    ['¥1,200元', '千元', '1.2'],
    ['1.2E7元', '千元', '12000.0'],
    ['12千元', '千元', '12.0'],
    ['12 元', '元', '12.0'],
    ['1.2万', '元', '12000.0'],
    ['3千', '人', '3000.0'],
    ['2万千瓦时', '千瓦时', '20000.0'],
    ['500克', '千克', '0.5'],
    ['1千元/人', '元/人', '1000.0'],
    ['1200 yuan', '千元', '1.2'],
    ['1.2 million yuan', '千元', '1200.0'],
    ['1.2 million', '元', '1200000.0'],
    ['12箱', '箱', '12.0'],
  ])('should read %s in a cell of %s as %s', (text, unit, value) => {
    expect(outcome(text, unit)).toBe(value)
  })

  it.each([
    ['1.2万', '千元', 'UNIT_AMBIGUOUS'],
    ['1.2 million', '千元', 'UNIT_AMBIGUOUS'],
    ['12美元', '千元', 'UNIT_MISMATCH'],
    ['12人', '千元', 'UNIT_MISMATCH'],
    ['12元', '元/人', 'UNIT_MISMATCH'],
    ['12元', '%', 'UNIT_MISMATCH'],
    ['12元', undefined, 'UNIT_NOT_EXPECTED'],
    ['1234567元', '千元', 'UNIT_REMAINDER'],
    ['12abc', '千元', 'NOT_A_NUMBER'],
    ['1亿2000万元', '千元', 'NOT_A_NUMBER'],
    ['元', '千元', 'NOT_A_NUMBER'],
    ['12e', '千元', 'NOT_A_NUMBER'],
    ['1e30元', '千元', 'TOO_MANY_DIGITS'],
  ])('should not take %s in a cell of %s: %s', (text, unit, code) => {
    expect(outcome(text, unit)).toBe(code)
  })

  it('should say what does not fit in both units', () => {
    const found = read('1234567元', '千元')
    expect('problem' in found && found.problem.message).toEqual({
      'zh-CN': '1,234,567元等于1,234.567千元，本格最多保留1位小数；没有舍入，请按规定取舍后填写',
      en: '1,234,567 yuan is 1,234.567 thousand yuan, and this cell takes at most 1 decimal places; nothing was rounded: round it as the rules say and enter it again',
    })
  })

  it('should be no number where nobody sees what becomes of it', () => {
    expect(parseValue({ kind: 'decimal', scale: 1 }, '1200元', { unitOfMeasure: '千元' })).toHaveProperty(
      'problem.code',
      'NOT_A_NUMBER',
    )
  })

  const money = ['元', '百元', '千元', '万元', '十万元', '百万元', '千万元', '亿元', '万亿元']

  it('should be the same amount, or be refused for its decimals or its length, never near it', () => {
    const amount = fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.integer({ min: 0, max: 4 }))
    const written = ([digits, decimals]: readonly [bigint, number]) => {
      const text = String(digits < 0n ? -digits : digits).padStart(decimals + 1, '0')
      const point = text.length - decimals
      return `${digits < 0n ? '-' : ''}${text.slice(0, point)}${decimals ? `.${text.slice(point)}` : ''}`
    }
    /** In units of 10⁻²⁰ of the base. */
    const whole = (text: string, unit: string) => {
      const [head = '', fraction = ''] = text.split('.')
      return BigInt(head + fraction.padEnd(20, '0')) * 10n ** BigInt(measureOf(unit)!.power)
    }
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom(...money),
        fc.constantFrom(...money),
        fc.integer({ min: 0, max: 4 }),
        (figure, from, to, scale) => {
          const text = written(figure)
          const found = read(text + from, to, scale)
          if ('value' in found) {
            expect(whole(String(found.value), to)).toBe(whole(text, from))
            if (from !== to) expect(found.conversion).toMatchObject({ from, to, value: found.value })
            return
          }
          const { code } = found.problem
          if (code === 'TOO_MANY_DIGITS') return
          expect(code).toBe(from === to ? 'TOO_MANY_DECIMALS' : 'UNIT_REMAINDER')
          const step = 10n ** BigInt(20 - scale + measureOf(to)!.power)
          expect(whole(text, from) % step).not.toBe(0n)
        },
      ),
    )
  })
})

describe('units that a block may be pasted in', () => {
  it.each([
    ['千元', '元 千元 万元 百万元 亿元'],
    ['十万元', '元 千元 万元 十万元 百万元 亿元'],
    ['人', '人 千人 万人 百万人 亿人'],
    ['千瓦时', '千瓦时 万千瓦时 亿千瓦时'],
    ['%', ''],
    ['百分点', ''],
  ])('should be for %s: %s', (unit, units) => {
    expect(unitsAlike(unit).join(' ')).toBe(units)
  })
})

const { spec } = importForm(`
form: X-1
title: 样表
frequency: M
subject: industry
sections:
  - matrix: main
    type: decimal(1)
    heading: [{ key: m, name: 本月 }]
    stub:
      - { code: 01, name: 产值, unit: 千元, cells: [M1] }
      - { code: 02, name: 人数, unit: 人, cells: [M2] }
      - { code: 03, name: 出口, unit: 千元, cells: [M3] }
  - rows: products
    codelist: products
    keyName: 产品
    maxRows: 3
    type: decimal(0)
    heading: [{ key: q, name: 产量 }]
    cells: { q: P1 }
`)
const foreign: FormForeign = { period: '2026-M10' }
const items = [{ code: '01', name: { 'zh-CN': '布' }, unitOfMeasure: '万米' }]
const open = () => openForm(spec!, { values: { cells: {} }, foreign, codelists: () => items })

describe('a form being filled', () => {
  it('should say what it converted until the next change, and take it back', () => {
    const typed = open().set({ cell: 'M1' }, '1,234,500元')
    expect(typed.get({ cell: 'M1' })).toBe('1234.5')
    expect(typed.conversions).toEqual([
      { cell: 'M1', amount: '1234500', from: '元', value: '1234.5', to: '千元' },
    ])
    expect(typed.set({ cell: 'M2' }, '5').conversions).toEqual([])
    expect(typed.undo().get({ cell: 'M1' })).toBeNull()
    expect(typed.undo().conversions).toEqual([])
    expect(typed.undo().redo().get({ cell: 'M1' })).toBe('1234.5')
  })

  it('should convert a block of one unit where the cells have one like it, as one step', () => {
    const { session } = open().paste({ cell: 'M1' }, '1.5\n120\n3元', '万元')
    expect(['M1', 'M2', 'M3'].map(cell => session.get({ cell }))).toEqual(['15.0', '120.0', null])
    expect(session.problems).toMatchObject([{ cell: 'M3', text: '3元', code: 'UNIT_REMAINDER' }])
    expect(session.undo().values).toEqual(open().values)
  })

  it('should keep a figure that does not fit with its unit, so that it is never read as another amount', () => {
    const { session } = open().paste({ cell: 'M1' }, '1234567', '元')
    const [kept] = session.problems
    expect(kept).toMatchObject({ text: '1234567元', code: 'UNIT_REMAINDER' })
    expect(
      open()
        .setAll([{ at: { cell: 'M1' }, value: kept!.text }])
        .get({ cell: 'M1' }),
    ).toBeNull()
  })

  it('should convert in a row by the unit of its item', () => {
    const session = open().addRow('products', '01').set({ cell: 'P1', row: '01' }, '30000米')
    expect(session.get({ cell: 'P1', row: '01' })).toBe('3')
  })
})
