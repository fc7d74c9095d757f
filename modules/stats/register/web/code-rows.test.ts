import { expect, it } from 'vitest'
import { codeRows } from './code-rows.ts'

const texts = [
  { text: 'sc0', count: 2 },
  { text: '9', count: 1 },
]

it('should show what the file holds, and what is translated though it does not', () => {
  expect(codeRows({ distinct: 2, texts }, { sc0: 'micro', 9: '', sc7: 'large' })).toEqual([
    { text: 'sc0', count: 2, target: 'micro' },
    { text: '9', count: 1, target: '' },
    { text: 'sc7', count: 0, target: 'large' },
  ])
})

it('should call nothing absent where only the commonest are listed', () => {
  expect(codeRows({ distinct: 300, texts }, { sc7: 'large' }).map(row => row.text)).toEqual(['sc0', '9'])
})

it('should take a name of every object for a text like any other', () => {
  expect(codeRows({ distinct: 1, texts: [{ text: 'constructor', count: 1 }] }, {})).toEqual([
    { text: 'constructor', count: 1, target: null },
  ])
})
