import type { ForeignCodes } from '../contract.ts'

export type CodeRow = Readonly<{ text: string; count: number; target: string | null }>

/** What stands in the file, and what is translated though the file does not hold it. */
export function codeRows(
  found: Pick<ForeignCodes, 'distinct' | 'texts'>,
  meanings: Readonly<Record<string, string>>,
): readonly CodeRow[] {
  const targetOf = (text: string) => (Object.hasOwn(meanings, text) ? meanings[text]! : null)
  const listed = new Set(found.texts.map(({ text }) => text))
  const beyond = found.distinct > found.texts.length ? [] : Object.keys(meanings)
  return [
    ...found.texts.map(one => ({ ...one, target: targetOf(one.text) })),
    ...beyond.filter(text => !listed.has(text)).map(text => ({ text, count: 0, target: targetOf(text) })),
  ]
}
