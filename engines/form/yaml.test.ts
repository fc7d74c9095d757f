import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formSpec } from './testing/arbitrary.ts'
import { exportForm, importForm } from './yaml.ts'
import { readForm } from './yaml-import.ts'

const good = `form: X1
title: [样表, Sample]
marks: { tableNumber: X1表, issuer: 示例局, approvalNumber: 示例, validUntil: 2027-01 }
frequency: M
subject: industry
unit: 千元
sections:
  - matrix: main
    type: decimal(2, 0..)
    heading:
      - { key: m, name: 本月 }
      - { key: y, name: 上年同期, prefill: yearAgo column m }
    stub:
      - { code: 01, name: 产值, cells: "M{1..2}" }
      - { code: 02, name: 出口, cells: [M3, ×] }
      - { code: 03, name: 合计, cells: { m: { code: M4, formula: M1 + M3 } } }
rules: |
  define datapoint ruleset e ( variable M1, M3 ) is
    E1 : M1 >= M3 errorcode "产值小于出口" errorlevel "fatal"
  end datapoint ruleset ;
templates:
  - code: T{r}
    over: { r: 1..3 }
    rule: M{r} >= 0
    message: 不应为负
    level: fatal
messages:
  E1: { en: Output below exports }
`

/** Replaces one piece of the good form and gives what is said about it, with the text it points at. */
function said(from: string, to: string, purpose: 'draft' | 'publish' = 'draft'): string[] {
  if (!good.includes(from)) throw new Error(`not in the form: ${from}`)
  const { diagnostics } = importForm(good.replace(from, to), { purpose })
  for (const { message } of diagnostics) {
    expect(message['zh-CN']).toMatch(/[\u4e00-\u9fff]/)
    expect(message.en).toBeTruthy()
    expect(`${message['zh-CN']}${message.en}`).not.toMatch(/undefined|\{(path|text|cell|key|detail)\}/)
  }
  const lines = good.replace(from, to).split('\n')
  return diagnostics.map(({ code, severity, line, column }) => {
    const at = lines[line - 1]?.slice(column - 1)
    return `${code}${severity === 'warning' ? ' (warning)' : ''} @ ${at}`
  })
}

describe('importForm', () => {
  it('should read the compact syntax', () => {
    const { spec, diagnostics } = importForm(good, { purpose: 'publish' })
    expect(diagnostics).toEqual([])
    const type = { kind: 'decimal', scale: 2, min: '0' }
    expect(spec?.sections[0]).toMatchObject({
      kind: 'matrix',
      stub: [
        {
          code: '01',
          name: { 'zh-CN': '产值' },
          cells: {
            m: { code: 'M1', kind: 'input', type },
            y: { code: 'M2', kind: 'prefilled', type, prefill: { from: 'yearAgo', cell: 'M1' } },
          },
        },
        { cells: { m: { code: 'M3', kind: 'input' } } },
        { cells: { m: { code: 'M4', kind: 'computed', formula: 'M1 + M3' } } },
      ],
    })
    expect(spec?.templates?.[0]?.over).toEqual({ r: ['1', '2', '3'] })
    expect(spec?.messages).toEqual({ E1: { 'zh-CN': '产值小于出口', en: 'Output below exports' } })
  })

  it.each([
    ['broken YAML', 'title: [样表, Sample]', 'title: [样表, Sample', 'YAML_BROKEN @ marks'],
    ['a tab as indentation', '    type: dec', '\ttype: dec', 'YAML_BROKEN'],
    ['a key given twice', 'frequency: M', 'frequency: M\nfrequency: Q', 'YAML_BROKEN @ frequency: Q'],
    ['an alias', 'frequency: M', 'frequency: &f M', 'ALIAS_REFUSED @ M'],
    ['a tag', 'frequency: M', 'frequency: !!str M', 'ALIAS_REFUSED'],
    ['a missing part', 'subject: industry\n', '', 'MISSING @ form'],
    ['an unknown key', 'subject: industry', 'subject: industry\ncolour: red', 'UNKNOWN_KEY @ colour'],
    ['a list where text belongs', 'form: X1', 'form: [X1]', 'NOT_TEXT @ [X1]'],
    ['text where a list belongs', '    stub:\n', '    stub: x\n    more:\n', 'NOT_A_SEQUENCE'],
    ['text where a mapping belongs', 'marks: {', 'marks: x\nunit2: {', 'NOT_A_MAP'],
    ['a frequency that is none', 'frequency: M', 'frequency: monthly', 'NOT_ONE_OF @ monthly'],
    ['a type that is none', 'decimal(2, 0..)', 'number', 'BAD_TYPE @ number'],
    ['a lower bound above the upper', 'decimal(2, 0..)', 'decimal(2, 5..1)', 'BAD_BOUND'],
    ['a bad pattern', 'decimal(2, 0..)', '"text(5, /[/)"', 'BAD_PATTERN'],
    ['too few cells', 'M{1..2}', 'M{1..1}', 'CELL_COUNT @ "M{1..1}"'],
    ['a bad pattern of cells', 'M{1..2}', 'M{2..1}', 'BAD_CELLS @ "M{2..1}"'],
    ['a cell code that is no name', '[M3, ×]', '[3M, ×]', 'BAD_CODE @ 3M'],
    ['a cell code used twice', '[M3, ×]', '[M1, ×]', 'DUPLICATE_CELL @ M1, ×'],
    ['a column that is not there', '{ m: { code: M4', '{ z: { code: M4', 'UNKNOWN_COLUMN @ {'],
    [
      'a source column that is not there',
      'yearAgo column m',
      'yearAgo column z',
      'UNKNOWN_COLUMN @ "M{1..2}"',
    ],
    ['a source cell that is not there', 'yearAgo column m', 'yearAgo M9', 'PREFILL_UNKNOWN @ "M{1..2}"'],
    ['a code list that is not there', 'decimal(2, 0..)', 'code(colours)', 'UNKNOWN_CODELIST'],
    ['a formula with a syntax error', 'M1 + M3 }', 'M1 + }', 'VTL_EXPECTED @ '],
    ['a formula naming no cell', 'M1 + M3 }', 'M1 + M9 }', 'VTL_UNKNOWN_NAME_NEAR @ M9 }'],
    ['a circle', 'M1 + M3 }', 'M4 + M3 }', 'VTL_CIRCULAR @ M4 + M3'],
    ['a rule with a syntax error', 'M1 >= M3 err', 'M1 >= >= M3 err', 'VTL_EXPECTED @ >= M3 err'],
    [
      'a rule naming a cell that is not there',
      'E1 : M1 >= M3',
      'E1 : M1 >= M9',
      'VTL_UNKNOWN_NAME_NEAR @ M9 err',
    ],
    ['a level that is none', '"fatal"', '"deadly"', 'VTL_LEVEL @ "deadly"'],
    ['a template naming no cell', 'rule: M{r} >= 0', 'rule: M{r} >= M9', 'VTL_UNKNOWN_NAME_NEAR @ M9'],
    ['a placeholder without values', 'rule: M{r} >= 0', 'rule: M{q} >= 0', 'VTL_PLACEHOLDER @ {q} >= 0'],
    ['a mark missing on a draft', 'issuer: 示例局, ', '', 'MARK_MISSING (warning) @ { tableNumber'],
    ['a validity that is no month', '2027-01', '2027-13', 'BAD_MONTH @ 2027-13'],
    [
      'a wording of no rule',
      '  E1: { en',
      '  E9: { zh-CN: 无, en',
      'MESSAGE_UNKNOWN_RULE (warning) @ { zh-CN',
    ],
    [
      'a reason of no list',
      'messages:',
      'reasons: [{ code: NEW, name: 新增 }]\nruleReasons: { E1: [NEW, OLD] }\nmessages:',
      'REASON_UNKNOWN @ OLD] }',
    ],
    [
      'a reason written twice',
      'messages:',
      'reasons: [{ code: NEW, name: 新增 }, { code: NEW, name: 投产 }]\nmessages:',
      'DUPLICATE_KEY @ NEW, name: 投产',
    ],
    [
      'a code of a reason that is none',
      'messages:',
      'reasons: [{ code: 1-1, name: 新增 }]\nmessages:',
      'BAD_CODE @ 1-1, name',
    ],
    [
      'reasons of a rule that is not there',
      'messages:',
      'reasons: [{ code: NEW, name: 新增 }]\nruleReasons: { E9: [NEW] }\nmessages:',
      'REASON_UNKNOWN_RULE @ [NEW] }',
    ],
    [
      'reasons of a rule that asks for none',
      'messages:',
      'reasons: [{ code: NEW, name: 新增 }]\nruleReasons: { E1: [NEW] }\nmessages:',
      'REASON_OF_NO_QUERY (warning) @ [NEW] }',
    ],
    ['a rule that names no reason', 'messages:', 'ruleReasons: { E1: [] }\nmessages:', 'MISSING @ [] }'],
  ])('should say where %s stands', (_, from, to, expected) => {
    expect(said(from, to).join('\n')).toContain(expected)
  })

  it('should refuse to publish without the four legal marks', () => {
    const without = said(/marks: .*\n/.exec(good)![0], '', 'publish')
    expect(without).toEqual(Array.from({ length: 4 }, () => 'MARK_MISSING @ form: X1'))
  })

  it('should keep a draft whose rules have errors', () => {
    const { spec, diagnostics } = importForm(good.replace('E1 : M1', 'E1 : M9'))
    expect(spec?.code).toBe('X1')
    expect(diagnostics.some(d => d.severity === 'error')).toBe(true)
  })

  it('should find a closed circle over several cells', () => {
    const text = good
      .replace('cells: [M3, ×]', 'cells: { m: { code: M3, formula: M4 } }')
      .replace('M1 + M3 }', 'M3 * 2 }')
    expect(importForm(text).diagnostics.map(d => d.code)).toContain('VTL_CIRCULAR')
  })

  it('should answer text that is no form at all, without throwing', () => {
    const odd = [
      '',
      'x',
      '[]',
      '- a',
      '42',
      '{',
      '\u0000',
      '---\n---',
      '%YAML 9',
      '- '.repeat(5000),
      '['.repeat(5000),
    ]
    for (const text of [...odd, 'a: '.repeat(3000), 'x'.repeat(1_000_001), 'a: &a [*a]', '? {a: b}\n: c']) {
      const { spec, diagnostics } = importForm(text)
      expect(spec, text.slice(0, 20)).toBeUndefined()
      expect(diagnostics.length, text.slice(0, 20)).toBeGreaterThan(0)
    }
  })

  it('should never throw on a form with anything cut out or put in', () => {
    const edit = fc.tuple(
      fc.integer({ min: 0, max: good.length }),
      fc.integer({ min: 0, max: 40 }),
      fc.oneof(
        fc.string({ maxLength: 8 }),
        fc.constantFrom('\n', '  ', '- ', ': ', '|', '[', '}', '*a', '!!map', '{r}'),
      ),
    )
    fc.assert(
      fc.property(edit, ([at, length, text]) => {
        const { diagnostics } = importForm(good.slice(0, at) + text + good.slice(at + length))
        for (const d of diagnostics) expect(d.line).toBeGreaterThan(0)
      }),
      { numRuns: 250 },
    )
  })
})

describe('exportForm', () => {
  it('should write the compact syntax', () => {
    const text = exportForm(importForm(good).spec!)
    expect(text).toContain('prefill: yearAgo column m')
    expect(text).toContain('cells: "M{1..2}"')
    expect(text).toContain('type: decimal(2, 0..)')
    expect(text).toContain('E1: { en: Output below exports }')
  })

  it('should be read back as exactly the same form', () => {
    fc.assert(
      fc.property(formSpec, spec => {
        const text = exportForm(spec)
        const { spec: read, reader } = readForm(text, 'draft')
        if (!read) throw new Error(`${JSON.stringify(reader.diagnostics)}\n${text}`)
        expect(read).toStrictEqual(spec)
      }),
      { numRuns: 80 },
    )
  })
})
