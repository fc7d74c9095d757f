/** Code lists that forms name and do not hold: the surroundings give them where a form is filled in. */

import { formCells } from './cells.ts'
import type { FormSpec } from './model.ts'

export const outsideLists = [
  'region:county',
  'region:township',
  'region:village',
  'gbt4754:section',
  'gbt4754:division',
  'gbt4754:group',
  'gbt4754:class',
] as const
export type OutsideList = (typeof outsideLists)[number]

export const isOutsideList = (name: string): name is OutsideList =>
  (outsideLists as readonly string[]).includes(name)

/** The outside lists a form names, wherever it does: in the header, a cell, a field, a row. */
export function outsideListsOf(spec: FormSpec): readonly OutsideList[] {
  const cells = formCells(spec).flatMap(({ spec: { type } }) => (type.kind === 'code' ? [type.codelist] : []))
  const rows = spec.sections.flatMap(section => (section.kind === 'rows' ? [section.codelist] : []))
  const named = new Set([...cells, ...rows].filter(name => !Object.hasOwn(spec.codelists ?? {}, name)))
  return outsideLists.filter(name => named.has(name))
}
