import { describe, expect, it } from 'vitest'
import type { Expression } from './ast.ts'
import { childrenOf } from './ast.ts'
import { parse } from './parse.ts'

const expressionOf = (source: string): Expression => {
  const { script, diagnostics } = parse(`x := ${source}`)
  expect(diagnostics).toEqual([])
  const [statement] = script.statements
  if (statement?.kind !== 'assignment') throw new Error('not an assignment')
  return statement.value
}

/** Fully bracketed, to show how a text was read. */
function shape(node: Expression): string {
  const inner = childrenOf(node).map(shape)
  switch (node.kind) {
    case 'name':
      return node.name
    case 'literal':
      return node.source
    case 'binary':
      return `(${inner[0]} ${node.operator} ${inner[1]})`
    case 'unary':
      return `(${node.operator} ${inner[0]})`
    case 'membership':
      return `${inner[0]}#${node.component}`
    default:
      return `${node.kind}[${inner.join(' ')}]`
  }
}

describe('parse', () => {
  it('should bind operators as the VTL grammar does', () => {
    expect(shape(expressionOf('a + b * c - d'))).toBe('((a + (b * c)) - d)')
    expect(shape(expressionOf('not a and b or c xor d'))).toBe('((((not a) and b) or c) xor d)')
    expect(shape(expressionOf('- a * b <= c + 1'))).toBe('(((- a) * b) <= (c + 1))')
    expect(shape(expressionOf('prev#M14 + a || b'))).toBe('((prev#M14 + a) || b)')
    expect(shape(expressionOf('if a then b else c + 1'))).toBe('if[a b (c + 1)]')
    expect(shape(expressionOf('case when a then 1 when b then 2 else 3'))).toBe('case[a 1 b 2 3]')
    expect(shape(expressionOf('a not_in { 1, 2 } and b'))).toBe('(in[a 1 2] and b)')
  })

  it('should give every node its place and its own text', () => {
    const { script } = parse('// first\nx := a +\n  round ( b, 2 ) ;')
    const [statement] = script.statements
    if (statement?.kind !== 'assignment' || statement.value.kind !== 'binary') throw new Error('unexpected')
    expect(statement.value.right.at).toEqual({ line: 3, column: 3, offset: 20 })
    expect(statement.value.right.source).toBe('round ( b, 2 )')
    expect(Object.isFrozen(statement.value)).toBe(true)
  })

  it('should read names with dots, quotes and Chinese, comments and doubled quotation marks', () => {
    expect(shape(expressionOf(`staff.costs /* x */ + '01-a' + 本月`))).toBe('((staff.costs + 01-a) + 本月)')
    const literal = expressionOf('"say ""hi"""')
    expect(literal.kind === 'literal' && literal.type === 'string' && literal.text).toBe('say "hi"')
  })

  it('should report several mistakes at once and keep the sound rules', () => {
    const { script, diagnostics } = parse(`define datapoint ruleset r ( variable a ) is
      A : a > > 1 ;
      B : a > 1 ;
      C : ( a ;
      D : a = 1 errorcode 5
    end datapoint ruleset ;
    y : 3 ;
    z := a`)
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['VTL_EXPECTED', 2],
      ['VTL_EXPECTED', 4],
      ['VTL_EXPECTED', 5],
      ['VTL_EXPECTED', 7],
    ])
    expect(script.statements.map(statement => statement.kind)).toEqual(['datapointRuleset', 'assignment'])
    const [ruleset] = script.statements
    expect(ruleset?.kind === 'datapointRuleset' && ruleset.rules.map(rule => rule.code)).toEqual(['B'])
  })

  it('should name full-width punctuation and read on', () => {
    const { diagnostics } = parse('x := round（a，2） ；')
    expect(diagnostics.map(({ code, details }) => [code, details.ascii])).toEqual([
      ['VTL_FULL_WIDTH', '('],
      ['VTL_FULL_WIDTH', ','],
      ['VTL_FULL_WIDTH', ')'],
      ['VTL_FULL_WIDTH', ';'],
    ])
  })

  it('should never throw, whatever is written', () => {
    const pieces = [
      'define',
      'datapoint',
      'ruleset',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      'when',
      'then',
      ':',
      ';',
      '"',
      "'",
      '#',
      'a',
      '1',
      '+',
      'end',
      'if',
      'in',
      '/*',
      '¥',
      '😀',
      'case',
    ]
    let state = 1
    const next = (limit: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648
      return state % limit
    }
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: next(14) }, () => pieces[next(pieces.length)]).join(' ')
      expect(() => parse(text)).not.toThrow()
    }
  })

  it('should refuse nesting and chains beyond any sense without exhausting the stack', () => {
    const deep = parse(`x := ${'('.repeat(50_000)}a`)
    const long = parse(`x := a${' + a'.repeat(50_000)}`)
    expect(deep.diagnostics.map(({ code }) => code)).toEqual(['VTL_TOO_DEEP'])
    expect(long.diagnostics.map(({ code }) => code)).toEqual(['VTL_TOO_DEEP'])
  })
})
