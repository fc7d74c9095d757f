/** A file's own codes: what stands in its columns where the register has a list, and what it is to be read as. */
import {
  FOREIGN_CODES_KEPT,
  type ForeignCodes,
  type ImportMapping,
  type UnitField,
  unitField,
  unitFields,
} from '../../contract.ts'
import { missingTexts, saysNothing, typedIn } from './map-rows.ts'
import { refuseMapping } from './mapping.ts'
import { type Lists, parseCell } from './parse-values.ts'
import type { Table } from './read-table.ts'

const hasList = ({ type }: UnitField): boolean => type === 'code' || type === 'boolean'

/** By field, the commonest first: texts that its list does not know, and those the mapping translates. */
export function foreignCodes(table: Table, mapping: ImportMapping, lists: Lists): ForeignCodes[] {
  const missing = missingTexts(mapping)
  return unitFields.filter(hasList).flatMap((field): ForeignCodes[] => {
    const source = mapping.fields[field.name]
    if (!source || !('column' in source)) return []
    const translated = mapping.values?.[field.name] ?? {}
    const isForeign = (text: string) =>
      Object.hasOwn(translated, text) ||
      (!saysNothing(text, missing) && !('value' in parseCell(field, text, lists)))
    const texts = [...countTexts(table, table.headings.indexOf(source.column))]
      .filter(([text]) => isForeign(text))
      .map(([text, count]) => ({ text, count }))
      .toSorted((a, b) => b.count - a.count)
    if (texts.length === 0) return []
    return [{ field: field.name, distinct: texts.length, texts: texts.slice(0, FOREIGN_CODES_KEPT) }]
  })
}

function countTexts({ rows }: Table, at: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { cells } of rows) {
    const text = typedIn(cells[at] ?? '')
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return counts
}

/** Raises `mapping` when a text is translated into what its field does not know. */
export function checkTargets(mapping: ImportMapping, lists: Lists): void {
  const missing = missingTexts(mapping)
  for (const [name, meanings] of Object.entries(mapping.values ?? {})) {
    const field = unitField(name)!
    for (const [text, target] of Object.entries(meanings)) {
      if (saysNothing(target, missing) || 'value' in parseCell(field, target, lists)) continue
      refuseMapping(
        `“${text}”译作“${target}”，但${field.text['zh-CN']}没有这个代码`,
        `“${text}” is translated into “${target}”, which ${field.text.en} does not know`,
      )
    }
  }
}
