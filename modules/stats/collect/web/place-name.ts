import { type Codelists, cellIndex, type FormSpec } from '#engines/form/index.ts'
import type { Locale } from '#ui/i18n/locale.ts'
import { localText } from '#ui/i18n/text.ts'
import { rowName } from '#ui/matrix-form/address.ts'

export type Place = Readonly<{ cell?: string; section?: string; row?: string }>

/** `工业总产值(当年价格) · 本月`; in a row, that row's name first. */
export function placeName(spec: FormSpec, at: Place, locale: Locale, lists: Codelists): string {
  const place = at.cell === undefined ? undefined : cellIndex(spec).get(at.cell)
  const own = place ? localText(place.label, locale) : (at.cell ?? '')
  if (at.row === undefined) return own
  const row = localText(rowName(spec, at.section ?? '', at.row, lists), locale)
  return own ? `${row} · ${own}` : row
}

/** The same by the cell's key (`M13`, `P1@row`). */
export function keyName(spec: FormSpec, key: string, locale: Locale, lists: Codelists): string {
  const [cell = '', row] = key.split('@')
  const section = cellIndex(spec).get(cell)?.section
  return placeName(spec, { cell, ...(row !== undefined && section && { row, section }) }, locale, lists)
}
