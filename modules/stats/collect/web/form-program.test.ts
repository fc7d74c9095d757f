import { describe, expect, it } from 'vitest'
import { type FormSpec, importForm, openForm } from '#engines/form/index.ts'
import { programFor } from './form-program.ts'

const formOf = (code: string, rule: string): FormSpec => {
  const { spec } = importForm(`
form: ${code}
title: ${code}
marks: { tableNumber: ${code}, issuer: 国家统计局, approvalNumber: 国统制〔2026〕1号, validUntil: 2027-12 }
frequency: M
subject: industry
sections:
  - record: main
    fields: [{ cell: M1, name: 人数, type: decimal(0) }]
rules: |
  define datapoint ruleset r ( variable M1 ) is
    E1 : ${rule} errorcode "不符" errorlevel "query"
  end datapoint ruleset ;
`)
  if (!spec) throw new Error(`${code} cannot be read`)
  return spec
}

describe('a form run in the browser', () => {
  const spec = formOf('NAMING', 'M1 >= OTHER#M1')
  const forms = [formOf('OTHER', 'M1 >= 0')]
  const findings = (other: string) =>
    openForm(programFor({ spec, forms }), {
      values: { cells: { M1: '5' } },
      foreign: { period: '2026-M10', forms: { OTHER: { cells: { M1: other } } } },
    }).findings.map(one => one.rule)

  it('should judge rules over another form by what that form holds', () => {
    expect(findings('6')).toEqual(['E1'])
    expect(findings('5')).toEqual([])
  })
})
