/** Code lists as a drop-down offers them: by name, and with the code behind where two items share a name. */
import { type CodelistItem, type Codelists, unitText } from '../../form/index.ts'

export type Locale = 'zh-CN' | 'en'
export type ListEntry = Readonly<{ code: string; label: string; unitOfMeasure: string }>

export function listEntries(items: readonly CodelistItem[], locale: Locale): readonly ListEntry[] {
  const nameOf = ({ name }: CodelistItem) => (locale === 'en' ? (name.en ?? name['zh-CN']) : name['zh-CN'])
  const count = new Map<string, number>()
  // A spreadsheet looks names up without regard to case.
  const folded = (item: CodelistItem) => nameOf(item).trim().toLowerCase()
  for (const item of items) count.set(folded(item), (count.get(folded(item)) ?? 0) + 1)
  return items.map(item => ({
    code: item.code,
    label: count.get(folded(item)) === 1 ? nameOf(item).trim() : `${nameOf(item).trim()} (${item.code})`,
    unitOfMeasure: unitText(item.unitOfMeasure ?? '', locale),
  }))
}

/** The code a text of a drop-down stands for; codes themselves and unique names in either language are taken too. */
export function codeOf(text: string, list: string, codelists: Codelists, locale: Locale): string | undefined {
  const items = codelists(list) ?? []
  const plain = text.normalize('NFKC').trim().toLowerCase()
  const labels = listEntries(items, locale)
  const byLabel = labels.find(({ label }) => label.normalize('NFKC').toLowerCase() === plain)
  if (byLabel) return byLabel.code
  const byCode = items.find(({ code }) => code.toLowerCase() === plain)
  if (byCode) return byCode.code
  const named = items.filter(({ name }) =>
    [name['zh-CN'], name.en].some(one => one?.normalize('NFKC').trim().toLowerCase() === plain),
  )
  return named.length === 1 ? named[0]?.code : undefined
}
