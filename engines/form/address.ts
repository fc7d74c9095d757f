/** Places of a form in one text: `M13`, in a row of a table `P1@row`; a table's column as a whole is its code, `P1`. */
import { cellIndex, formCells, rowsSection } from './cells.ts'
import { rowItem } from './layout.ts'
import type { FormSpec, FormValues, LocalText } from './model.ts'
import type { CellAddress } from './paste.ts'
import { rowOf } from './rows.ts'
import type { Codelists } from './values.ts'

/** Text that is the same for the same place; row keys hold no `@` (`[\w.:-]`). */
export const addressKey = ({ cell, row }: CellAddress): string =>
  row === undefined ? cell : `${cell}@${row}`

/** Back from `addressKey`. */
export function addressOf(key: string): CellAddress {
  const [cell = '', row] = key.split('@')
  return row === undefined ? { cell } : { cell, row }
}

/** What the key names in a report with these values; null where the form has no such cell or the report no such row. */
export function placeKind(
  spec: FormSpec,
  values: FormValues | null | undefined,
  key: string,
): 'cell' | 'column' | null {
  const { cell, row } = addressOf(key)
  const place = cellIndex(spec).get(cell)
  if (!place) return null
  if (!place.repeated) return row === undefined ? 'cell' : null
  if (row === undefined) return 'column'
  return rowOf(values, place.section, row) ? 'cell' : null
}

/** What a row is about, by name. */
export function rowName(spec: FormSpec, section: string, row: string, outside?: Codelists): LocalText {
  const found = rowsSection(spec, section)
  return found ? rowItem(spec, found, row, outside).name : { 'zh-CN': row }
}

/** `工业总产值 · 本月`; in a row, that row's name first. A code that the form does not have names itself. */
export function placeLabel(spec: FormSpec, at: CellAddress, outside?: Codelists): LocalText {
  const place = cellIndex(spec).get(at.cell)
  const own: LocalText = place?.label ?? { 'zh-CN': at.cell }
  if (at.row === undefined) return own
  const row = place ? rowName(spec, place.section, at.row, outside) : { 'zh-CN': at.row }
  const joined = (locale: 'zh-CN' | 'en') => `${row[locale] ?? row['zh-CN']} · ${own[locale] ?? own['zh-CN']}`
  return { 'zh-CN': joined('zh-CN'), en: joined('en') }
}

/** Keys in the order in which the form is read: tables row by row, what is said of a whole column before its rows. */
export function inReadingOrder(
  spec: FormSpec,
  values: FormValues | null | undefined,
  keys: Iterable<string>,
): readonly string[] {
  const cells = formCells(spec)
  const codes = new Map(cells.map(({ code }, index) => [code, index]))
  const sections = new Map<string, number>()
  for (const { section } of cells) if (!sections.has(section)) sections.set(section, sections.size)
  const rows = new Map(
    Object.entries(values?.rows ?? {}).map(([id, list]) => [id, new Map(list.map(({ key }, i) => [key, i]))]),
  )
  const rank = (key: string): readonly number[] => {
    const { cell, row } = addressOf(key)
    const section = cellIndex(spec).get(cell)?.section ?? ''
    const line = row === undefined ? -1 : (rows.get(section)?.get(row) ?? Number.MAX_SAFE_INTEGER)
    return [sections.get(section) ?? sections.size, line, codes.get(cell) ?? codes.size]
  }
  return [...new Set(keys)]
    .map(key => ({ key, at: rank(key) }))
    .toSorted((a, b) => a.at[0]! - b.at[0]! || a.at[1]! - b.at[1]! || a.at[2]! - b.at[2]!)
    .map(({ key }) => key)
}
