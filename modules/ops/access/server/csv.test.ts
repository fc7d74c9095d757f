import { expect, it } from 'vitest'
import { csvCell, csvLine } from './csv.ts'

it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1'])('should keep %j text in a spreadsheet', text => {
  expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
})

it('should leave numbers alone and quote what holds commas, quotes and lines', () => {
  expect(csvLine([-3, null, 'a,b', 'say "x"', 'two\nlines'])).toBe('-3,,"a,b","say ""x""","two\nlines"\r\n')
})
