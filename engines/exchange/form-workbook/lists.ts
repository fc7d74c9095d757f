/** Code lists as a drop-down offers them: by name, and with the code behind where two items share a name. */
import { type CodelistItem, type Codelists, unitText } from '../../form/index.ts'

export type Locale = 'zh-CN' | 'en'
export type ListEntry = Readonly<{ code: string; label: string; unitOfMeasure: string }>

export function listEntries(items: readonly CodelistItem[], locale: Locale): readonly ListEntry[] {
  const nameOf = ({ name }: CodelistItem) => (locale === 'en' ? (name.en ?? name['zh-CN']) : name['zh-CN'])
  const count = new Map<string, number>()
  // A spreadsheet looks names up without regard to case.
  const caseless = (item: CodelistItem) => nameOf(item).trim().toLowerCase()
  for (const item of items) count.set(caseless(item), (count.get(caseless(item)) ?? 0) + 1)
  return items.map(item => ({
    code: item.code,
    label: count.get(caseless(item)) === 1 ? nameOf(item).trim() : `${nameOf(item).trim()} (${item.code})`,
    unitOfMeasure: unitText(item.unitOfMeasure ?? '', locale),
  }))
}

const folded = (text: string) => text.normalize('NFKC').trim().toLowerCase()

/**
 * Finds the code a text stands for: by what a drop-down says, by the code itself, by a name in either language that only
 * one item has.
 */
export function codeFinder(
  items: readonly CodelistItem[],
  locale: Locale,
): (text: string) => string | undefined {
  const labels = new Map(
    listEntries(items, locale)
      .toReversed()
      .map(({ label, code }) => [folded(label), code]),
  )
  const codes = new Map(items.toReversed().map(({ code }) => [code.toLowerCase(), code]))
  const names = new Map<string, Set<string>>()
  for (const { code, name } of items)
    for (const text of [name['zh-CN'], name.en ?? name['zh-CN']])
      names.set(folded(text), (names.get(folded(text)) ?? new Set()).add(code))
  return text => {
    const wanted = folded(text)
    const named = names.get(wanted)
    return labels.get(wanted) ?? codes.get(wanted) ?? (named?.size === 1 ? [...named][0] : undefined)
  }
}

/** The code a text of a drop-down stands for; codes themselves and unique names in either language are taken too. */
export const codeOf = (
  text: string,
  list: string,
  codelists: Codelists,
  locale: Locale,
): string | undefined => codeFinder(codelists(list) ?? [], locale)(text)
