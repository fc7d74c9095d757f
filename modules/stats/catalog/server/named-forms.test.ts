import { describe, expect, it } from 'vitest'
import { type FormSpec, importForm } from '#engines/form/index.ts'
import { compileAmong } from './named-forms.ts'

const form = (code: string, fields: Readonly<Record<string, string>>, rule = ''): FormSpec => {
  const cells = Object.entries(fields).map(
    ([cell, type]) => `      - { cell: ${cell}, name: ${cell}, type: ${type} }`,
  )
  const head = [`form: ${code}`, `title: ${code}`, 'marks: {}', 'frequency: M', 'subject: trade', 'sections:']
  const rules = rule
    ? `rules: |\n  define datapoint ruleset edits ( variable own ) is ${rule} end datapoint ruleset ;\n`
    : ''
  const { spec, diagnostics } = importForm(
    `${[...head, '  - record: main', '    fields:', ...cells].join('\n')}\n${rules}`,
    { purpose: 'draft' },
  )
  if (!spec) throw new Error(JSON.stringify(diagnostics))
  return spec
}

const amount = 'decimal(0)'
const versions = (specs: readonly FormSpec[]) =>
  specs.map(({ code, sections }) => [code, JSON.stringify(sections)])

describe('compileAmong', () => {
  const own = form('X', { own: amount }, 'R1 : own >= A#a + B#b')

  it('should step back only the form that lacks a named cell', () => {
    const a = form('A', { a: amount })
    const withoutA = form('A', { other: amount })
    const withB = form('B', { b: amount })
    const withoutB = form('B', { other: amount })
    const named = [
      [withoutA, a, a],
      [withB, withoutB],
    ]
    const { program, forms } = compileAmong(own, named)
    expect(program).toBeDefined()
    expect(versions(forms)).toEqual(versions([a, withB]))
  })

  it('should step each back as far as it must', () => {
    const [a, b] = [form('A', { a: amount }), form('B', { b: amount })]
    const [noA, noB] = [form('A', { x: amount }), form('B', { x: amount })]
    const { program, forms } = compileAmong(own, [
      [noA, noA, a],
      [noB, b],
    ])
    expect(program).toBeDefined()
    expect(versions(forms)).toEqual(versions([a, b]))
  })

  it('should step back when the named cell is of another type now', () => {
    const [a, b] = [form('A', { a: amount }), form('B', { b: amount })]
    const { program } = compileAmong(own, [[form('A', { a: 'text(20)' }), a], [b]])
    expect(program).toBeDefined()
  })

  it('should tell what is wrong with the newest when no version serves', () => {
    const newest = form('A', { other: amount })
    const { program, forms, diagnostics } = compileAmong(own, [
      [newest, form('A', { another: amount })],
      [form('B', { b: amount })],
    ])
    expect(program).toBeUndefined()
    expect(forms[0]).toBe(newest)
    expect(diagnostics.map(one => one.details.dataset)).toEqual(['A'])
  })
})
