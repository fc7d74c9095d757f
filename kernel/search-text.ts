/** What people type to find something by its Chinese name: part of the name, its pinyin (`search-pinyin.ts`), its code. */

export type Search = Readonly<{
  /** Part of the name, escaped for LIKE. */
  name: string
  /** Part of the initials or of the full pinyin; null where no pinyin can be meant. */
  pinyin: string | null
  /** Start of a credit code or local code. */
  code: string | null
}>

/** Text of a person as a literal part of a LIKE pattern. */
export const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, found => `\\${found}`)

export function parseSearch(typed: string | undefined): Search | null {
  const text = typed?.normalize('NFKC').trim()
  if (!text) return null
  const dense = text.replaceAll(/\s/g, '')
  return {
    name: escapeLike(text),
    pinyin: /^[a-z0-9]+$/i.test(dense) ? dense.toLowerCase() : null,
    code: /^[0-9a-z._-]{2,40}$/i.test(dense) ? escapeLike(dense) : null,
  }
}
