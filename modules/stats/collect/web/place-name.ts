import { addressOf, type Codelists, type FormSpec, placeLabel, rowName } from '#engines/form/index.ts'
import type { Locale } from '#ui/i18n/locale.ts'
import { localText } from '#ui/i18n/text.ts'

export type Place = Readonly<{ cell?: string; section?: string; row?: string }>

/** `工业总产值(当年价格) · 本月`; in a row, that row's name first. */
export function placeName(spec: FormSpec, at: Place, locale: Locale, lists: Codelists): string {
  const { cell, section, row } = at
  if (cell !== undefined)
    return localText(placeLabel(spec, row === undefined ? { cell } : { cell, row }, lists), locale)
  return row === undefined ? '' : localText(rowName(spec, section ?? '', row, lists), locale)
}

/** The same by the cell's key (`M13`, `P1@row`). */
export const keyName = (spec: FormSpec, key: string, locale: Locale, lists: Codelists): string =>
  localText(placeLabel(spec, addressOf(key), lists), locale)
