import { describe, expect, it } from 'vitest'
import { b204 } from './example-form.ts'
import {
  compileComputed,
  compileFormula,
  compileRuleset,
  diagnosticCodes,
  formatDiagnostic,
  messageOf,
} from './index.ts'
import type { RuleTemplate } from './schema.ts'

const ruleset = (rules: string, signature = 'M13, M14, M15'): string =>
  `define datapoint ruleset r ( variable ${signature} ) is\n${rules}\nend datapoint ruleset`

const found = (rules: string, signature?: string) =>
  compileRuleset(ruleset(rules, signature), b204).diagnostics.map(
    ({ code, line, column }) => `${code} ${line}:${column}`,
  )

describe('diagnostics', () => {
  it('should name an unknown cell with the nearest one, at its place', () => {
    const { ruleset: made, diagnostics } = compileRuleset(ruleset('E1 : M13 >=\n  M41'), b204)
    expect(made).toBeUndefined()
    expect(diagnostics.map(item => formatDiagnostic(item, 'zh-CN'))).toEqual([
      '第 3 行第 3 列：没有名为“M41”的指标，是否为“M14”？（VTL_UNKNOWN_NAME_NEAR）',
    ])
    expect(formatDiagnostic(diagnostics[0]!, 'en')).toBe(
      'line 3, column 3: there is no cell named "M41"; did you mean "M14"? (VTL_UNKNOWN_NAME_NEAR)',
    )
  })

  it('should find mistakes of type, arguments and constants', () => {
    expect(found('E1 : M13 = "a"')).toEqual(['VTL_TYPES_DIFFER 2:6'])
    expect(found('E1 : M13 and true')).toEqual(['VTL_TYPE 2:6'])
    expect(found('E1 : M13 + 1')).toEqual(['VTL_NOT_BOOLEAN 2:6'])
    expect(found('E1 : round ( M13, M14 ) = 1')).toEqual(['VTL_CONSTANT 2:19'])
    expect(found('E1 : round ( ) = 1')).toEqual(['VTL_ARGUMENTS 2:6'])
    expect(found('E1 : true < false')).toEqual(['VTL_TYPE 2:6'])
    expect(found('E1 : M13 in { M14 }')).toEqual(['VTL_CONSTANT 2:15'])
    expect(found('E1 : match_characters ( unit#industry, "a(?=b)" )')).toEqual(['VTL_PATTERN 2:40'])
    expect(found('E1 : match_characters ( unit#industry, "(a+)+" )')).toEqual(['VTL_PATTERN 2:40'])
  })

  it('should tell what is not supported yet from what is misspelt', () => {
    expect(found('E1 : sum ( M13 ) > 0')).toEqual(['VTL_UNSUPPORTED 2:6'])
    expect(found('E1 : rond ( M13 ) > 0')).toEqual(['VTL_UNKNOWN_FUNCTION_NEAR 2:6'])
    expect(found('E1 : prev#M99 > 0')).toEqual(['VTL_UNKNOWN_MEMBER 2:6'])
    expect(found('E1 : perv#M13 > 0')).toEqual(['VTL_UNKNOWN_DATASET_NEAR 2:6'])
  })

  it('should refuse a product whose decimals could not be kept', () => {
    const form = { ...b204, measures: { A: { kind: 'decimal', scale: 10 } } } as const
    expect(compileFormula('A * A', form).diagnostics.map(({ code }) => code)).toEqual(['VTL_SCALE'])
    expect(compileFormula('round ( A, 4 ) * A', form).diagnostics).toEqual([])
  })

  it('should refuse duplicates, wrong levels and rules over two tables of rows', () => {
    expect(found('E1 : M13 > 0 ;\nE1 : M14 > 0')).toEqual(['VTL_DUPLICATE_RULE 3:1'])
    expect(found('E1 : M13 > 0 errorlevel "hard"')).toEqual(['VTL_LEVEL 2:25'])
    expect(found('E1 : M13 > 0', 'M13, M13')).toEqual(['VTL_DUPLICATE_NAME 1:44'])
    const form = { ...b204, rows: { ...b204.rows, others: { Z1: { kind: 'decimal', scale: 0 } } } } as const
    const { diagnostics } = compileRuleset(ruleset('E1 : Z1 > Q1', 'Z1, Q1'), form)
    expect(diagnostics.map(({ code }) => code)).toEqual(['VTL_ROWS_MIXED'])
  })

  it('should only warn of a cell missing from the signature', () => {
    const result = compileRuleset(ruleset('E1 : M17 > 0'), b204)
    expect(result.ruleset).toBeDefined()
    expect(result.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['VTL_NOT_IN_SIGNATURE', 'warning'],
    ])
  })

  it('should name the circle of computed cells', () => {
    const { computed, diagnostics } = compileComputed(
      { M13: 'M14 + 1', M14: 'M15', M15: 'M13 * 2', M16: 'M13' },
      b204,
    )
    expect(computed).toBeUndefined()
    expect(diagnostics.map(item => messageOf(item, 'zh-CN'))).toEqual([
      '计算指标循环引用：M13 → M14 → M15 → M13',
    ])
    expect(compileComputed({ M13: 'M13 + 1' }, b204).diagnostics[0]?.details.cycle).toBe('M13 → M13')
  })

  it('should refuse a formula for a cell that is not there or of another type', () => {
    const codes = (formulas: Record<string, string>) =>
      compileComputed(formulas, b204).diagnostics.map(({ code }) => code)
    expect(codes({ M31: 'M14' })).toEqual(['VTL_UNKNOWN_NAME_NEAR'])
    expect(codes({ M13: '"a"' })).toEqual(['VTL_FORMULA_TYPE'])
    expect(codes({ M13: 'Q1' })).toEqual(['VTL_ROWS_MIXED'])
    expect(codes({ M13: 'M14 +' })).toEqual(['VTL_EXPECTED'])
  })

  it('should place mistakes of a template in its own text, once', () => {
    const template: RuleTemplate = {
      code: 'T1',
      over: { r: ['1', '200', '30'] },
      rule: 'M1{r} = 1 and\n  {r} > 0 and nope',
      message: { 'zh-CN': '' },
      level: 'fatal',
    }
    const form = { ...b204, measures: { M11: b204.measures.M13!, M130: b204.measures.M13! } }
    const { diagnostics } = compileRuleset({ rules: '', templates: [template] }, form)
    expect(
      diagnostics.map(({ code, line, column, where }) => [code, line, column, where?.bindings?.r]),
    ).toEqual([
      ['VTL_UNKNOWN_NAME', 2, 15, '1'],
      ['VTL_UNKNOWN_NAME', 1, 1, '200'],
    ])
    const open = compileRuleset({ rules: '', templates: [{ ...template, rule: 'M11 = {x}' }] }, form)
    expect(open.diagnostics.map(({ code, column }) => [code, column])).toEqual([['VTL_PLACEHOLDER', 7]])
  })

  it('should have both sentences, with every detail filled in, for every code', () => {
    for (const code of diagnosticCodes) {
      const details = new Proxy({}, { get: () => 'X' })
      for (const locale of ['zh-CN', 'en'] as const) {
        const text = messageOf({ code, severity: 'error', line: 1, column: 1, details }, locale)
        expect(text).not.toMatch(/\{|\}|@/)
        expect(/[\u4e00-\u9fff]/.test(text)).toBe(locale === 'zh-CN')
      }
    }
  })
})
