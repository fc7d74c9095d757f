import { expect, it } from 'vitest'
import { mapRows } from './map-rows.ts'

it('should take a cell that shows nothing for a blank one', () => {
  const names = ['creditCode', 'localCode', 'name', 'address'] as const
  const mapping = { fields: Object.fromEntries(names.map(name => [name, { column: name }])) }
  const cells = [' \u200B', '\u200B\uFEFF', '\u2060', '\u200B']
  const table = { headings: names, rows: [{ line: 2, cells }] }
  const lists = { regions: new Set<string>(), industries: new Set<string>() }
  expect(mapRows(table as never, mapping as never, lists)).toEqual([{ line: 2, values: {}, errors: [] }])
})
