import { expect, it } from 'vitest'
import { unitField, unitFields } from '../../contract.ts'
import { cellError, parseCell } from './parse-values.ts'

const lists = { regions: new Set<string>(), industries: new Set<string>() }

/** The sentence about a text that the field cannot mean, or null where it can. */
const refusal = (name: string, text: string) => {
  const parsed = parseCell(unitField(name)!, text, lists)
  return 'value' in parsed
    ? null
    : cellError(parsed.type, { field: name, heading: null, value: text }, parsed.detail).message
}

it('should name fields and what they expect in the language of the sentence', () => {
  const han = /\p{Script=Han}/u
  const said = unitFields.flatMap(field => refusal(field.name, '#') ?? [])
  expect(said.length).toBeGreaterThan(5)
  for (const { en } of said) expect(en).not.toMatch(han)
  expect(refusal('staff', '-1')).toEqual({
    'zh-CN': expect.stringMatching(/^“.+”的内容“-1”不符合要求：非负整数，如 120$/),
    en: expect.stringMatching(/^“-1” is not valid for .+: a whole number such as 120$/),
  })
})
