import { describe, expect, it } from 'vitest'
import { b204, b204Rules, b204Templates } from './example-form.ts'
import {
  affectedBy,
  compileComputed,
  compileFormula,
  compileRuleset,
  computeCells,
  evaluate,
  explainRule,
  needs,
} from './index.ts'
import type { RuleRecord, Scalar, Schema } from './schema.ts'

const compiled = compileRuleset({ rules: b204Rules, templates: b204Templates }, b204)
const ruleset = compiled.ruleset!
const record: RuleRecord = {
  cells: {
    unit: 'U1',
    period: '2026-M10',
    M13: '130.00',
    M14: '120.00',
    M15: '100.00',
    M17: '50.00',
    M21: null,
  },
  foreign: { prev: { M14: '-10.00' }, yago: null, unit: { industry: '4411' } },
}

describe('evaluate', () => {
  it('should give pass, fail and undecided', () => {
    expect(compiled.diagnostics).toEqual([])
    expect(evaluate(ruleset, record)).toEqual({
      E001: 'fail',
      E002: 'undecided',
      E003: 'pass',
      E004: 'pass',
      E005: 'undecided',
      E006: 'undecided',
      T1_13: 'pass',
      T1_15: 'pass',
      T1_17: 'pass',
    })
  })

  it('should evaluate the rules of a variable-row table on its rows only', () => {
    const row = { ...record, cells: { ...record.cells, Q1: '5.00', Q2: '4.00' } }
    expect(evaluate(ruleset, row, { rows: 'products' })).toEqual({ P001: 'fail' })
    expect(ruleset.byCode.get('P001')!.rows).toBe('products')
  })

  it('should evaluate only the rules asked for', () => {
    expect(evaluate(ruleset, record, { rules: ['E001', 'T1_13'] })).toEqual({ E001: 'fail', T1_13: 'pass' })
  })

  it('should keep message, level and template of an expanded rule', () => {
    const rule = ruleset.byCode.get('T1_15')!
    expect(rule.message).toEqual({ 'zh-CN': 'M15 不应为负', en: 'M15 should not be negative' })
    expect(rule.level).toBe('query')
    expect(rule.template).toEqual({ code: 'T1', bindings: { a: '15' } })
    expect(rule.source).toBe('nvl ( M15, 0 ) >= 0')
  })
})

describe('needs and affectedBy', () => {
  it('should name the cells and the foreign data a ruleset reads', () => {
    const { cells, foreign } = needs(ruleset)
    expect([...cells].sort()).toEqual(['M13', 'M14', 'M15', 'M17', 'M21', 'Q1', 'Q2', 'period'])
    expect(foreign).toEqual({ prev: ['M14'], yago: ['M13'], unit: ['industry'] })
  })

  it('should follow computed cells in order and find the rules behind them', () => {
    const { computed } = compileComputed({ M16: 'M14 + 1', M14: 'M13 + prev#M14', M22: 'M21' }, b204)
    expect(computed!.order).toEqual(['M14', 'M16', 'M22'])
    const made = compileRuleset({ rules: b204Rules }, b204, computed).ruleset!
    expect(affectedBy(made, ['M13'])).toEqual({ computed: ['M14', 'M16'], rules: ['E001', 'E003', 'E004'] })
    expect(affectedBy(made, ['prev#M14'])).toEqual({ computed: ['M14', 'M16'], rules: ['E001', 'E004'] })
    expect(affectedBy(made, ['M18'])).toEqual({ computed: [], rules: [] })
    const values = computeCells(computed!, {
      cells: { M13: '1.50', M21: '7' },
      foreign: { prev: { M14: '2' } },
    })
    expect(values).toEqual({ M14: '3.50', M16: '4.50', M22: '7.00' })
  })
})

describe('explainRule', () => {
  it('should give both sides of the deciding comparison as text', () => {
    expect(explainRule(ruleset, 'E001', record)).toEqual({
      outcome: 'fail',
      comparison: {
        operator: '>=',
        left: { source: 'M14', value: '120.00' },
        right: { source: 'M13', value: '130.00' },
      },
    })
    expect(explainRule(ruleset, 'E003', record).comparison?.left).toEqual({
      source: 'abs ( M13 / M15 - 1 )',
      value: '0.3',
    })
    expect(explainRule(ruleset, 'E004', record).comparison?.right).toEqual({
      source: 'prev#M14 + M13',
      value: '120.00',
    })
  })

  it('should pick the conjunct that fails and the branch that counts', () => {
    const source = `define datapoint ruleset r ( variable M13, M14, M15 ) is
      A : M13 > 0 and M14 > 500 ;
      B : if M15 > 0 then M13 < 100 else M13 < 50 ;
      C : between ( M13, 0, 100 ) ;
      D : not ( M13 = 130 )
    end datapoint ruleset`
    const made = compileRuleset(source, b204).ruleset!
    expect(explainRule(made, 'A', record).comparison?.left).toEqual({ source: 'M14', value: '120.00' })
    expect(explainRule(made, 'B', record).comparison?.right).toEqual({ source: '100', value: '100' })
    expect(explainRule(made, 'C', record).comparison).toMatchObject({
      operator: '<=',
      right: { value: '100' },
    })
    expect(explainRule(made, 'D', record)).toEqual({ outcome: 'fail', comparison: null })
  })
})

const decimals: Schema = {
  name: 'F',
  identifiers: {},
  measures: {
    A: { kind: 'decimal', scale: 2 },
    B: { kind: 'decimal', scale: 3 },
    L: { kind: 'decimal', scale: 0 },
    D: { kind: 'date' },
    P: { kind: 'period' },
    S: { kind: 'string' },
  },
}

function value(source: string, cells: Record<string, Scalar> = {}): Scalar {
  const { formula, diagnostics } = compileFormula(source, decimals)
  expect(diagnostics, source).toEqual([])
  return formula!.evaluate({ cells })
}

describe('meaning', () => {
  it('should keep decimals exact and derive their scale', () => {
    expect(value('A + B', { A: '0.10', B: '0.200' })).toBe('0.300')
    expect(value('A * B', { A: '0.10', B: '0.200' })).toBe('0.02000')
    expect(value('L + 1', { L: '999999999999999999' })).toBe('1000000000000000000')
    expect(value('L * L', { L: '999999999999999999' })).toBe('999999999999999998000000000000000001')
    expect(value('A = 0.1 + 0.2', { A: '0.30' })).toBe(true)
  })

  it('should make a result beyond 38 digits null', () => {
    expect(value('L * L * L', { L: '999999999999999999' })).toBeNull()
    expect(value('L * L * L', { L: '1000' })).toBe('1000000000')
  })

  it('should divide to nine decimals, and by zero to null', () => {
    expect(value('A / 3', { A: '1.00' })).toBe('0.333333333')
    expect(value('A / B', { A: '1.00', B: '0.000' })).toBeNull()
    expect(value('A / 100 - 1 <= 0.3', { A: '130.00' })).toBe(true)
  })

  it('should round half away from zero, also in tens, and cut', () => {
    expect([value('round(A)', { A: '2.50' }), value('round(A)', { A: '-2.50' })]).toEqual(['3', '-3'])
    expect([value('round(L, -1)', { L: '15' }), value('trunc(A, 1)', { A: '-1.99' })]).toEqual(['20', '-1.9'])
    expect([value('floor(A)', { A: '-1.01' }), value('ceil(A)', { A: '-1.99' })]).toEqual(['-2', '-1'])
  })

  it('should take the remainder as the VTL manual does', () => {
    expect(['mod(5, 2)', 'mod(5, -2)', 'mod(8, 2)', 'mod(9, 0)'].map(source => value(source))).toEqual([
      '1',
      '-1',
      '0',
      '9',
    ])
  })

  it('should compute powers, roots and logarithms', () => {
    expect(value('power(A, 2)', { A: '1.10' })).toBe('1.2100')
    expect(
      ['power(2, 0.5)', 'sqrt(2)', 'exp(1)', 'ln(10)', 'log(1024, 2)', 'power(2, -1)'].map(source =>
        value(source),
      ),
    ).toEqual(['1.414213562', '1.414213562', '2.718281828', '2.302585093', '10', '0.5'])
    expect(['sqrt(-1)', 'ln(0)', 'power(-8, 0.5)', 'exp(1e5)'].map(source => value(source))).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('should follow three-valued logic', () => {
    const missing = { A: null }
    expect(value('A > 0 and false', missing)).toBe(false)
    expect(value('A > 0 or true', missing)).toBe(true)
    expect(value('A > 0 xor true', missing)).toBeNull()
    expect(value('not ( A > 0 )', missing)).toBeNull()
    expect(value('A in { 1, 2 }', missing)).toBeNull()
    expect(value('A = null', { A: '1.00' })).toBeNull()
    expect(value('isnull ( A )', missing)).toBe(true)
    expect(value('if A > 0 then 1 else 2', missing)).toBe('2')
    expect(value('nvl ( A, B )', { A: null, B: '1.5' })).toBe('1.500')
  })

  it('should read strings by character, as the manual shows', () => {
    expect(value('instr ( "abcdecfrxcwsd", "c", _ , 3 )')).toBe('10')
    expect(value('instr ( "abcdecfrxcwsd", "c", 5 , 3 )')).toBe('0')
    expect(value('substr ( S, 2, 2 )', { S: '1—本月' })).toBe('—本')
    expect(value('length ( S )', { S: '😀本月' })).toBe('3')
    expect(value('trim ( S ) || "|"', { S: '\u3000 a ' })).toBe('a|')
  })

  it('should know dates and periods', () => {
    expect(value('dateadd ( D, 2, "M" )', { D: '2020-12-31' })).toBe('2021-02-28')
    expect(value('datediff ( D, P )', { D: '2019-01-01', P: '2020-Q2' })).toBe('546')
    expect(value('getmonth ( P )', { P: '2026-M10' })).toBe('10')
    expect(value('period_indicator ( P )', { P: '2026-M10-T2' })).toBe('T')
    expect(value('P < cast ( "2026-M12", time_period )', { P: '2026-M10' })).toBe(true)
    expect(value('P < cast ( "2026-Q4", time_period )', { P: '2026-M10' })).toBeNull()
  })

  it('should count a blank number as zero only where the form says so', () => {
    const zero = { ...decimals, blankIsZero: true }
    expect(compileFormula('A + 1', zero).formula!.evaluate({ cells: {} })).toBe('1.00')
    expect(compileFormula('S', zero).formula!.evaluate({ cells: {} })).toBeNull()
    expect(value('A + 1')).toBeNull()
  })

  it('should treat what does not fit its cell as blank', () => {
    expect(value('A', { A: 'abc' })).toBeNull()
    expect(value('L', { L: '1000000000000000000' })).toBeNull()
    expect(value('A', { A: '1.005' })).toBe('1.01')
    expect(value('D', { D: '2026-02-30' })).toBeNull()
  })
})
