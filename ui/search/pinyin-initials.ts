/**
 * Lookup by pinyin initials without a dictionary: in the browser's pinyin collation the first character of
 * each initial marks where that initial begins (CLDR `zh-u-co-pinyin`). A character with several readings
 * answers to its commonest; the server's search knows more.
 */
const letters = 'ABCDEFGHJKLMNOPQRSTWXYZ'
const firsts = [...'阿八嚓咑妸发旮哈丌咔垃妈拏噢妑七呥仨他屲夕丫帀']
const collator = new Intl.Collator('zh-CN-u-co-pinyin', { sensitivity: 'base' })
const known = new Map<string, string>()

function initialOf(character: string): string {
  if (/[a-z0-9]/i.test(character)) return character.toUpperCase()
  if (!/\p{Script=Han}/u.test(character)) return ''
  let at = firsts.length - 1
  while (at > 0 && collator.compare(character, firsts[at]!) < 0) at--
  return letters[at]!
}

/** `株洲市荷塘区` → `ZZSHTQ`; Latin letters and digits stay, other signs go. */
export function pinyinInitials(text: string): string {
  const cached = known.get(text)
  if (cached !== undefined) return cached
  const initials = [...text].map(initialOf).join('')
  known.set(text, initials)
  return initials
}

/** How well a text or its code answers a search: 0 exact code, 1 code begins, 2 name begins, 3 name holds, 4 initials; null not. */
export function matchRank(search: string, name: string, code = ''): number | null {
  const wanted = search.trim().toUpperCase()
  if (wanted === '') return 0
  if (code.toUpperCase() === wanted) return 0
  if (code !== '' && code.toUpperCase().startsWith(wanted)) return 1
  const place = name.toUpperCase().indexOf(wanted)
  if (place >= 0) return place === 0 ? 2 : 3
  return /^[A-Z0-9]+$/.test(wanted) && pinyinInitials(name).includes(wanted) ? 4 : null
}
