import { expect, it } from 'vitest'
import { checkStructure } from './check-structure.ts'
import { outsideListsOf } from './outside-lists.ts'
import { importForm } from './yaml.ts'

const form = (list: string) => `
form: X1
title: X1
frequency: A
subject: industry
header:
  - { cell: H01, name: 行业, type: "code(${list})" }
sections:
  - record: main
    fields: [{ cell: M1, name: 村, type: "code(region:village)" }, { cell: M2, name: 又一村, type: "code(region:village)" }]
`

it('should know the lists a form names and does not hold, each once, and refuse names nobody can serve', () => {
  const { spec } = importForm(form('gbt4754:class'))
  expect(outsideListsOf(spec!)).toEqual(['region:village', 'gbt4754:class'])
  expect(checkStructure(spec!, 'draft').filter(one => one.severity === 'error')).toEqual([])
  const codes = importForm(form('region:street')).diagnostics.map(one => one.code)
  expect(codes).toContain('UNKNOWN_CODELIST')
})
